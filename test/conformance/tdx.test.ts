/** Every genuine entry of the vector set that concerns TDX, through the wasm, as a user calls it. */
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { appraise, authenticate } from "../../src/index.ts";
import type { AuthenticateOptions, TdxPolicy } from "../../src/index.ts";
import { TDX_ENTRIES, certificates, hasVectors, read, vector, vectors } from "../vectors.ts";
import type { Vector } from "../vectors.ts";
import { codeOf, errorOf } from "../support.ts";

const REJECTIONS = JSON.parse(
  readFileSync(new URL("rejections.json", import.meta.url), "utf8"),
) as Record<string, string>;

const LENIENT: TdxPolicy = {
  mrTd: "any",
  rtmr: ["any", "any", "any", "any"],
  mrServiceTd: "any",
  tdAttributes: { septVeDisable: "any" },
};

let ran = 0;

const isSgx = ({ kind }: Vector) => kind.startsWith("sgx-v3");
const isQuote = ({ id, kind }: Vector) =>
  kind.startsWith("tdx-v") ||
  kind === "neg-quote" ||
  kind === "lunal-header-b64gz" ||
  id.startsWith("neg-derived/tdx-");

function evidenceOf(entry: Vector): string | Uint8Array {
  if (entry.kind !== "lunal-header-b64gz") return read(entry, "quote.bin");
  return new TextDecoder().decode(read(entry, "attestation.txt")).trim();
}

/** A quote of the platform that most documents of the set are about. */
const anyQuote = () => read(vector("tdx-v4/canvasxyz-teekit-b0c06f-f1c85033"), "quote.bin");

