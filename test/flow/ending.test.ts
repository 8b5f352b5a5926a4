/** How a call ends: at the caller's word, at its time, with the truth about the witness, and without anything left behind. */
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { appraise, createAttestedFetch, init, ProverError } from "../../src/index.ts";
import type { AttestedFetchEvent, AttestedFetchOptions } from "../../src/index.ts";
import { nodeFetch } from "../../src/node.ts";
import { forgetVerifier } from "../../src/verifier.ts";
import { codeOf, errorOf, policyOf } from "../support.ts";
import {
  WITNESS,
  acceptSimulated,
  attestedProver,
  countingPeer,
  endAll,
  serve,
} from "./provers.ts";

afterEach(endAll);

const post: RequestInit = { method: "POST", body: WITNESS };

/** Sealing, as it is where nothing is said. */
async function sealing(more: Partial<AttestedFetchOptions> = {}): Promise<AttestedFetchOptions> {
  const { seal: _off, ...options } = await acceptSimulated();
  return { ...options, ...more };
}

async function unhandledDuring(run: () => Promise<void>): Promise<unknown[]> {
  const unhandled: unknown[] = [];
  const listen = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", listen);
  try {
    await run();
    await new Promise((resolve) => setTimeout(resolve, 50));
    return unhandled;
  } finally {
    process.off("unhandledRejection", listen);
  }
}

describe("a call that is stopped leaves no rejection behind", () => {
  const unreachable = "https://127.0.0.1:1/prove";

  test("the listener hears one", async () => {
    const heard = await unhandledDuring(() => {
      void Promise.reject(new Error("nobody's"));
      return Promise.resolve();
    });
    expect(heard).toHaveLength(1);
  });

  test.each([
    ["sealed", "required", undefined],
    ["sealed, with a body", "required", post],
    ["unsealed", "off", undefined],
    ["unsealed, with a body", "off", post],
  ] as const)("%s", async (_name, seal, request) => {
    const heard = await unhandledDuring(async () => {
      const attestedFetch = createAttestedFetch(await sealing({ seal }));
      const call = attestedFetch(unreachable, { ...request, signal: AbortSignal.abort() });
      expect(await errorOf(call)).toMatchObject({ code: "aborted", witnessSent: "no" });
    });
    expect(heard).toEqual([]);
  });

  test("while the verifier loads, at any time", async () => {
    const heard = await unhandledDuring(async () => {
      for (const ms of [0, 1, 2, 5, 10, 20]) {
        forgetVerifier();
        const signal = AbortSignal.timeout(ms);
        const call = createAttestedFetch(await sealing())(unreachable, { ...post, signal });
        expect(["aborted", "transport_failed"]).toContain(await codeOf(call));
      }
    });
    expect(heard).toEqual([]);
  });

  test("with an error of this library's own as the reason, which is not about the call", async () => {
    for (const seal of ["required", "off"] as const) {
      const controller = new AbortController();
      const { url } = await attestedProver(async (answer, request) => {
        if (request.method !== "POST") return answer;
        controller.abort(new ProverError("prover_http", "of another call"));
        await new Promise((resolve) => setTimeout(resolve, 50));
        return answer;
      });
      const attestedFetch = createAttestedFetch(await sealing({ seal }));
      const call = attestedFetch(`${url}/prove`, { ...post, signal: controller.signal });
      expect(await codeOf(call)).toBe("aborted");
    }
  });
});

describe("what may hang ends with the time limit", () => {
  test("a download that was given to init", async () => {
    forgetVerifier();
    void init(new Promise<Response>(() => undefined));
    try {
      const attestedFetch = createAttestedFetch(await sealing({ timeoutMs: 50 }));
      const peer = await countingPeer();
      expect(await errorOf(attestedFetch(peer.url, post))).toMatchObject({ code: "transport_timeout", witnessSent: "no" }); // prettier-ignore
      const call = createAttestedFetch(await sealing())(peer.url, { ...post, signal: AbortSignal.timeout(50) }); // prettier-ignore
      expect(await errorOf(call)).toMatchObject({ code: "aborted", witnessSent: "no" });
      const appraisal = appraise("AAAA", policyOf(), { expectedBinding: "any", timeoutMs: 50 });
      expect(await codeOf(appraisal)).toBe("transport_timeout");
      expect(peer.received()).toBe("");
    } finally {
      forgetVerifier();
    }
  });
});

describe("several provers", () => {
  test("once the witness has left, sealed or not, nobody else is asked", async () => {
    for (const [seal, witnessSent] of [
      ["required", "sealed"],
      ["off", "plain"],
    ] as const) {
      const upstream = () => Promise.resolve(new Response("no", { status: 500 }));
      const failing = await attestedProver(undefined, { upstream });
      const other = await countingPeer(await attestedProver());
      const events: AttestedFetchEvent[] = [];
      const onReport = (event: AttestedFetchEvent) => events.push(event);
      const provers = [failing.url, other.url];
      const attestedFetch = createAttestedFetch(await sealing({ seal, provers, onReport }));
      expect(await errorOf(attestedFetch("/prove", post))).toMatchObject({ code: "prover_http", witnessSent }); // prettier-ignore
      expect(events).toMatchObject([{ outcome: "failed", witnessSent, attempts: [] }]);
      expect(other.received()).toBe("");
    }
  });

  test("before it has left, the next one is", async () => {
    const gone = await serve(() => new Response("gone", { status: 503 }));
    const other = await countingPeer(await attestedProver());
    const attestedFetch = createAttestedFetch(await sealing({ provers: [gone.url, other.url] }));
    expect((await attestedFetch("/prove", post)).status).toBe(200);
    expect(other.received()).not.toBe("");
  });

  test("report-only: what one has read unsealed stays so, and the report says why it was not attested", async () => {
    const attested = await attestedProver();
    let readInPlain = "";
    /** The first prover knows no attestation, and breaks off once it has the request. */
    const fetch = async (input: string, request?: RequestInit): Promise<Response> => {
      if (!input.startsWith("https://reader.example")) return globalThis.fetch(input, request); // prettier-ignore
      if (request?.method === "GET") return new Response("no", { status: 404 });
      readInPlain = new TextDecoder().decode(request?.body as Uint8Array);
      throw new TypeError("broken off");
    };
    const observe = async (provers: readonly string[]) => {
      const events: AttestedFetchEvent[] = [];
      const onReport = (event: AttestedFetchEvent) => events.push(event);
      const options = await sealing({ mode: "report-only", provers, fetch: fetch as typeof globalThis.fetch, onReport }); // prettier-ignore
      return { error: await errorOf(createAttestedFetch(options)("/prove", post)), events };
    };
    const { error, events } = await observe(["https://reader.example", attested.url]);
    expect(readInPlain).toBe(WITNESS);
    expect(error).toMatchObject({ code: "transport_failed", witnessSent: "plain" });
    expect(events).toMatchObject([{ code: "evidence_missing", witnessSent: "plain" }]);
    expect(attested.received()).toBe(0);
    expect((await observe([attested.url])).events).toMatchObject([{ witnessSent: "sealed" }]);
  });
});

test("a server that answers with another protocol, or not at all, ends a call over node:http", async () => {
  const { createServer } = await import("node:net");
  for (const answer of [
    "HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nabc",
    "",
  ]) {
    const server = createServer((socket) => {
      socket.on("error", () => socket.destroy());
      socket.once("data", () => {
        if (answer === "") socket.destroy();
        else socket.write(answer);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await expect(nodeFetch()(`http://127.0.0.1:${port}/`, post)).rejects.toThrow("fetch failed");
    server.close();
  }
});
