/**
 * A machine in the middle that terminates TLS, as a corporate proxy or whoever holds a certificate does. A page cannot see it;
 * so what it may see, and what it may do, is decided by the seal alone.
 */
import { afterEach, expect, test } from "vitest";
import { createAttester } from "../../src/attester/index.ts";
import { keyBinding } from "../../src/binding.ts";
import { fromBase64Url, toBase64Url } from "../../src/bytes.ts";
import { listen } from "../../src/cli/http-server.ts";
import { createAttestedFetch } from "../../src/index.ts";
import { nodeFetch } from "../../src/node.ts";
import { createKeyRing } from "../../src/attester/key-ring.ts";
import { simulated } from "../../src/testing/index.ts";
import { errorOf } from "../support.ts";
import {
  WITNESS,
  acceptSimulated,
  attestedProver,
  echo,
  endAll,
  simulatedQuotes,
} from "./provers.ts";
import { selfSigned } from "./tls.ts";

const tls = await selfSigned();
// Keeps the Host that the client wrote, as a transparent proxy does.
const onward = nodeFetch();
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
  await endAll();
});

interface Challenge {
  evidence: [string, string, number];
  ohttpKeys?: [string, string];
  gateway?: [string, string];
}
type Change = (
  answer: Response,
  request: Request,
  body: Uint8Array,
  prover: string,
) => Promise<Response> | Response;

/** Terminates TLS, keeps every byte of every message in the clear, and passes on what `change` makes of it. */
async function middle(change: Change = (answer) => answer) {
  const prover = await attestedProver();
  let seen = "";
  const server = await listen(
    async (request) => {
      const body = new Uint8Array(await request.arrayBuffer());
      seen += `${request.method} ${request.url} ${JSON.stringify([...request.headers])}`;
      seen += Buffer.from(body).toString("latin1");
      const target = new URL(request.url);
      const answer = await onward(`${prover.url}${target.pathname}${target.search}`, {
        method: request.method,
        headers: { "Content-Type": request.headers.get("Content-Type") ?? "", Host: target.host },
        ...(request.method === "GET" ? {} : { body }),
      });
      const bytes = new Uint8Array(await answer.arrayBuffer());
      seen += Buffer.from(bytes).toString("latin1");
      const headers = { "Content-Type": answer.headers.get("Content-Type") ?? "" };
      return change(
        new Response(bytes, { status: answer.status, headers }),
        request,
        body,
        prover.url,
      );
    },
    { tls },
  );
  open.push(server);
  return { url: server.url, seen: () => seen };
}

async function call(url: string, more: Parameters<typeof acceptSimulated>[0] = {}) {
  const { seal: _off, ...options } = await acceptSimulated(more);
  const attestedFetch = createAttestedFetch({
    ...options,
    // It believes the certificate in the middle, as a page behind such a proxy does.
    fetch: nodeFetch({ dangerouslyAcceptAnyCertificate: true }),
  });
  return attestedFetch(`${url}/prove?tx=1`, { method: "POST", body: WITNESS });
}

const changeChallenge =
  (change: (body: Challenge) => Challenge | Promise<Challenge>): Change =>
  async (answer, { method }) =>
    method === "GET" ? Response.json(await change((await answer.json()) as Challenge)) : answer;

test("it relays everything, and sees neither witness nor proof, nor what was asked", async () => {
  const { url, seen } = await middle();
  const response = await call(url);
  expect(await response.text()).toBe(`proof of ${WITNESS}`);
  expect(seen()).toContain("ohttp-gateway");
  expect(seen()).not.toMatch(/WITNESS|proof of|tx=1|\/prove/);
});

test("the twin: unsealed, it sees both", async () => {
  const { url, seen } = await middle();
  await errorOf(call(url, { seal: "off", mode: "report-only" }));
  const options = await acceptSimulated({ mode: "report-only" });
  const fetch = nodeFetch({ dangerouslyAcceptAnyCertificate: true });
  await createAttestedFetch({ ...options, fetch })(`${url}/prove?tx=1`, { method: "POST", body: WITNESS }); // prettier-ignore
  expect(seen()).toMatch(/WITNESS/);
  expect(seen()).toMatch(/proof of/);
});

