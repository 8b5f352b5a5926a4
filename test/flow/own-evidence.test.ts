/** Evidence from a function of the caller's: what is appraised is what is used. */
import { afterEach, expect, test } from "vitest";
import { createAttester } from "../../src/attester/index.ts";
import { answerBinding, createAttestedFetch } from "../../src/index.ts";
import type { ReceivedEvidence } from "../../src/evidence-source.ts";
import { fromBase64Url, toBase64Url } from "../../src/bytes.ts";
import { codeOf } from "../support.ts";
import { WITNESS, acceptSimulated, endAll, serve, simulatedQuotes } from "./provers.ts";

afterEach(endAll);

const call: RequestInit = { method: "POST", body: WITNESS };

/** An attester, and what its prover was sent. */
async function prover(quotes: Parameters<typeof createAttester>[0]["quotes"]) {
  const opened: string[] = [];
  const attester = createAttester({
    quotes,
    upstream: async (request) => {
      opened.push(await request.text());
      return new Response("proof");
    },
  });
  const { url } = await serve((request) => attester(request));
  const ask = async (nonce: Uint8Array): Promise<ReceivedEvidence> => {
    const answer = await fetch(`${url}/.well-known/attestation?nonce=${toBase64Url(nonce)}`);
    const body = (await answer.json()) as Record<string, [string, string]>;
    const bytes = (name: string) => fromBase64Url(body[name]?.[1] ?? "") ?? new Uint8Array();
    const address = new TextDecoder().decode(bytes("gateway"));
    return {
      evidence: bytes("evidence"),
      endorsements: [],
      gateway: { ohttpKeys: bytes("ohttpKeys"), address },
    };
  };
  return { url, ask, opened };
}

const nobody = { quote: () => Promise.resolve({ evidence: new Uint8Array(4) }) };

test("keys that change after they were appraised are not sealed to", async () => {
  const genuine = await prover(await simulatedQuotes());
  const attacker = await prover(nobody);
  const { gateway } = await attacker.ask(new Uint8Array(32));
  const evidence = async ({ nonce }: { nonce: Uint8Array }) => {
    const received = await genuine.ask(nonce);
    const answers = [received.gateway, gateway];
    return Object.defineProperty({ ...received }, "gateway", {
      get: () => (answers.length > 1 ? answers.shift() : answers[0]),
    });
  };
  const attestedFetch = createAttestedFetch(await acceptSimulated({ evidence, seal: "required" }));
  // Whoever is between answers as the prover does, and has keys of his own.
  expect(await codeOf(attestedFetch(attacker.url, call))).not.toBe("ok");
  expect(attacker.opened).toEqual([]);
});

test("evidence that is bound to an exchange vouches for no keys, and for no nonce but the call's", async () => {
  const quotes = await simulatedQuotes();
  const attacker = await prover(nobody);
  const recorded = new Uint8Array(32).fill(7);
  const exchange = { requestBody: new Uint8Array(5), status: 200, responseBody: new Uint8Array() };
  const { evidence } = await quotes.quote(
    answerBinding({ ...exchange, nonce: recorded }).reportData,
  );
  const { gateway } = await attacker.ask(recorded);
  const refused = async (received: object) => {
    const answer = { evidence, endorsements: [], ...received } as ReceivedEvidence;
    const options = await acceptSimulated({ evidence: () => Promise.resolve(answer) });
    return codeOf(createAttestedFetch(options)(attacker.url, call));
  };
  expect(await refused({ gateway, exchange })).toBe("input_invalid");
  expect(await refused({ exchange: { ...exchange, nonce: recorded } })).toBe("policy_binding");
  expect(attacker.opened).toEqual([]);
});
