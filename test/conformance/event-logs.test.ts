/** Every genuine event log of the vector set, and every form of dstack's answers, through the wasm, as a user calls it. */
import { afterAll, describe, expect, test } from "vitest";
import { appraise, authenticate } from "../../src/index.ts";
import type { Policy } from "../../src/index.ts";
import { SimulatedTdx, ccel } from "../../src/testing/index.ts";
import type { Registers } from "../../src/testing/index.ts";
import { LOG_ENTRIES, hasVectors, read, vector, vectors } from "../vectors.ts";
import type { Vector } from "../vectors.ts";
import { codeOf, flipped } from "../support.ts";
import { prove } from "../tdx-support.ts";

let ran = 0;

const fileOf = (entry: Vector) => read(entry, entry.files[0]?.path.split("/").at(-1) ?? "");
const ofKind = (kind: string) => vectors.filter((entry) => entry.kind === kind);
const unhex = (text = "") => new Uint8Array(Buffer.from(text, "hex"));
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

function withLog(quote: Uint8Array, area: Uint8Array): string {
  const evidence = { quote: base64(quote), cc_eventlog: base64(area) };
  return JSON.stringify({ platform: "tdx", evidence });
}

const NOW = { now: new Date("2026-11-23T12:00:00Z"), offline: true };
const NO_FLOOR = { bootLoader: 0, tee: 0, snp: 0, microcode: 0 };

describe.skipIf(!hasVectors)("case 327: the vector set", () => {
  test.each(ofKind("ccel"))("$id leads to the registers listed", async (entry) => {
    ran += 1;
    const { replayed_rtmr: listed = {}, events, used_bytes: used } = entry.facts ?? {};
    const rtmrs = ["rtmr0", "rtmr1", "rtmr2", "rtmr3"].map((name) => unhex(listed[name]));
    const tdx = await SimulatedTdx.create();
    const area = fileOf(entry);
    const run = (eventLog: Uint8Array, registers: readonly Uint8Array[]) =>
      tdx.envelope({ eventLog, rtmrs: registers as unknown as Registers });
    for (const eventLog of [area, area.subarray(0, used)]) {
      const options = { dangerouslyTrustRoots: [tdx.root], offline: true };
      const { claims } = await authenticate(await run(eventLog, rtmrs), options);
      expect("eventLog" in claims && claims.eventLog).toEqual({
        format: "ccel",
        events,
        registers: ["replayed", "replayed", "replayed", "replayed"],
      });
    }
    for (const index of [0, 1, 2, 3]) {
      const others = rtmrs.map((value, at) => (at === index ? flipped(value, 7) : value));
      const { code } = await prove(tdx, await run(area, others));
      // The fourth register has no event: it may have any value, and is judged by the policy alone.
      expect(code, `RTMR${index}`).toBe(index === 3 ? "ok" : "event_log_mismatch");
    }
  });

  test("case 330: an area that is minted begins as genuine ones do, and is filled as they are", () => {
    for (const entry of ofKind("ccel")) {
      const genuine = fileOf(entry);
      const minted = ccel(undefined, { bytes: genuine.length });
      expect(minted.subarray(0, 65)).toEqual(genuine.subarray(0, 65));
      expect(minted.at(-1)).toBe(genuine.at(-1));
    }
  });

  test("an area is accepted with the quote that it belongs to, and with no other", async () => {
    const cos = "tdx-v4/google-go-tdx-guest-00806f-00b2526a";
    const live = "tdx-v4/lunal-dev-attestation-rs-b0c06f-3ab56d67";
    for (const [log, quote, expected] of [
      ["google-cos113-ccel", cos, "ok"],
      ["lunal-ccel-live2", live, "ok"],
      // Of an earlier start, with another kernel.
      ["lunal-ccel-live", live, "event_log_mismatch"],
      ["coco-ccel-ovmf", live, "event_log_mismatch"],
      ["google-cos113-ccel", live, "event_log_mismatch"],
    ] as const) {
      const evidence = withLog(read(vector(quote), "quote.bin"), fileOf(vector(`ccel/${log}`)));
      expect(await codeOf(authenticate(evidence, NOW)), log).toBe(expected);
    }
  });

  test.each(ofKind("dstack"))("$id is $verdict, with its claims", async (entry) => {
    ran += 1;
    const evidence = fileOf(entry);
    const options = { ...NOW, now: new Date(entry.at ?? "") };
    const { platform, claims, tee } = await authenticate(evidence, options);
    expect(platform).toBe("dstack");
    expect(claims.dstack).toMatchObject({
      composeHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      appId: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
      keyProvider: { name: "kms" },
    });
    const pinned = (composeHash: string): Policy => {
      const dstack = { composeHash: [composeHash] };
      return {
        snp: {
          measurements: "any",
          products: ["milan"],
          minimumTcb: { milan: NO_FLOOR },
          platformInfo: { aliasCheckComplete: "any" },
          dstack,
        },
        tdx: { mrTd: "any", rtmr: ["any", "any", "any", "any"], dstack },
      };
    };
    const verdict = (composeHash: string) =>
      codeOf(appraise(evidence, pinned(composeHash), { ...options, expectedBinding: "any" }));
    const collateral = tee === "tdx" ? "endorsements_missing" : "ok";
    expect(await verdict(claims.dstack?.composeHash ?? "")).toBe(collateral);
    expect(await verdict("ee".repeat(32))).toBe("policy_dstack");
  });

  test("damage to genuine logs and answers never ends in a trap", async () => {
    const quote = read(vector("tdx-v4/lunal-dev-attestation-rs-b0c06f-3ab56d67"), "quote.bin");
    const area = fileOf(vector("ccel/lunal-ccel-live2")).subarray(0, 2_200);
    for (let bit = 3; bit < area.length * 8; bit += 397) {
      const code = await codeOf(authenticate(withLog(quote, flipped(area, bit)), NOW));
      expect(code).toMatch(/^(ok|evidence_too_large|event_log_(malformed|mismatch))$/);
    }
    for (const entry of ofKind("dstack")) {
      const evidence = fileOf(entry);
      for (let bit = 5; bit < evidence.length * 8; bit += 3_989) {
        expect(await codeOf(authenticate(flipped(evidence, bit), NOW))).not.toBe("internal");
      }
      for (let length = 0; length < evidence.length - 2; length += 971) {
        const code = await codeOf(authenticate(evidence.subarray(0, length), NOW));
        expect(code).not.toMatch(/^(ok|internal)$/);
      }
    }
  });
});

afterAll(() => {
  if (hasVectors && ran !== LOG_ENTRIES) {
    throw new Error(`${ran} entries of the vector set ran, of ${LOG_ENTRIES}`);
  }
});
