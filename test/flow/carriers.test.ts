/** Every carrier of evidence: header, trailers, the body of the endpoint; and what happens where they disagree. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { concatenated, fromBase64Url, toBase64Url } from "../../src/bytes.ts";
import { addToTrailer, takeFromTrailer } from "../../src/evidence-trailer.ts";
import { GRPC_WEB_HEADERS, GRPC_WEB_TYPE, TRAILER, frame } from "../../src/grpc-web-frames.ts";
import { createAttestedFetch, isWitnesslockError } from "../../src/index.ts";
import type { AttestedFetchEvent, AttestedFetchOptions } from "../../src/index.ts";
import { createAttester } from "../../src/attester/index.ts";
import type { AttesterOptions } from "../../src/attester/index.ts";
import { listen } from "../../src/cli/http-server.ts";
import { nodeFetch } from "../../src/node.ts";
import { SimulatedTdx } from "../../src/testing/index.ts";
import { WITNESS, acceptSimulated, endAll, serve, simulatedQuotes } from "./provers.ts";

afterEach(async () => {
  vi.unstubAllGlobals();
  await endAll();
});

const bytes = (text: string) => new TextEncoder().encode(text);
const message = new Uint8Array(frame(bytes(WITNESS)));
const post: RequestInit = { method: "POST", headers: GRPC_WEB_HEADERS, body: message };
const PROOF = concatenated([frame(bytes("proof")), frame(bytes("grpc-status:0\r\n"), TRAILER)]);
const REFUSED = frame(bytes("grpc-status:3\r\ngrpc-message:no inputs\r\n"), TRAILER);

type Change = (answer: Response, request: Request) => Promise<Response> | Response;

/** What a gRPC-web prover does: a proof, or, where the message is empty, a refusal in trailers. */
async function grpcProver(
  change: Change = (answer) => answer,
  options: Partial<AttesterOptions> = {},
) {
  const headers = { "Content-Type": GRPC_WEB_TYPE };
  const asked: Headers[] = [];
  const upstream = await serve(async (request) => {
    asked.push(request.headers);
    const body = new Uint8Array(await request.arrayBuffer());
    return new Response(new Uint8Array(body.length > 5 ? PROOF : REFUSED), { headers });
  });
  const attester = createAttester({
    quotes: await simulatedQuotes(),
    upstream: upstream.url,
    ...options,
  });
  const sent: { readonly request: Request; readonly answer: Response }[] = [];
  const prover = await serve(async (request) => {
    const answer = await change(await attester(request), request);
    sent.push({ request, answer: answer.clone() });
    return answer;
  });
  return { url: `${prover.url}/remote_prover.Api/Prove`, sent, asked };
}

async function outcome(options: AttestedFetchOptions, url: string, init = post) {
  const events: AttestedFetchEvent[] = [];
  const call = createAttestedFetch({ ...options, onReport: (event) => events.push(event) });
  try {
    const response = await call(url, init);
    return { response, body: new Uint8Array(await response.arrayBuffer()), events };
  } catch (error) {
    if (!isWitnesslockError(error)) throw error;
    return { code: error.code, witnessSent: error.witnessSent, events };
  }
}

const trailer = { evidence: { from: "trailer" } } as const;

