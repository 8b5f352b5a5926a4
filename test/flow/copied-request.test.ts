/** Whatever fetch can send arrives whole, and what the caller said of how to send is kept. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { createAttestedFetch } from "../../src/index.ts";
import {
  WITNESS,
  acceptSimulated,
  attestedProver,
  countingPeer,
  endAll,
  serve,
  simulatedQuotes,
} from "./provers.ts";
import { createAttester } from "../../src/attester/index.ts";

afterEach(endAll);

const bytes = new TextEncoder().encode(WITNESS);

function streamOf(...chunks: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

test.each<[string, () => RequestInit["body"]]>([
  ["text", () => WITNESS],
  ["bytes", () => bytes],
  ["a view of a larger buffer", () => new Uint8Array([0, ...bytes, 0]).subarray(1, -1)],
  ["a buffer", () => bytes.slice().buffer],
  ["a blob", () => new Blob([WITNESS])],
  [
    "a stream, without the promise that fetch asks for",
    () => streamOf(bytes.slice(0, 9), bytes.slice(9)),
  ],
])("a body of %s", async (_name, body) => {
  const { url } = await attestedProver();
  const attestedFetch = createAttestedFetch(await acceptSimulated());
  const response = await attestedFetch(`${url}/prove`, { method: "POST", body: body() ?? null });
  expect(await response.text()).toBe(`proof of ${WITNESS}`);
});

describe("in a browser whose Request has no body and takes no streams, as Firefox's", () => {
  /** What stands in for a stream there: its name. */
  class Narrow extends Request {
    constructor(input: RequestInfo | URL, init?: RequestInit) {
      const isStream = init?.body instanceof ReadableStream;
      super(input, isStream ? { ...init, body: "[object ReadableStream]" } : init);
      Object.defineProperty(this, "body", { value: undefined });
    }
  }

  test.each<[string, string, () => RequestInit]>([
    ["text", WITNESS, () => ({ method: "POST", body: WITNESS })],
    ["a stream", WITNESS, () => ({ method: "POST", body: streamOf(bytes) })],
    ["nothing", "", () => ({ method: "POST" })],
    ["nothing, by GET", "", () => ({ method: "GET" })],
  ])("%s arrives as what it is", async (_name, witness, init) => {
    const { url } = await attestedProver();
    const attestedFetch = createAttestedFetch(await acceptSimulated());
    vi.stubGlobal("Request", Narrow);
    const call = attestedFetch(`${url}/prove`, init());
    vi.unstubAllGlobals();
    expect(await (await call).text()).toBe(`proof of ${witness}`);
  });
});

test("a form keeps the boundary that its body has", async () => {
  const { url } = await attestedProver();
  const form = new FormData();
  form.set("witness", WITNESS);
  const attestedFetch = createAttestedFetch(await acceptSimulated());
  const response = await attestedFetch(`${url}/prove`, { method: "POST", body: form });
  const proof = await response.text();
  expect(proof).toContain(WITNESS);
  expect(proof).toMatch(/^proof of --[\s\S]*--\r\n$/);
});

test("headers, method and query arrive", async () => {
  const seen: Request[] = [];
  const upstream = (request: Request) => {
    seen.push(request);
    return Promise.resolve(new Response("proof"));
  };
  const attester = createAttester({ quotes: await simulatedQuotes(), upstream });
  const { url } = await serve(attester);
  const attestedFetch = createAttestedFetch(await acceptSimulated());
  await attestedFetch(`${url}/prove?kind=1`, {
    method: "PUT",
    body: WITNESS,
    headers: { Authorization: "Bearer x", "Content-Type": "application/octet-stream" },
  });
  expect(seen).toHaveLength(1);
  expect(seen[0]?.method).toBe("PUT");
  expect(seen[0]?.url).toMatch(/\/prove\?kind=1$/);
  expect(seen[0]?.headers.get("Authorization")).toBe("Bearer x");
  expect(seen[0]?.headers.get("Content-Type")).toBe("application/octet-stream");
});

test("a challenge carries nothing of the request but its address's origin", async () => {
  const challenges: Request[] = [];
  const attester = createAttester({
    quotes: await simulatedQuotes(),
    upstream: () => Promise.resolve(new Response("proof")),
  });
  const { url } = await serve((request) => {
    if (request.method === "GET") challenges.push(request.clone());
    return attester(request);
  });
  const attestedFetch = createAttestedFetch(await acceptSimulated());
  await attestedFetch(`${url}/prove?secret=WITNESS`, {
    method: "POST",
    body: WITNESS,
    headers: { Authorization: "Bearer WITNESS" },
  });
  expect(challenges).toHaveLength(1);
  expect(challenges[0]?.url).not.toContain("WITNESS");
  expect(JSON.stringify([...(challenges[0]?.headers ?? [])])).not.toContain("WITNESS");
});

