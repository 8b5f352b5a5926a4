/** The way to the prover: redirects, schemes, aborts, limits, many calls at once, several provers. */
import { connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { createAttestedFetch, isWitnesslockError } from "../../src/index.ts";
import type {
  AttestedFetchEvent,
  AttestedFetchOptions,
  ReceivedEvidence,
} from "../../src/index.ts";
import {
  WITNESS,
  acceptSimulated,
  attestedProver,
  countingPeer,
  echo,
  endAll,
  serve,
  simulatedQuotes,
} from "./provers.ts";

afterEach(endAll);

const post: RequestInit = { method: "POST", body: WITNESS };

async function refusal(options: AttestedFetchOptions, url: string, init = post) {
  try {
    await createAttestedFetch(options)(url, init);
  } catch (error) {
    if (!isWitnesslockError(error)) throw error;
    return [error.code, error.witnessSent];
  }
  throw new Error("the call was accepted");
}

test.each([301, 302, 303, 307, 308])(
  "cases 13-15: a redirect with %i is refused",
  async (status) => {
    const elsewhere = await echo();
    const redirect = new Response(null, { status, headers: { Location: elsewhere.url } });
    const challenge = await serve(() => redirect.clone());
    expect(await refusal(await acceptSimulated(), `${challenge.url}/prove`)).toEqual([
      "transport_redirect",
      "no",
    ]);
    const proving = await attestedProver((answer, request) =>
      request.method === "POST" ? redirect.clone() : answer,
    );
    expect(await refusal(await acceptSimulated(), `${proving.url}/prove`)).toEqual([
      "transport_redirect",
      "plain",
    ]);
    expect(elsewhere.received()).toBe(0);
  },
);

test.each([
  ["case 12: http to another machine", "http://prover.example/prove", true, "transport_insecure"],
  [
    "case 12: http to this machine without the option",
    "http://127.0.0.1:1/prove",
    false,
    "transport_insecure",
  ],
  ["another scheme", "ftp://prover.example/prove", true, "transport_insecure"],
  ["no address", "prove", true, "transport_invalid"],
  ["case 16: a user name", "https://user@prover.example/prove", true, "transport_invalid"],
])("%s", async (_name, url, allowInsecureLoopback, code) => {
  expect(await refusal(await acceptSimulated({ allowInsecureLoopback }), url)).toEqual([
    code,
    "no",
  ]);
});

test("case 11: an opaque answer is refused before anything is sent", async () => {
  const prover = await attestedProver();
  const init: RequestInit = { ...post, mode: "no-cors" };
  const code = await refusal(await acceptSimulated(), `${prover.url}/prove`, init);
  expect(code).toEqual(["transport_opaque", "no"]);
  expect(prover.received()).toBe(0);
});

test("case 17: evidence on an error status is no proof", async () => {
  const { url } = await attestedProver((answer, request) =>
    request.method === "POST"
      ? new Response("no", { status: 500, headers: answer.headers })
      : answer,
  );
  expect(await refusal(await acceptSimulated(), `${url}/prove`)).toEqual(["prover_http", "plain"]);
});

test("cases 2, 4, 5, 6: a blank, a doubled and a differently spelt header", async () => {
  const { tee } = await simulatedQuotes();
  const genuine = await tee.header();
  const legacy = await acceptSimulated({ mode: "if-present" });
  const answer = (headers: [string, string][]) => serve(() => new Response("proof", { headers }));
  const blank = await answer([["Attestation-Report", "   "]]);
  const options = await acceptSimulated({ evidence: { from: "header" } });
  expect(await refusal(options, `${blank.url}/prove`)).toEqual(["evidence_missing", "no"]);
  const doubled = await answer([
    ["Attestation-Report", genuine],
    ["Attestation-Report", genuine],
  ]);
  expect(await refusal(legacy, doubled.url)).toEqual(["evidence_ambiguous", "plain"]);
  for (const name of ["attestation-report", "ATTESTATION-REPORT"]) {
    const spelt = await answer([[name, genuine]]);
    const response = await createAttestedFetch(legacy)(spelt.url, post);
    expect(response.attestation?.status).toBe("warning");
  }
});

test("cases 9, 25: headers above the runtime's limit, and malformed ones, end in their own errors", async () => {
  const raw = async (head: string) => {
    const server = createServer((socket) => {
      socket.on("error", () => socket.destroy());
      socket.once("data", () =>
        socket.end(`HTTP/1.1 200 OK\r\n${head}\r\nContent-Length: 0\r\n\r\n`),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
  };
  // A fetch of the caller's own is not exchanged for one that reads more.
  const own = { fetch: globalThis.fetch };
  const options = await acceptSimulated({ evidence: { from: "header" }, ...own });
  const long = await raw(`Attestation-Report: ${"A".repeat(17 * 1024)}`);
  expect(await refusal(options, long.url)).toEqual(["transport_header_overflow", "no"]);
  const bad = await raw("no colon in this line");
  expect(await refusal(options, bad.url)).toEqual(["transport_failed", "no"]);
  long.server.close();
  bad.server.close();
});

test("case 28: an abort between challenge and sending sends nothing", async () => {
  const controller = new AbortController();
  const prover = await attestedProver((answer) => {
    controller.abort(new Error("the user went away"));
    return answer;
  });
  const options = await acceptSimulated();
  const code = await refusal(options, `${prover.url}/prove`, {
    ...post,
    signal: controller.signal,
  });
  expect(code).toEqual(["aborted", "no"]);
  expect(prover.received()).toBe(0);
});

test("an abort while the prover works is the caller's, and says that the witness has left", async () => {
  const controller = new AbortController();
  const { url } = await attestedProver(async (answer, request) => {
    if (request.method !== "POST") return answer;
    controller.abort();
    await new Promise((resolve) => setTimeout(resolve, 100));
    return answer;
  });
  const options = await acceptSimulated({ mode: "report-only" });
  const code = await refusal(options, `${url}/prove`, { ...post, signal: controller.signal });
  expect(code).toEqual(["aborted", "plain"]);
});

test("an evidence function that ignores its signal is ended by the time limit", async () => {
  const peer = await countingPeer();
  const evidence = () => new Promise<ReceivedEvidence>(() => undefined);
  const options = await acceptSimulated({ evidence, timeoutMs: 100 });
  expect(await refusal(options, `${peer.url}/`)).toEqual(["transport_timeout", "no"]);
  expect(peer.received()).toBe("");
});

test("cases 18, 195: a replayed challenge is refused", async () => {
  let first: string | undefined;
  const { url } = await attestedProver(async (answer, request) => {
    if (request.method !== "GET") return answer;
    first ??= await answer.clone().text();
    return new Response(first, answer);
  });
  const options = await acceptSimulated();
  expect((await createAttestedFetch(options)(`${url}/prove`, post)).ok).toBe(true);
  expect(await refusal(options, `${url}/prove`)).toEqual(["policy_binding", "no"]);
});

test("the caller's request stays whole, and can be sent again", async () => {
  const { url } = await attestedProver();
  const request = new Request(`${url}/prove`, post);
  const bad = await acceptSimulated({ policy: { snp: { measurements: ["00".repeat(48)] } } });
  await expect(createAttestedFetch(bad)(request)).rejects.toMatchObject({ witnessSent: "no" });
  expect(request.bodyUsed).toBe(false);
  const response = await createAttestedFetch(await acceptSimulated())(request);
  expect(await response.text()).toBe(`proof of ${WITNESS}`);
});

test("what changes after the call has begun changes nothing", async () => {
  const { url } = await attestedProver();
  const body = new TextEncoder().encode(WITNESS);
  const headers = new Headers({ "Content-Type": "text/plain" });
  const answer = createAttestedFetch(await acceptSimulated())(`${url}/prove`, {
    method: "POST",
    body,
    headers,
  });
  body.fill(0);
  headers.set("Content-Type", "nonsense");
  expect(await (await answer).text()).toBe(`proof of ${WITNESS}`);
});

test("case 196: 100 calls at once, each with its own challenge", async () => {
  const { url } = await attestedProver(undefined, { reportsPerMinute: 60_000 });
  const events: AttestedFetchEvent[] = [];
  const onReport = (event: AttestedFetchEvent) => events.push(event);
  const attestedFetch = createAttestedFetch(await acceptSimulated({ onReport }));
  const calls = Array.from({ length: 100 }, async (_, index) => {
    const response = await attestedFetch(`${url}/prove`, {
      method: "POST",
      body: `witness ${index}`,
    });
    expect(await response.text()).toBe(`proof of witness ${index}`);
    return response.attestation?.claims.reportData;
  });
  expect(new Set(await Promise.all(calls)).size).toBe(100);
  expect(events.map(({ outcome }) => outcome)).toEqual(Array(100).fill("warned"));
});

test("case 321: several provers: the next one is challenged afresh, and the report says why", async () => {
  const events: AttestedFetchEvent[] = [];
  const unattested = await echo();
  const forged = await attestedProver((answer, request) =>
    request.method === "GET" ? new Response('{"evidence":["x","AAAA",4]}') : answer,
  );
  const good = await attestedProver();
  const attestedFetch = createAttestedFetch(
    await acceptSimulated({
      provers: [unattested.url, forged.url, good.url],
      onReport: (event) => events.push(event),
    }),
  );
  const response = await attestedFetch("/prove?x=1", post);
  expect(response.url).toBe(`${good.url}/prove?x=1`);
  expect([unattested.received(), forged.received()]).toEqual([0, 0]);
  expect(events).toMatchObject([
    {
      origin: good.url,
      attempts: [
        { origin: unattested.url, code: "prover_protocol" },
        { origin: forged.url, code: "evidence_unsupported" },
      ],
    },
  ]);
});

test("case 320: an answer that was not attested is final: no other prover gets the witness too", async () => {
  const cheat = await attestedProver((answer, request) =>
    request.method === "POST" ? new Response("proof") : answer,
  );
  const other = await attestedProver();
  const options = await acceptSimulated({ provers: [cheat.url, other.url] });
  expect(await refusal(options, "/prove")).toEqual(["evidence_missing", "plain"]);
  expect(other.received()).toBe(0);
});

test("cases 8, 23: an answer above the limit is cut off", async () => {
  const { url } = await attestedProver();
  const options = await acceptSimulated({ maxAnswerBytes: 100 });
  expect(await refusal(options, `${url}/prove`)).toEqual(["transport_too_large", "plain"]);
});

test("a listener that throws does not break the call", async () => {
  const { url } = await attestedProver();
  const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const onReport = () => {
    throw new Error("listener");
  };
  const response = await createAttestedFetch(await acceptSimulated({ onReport }))(
    `${url}/prove`,
    post,
  );
  expect(response.ok).toBe(true);
  expect(told).toHaveBeenCalledOnce();
  told.mockRestore();
});

test("case 194: a nonce that is always the same is no nonce", async () => {
  const { tee } = await simulatedQuotes();
  const fixed = new Uint8Array(64);
  fixed.set(new TextEncoder().encode("fixed-deterministic-nonce-for-server"));
  const header = await tee.header({ reportData: fixed });
  const server = await serve(
    () => new Response("proof", { headers: { "Attestation-Report": header } }),
  );
  const options = await acceptSimulated({ evidence: { from: "header" } });
  expect(await refusal(options, server.url)).toEqual(["policy_binding", "no"]);
  expect(server.received()).toBe(0);
});

test("case 21: a header that the server only reflects is bound to nothing", async () => {
  const { tee } = await simulatedQuotes();
  const header = await tee.header();
  const server = await serve(
    (request) =>
      new Response("proof", {
        headers: { "Attestation-Report": request.headers.get("Attestation-Report") ?? header },
      }),
  );
  const options = await acceptSimulated({ evidence: { from: "header" } });
  const init = { ...post, headers: { "Attestation-Report": header } };
  expect(await refusal(options, server.url, init)).toEqual(["policy_binding", "no"]);
});

test("case 22: an injected fetch that splits the header", async () => {
  const fetch = ((_input: unknown, init?: RequestInit) => {
    const headers = {
      get: (name: string) => (name === "Attestation-Report" ? "AAAA\r\nX: y" : null),
    };
    return Promise.resolve({
      type: "default",
      status: 200,
      ok: true,
      headers,
      body: null,
      method: init?.method,
    });
  }) as unknown as typeof globalThis.fetch;
  const options = await acceptSimulated({ evidence: { from: "header" }, fetch });
  expect(await refusal(options, "https://prover.example/")).toEqual(["evidence_encoding", "no"]);
});

test("case 24: an answer that is cut off is no answer", async () => {
  const prover = await attestedProver();
  const cut = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    const onward = connect(prover.port, "127.0.0.1");
    onward.on("error", () => socket.destroy());
    socket.pipe(onward);
    let isProof = false;
    onward.on("data", (chunk) => {
      isProof ||= chunk.includes("Attestation-Report".toLowerCase()) || chunk.includes("proof of");
      if (isProof) socket.end(chunk.subarray(0, chunk.length - 20));
      else socket.write(chunk);
    });
  });
  await new Promise<void>((resolve) => cut.listen(0, "127.0.0.1", resolve));
  const { port } = cut.address() as AddressInfo;
  const code = await refusal(await acceptSimulated(), `http://127.0.0.1:${port}/prove`);
  expect(code[1]).toBe("plain");
  expect(code[0]).toMatch(/^(transport_failed|policy_binding)$/);
  cut.close();
});