describe("case 19: trailers", () => {
  test("carry the challenge by an empty message, and the evidence of the answer", async () => {
    const { url, sent } = await grpcProver();
    const { response, body } = await outcome(await acceptSimulated(trailer), url);
    expect(body).toEqual(PROOF);
    expect(response?.attestation?.status).toBe("warning");
    expect(sent.map(({ request }) => request.method)).toEqual(["POST", "POST"]);
    for (const { answer } of sent) {
      expect(answer.headers.has("Attestation-Report")).toBe(false);
      expect(takeFromTrailer(new Uint8Array(await answer.arrayBuffer())).values).toHaveLength(1);
    }
  });

  test("carry the answer's evidence where the endpoint answered the challenge", async () => {
    const { url, sent } = await grpcProver();
    const { response, body } = await outcome(await acceptSimulated(), url);
    expect(body).toEqual(PROOF);
    expect(response?.attestation?.tee).toBe("snp");
    expect(sent.at(-1)?.answer.headers.has("Attestation-Report")).toBe(false);
  });

  test("are not asked for where the header carried the challenge, or the call is no gRPC-web", async () => {
    const { url, sent } = await grpcProver();
    const options = await acceptSimulated({ evidence: { from: "header" } });
    expect((await outcome(options, url)).body).toEqual(PROOF);
    const plain = await outcome(await acceptSimulated(), url, { method: "POST", body: message });
    expect(plain.body).toEqual(PROOF);
    for (const { request, answer } of sent.filter(({ request }) => request.method === "POST")) {
      expect(request.headers.has("Attestation-Carrier")).toBe(false);
      expect(answer.headers.has("Attestation-Report")).toBe(true);
    }
  });

  test("a prover that knows only the header is read all the same", async () => {
    const upstream = await grpcProver();
    const { url } = await grpcProver(async (answer, request) => {
      const headers = new Headers(request.headers);
      headers.delete("Attestation-Carrier");
      await answer.body?.cancel();
      return fetch(upstream.url, { method: "POST", headers, body: bodyOf(request) });
    });
    expect((await outcome(await acceptSimulated(trailer), url)).body).toEqual(PROOF);
  });

  test("an answer without trailers has its evidence in the header", async () => {
    const attester = createAttester({
      quotes: await simulatedQuotes(),
      upstream: () =>
        Promise.resolve(
          new Response(new Uint8Array(frame(bytes("proof"))), {
            headers: { "Content-Type": GRPC_WEB_TYPE },
          }),
        ),
    });
    const { url } = await serve(attester);
    const { response, body } = await outcome(await acceptSimulated(trailer), url);
    expect(response?.headers.has("Attestation-Report")).toBe(true);
    expect(body).toEqual(frame(bytes("proof")));
  });

  test("what a prover is sent says nothing of carriers and nonces", async () => {
    const { url, asked } = await grpcProver();
    await outcome(await acceptSimulated(trailer), url);
    expect(asked).toHaveLength(2);
    for (const headers of asked) {
      expect(headers.has("Attestation-Nonce")).toBe(false);
      expect(headers.has("Attestation-Carrier")).toBe(false);
    }
  });

  test("a stripped line is missing evidence, before the witness leaves", async () => {
    const { url } = await grpcProver(async (answer) => {
      const { body } = takeFromTrailer(new Uint8Array(await answer.arrayBuffer()));
      return new Response(new Uint8Array(body), answer);
    });
    const refused = await outcome(await acceptSimulated(trailer), url);
    expect(refused).toMatchObject({ code: "evidence_missing", witnessSent: "no" });
  });

  test.each(["the message", "another line of the trailers", "the status"])(
    "an answer in which %s was changed is refused: the evidence binds all but its own line",
    async (what) => {
      const { url } = await grpcProver(async (answer, request) => {
        const isChallenge = bodyOf(request).length === 5;
        const body = new Uint8Array(await answer.arrayBuffer());
        if (isChallenge) return new Response(body, answer);
        if (what === "the status")
          return new Response(body, { status: 201, headers: answer.headers });
        const at = what === "the message" ? 6 : 5 + 5 + 5 + "grpc-status:".length;
        body[at] = (body[at] ?? 0) ^ 1;
        return new Response(body, answer);
      });
      const refused = await outcome(await acceptSimulated(trailer), url);
      expect(refused).toMatchObject({ code: "policy_binding", witnessSent: "plain" });
    },
  );

  test("a replayed challenge is bound to another nonce", async () => {
    let first: Uint8Array | undefined;
    const { url } = await grpcProver(async (answer) => {
      first ??= new Uint8Array(await answer.clone().arrayBuffer());
      return new Response(new Uint8Array(first), answer);
    });
    await outcome(await acceptSimulated(trailer), url);
    const refused = await outcome(await acceptSimulated(trailer), url);
    expect(refused).toMatchObject({ code: "policy_binding", witnessSent: "no" });
  });

  test("the line twice is ambiguous", async () => {
    const { url } = await grpcProver(async (answer) => {
      const { body, values } = takeFromTrailer(new Uint8Array(await answer.arrayBuffer()));
      const [value = ""] = values;
      const twice = `grpc-status:3\r\nattestation-report:${value}\r\nattestation-report:${value}\r\n`;
      expect(body.length).toBeGreaterThan(0);
      return new Response(new Uint8Array(frame(bytes(twice), TRAILER)), answer);
    });
    const refused = await outcome(await acceptSimulated(trailer), url);
    expect(refused).toMatchObject({ code: "evidence_ambiguous", witnessSent: "no" });
  });

  test("are read in the mode if-present with a policy; a forgery there withholds the proof", async () => {
    const { tee } = await simulatedQuotes();
    const genuine = await tee.header();
    const damaged = `${genuine.slice(0, 40)}${genuine[40] === "A" ? "B" : "A"}${genuine.slice(41)}`;
    const prover = async (evidence: string) => {
      const body = addToTrailer(PROOF, evidence);
      const headers = { "Content-Type": GRPC_WEB_TYPE };
      return serve(() => new Response(new Uint8Array(body ?? []), { headers }));
    };
    const options = await acceptSimulated({ mode: "if-present" });
    const good = await outcome(options, (await prover(genuine)).url);
    expect(good.body).toEqual(PROOF);
    expect(good.events).toMatchObject([{ outcome: "warned" }]);
    const bad = await outcome(options, (await prover(damaged)).url);
    expect(bad).toMatchObject({ witnessSent: "plain", events: [{ outcome: "refused" }] });
  });

  test("an address for the empty message is of the same origin", async () => {
    const { url } = await grpcProver();
    const elsewhere = { from: "trailer", challengeUrl: "https://elsewhere.example/" } as const;
    const refused = await outcome(await acceptSimulated({ evidence: elsewhere }), url);
    expect(refused).toMatchObject({ code: "transport_invalid", witnessSent: "no" });
  });
});

