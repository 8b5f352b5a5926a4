/** Who stands between client and prover, step by step and carrier by carrier: what is tried, and what becomes of the witness. */
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { createAttestedFetch, createNonce, isWitnesslockError } from "../../src/index.ts";
import { toBase64Url } from "../../src/bytes.ts";
import { createAttester } from "../../src/attester/index.ts";
import type { RunningServer } from "../../src/cli/http-server.ts";
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

const HEADER = "Attestation-Report";
/** In a part of the report that its signature covers. */
const MEASUREMENT = 0x90;

function flip(bytes: Uint8Array): Buffer {
  const flipped = Buffer.from(bytes);
  flipped.writeUInt8(flipped.readUInt8(MEASUREMENT) ^ 1, MEASUREMENT);
  return flipped;
}

/** Changes the evidence, whichever carrier it came by. */
async function withEvidence(
  answer: Response,
  change: (evidence: Uint8Array) => Uint8Array | undefined,
): Promise<Response> {
  const header = answer.headers.get(HEADER);
  if (header !== null) {
    const changed = change(gunzipSync(Buffer.from(header, "base64url")));
    const headers = new Headers(answer.headers);
    if (changed === undefined) headers.delete(HEADER);
    else headers.set(HEADER, gzipSync(changed).toString("base64url"));
    return new Response(answer.body, { status: answer.status, headers });
  }
  const body = (await answer.json()) as { evidence?: [string, string, number] };
  const changed = change(Buffer.from(body.evidence?.[1] ?? "", "base64url"));
  if (changed === undefined) return Response.json({});
  return Response.json({ ...body, evidence: [body.evidence?.[0], toBase64Url(changed), 4] });
}

async function attempt(from: "endpoint" | "header", prover: RunningServer) {
  const peer = await countingPeer(prover);
  const attestedFetch = createAttestedFetch(await acceptSimulated({ evidence: { from } }));
  try {
    await attestedFetch(`${peer.url}/prove`, { method: "POST", body: WITNESS });
  } catch (error) {
    if (!isWitnesslockError(error)) throw error;
    const seen = peer.received().includes("WITNESS");
    return { code: error.code, witnessSent: error.witnessSent, seen };
  }
  throw new Error("the call was accepted");
}

const isProving = (request: Request) => request.method === "POST";

describe.each(["endpoint", "header"] as const)("challenged by %s", (from) => {
  test("nobody in between: the call is accepted", async () => {
    const prover = await attestedProver();
    const attestedFetch = createAttestedFetch(await acceptSimulated({ evidence: { from } }));
    const response = await attestedFetch(`${prover.url}/prove`, { method: "POST", body: WITNESS });
    expect(await response.text()).toBe(`proof of ${WITNESS}`);
    expect(response.attestation?.status).toBe("warning");
  });

  test("evidence stripped", async () => {
    const prover = await attestedProver((answer, request) =>
      isProving(request) ? answer : withEvidence(answer, () => undefined),
    );
    const code = from === "header" ? "evidence_missing" : "prover_protocol";
    expect(await attempt(from, prover)).toEqual({ code, witnessSent: "no", seen: false });
  });

  test("one bit flipped", async () => {
    const prover = await attestedProver((answer, request) =>
      isProving(request) ? answer : withEvidence(answer, flip),
    );
    expect(await attempt(from, prover)).toEqual({
      code: "signature_invalid",
      witnessSent: "no",
      seen: false,
    });
  });

  test("an earlier report replayed", async () => {
    const quotes = await simulatedQuotes();
    const { evidence } = await quotes.quote(new Uint8Array(64).fill(7));
    const prover = await attestedProver((answer, request) =>
      isProving(request) ? answer : withEvidence(answer, () => evidence),
    );
    expect(await attempt(from, prover)).toEqual({
      code: "policy_binding",
      witnessSent: "no",
      seen: false,
    });
  });

  test("the nonce exchanged for another on its way", async () => {
    const attester = createAttester({
      quotes: await simulatedQuotes(),
      upstream: (await echo()).url,
    });
    const prover = await serve((request) => {
      if (isProving(request)) return attester(request);
      const url = new URL(request.url);
      const other = toBase64Url(createNonce());
      if (from === "endpoint") url.searchParams.set("nonce", other);
      const headers = from === "header" ? { "Attestation-Nonce": other } : {};
      return attester(new Request(url, { method: request.method, headers }));
    });
    expect(await attempt(from, prover)).toEqual({
      code: "policy_binding",
      witnessSent: "no",
      seen: false,
    });
  });
});

describe("on the answer the proof is withheld, and the error says that the witness has left", () => {
  const changing = (change: (answer: Response) => Promise<Response> | Response) =>
    attestedProver((answer, request) => (isProving(request) ? change(answer) : answer));

  test.each([
    [
      "evidence stripped",
      "evidence_missing",
      (answer: Response) => withEvidence(answer, () => undefined),
    ],
    ["one bit flipped", "signature_invalid", (answer: Response) => withEvidence(answer, flip)],
    [
      "the body altered",
      "policy_binding",
      async (answer: Response) => new Response(`${await answer.text()}!`, answer),
    ],
    [
      "the status altered",
      "policy_binding",
      (answer: Response) => new Response(answer.body, { status: 201, headers: answer.headers }),
    ],
  ])("%s", async (_name, code, change) => {
    const prover = await changing(change);
    expect(await attempt("endpoint", prover)).toEqual({ code, witnessSent: "plain", seen: true });
  });

  test("the challenge's own report as the answer's", async () => {
    let challenged: Uint8Array = new Uint8Array();
    const prover = await attestedProver((answer, request) =>
      withEvidence(answer, (evidence) => {
        if (isProving(request)) return challenged;
        challenged = evidence;
        return evidence;
      }),
    );
    expect(await attempt("endpoint", prover)).toMatchObject({
      code: "policy_binding",
      witnessSent: "plain",
    });
  });

  test("the answer and evidence of another call", async () => {
    let first: Response | undefined;
    const prover = await changing((answer) => {
      first ??= answer.clone();
      return first.clone();
    });
    const attestedFetch = createAttestedFetch(await acceptSimulated());
    const call = () => attestedFetch(`${prover.url}/prove`, { method: "POST", body: WITNESS });
    expect((await call()).ok).toBe(true);
    await expect(call()).rejects.toMatchObject({ code: "policy_binding", witnessSent: "plain" });
  });

  test("the request altered on its way: the proof is of something else", async () => {
    const attester = createAttester({
      quotes: await simulatedQuotes(),
      upstream: (await echo()).url,
    });
    const prover = await serve((request) =>
      attester(isProving(request) ? new Request(request, { body: "another witness" }) : request),
    );
    expect(await attempt("endpoint", prover)).toMatchObject({
      code: "policy_binding",
      witnessSent: "plain",
    });
  });
});