describe.skipIf(!hasVectors)("case 327: the vector set", () => {
  test.each(vectors.filter(isQuote))("$id is $verdict", async (entry) => {
    ran += 1;
    const options: AuthenticateOptions = { now: new Date(entry.at ?? ""), offline: true };
    const code = await codeOf(authenticate(evidenceOf(entry), options));
    if (entry.verdict === "reject") {
      expect(code).toBe(REJECTIONS[entry.id]);
      return;
    }
    expect(code).toBe("ok");
    const policy = { tdx: LENIENT };
    const refusal = appraise(evidenceOf(entry), policy, { ...options, expectedBinding: "any" });
    const isDebug = entry.verdict === "authentic_refused_by_policy";
    expect(await codeOf(refusal)).toBe(isDebug ? "policy_debug" : "endorsements_missing");
  });

  test.each(vectors.filter(isSgx))("$id is refused by name", async (entry) => {
    ran += 1;
    const error = await errorOf(authenticate(read(entry, "quote.bin"), { offline: true }));
    expect(error?.code).toBe("evidence_unsupported");
    expect(error?.message).toContain("SGX quote");
  });

  test(
    "every pair of quote and collateral has the listed status",
    { timeout: 120_000 },
    async () => {
      // No pair has the accepted status, so every other is refused, by its name; documents past their end included, because
      // the list pairs what fits by platform.
      const tdx: TdxPolicy = {
        ...LENIENT,
        tdAttributes: { septVeDisable: "any", debug: "any" },
        tcbStatus: ["TDRelaunchAdvised"],
        collateralGraceDays: 3650,
      };
      const statusAt = (entry: Vector, endorsements: readonly Uint8Array[], now: number) =>
        errorOf(
          appraise(
            evidenceOf(entry),
            { tdx },
            { now, endorsements, offline: true, expectedBinding: "any" },
          ),
        );
      const known = new Set(vectors.map(({ id }) => id));
      let pairs = 0;
      for (const entry of vectors.filter(isQuote)) {
        for (const pair of entry.facts?.tcb_status_by_collateral ?? []) {
          const ids = [
            `intel-tcbinfo/${pair.tcbinfo}`,
            `intel-qeidentity/${pair.qe_identity ?? ""}`,
          ];
          if (!ids.every((id) => known.has(id))) {
            // Of one quote the list names documents of another set too.
            expect(entry.kind).toBe("lunal-header-b64gz");
            continue;
          }
          const endorsements = [
            read(vector(ids[0] ?? ""), "tcbinfo.json"),
            read(vector(ids[1] ?? ""), "identity.json"),
          ];
          const now = Date.parse(`${pair.window[1]}T00:00:00Z`) / 1000;
          let error = await statusAt(entry, endorsements, now);
          if (error?.code === "collateral_not_yet_valid") {
            // The PCK certificate is younger than the collateral: its first second counts.
            const begin = /from (\d+)/.exec(String(error.context.expected))?.[1];
            error = await statusAt(entry, endorsements, Number(begin));
          }
          expect(error?.code, entry.id).toMatch(/^tcb_/);
          const status = pair.status === "NoModule" ? "ModuleUnknown" : pair.status;
          expect(error?.context.actual, `${entry.id} ${pair.tcbinfo}`).toBe(status);
          pairs += 1;
        }
      }
      expect(pairs).toBe(261 + 5);
    },
  );

  test("every document is Intel's; those of SGX are not taken for TDX's", async () => {
    for (const entry of vectors) {
      const isInfo = entry.kind === "intel-tcbinfo";
      if (!isInfo && entry.kind !== "intel-qeidentity") continue;
      ran += 1;
      const document = read(entry, isInfo ? "tcbinfo.json" : "identity.json");
      const now = Date.parse("2025-05-15T00:00:00Z") / 1000;
      const code = await codeOf(
        authenticate(anyQuote(), { now, endorsements: [document], offline: true }),
      );
      const isTdx = entry.id.includes("/tdx-v3-") || entry.id.includes("/td-qe-");
      if (isTdx)
        expect(code, entry.id).toMatch(/^(ok|collateral_(expired|not_yet_valid|mismatch))$/);
      else expect(code, entry.id).toBe("collateral_malformed");
    }
  });

  test("documents that were altered are forged", async () => {
    const now = Date.parse("2025-06-25T00:00:00Z") / 1000;
    for (const id of ["tcbinfo-status-edited", "tcbinfo-nextupdate-extended"]) {
      ran += 1;
      const endorsements = [read(vector(`neg-derived/${id}`), "tcbinfo.json")];
      const call = authenticate(anyQuote(), { now, endorsements, offline: true });
      expect(await codeOf(call), id).toBe("collateral_forged");
    }
  });

  test("every list is of its authority, and harmless beside others' quotes", async () => {
    for (const entry of vectors.filter(({ kind }) => kind === "intel-crl")) {
      ran += 1;
      const list = read(entry, "crl.der");
      const now = Date.parse(`${entry.id.slice(-10)}T23:59:59Z`) / 1000;
      const options = { now, endorsements: [list], offline: true };
      const code = await codeOf(authenticate(anyQuote(), options));
      // Of the processors' authority, to which this platform does not belong; or older than its PCK certificate.
      const expected = entry.id.includes("processor")
        ? /^(collateral_mismatch|collateral_not_yet_valid)$/
        : /^(ok|collateral_not_yet_valid)$/;
      expect(code, entry.id).toMatch(expected);
    }
  });

  test("every bundle and Intel's own certificates are taken as they are", async () => {
    const authorities = certificates(vector("intel-ca/production"));
    ran += 1;
    const now = Date.parse("2025-05-15T00:00:00Z") / 1000;
    const options = { now, endorsements: authorities, offline: true };
    expect(await codeOf(authenticate(anyQuote(), options))).toBe("ok");
    for (const entry of vectors.filter(({ kind }) => kind === "dcap-collateral-bundle")) {
      ran += 1;
      const bundle = read(entry, entry.files[0]?.path.split("/").at(-1) ?? "");
      const { tcb_info: info } = JSON.parse(new TextDecoder().decode(bundle)) as Record<
        string,
        string
      >;
      const { issueDate, fmspc, id } = JSON.parse(info ?? "") as Record<string, string>;
      const prefix = `-${(fmspc ?? "").slice(0, 6).toLowerCase()}-`;
      const quotes = vectors.filter(
        (quote) => quote.kind.startsWith("tdx-v") && quote.id.includes(prefix),
      );
      const at = Date.parse(issueDate ?? "") / 1000 + 86_400;
      const codes = await Promise.all(
        quotes.map((quote) =>
          codeOf(
            appraise(
              read(quote, "quote.bin"),
              { tdx: LENIENT },
              { now: at, endorsements: [bundle], offline: true, expectedBinding: "any" },
            ),
          ),
        ),
      );
      if (id === "TDX") expect(codes, entry.id).toContain("ok");
      else expect(codes).not.toContain("ok");
    }
  });
});

afterAll(() => {
  if (hasVectors && ran !== TDX_ENTRIES) {
    throw new Error(`${ran} entries of the vector set ran, of ${TDX_ENTRIES}`);
  }
});