describe("case 20: two carriers of one answer", () => {
  const withHeader = (header: (inBody: string) => string | Promise<string>) =>
    grpcProver(async (answer, request) => {
      const body = new Uint8Array(await answer.arrayBuffer());
      const isEndpoint = new URL(request.url).pathname.startsWith("/.well-known/");
      const inBody = isEndpoint
        ? (JSON.parse(new TextDecoder().decode(body)) as { evidence: [string, string] }).evidence[1]
        : (takeFromTrailer(body).values[0] ?? "");
      const headers = new Headers(answer.headers);
      headers.set("Attestation-Report", await header(inBody));
      return new Response(body, { status: answer.status, headers });
    });
  const another = async () =>
    toBase64Url((await (await simulatedQuotes()).quote(new Uint8Array(64))).evidence);

  test.each([
    ["trailers", trailer],
    ["endpoint", {}],
  ])("%s and header that say the same are one", async (_name, options) => {
    const { url } = await withHeader((inBody) => inBody);
    expect((await outcome(await acceptSimulated(options), url)).body).toEqual(PROOF);
  });

  test.each([
    ["trailers", trailer],
    ["endpoint", {}],
  ])("%s and header that differ are a conflict, whichever is good", async (_name, options) => {
    const { url } = await withHeader(another);
    const refused = await outcome(await acceptSimulated(options), url);
    expect(refused).toMatchObject({ code: "evidence_conflict", witnessSent: "no" });
  });

  test("the reverse: a good header beside bad trailers", async () => {
    const other = await another();
    const { url } = await grpcProver(async (answer) => {
      const { body, values } = takeFromTrailer(new Uint8Array(await answer.arrayBuffer()));
      const headers = new Headers(answer.headers);
      headers.set("Attestation-Report", values[0] ?? "");
      return new Response(new Uint8Array(addToTrailer(body, other) ?? []), { headers });
    });
    const refused = await outcome(await acceptSimulated(trailer), url);
    expect(refused).toMatchObject({ code: "evidence_conflict", witnessSent: "no" });
  });

  test("with the answer of a proving call it is found out before anything is released", async () => {
    const other = await another();
    const { url } = await grpcProver((answer, request) => {
      if (request.method !== "POST") return answer;
      const headers = new Headers(answer.headers);
      headers.set("Attestation-Report", other);
      return new Response(answer.body, { status: answer.status, headers });
    });
    const refused = await outcome(await acceptSimulated(), url);
    expect(refused).toMatchObject({ code: "evidence_conflict", witnessSent: "plain" });
  });
});

