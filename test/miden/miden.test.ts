/** Miden's calls through the flow, with the requests and proofs that its published SDK and prover exchanged. */
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createAttestedFetch } from "../../src/index.ts";
import type { AttestedFetchOptions, WitnesslockErrorData } from "../../src/index.ts";
import {
  MIDEN_VERSIONS,
  attestedMidenFetch,
  installMidenFetch,
  midenFetchHandler,
  proveTransaction,
} from "../../src/miden/index.ts";
import { decodeProof, encodeRequest } from "../../src/miden/messages.ts";
import { frame } from "../../src/grpc-web-frames.ts";
import { readUnary } from "../../src/miden/grpc-web.ts";
import { toHex } from "../../src/bytes.ts";
import { codeOf, errorOf } from "../support.ts";
import { acceptSimulated, attestedProver, countingPeer, endAll, serve } from "../flow/provers.ts";

afterEach(endAll);

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../examples/fixtures/miden-0.13.3-mint.${name}.bin`, import.meta.url))); // prettier-ignore
const REQUEST = fixture("grpcweb-request");
const PROOF = fixture("proven-transaction");
const RESULT = fixture("transaction-result");
const PATH = "/remote_prover.Api/Prove";
const GRPC = { "Content-Type": "application/grpc-web+proto" };
const OK = new TextEncoder().encode("grpc-status:0\r\n");

const join = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
const trailers = (bytes: Uint8Array) => {
  const framed = frame(bytes);
  framed[0] = 0x80;
  return framed;
};
const proofMessage = (proof: Uint8Array) => encodeRequest({ path: "", payloadField: 1, payload: "TransactionInputs" }, proof); // prettier-ignore
const grpcAnswer = (proof: Uint8Array) =>
  new Response(join(frame(proofMessage(proof)), trailers(OK)), { headers: GRPC });

/** The SDK's classes, as far as the adapter sees them: an id is its first bytes. */
const ProvenTransaction = {
  deserialize: (bytes: Uint8Array) => {
    if (bytes.length < 16) throw new Error("not enough bytes");
    return { id: () => ({ toHex: () => `0x${toHex(bytes.subarray(0, 8))}` }) };
  },
};
const ID = ProvenTransaction.deserialize(PROOF).id().toHex();
const TRANSACTION = { id: () => ({ toHex: () => ID }), serialize: () => RESULT };

/** A prover that answers before it has read all may close the connection, and its attester then has no answer. */
const proving = async (request: Request) => {
  await request.arrayBuffer();
  return grpcAnswer(PROOF);
};

async function setup(answer: (request: Request) => Promise<Response> | Response = proving) {
  // prettier-ignore
  const upstream = await serve(answer);
  const prover = await attestedProver(undefined, {
    upstream: upstream.url,
    fetch: globalThis.fetch,
  });
  const { seal: _off, ...options } = await acceptSimulated();
  return { prover, upstream, options };
}

test("the recorded request is the recorded inputs in one field and one frame", () => {
  const inputs = RESULT.subarray(0, 158_549);
  const made = frame(encodeRequest(MIDEN_VERSIONS["0.13"], inputs));
  expect(Buffer.from(made).equals(REQUEST)).toBe(true);
  expect(
    Object.fromEntries(
      Object.entries(MIDEN_VERSIONS).map(([version, { path, payloadField }]) => [
        version,
        `${path} ${payloadField}`,
      ]),
    ),
  ).toEqual({
    // prettier-ignore
    "0.6": "/api.Api/ProveTransaction 1",
    "0.7": "/api.Api/ProveTransaction 1",
    "0.8": "/proving_service.Api/Prove 2",
    "0.9": "/proving_service.Api/Prove 2",
    "0.10": "/remote_prover.Api/Prove 2",
    "0.11": "/remote_prover.Api/Prove 2",
    "0.12": "/remote_prover.Api/Prove 2",
    "0.13": "/remote_prover.Api/Prove 2",
  });
});

describe("proveTransaction", () => {
  test("proves through the sealed flow, and gives the proof with its verdict", async () => {
    const seen: Uint8Array[] = [];
    const { prover, options } = await setup(async (request) => {
      expect(new URL(request.url).pathname).toBe(PATH);
      seen.push(new Uint8Array(await request.arrayBuffer()));
      return grpcAnswer(PROOF);
    });
    const peer = await countingPeer(prover);
    const proof = await proveTransaction(TRANSACTION, { endpoint: `${peer.url}/`, attestedFetch: options, ProvenTransaction }); // prettier-ignore
    expect(Buffer.from(proof.bytes).equals(PROOF)).toBe(true);
    expect(proof.attestation?.checks.at(-1)).toMatchObject({ id: "channel_binding", outcome: "passed" }); // prettier-ignore
    expect(Buffer.from(seen[0]!).indexOf(Buffer.from(RESULT))).toBe(9);
    // Neither is to be found in what travelled.
    expect(peer.received()).not.toContain(Buffer.from(RESULT.subarray(0, 32)).toString("latin1"));
  });

  test.each([
    ["of another transaction", () => PROOF.map((byte, at) => (at === 0 ? byte ^ 1 : byte))],
    ["that is none", () => new Uint8Array(3).fill(1)],
  ])("case 205: refuses a proof %s", async (_name, proof) => {
    const { prover, options } = await setup(() => grpcAnswer(proof()));
    const error = await errorOf(proveTransaction(TRANSACTION, { endpoint: prover.url, attestedFetch: options, ProvenTransaction })); // prettier-ignore
    expect(error).toMatchObject({ code: "proof_binding", witnessSent: "sealed" });
  });

  test("case 205: unsealed, the error says how the witness travelled", async () => {
    const { prover, options } = await setup(() => grpcAnswer(PROOF.map((byte) => byte ^ 1)));
    const unsealed = { ...options, seal: "off" } as const;
    const error = await errorOf(proveTransaction(TRANSACTION, { endpoint: prover.url, attestedFetch: unsealed, ProvenTransaction })); // prettier-ignore
    expect(error).toMatchObject({ code: "proof_binding", witnessSent: "plain" });
  });

  test("a version whose payload only the SDK makes, or that there is not, is a mistake", async () => {
    const { options } = await setup();
    for (const version of ["0.9", "0.5", "constructor"]) {
      const wrong = { endpoint: "https://p.example", version: version as "0.9", attestedFetch: options, ProvenTransaction }; // prettier-ignore
      expect(await codeOf(proveTransaction(TRANSACTION, wrong))).toBe("input_invalid");
    }
  });
});

describe("an answer of gRPC-web", () => {
  const good = proofMessage(PROOF.subarray(0, 40));
  const answer = (body: Uint8Array, headers: Record<string, string> = GRPC) =>
    new Response(new Uint8Array(body), { headers });

  test("is read in pieces of any length", async () => {
    const bytes = join(frame(good), trailers(OK));
    expect(decodeProof(await readUnary(answer(bytes)))).toEqual(PROOF.slice(0, 40));
  });

  test.each<[string, Response, string]>([
    ["busy", answer(new Uint8Array(), { ...GRPC, "grpc-status": "8", "grpc-message": "SECRET" }), "prover_grpc"], // prettier-ignore
    ["invalid argument, in a trailer frame", answer(trailers(new TextEncoder().encode("grpc-status: 3\r\ngrpc-message: SECRET\r\n"))), "prover_grpc"], // prettier-ignore
    ["a status behind a message", answer(join(frame(good), trailers(new TextEncoder().encode("grpc-status:13\r\n")))), "prover_grpc"], // prettier-ignore
    ["no status", answer(frame(good)), "prover_protocol"],
    ["no message", answer(trailers(OK)), "prover_protocol"],
    ["two messages", answer(join(frame(good), frame(good), trailers(OK))), "prover_protocol"],
    ["a message behind the trailers", answer(join(trailers(OK), frame(good))), "prover_protocol"],
    ["a frame cut off", answer(join(frame(good), trailers(OK)).subarray(0, 20)), "prover_protocol"],
    ["a head cut off", answer(join(frame(good), trailers(OK), Uint8Array.of(0))), "prover_protocol"], // prettier-ignore
    ["compressed", answer(join(Uint8Array.of(1), frame(good).subarray(1), trailers(OK))), "prover_protocol"], // prettier-ignore
    ["trailers that are none", answer(join(frame(good), trailers(new TextEncoder().encode("x")))), "prover_protocol"], // prettier-ignore
    ["a status that is no number", answer(new Uint8Array(), { ...GRPC, "grpc-status": "ok" }), "prover_protocol"], // prettier-ignore
    ["a page", answer(new Uint8Array(), { "Content-Type": "text/html" }), "prover_protocol"],
  ])("is refused: %s", async (_name, response, code) => {
    const error = await errorOf(readUnary(response));
    expect(error?.code).toBe(code);
    expect(JSON.stringify(error)).not.toContain("SECRET");
  });

  test.each([
    ["nothing", []],
    ["another field", [0x12, 1, 1]],
    ["an empty proof", [0x0a, 0]],
    ["less than it says", [0x0a, 2, 1]],
    ["more than it says", [0x0a, 1, 1, 1]],
    ["a length that does not end", [0x0a, 0x80, 0x80, 0x80, 0x80, 0x80]],
    ["no length", [0x0a]],
  ])("holds no proof: %s", (_name, bytes) => {
    expect(() => decodeProof(Uint8Array.from(bytes))).toThrow(/proof/);
  });
});

describe("under the SDK", () => {
  const sdkCall = { method: "POST", headers: { ...GRPC, "x-grpc-web": "1" }, body: new Uint8Array(REQUEST) }; // prettier-ignore

  test("proving calls are attested, everything else goes where it went before", async () => {
    const { prover, options } = await setup();
    const others: string[] = [];
    const fetch = attestedMidenFetch({
      attestedFetch: { ...options, fetch: globalThis.fetch },
      fetch: (input) => {
        others.push(new Request(input).url);
        return Promise.resolve(new Response("node"));
      },
    });
    const response = await fetch(new Request(prover.url + PATH, sdkCall));
    expect(decodeProof(await readUnary(response))).toEqual(PROOF);
    expect(await (await fetch("https://rpc.example/rpc.Api/SyncState")).text()).toBe("node");
    expect(others).toEqual(["https://rpc.example/rpc.Api/SyncState"]);
  });

  test("with provers named, a call elsewhere is not taken for one of theirs", async () => {
    const fetch = attestedMidenFetch({
      attestedFetch: () => Promise.reject(new Error("asked")),
      provers: ["https://prover.example"],
      fetch: () => Promise.resolve(new Response("elsewhere")),
    });
    expect(await (await fetch(`https://other.example${PATH}`)).text()).toBe("elsewhere");
    await expect(fetch(`https://prover.example${PATH}`)).rejects.toThrow("asked");
  });

  test("a refusal has the shape that the SDK reads, and the typed error goes to the listener", async () => {
    const { prover, options } = await setup();
    const refusals: WitnesslockErrorData[] = [];
    const policy = { snp: { measurements: ["00".repeat(48)] } };
    const fetch = attestedMidenFetch({ attestedFetch: { ...options, policy }, onRefusal: (error) => refusals.push(error) }); // prettier-ignore
    const response = await fetch(prover.url + PATH, sdkCall);
    expect(response.status).toBe(200);
    expect(response.body).not.toBeNull();
    expect((await response.arrayBuffer()).byteLength).toBe(0);
    expect(response.headers.get("grpc-status")).toBe("9");
    expect(response.headers.get("grpc-message")).toContain("policy_measurement");
    expect(refusals).toMatchObject([{ code: "policy_measurement", witnessSent: "no" }]);
  });

  test("a listener that fails, at once or later, is not the call's affair", async () => {
    const { prover, options } = await setup();
    const policy = { snp: { measurements: ["00".repeat(48)] } };
    const complained = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const listeners: (() => void)[] = [
      () => {
        throw new Error("at once");
      },
      () => Promise.reject(new Error("later")),
    ];
    for (const onRefusal of listeners) {
      const fetch = attestedMidenFetch({ attestedFetch: { ...options, policy }, onRefusal });
      expect((await fetch(prover.url + PATH, sdkCall)).headers.get("grpc-status")).toBe("9");
    }
    expect(complained).toHaveBeenCalledTimes(2);
    complained.mockRestore();
  });

  test("a prover that is away is unavailable, which the SDK may try again", async () => {
    const { options } = await setup();
    const response = await attestedMidenFetch({ attestedFetch: options })(`http://127.0.0.1:1${PATH}`, sdkCall); // prettier-ignore
    expect(response.headers.get("grpc-status")).toBe("14");
  });

  test.each<[string, Partial<AttestedFetchOptions>]>([
    ["sealed", {}],
    ["unsealed", { seal: "off" }],
    ["if evidence is there", { mode: "if-present" }],
    ["without a policy", { mode: "if-present", policy: undefined as never }],
  ])(
    "installed with a fetch that was made before, %s: it does not call itself",
    async (_name, more) => {
      const { prover, options } = await setup();
      const { policy, maxAgeMs: _age, ...rest } = { ...options, ...more };
      const made = createAttestedFetch({ ...rest, ...(policy === undefined ? {} : { policy }) });
      const { fetch: former } = globalThis;
      let asked = 0;
      globalThis.fetch = (input, init) => {
        asked += 1;
        return former(input, init);
      };
      let attested = 0;
      const remove = installMidenFetch({ attestedFetch: (input, init) => { attested += 1; return made(input, init); } }); // prettier-ignore
      try {
        // Two at once: each is attested, though the other is under way.
        const calls = [fetch(prover.url + PATH, sdkCall), fetch(prover.url + PATH, sdkCall)];
        for (const response of await Promise.all(calls)) expect(decodeProof(await readUnary(response))).toEqual(PROOF); // prettier-ignore
        expect(attested).toBe(2);
        expect(asked).toBeLessThan(7);
      } finally {
        remove();
        globalThis.fetch = former;
      }
    },
  );

  test("installed in place of the global fetch, and taken away again", async () => {
    const { prover, options } = await setup();
    const former = globalThis.fetch;
    const remove = installMidenFetch({ attestedFetch: { ...options, seal: "off" } }); // prettier-ignore
    try {
      const response = await fetch(prover.url + PATH, sdkCall);
      expect(decodeProof(await readUnary(response))).toEqual(PROOF);
    } finally {
      remove();
    }
    expect(globalThis.fetch).toBe(former);
  });

  test("in a service worker proving calls alone are answered", async () => {
    const { prover, options } = await setup();
    const handler = midenFetchHandler({ attestedFetch: options });
    const answers: Promise<Response>[] = [];
    const event = (url: string) => ({
      request: new Request(url, sdkCall),
      respondWith: (answer: Promise<Response>) => answers.push(answer),
    });
    handler(event(prover.url + PATH));
    handler(event("https://rpc.example/rpc.Api/SyncState"));
    expect(answers).toHaveLength(1);
    expect(decodeProof(await readUnary(await answers[0]!))).toEqual(PROOF);
  });
});