test("case 200: a key of its own beside the honest report", async () => {
  const own = await createKeyRing({ rotateMs: 1e6, graceMs: 1e6 }).current();
  const { url, seen } = await middle(
    changeChallenge((body) => ({ ...body, ohttpKeys: ["application/ohttp-keys", toBase64Url(own.document)] })), // prettier-ignore
  );
  expect(await errorOf(call(url))).toMatchObject({ code: "policy_binding", witnessSent: "no" });
  expect(seen()).not.toContain("ohttp-gateway?");
});

test("case 198: the genuine report of another host, which holds another key", async () => {
  const other = createAttester({ quotes: await simulatedQuotes(), upstream: (await echo()).url });
  let keys: [string, string] | undefined;
  const { url } = await middle(async (answer, request) => {
    if (request.method !== "GET") return answer;
    keys = ((await answer.json()) as Challenge).ohttpKeys;
    const { search } = new URL(request.url);
    const relayed = await other(new Request(`https://other.example/.well-known/attestation${search}`)); // prettier-ignore
    return Response.json({ ...((await relayed.json()) as Challenge), ohttpKeys: keys });
  });
  expect(await errorOf(call(url))).toMatchObject({ code: "policy_binding", witnessSent: "no" });
});

test("case 198: all of another host's challenge: the host in the middle cannot open what is sealed", async () => {
  const other = createAttester({ quotes: await simulatedQuotes(), upstream: (await echo()).url });
  const { url, seen } = await middle(async (answer, request) => {
    if (request.method !== "GET") return answer;
    const { search } = new URL(request.url);
    return other(new Request(`https://other.example/.well-known/attestation${search}`));
  });
  expect(await errorOf(call(url))).toMatchObject({ code: "prover_key", witnessSent: "sealed" });
  expect(seen()).not.toMatch(/WITNESS/);
});

test.each([
  ["the keys stripped", ({ evidence, gateway }: Challenge) => ({ evidence, gateway }), "prover_protocol"], // prettier-ignore
  ["keys and gateway stripped", ({ evidence }: Challenge) => ({ evidence }), "policy_binding"],
  ["a gateway elsewhere", (body: Challenge) => ({ ...body, gateway: ["text/uri-list", toBase64Url(Buffer.from("https://evil.example/x"))] }), "prover_protocol"], // prettier-ignore
  ["a gateway without TLS", (body: Challenge) => ({ ...body, gateway: ["text/uri-list", toBase64Url(Buffer.from("http://prover.example/x"))] }), "transport_insecure"], // prettier-ignore
  ["an unknown member", (body: Challenge) => ({ ...body, batch: [] }), "prover_protocol"],
])("%s: refused before the witness leaves", async (_name, change, code) => {
  const { url, seen } = await middle(changeChallenge(change));
  expect(await errorOf(call(url))).toMatchObject({ code, witnessSent: "no" });
  expect(seen()).not.toContain("POST");
});

test("another TEE answers, genuine, with other code", async () => {
  const stranger = await simulated({ fields: { measurement: new Uint8Array(48).fill(1) } });
  const other = createAttester({ quotes: stranger, upstream: (await echo()).url });
  const { url } = await middle(async (answer, request) =>
    request.method === "GET"
      ? other(new Request(`https://o.example/.well-known/attestation${new URL(request.url).search}`)) // prettier-ignore
      : answer,
  );
  expect(await errorOf(call(url))).toMatchObject({ code: "policy_measurement", witnessSent: "no" });
});

test("case 195: a challenge of an earlier session replayed, keys and all", async () => {
  let earlier: string | undefined;
  const { url } = await middle(async (answer, { method }) => {
    if (method !== "GET") return answer;
    earlier ??= await answer.text();
    return new Response(earlier, { headers: { "Content-Type": "application/json" } });
  });
  await call(url);
  expect(await errorOf(call(url))).toMatchObject({ code: "policy_binding", witnessSent: "no" });
});

test.each<[string, Change, string]>([
  ["an answer of an earlier call", replayAnswer(), "seal_broken"],
  ["an answer with one bit flipped", changeAnswer((bytes) => bytes.fill(bytes.at(-1)! ^ 1, -1)), "seal_broken"], // prettier-ignore
  ["an answer cut short", changeAnswer((bytes) => bytes.subarray(0, 20)), "seal_broken"],
  ["an empty answer", changeAnswer(() => new Uint8Array()), "seal_broken"],
  ["an answer of its own, in the clear", inTheClear("text/plain"), "prover_protocol"],
  ["an answer of its own, under the sealed type", inTheClear("message/ohttp-res"), "seal_broken"],
  ["a redirect", onAnswer(() => Response.redirect("https://evil.example/", 307)), "transport_redirect"], // prettier-ignore
])("%s is no proof", async (_name, change, code) => {
  const { url, seen } = await middle(change);
  const error = await errorOf(call(url).then(() => call(url)));
  expect(error).toMatchObject({ code, witnessSent: "sealed" });
  expect(seen()).not.toMatch(/WITNESS/);
});