describe("case 9: a header of 61 KB, in Node", () => {
  /** Zeros behind a quote are accepted, and make it as long as the evidence of a known proxy. */
  const CHARACTERS = 61_312;

  async function longProver() {
    const tdx = await SimulatedTdx.create();
    const attester = createAttester({
      quotes: {
        async quote(reportData) {
          const evidence = new Uint8Array((CHARACTERS / 4) * 3);
          evidence.set(await tdx.quote({ reportData }));
          return { evidence };
        },
      },
      upstream: (request) => Promise.resolve(new Response(request.body)),
      seal: false,
    });
    // As that proxy sends it: not compressed.
    const inflated = async (request: Request) => {
      const answer = await attester(request);
      const header = answer.headers.get("Attestation-Report");
      if (header === null) return answer;
      const stream = new Blob([new Uint8Array(fromBase64Url(header) ?? [])]).stream();
      const plain = stream.pipeThrough(new DecompressionStream("gzip"));
      const headers = new Headers(answer.headers);
      headers.set(
        "Attestation-Report",
        toBase64Url(new Uint8Array(await new Response(plain).arrayBuffer())),
      );
      return new Response(answer.body, { status: answer.status, headers });
    };
    let witnesses = 0;
    const server = await listen(async (request) => {
      if (request.method === "POST") witnesses += 1;
      return inflated(request);
    });
    const options: AttestedFetchOptions = {
      policy: { tdx: { mrTd: "any", rtmr: ["any", "any", "any", "any"] } },
      dangerouslyTrustRoots: [tdx.root],
      endorsements: await tdx.collateral(),
      seal: "off",
      offline: true,
      allowInsecureLoopback: true,
    };
    return { server, options, witnesses: () => witnesses };
  }

  const plainPost: RequestInit = { method: "POST", body: WITNESS };

  test.each([{ from: "header" }, { from: "endpoint" }] as const)(
    "is read once the common fetch cannot, before the witness leaves: $from",
    async (evidence) => {
      const { server, options, witnesses } = await longProver();
      const call = createAttestedFetch({ ...options, evidence });
      for (const _ of [1, 2]) {
        const response = await call(`${server.url}/prove`, plainPost);
        expect(response.headers.get("Attestation-Report")).toHaveLength(CHARACTERS);
        expect(response.attestation?.tee).toBe("tdx");
      }
      expect(witnesses()).toBe(2);
      await server.close();
    },
  );

  test("is refused by its name where it may not be read", async () => {
    const { server, options, witnesses } = await longProver();
    const header = { ...options, evidence: { from: "header" } } as const;
    const url = `${server.url}/prove`;
    const refused = { code: "transport_header_overflow", witnessSent: "no" };
    // The caller's limit, the caller's own fetch, a runtime that is no Node.
    expect(await outcome({ ...header, maxHeaderBytes: 32_768 }, url, plainPost)).toMatchObject(
      refused,
    );
    const own = { ...header, fetch: globalThis.fetch };
    expect(await outcome(own, url, plainPost)).toMatchObject(refused);
    vi.stubGlobal("process", undefined);
    expect(await outcome(header, url, plainPost)).toMatchObject(refused);
    vi.unstubAllGlobals();
    expect(witnesses()).toBe(0);
    // The twin: a fetch that reads as much does not meet the limit.
    const long = await outcome({ ...header, fetch: nodeFetch() }, url, plainPost);
    expect(long.response?.attestation?.tee).toBe("tdx");
    expect(witnesses()).toBe(1);
    await server.close();
  });

  test("is the caller's error once the witness has left", async () => {
    const { tee } = await simulatedQuotes();
    const evidence = await tee.header();
    const server = createServer((_request, response) => {
      response
        .setHeader("Attestation-Report", evidence)
        .setHeader("X-Long", "A".repeat(17_000))
        .end("proof");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const options = await acceptSimulated({ mode: "if-present" });
    const refused = await outcome(options, `http://127.0.0.1:${port}/`, plainPost);
    expect(refused).toMatchObject({ code: "transport_header_overflow", witnessSent: "plain" });
    server.close();
  });

  test("the limit is a number, and not given beside a fetch", async () => {
    const options = await acceptSimulated();
    for (const wrong of [0, -1, 1.5, Number.NaN, 2 ** 31]) {
      expect(() => createAttestedFetch({ ...options, maxHeaderBytes: wrong })).toThrow(
        "maxHeaderBytes",
      );
    }
    const both = { ...options, maxHeaderBytes: 65_536, fetch: globalThis.fetch };
    expect(() => createAttestedFetch(both)).toThrow("maxHeaderBytes");
  });
});

/** What was sent: the attester has used up the request's own body by the time this is asked. */
function bodyOf(request: Request): Uint8Array<ArrayBuffer> {
  const length = Number(request.headers.get("Content-Length"));
  return new Uint8Array(length === 5 ? frame(new Uint8Array()) : message);
}