test.each(["header", "trailer"] as const)(
  "nor its query, which may be the witness, where evidence comes in a %s",
  async (from) => {
    const asked: string[] = [];
    const { url } = await serve((request) => {
      asked.push(request.url);
      return new Response(null);
    });
    const refused = createAttestedFetch(await acceptSimulated({ evidence: { from } }));
    await expect(refused(`${url}/prove?secret=WITNESS`, { method: "POST" })).rejects.toThrow();
    expect(asked).toEqual([`${url}/prove`]);
  },
);

test("a call that is stopped reads no more of its stream, and says so to whoever fills it", async () => {
  const { url } = await attestedProver();
  let cancelled: unknown;
  let parts = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      parts += 1;
      await new Promise((resolve) => setTimeout(resolve, 1));
      controller.enqueue(bytes);
    },
    cancel(reason) {
      cancelled = reason;
    },
  });
  const caller = new AbortController();
  const attestedFetch = createAttestedFetch(await acceptSimulated());
  const call = attestedFetch(url, { method: "POST", body, signal: caller.signal });
  await vi.waitFor(() => {
    expect(parts).toBeGreaterThan(3);
  });
  const reason = new Error("enough");
  caller.abort(reason);
  await expect(call).rejects.toMatchObject({ code: "aborted", witnessSent: "no" });
  expect(cancelled).toBe(reason);
  const read = parts;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(parts - read).toBeLessThan(2);
});

test("how the caller wants it sent is kept; redirects and caches are not the caller's to allow", async () => {
  const sent: RequestInit[] = [];
  const { url } = await attestedProver();
  const fetch: typeof globalThis.fetch = (input, init) => {
    sent.push(init ?? {});
    return globalThis.fetch(input, init);
  };
  const attestedFetch = createAttestedFetch(await acceptSimulated({ fetch }));
  await attestedFetch(`${url}/prove`, {
    method: "POST",
    body: WITNESS,
    credentials: "include",
    referrerPolicy: "no-referrer",
    redirect: "follow",
    cache: "force-cache",
  });
  const kept = { credentials: "include", referrerPolicy: "no-referrer" };
  const fixed = { redirect: "manual", cache: "no-store" };
  expect(sent).toMatchObject([
    { ...kept, ...fixed, method: "GET" },
    { ...kept, ...fixed, method: "POST" },
  ]);
  expect(sent[0]).not.toHaveProperty("body");
});

test("a body that never ends is the caller's to stop", async () => {
  const prover = await attestedProver();
  const body = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => undefined) });
  const attestedFetch = createAttestedFetch(await acceptSimulated());
  const call = attestedFetch(`${prover.url}/prove`, {
    method: "POST",
    body,
    signal: AbortSignal.timeout(50),
  });
  await expect(call).rejects.toMatchObject({ code: "aborted", witnessSent: "no" });
  expect(prover.received()).toBe(0);
});

test("a body that breaks off is not sent", async () => {
  const prover = await attestedProver();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(bytes);
      controller.error(new Error("WITNESS"));
    },
  });
  const call = createAttestedFetch(await acceptSimulated())(`${prover.url}/prove`, {
    method: "POST",
    body,
  });
  const error: unknown = await call.catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "transport_invalid", witnessSent: "no" });
  expect(JSON.stringify(error)).not.toContain("WITNESS");
  expect(prover.received()).toBe(0);
});

test("a signal of null takes the Request's own away, as with fetch", async () => {
  const { url } = await attestedProver();
  const request = new Request(`${url}/prove`, {
    method: "POST",
    body: WITNESS,
    signal: AbortSignal.abort(),
  });
  const attestedFetch = createAttestedFetch(await acceptSimulated());
  await expect(attestedFetch(request)).rejects.toMatchObject({
    code: "aborted",
    witnessSent: "no",
  });
  expect((await attestedFetch(request, { signal: null })).ok).toBe(true);
});

test("a call that has no body is attested too, by GET and by HEAD", async () => {
  const { url } = await attestedProver(undefined, {
    upstream: () => Promise.resolve(new Response("proof")),
  });
  const attestedFetch = createAttestedFetch(await acceptSimulated());
  expect(await (await attestedFetch(`${url}/proof/1`)).text()).toBe("proof");
  const head = await attestedFetch(`${url}/proof/1`, { method: "HEAD" });
  expect(head.attestation?.status).toBe("warning");
});

test("with several provers a path that begins with two slashes stays a path", async () => {
  const peer = await countingPeer(await attestedProver());
  const attestedFetch = createAttestedFetch(await acceptSimulated({ provers: [peer.url] }));
  const response = await attestedFetch("https://any.example//elsewhere.example/prove", {
    method: "POST",
    body: WITNESS,
  });
  expect(response.url).toBe(`${peer.url}//elsewhere.example/prove`);
  expect(peer.received()).toContain("POST //elsewhere.example/prove HTTP/1.1\r\n");
});
