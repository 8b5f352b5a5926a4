/** Midnight's proof server through the flow, with a body that its published packages made. */
import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { attestedProvingProvider } from "../../src/midnight/index.ts";
import type { LedgerLike } from "../../src/midnight/index.ts";
import { errorOf } from "../support.ts";
import { acceptSimulated, attestedProver, countingPeer, endAll, serve } from "../flow/provers.ts";

afterEach(endAll);

const BODY = new Uint8Array(readFileSync(new URL("../../examples/fixtures/midnight-ledger8-zswap-output.prove-request.bin", import.meta.url))); // prettier-ignore
const TAG = "midnight:(proof-preimage-versioned,option(proving-data),option(fr-bls)):";
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Writes what it was given where the ledger would write its own encoding. */
const ledger: LedgerLike = {
  createProvingPayload: (preimage, binding, keys) =>
    binding === undefined && keys === undefined ? preimage : new TextEncoder().encode(`${binding ?? ""} ${keys?.ir.length ?? 0}`), // prettier-ignore
  createCheckPayload: (preimage, ir) => new Uint8Array([...preimage.subarray(0, 4), ir?.length ?? 0]), // prettier-ignore
  parseCheckResult: (result) => Array.from(result, (byte) => (byte === 0 ? undefined : BigInt(byte))), // prettier-ignore
};

async function setup() {
  const seen: { path: string; body: Uint8Array; type: string | null }[] = [];
  const upstream = await serve(async (request) => {
    const { pathname: path } = new URL(request.url);
    seen.push({ path, body: new Uint8Array(await request.arrayBuffer()), type: request.headers.get("Content-Type") }); // prettier-ignore
    return new Response(path.endsWith("/check") ? Uint8Array.of(7, 0) : "proof");
  });
  const peer = await countingPeer(await attestedProver(undefined, { upstream: upstream.url }));
  const { seal: _off, ...options } = await acceptSimulated();
  return { peer, seen, options };
}

test("a real body is proven sealed: nothing of it shows on the way", async () => {
  const { peer, seen, options } = await setup();
  expect(text(BODY.subarray(0, TAG.length))).toBe(TAG);
  const provider = attestedProvingProvider(`${peer.url}/v1/`, { attestedFetch: options, ledger });
  expect(text(await provider.prove(BODY, "midnight/zswap/output"))).toBe("proof");
  expect(seen).toMatchObject([{ path: "/v1/prove", type: "application/octet-stream" }]);
  expect(Buffer.from(seen[0]!.body).equals(BODY)).toBe(true);
  expect(peer.received()).not.toContain("midnight:");
});

test("check, binding input and keys go through the ledger's own functions", async () => {
  const { peer, seen, options } = await setup();
  const keys = { proverKey: new Uint8Array(1), verifierKey: new Uint8Array(2), ir: new Uint8Array(3) }; // prettier-ignore
  const asked: string[] = [];
  const provider = attestedProvingProvider(peer.url, {
    attestedFetch: options,
    ledger,
    keyMaterial: (keyLocation) => {
      asked.push(keyLocation);
      return Promise.resolve(keys);
    },
  });
  expect(await provider.check(BODY, "a")).toEqual([7n, undefined]);
  await provider.prove(BODY, "b", 5n);
  expect(asked).toEqual(["a", "b"]);
  expect(seen.map(({ path, body }) => [path, body.length === 5 ? body[4] : text(body)])).toEqual([
    ["/check", 3],
    ["/prove", "5 3"],
  ]);
});

test("a prover that the policy does not accept gets nothing, and the error is the typed one", async () => {
  const { peer, seen, options } = await setup();
  const policy = { snp: { measurements: ["00".repeat(48)] } };
  const provider = attestedProvingProvider(peer.url, { attestedFetch: { ...options, policy }, ledger }); // prettier-ignore
  expect(await errorOf(provider.prove(BODY, "x"))).toMatchObject({ code: "policy_measurement", witnessSent: "no" }); // prettier-ignore
  expect(seen).toEqual([]);
  expect(() => attestedProvingProvider("nonsense", { attestedFetch: options, ledger })).toThrow(/absolute URL/); // prettier-ignore
});