function onAnswer(change: (answer: Response) => Promise<Response> | Response): Change {
  return (answer, { method }) => (method === "GET" ? answer : change(answer));
}

function changeAnswer(change: (bytes: Uint8Array) => Uint8Array): Change {
  return onAnswer(async (answer) => {
    const bytes = change(new Uint8Array(await answer.arrayBuffer()));
    return new Response(new Uint8Array(bytes), { headers: answer.headers });
  });
}

function inTheClear(type: string): Change {
  return onAnswer(() => new Response("proof of nothing", { headers: { "Content-Type": type } }));
}

function replayAnswer(): Change {
  let first: Response | undefined;
  return onAnswer((answer) => (first ??= answer).clone());
}

test("a sealed request sent a second time is not proven a second time", async () => {
  const replies: number[] = [];
  const { url } = await middle(async (answer, request, body, prover) => {
    if (request.method === "GET") return answer;
    const { host, pathname, search } = new URL(request.url);
    const again = await onward(`${prover}${pathname}${search}`, {
      method: "POST",
      body: new Uint8Array(body),
      headers: { "Content-Type": "message/ohttp-req", Host: host },
    });
    replies.push(again.status);
    await again.text();
    return answer;
  });
  expect(await (await call(url)).text()).toBe(`proof of ${WITNESS}`);
  expect(replies).toEqual([400]);
});

test("case 201: a nonce that an attacker chose gives him no report for a key of his own", async () => {
  const quotes = await simulatedQuotes();
  const attester = createAttester({ quotes, upstream: (await echo()).url });
  const own = await createKeyRing({ rotateMs: 1e6, graceMs: 1e6 }).current();
  const victims = new Uint8Array(32).fill(7);
  const wanted = keyBinding(victims, own.document).reportData;
  // Whatever he can choose: the wanted binding's halves as a nonce, or in the header of a proving call.
  for (const nonce of [wanted.slice(0, 32), wanted.slice(32), victims]) {
    const text = toBase64Url(nonce);
    const asked = [
      new Request(`https://p.example/.well-known/attestation?nonce=${text}`),
      new Request("https://p.example/x", { method: "POST", body: new Uint8Array(own.document), headers: { "Attestation-Nonce": text } }), // prettier-ignore
      new Request("https://p.example/x", { method: "HEAD", headers: { "Attestation-Nonce": text } }), // prettier-ignore
    ];
    for (const request of asked) {
      const answer = await attester(request);
      const header = answer.headers.get("Attestation-Report");
      const evidence = header === null ? fromBase64Url(((await answer.json()) as Challenge).evidence[1])! : (await import("node:zlib")).gunzipSync(Buffer.from(header, "base64url")); // prettier-ignore
      expect(evidence.length).toBeGreaterThan(1184);
      expect(Buffer.from(evidence).includes(Buffer.from(wanted))).toBe(false);
    }
  }
  // Longer ones, which would hold the whole of it, are refused.
  const long = await attester(new Request(`https://p.example/.well-known/attestation?nonce=${toBase64Url(wanted)}`)); // prettier-ignore
  expect(long.status).toBe(400);
  // The twin: an attester that put caller's bytes into REPORT_DATA as they are would have given it.
  const { evidence } = await quotes.quote(wanted);
  expect(Buffer.from(evidence).includes(Buffer.from(wanted))).toBe(true);
});

test("case 202: a report under another label does not fit", async () => {
  const { url } = await middle(
    changeChallenge(async (body) => {
      const quotes = await simulatedQuotes();
      const { evidence } = await quotes.quote(keyBinding(new Uint8Array(32), fromBase64Url(body.ohttpKeys![1])!).reportData); // prettier-ignore
      return { ...body, evidence: [body.evidence[0], toBase64Url(evidence), 4] };
    }),
  );
  expect(await errorOf(call(url))).toMatchObject({ code: "policy_binding", witnessSent: "no" });
});
