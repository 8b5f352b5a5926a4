/** Every genuine entry of the vector set that came from a cloud, through the wasm, as a user calls it. */
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { appraise, authenticate } from "../../src/index.ts";
import type { AzurePolicy, Policy } from "../../src/index.ts";
import { toBase64Url } from "../../src/bytes.ts";
import { gzip } from "../../src/gzip.ts";
import { CLOUD_ENTRIES, hasVectors, read, vector, vectors } from "../vectors.ts";
import type { Vector } from "../vectors.ts";
import { codeOf, errorOf } from "../support.ts";

const REJECTIONS = JSON.parse(
  readFileSync(new URL("rejections.json", import.meta.url), "utf8"),
) as Record<string, string>;

const NO_FLOOR = { bootLoader: 0, tee: 0, snp: 0, microcode: 0 };
const LENIENT: Policy = {
  snp: {
    measurements: "any",
    products: ["milan"],
    minimumTcb: { milan: NO_FLOOR },
    platformInfo: { aliasCheckComplete: "any" },
    provisionalFirmware: "any",
  },
  tdx: {
    mrTd: "any",
    rtmr: ["any", "any", "any", "any"],
    tdAttributes: { septVeDisable: "any" },
  },
};

let ran = 0;

const clouds = vectors.filter(({ kind }) =>
  ["az-snp-vtpm", "az-tdx-vtpm", "gcp-go-tpm-tools-pb"].includes(kind),
);

/** What a prover sends: the one JSON file, the header's text, or the bytes alone. */
function evidenceOf(entry: Vector): string | Uint8Array {
  const sent = entry.files.find(({ path }) => /\.(json|txt|pb)$|hcl_report\.bin$/.test(path));
  const name = sent?.path.split("/").at(-1) ?? "";
  const bytes = read(entry, name);
  return /\.(json|txt)$/.test(name) ? new TextDecoder().decode(bytes).trim() : bytes;
}

const optionsOf = (entry: Vector) => ({ now: new Date(entry.at ?? ""), offline: true });

describe.skipIf(!hasVectors)("case 327: the vector set", () => {
  test.each(clouds)("$id is $verdict", async (entry) => {
    ran += 1;
    const evidence = evidenceOf(entry);
    const code = await codeOf(authenticate(evidence, optionsOf(entry)));
    if (entry.verdict === "reject") {
      expect(code).toBe(REJECTIONS[entry.id]);
      return;
    }
    if (entry.verdict === "parse_only") {
      expect(code).toBe("endorsements_missing");
      return;
    }
    expect(code).toBe("ok");
    const result = await authenticate(evidence, optionsOf(entry));
    const judge = (azure?: AzurePolicy) =>
      codeOf(
        appraise(evidence, azure === undefined ? LENIENT : { ...LENIENT, azure }, {
          ...optionsOf(entry),
          expectedBinding: "any",
        }),
      );
    const accepted = result.tee === "snp" ? "ok" : "endorsements_missing";
    if (result.platform === "gcp") {
      expect(result.vtpm).toMatchObject({ trusted: false, quotes: 3, certificateSha256: null });
      expect(await judge()).toBe(accepted);
      return;
    }
    expect(result.platform).toBe("azure");
    expect(result.vtpm).toMatchObject({
      trusted: true,
      hclVersion: entry.facts?.hcl?.hcl_version,
      quote: { extraData: entry.facts?.tpm?.nonce },
      configuration: {
        secureBoot: entry.facts?.hcl?.secure_boot,
        userData: entry.facts?.hcl?.user_data,
      },
    });
    expect(await judge()).toBe("policy_azure");
    expect(await judge({ pcrs: "paravisorOnly" })).toBe(accepted);
    const pcrs = Object.entries(result.vtpm?.pcrs ?? {}).map(([index, value]) => [index, [value]]);
    expect(pcrs).toHaveLength(24);
    expect(await judge({ pcrs: Object.fromEntries(pcrs) as Record<string, string[]> })).toBe(accepted); // prettier-ignore
    expect(await judge({ pcrs: { "11": ["00".repeat(32)], "4": ["ff".repeat(32)] } })).toBe("policy_pcr"); // prettier-ignore
  });

  test("the header of 61 KB, and the same compressed, say the same", async () => {
    const entry = vector("gcp-go-tpm-tools-pb/lunal-attestation-go-tdx");
    const header = evidenceOf(entry) as string;
    expect(header).toHaveLength(61_312);
    const result = await authenticate(header, optionsOf(entry));
    const compressed = toBase64Url(await gzip(read(entry, "attestation.pb")));
    expect(await authenticate(compressed, optionsOf(entry))).toEqual(result);
    const bare = await authenticate(read(entry, "tdx_quote.bin"), optionsOf(entry));
    expect(result.claims).toEqual(bare.claims);
  });

  test("a surplus character of base64 shifts what is behind it, and is noticed", async () => {
    const entry = vector("az-snp-vtpm/c8s-milan-v3-305611d2-malformed");
    const error = await errorOf(authenticate(evidenceOf(entry), optionsOf(entry)));
    expect(error?.context.field).toMatch(/^HCL /);
  });
});

afterAll(() => {
  if (hasVectors && ran !== CLOUD_ENTRIES) {
    throw new Error(`${ran} entries of the vector set ran, of ${CLOUD_ENTRIES}`);
  }
});
