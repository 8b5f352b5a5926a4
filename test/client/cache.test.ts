/**
 * What one instance of the module keeps between calls: tables of keys, and what came of endorsements that came before. It
 * may save time; no call may be answered differently because of an earlier one.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { authenticate } from "../../src/index.ts";
import { SimulatedTdx, SimulatedTee } from "../../src/testing/index.ts";
import { forgetVerifier } from "../../src/verifier.ts";
import { codeOf, trusting } from "../support.ts";

let tee: SimulatedTee;
let report: Uint8Array;
let chain: Uint8Array[];

beforeAll(async () => {
  tee = await SimulatedTee.create();
  report = await tee.report();
  chain = [tee.leaf, tee.intermediate];
});

/** The code with everything about the good report in the cache, and with an empty cache. */
async function both(call: () => Promise<unknown>): Promise<[string, string]> {
  forgetVerifier();
  for (let count = 0; count < 3; count += 1) {
    await authenticate(report, trusting(tee, { endorsements: chain }));
  }
  const warm = await codeOf(call());
  forgetVerifier();
  return [warm, await codeOf(call())];
}

describe("with everything cached, as with nothing", () => {
  test("a good report has the same answer, word for word", async () => {
    const call = () =>
      authenticate(report, trusting(tee, { endorsements: chain, now: 1_900_000_000 }));
    forgetVerifier();
    const first = await call().catch((error: unknown) => error);
    for (let count = 0; count < 4; count += 1) {
      expect(await call().catch((error: unknown) => error)).toEqual(first);
    }
  });

  test("a leaf verified under a dangerous root is nothing without that root", async () => {
    const plain = () => authenticate(report, { offline: true, endorsements: chain });
    expect(await both(plain)).toEqual(["root_untrusted", "root_untrusted"]);
    const other = await SimulatedTdx.create();
    const elsewhere = () =>
      authenticate(report, {
        offline: true,
        endorsements: chain,
        dangerouslyTrustRoots: [other.root],
      });
    expect(await both(elsewhere)).toEqual(["root_untrusted", "root_untrusted"]);
  });

  test("dates still end", async () => {
    const at = (now: number) => () =>
      authenticate(report, trusting(tee, { endorsements: chain, now }));
    expect(await both(at(1_577_836_800))).toEqual([
      "collateral_not_yet_valid",
      "collateral_not_yet_valid",
    ]);
    expect(await both(at(4_000_000_000))).toEqual(["collateral_expired", "collateral_expired"]);
  });

  test("a revocation list that comes later revokes", async () => {
    const list = await tee.revocationList({ revokeIntermediate: true });
    const call = () => authenticate(report, trusting(tee, { endorsements: [...chain, list] }));
    expect(await both(call)).toEqual(["collateral_revoked", "collateral_revoked"]);
  });

  test("another leaf of the same intermediate, a damaged leaf, and a damaged report", async () => {
    for (const [index, bit] of [
      [0, 3000],
      [0, 8 * tee.leaf.length - 1],
      [1, 8 * tee.intermediate.length - 1],
    ] as const) {
      const damaged = chain.map((der) => der.slice());
      damaged[index]![bit >> 3]! ^= 1 << (bit & 7);
      const [warm, cold] = await both(() =>
        authenticate(report, trusting(tee, { endorsements: damaged })),
      );
      expect(warm).toBe(cold);
      expect(cold).not.toBe("ok");
    }
    for (const at of [0x50, 0x2a0, 0x2e8]) {
      const damaged = report.slice();
      damaged[at]! ^= 1;
      const call = () => authenticate(damaged, trusting(tee, { endorsements: chain }));
      expect(await both(call)).toEqual(["signature_invalid", "signature_invalid"]);
    }
  });
});

test("a quote of TDX: the same, with its collateral", async () => {
  const tdx = await SimulatedTdx.create();
  const header = await tdx.header();
  const trusted = { offline: true, dangerouslyTrustRoots: [tdx.root] };
  forgetVerifier();
  const now = Math.floor(Date.now() / 1000);
  const first = await authenticate(header, { ...trusted, now });
  for (let count = 0; count < 4; count += 1) {
    expect(await authenticate(header, { ...trusted, now })).toEqual(first);
  }
  expect(await codeOf(authenticate(header, { offline: true }))).toBe("root_untrusted");
  expect(await codeOf(authenticate(header, { ...trusted, now: 1_577_836_800 }))).toBe(
    "collateral_not_yet_valid",
  );
  expect(await codeOf(authenticate(header, { ...trusted, now: 4_000_000_000 }))).toBe(
    "collateral_expired",
  );
});

test("a quote of TDX: what revokes, and another root, with everything cached", async () => {
  const [tdx, other] = [await SimulatedTdx.create(), await SimulatedTdx.create()];
  const quote = await tdx.quote();
  const [info, identity, ...lists] = await tdx.collateral();
  const judged = async (endorsements: readonly Uint8Array[], root = tdx.root) =>
    codeOf(authenticate(quote, { offline: true, dangerouslyTrustRoots: [root], endorsements }));
  const [rootList, pckList] = [await tdx.rootRevocationList(), await tdx.pckRevocationList()];
  forgetVerifier();
  for (let count = 0; count < 3; count += 1) {
    expect(await judged([info!, identity!, ...lists])).toBe("ok");
    expect(await judged([info!, identity!, rootList, pckList])).toBe("ok");
  }
  for (const revoking of [
    [rootList, await tdx.pckRevocationList({ revokePck: true })],
    [await tdx.rootRevocationList({ revokePckAuthority: true }), pckList],
    [await tdx.rootRevocationList({ revokeTcbSigning: true }), pckList],
  ]) {
    expect(await judged([info!, identity!, ...revoking])).toBe("collateral_revoked");
  }
  // Of another root all is well signed, and nothing of it is this root's; and the other way round.
  const [otherInfo, otherIdentity, ...otherLists] = await other.collateral();
  expect(await judged([otherInfo!, identity!, ...lists])).not.toBe("ok");
  expect(await judged([info!, otherIdentity!, ...lists])).not.toBe("ok");
  expect(await judged([info!, identity!, ...otherLists])).not.toBe("ok");
  expect(await judged([info!, identity!, ...lists], other.root)).toBe("root_untrusted");
  expect(await judged([info!, identity!, ...lists])).toBe("ok");
});

test("memory is flat over thousands of verdicts, of ever other keys too", async () => {
  forgetVerifier();
  const Instance = WebAssembly.Instance;
  const memories: WebAssembly.Memory[] = [];
  class Watched extends Instance {
    constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
      super(module, imports);
      memories.push(this.exports["memory"] as WebAssembly.Memory);
    }
  }
  WebAssembly.Instance = Watched;
  try {
    const call = () => authenticate(report, trusting(tee, { endorsements: chain }));
    for (let count = 0; count < 20; count += 1) await call();
    const before = memories.map(({ buffer }) => buffer.byteLength);
    for (let count = 0; count < 2000; count += 1) await call();
    expect(memories.map(({ buffer }) => buffer.byteLength)).toEqual(before);
    expect(before).toHaveLength(1);
    expect(before[0]).toBeLessThanOrEqual(4 * 1024 * 1024);
  } finally {
    WebAssembly.Instance = Instance;
    forgetVerifier();
  }
});
