/** Every mode against good, bad and absent evidence: what the caller gets, and what is reported, once. */
import { afterEach, describe, expect, test } from "vitest";
import { createAttestedFetch, isWitnesslockError } from "../../src/index.ts";
import type {
  AttestedFetchEvent,
  AttestedFetchOptions,
  AttestedResponse,
} from "../../src/index.ts";
import {
  WITNESS,
  acceptSimulated,
  attestedProver,
  echo,
  endAll,
  serve,
  simulatedQuotes,
} from "./provers.ts";

afterEach(endAll);

interface Observed {
  readonly response?: AttestedResponse;
  readonly code?: string;
  readonly witnessSent?: string;
  readonly events: readonly AttestedFetchEvent[];
}

async function observe(options: AttestedFetchOptions, url: string): Promise<Observed> {
  const events: AttestedFetchEvent[] = [];
  const attestedFetch = createAttestedFetch({
    ...options,
    onReport: (event) => events.push(event),
  });
  try {
    const response = await attestedFetch(`${url}/prove`, { method: "POST", body: WITNESS });
    expect(await response.clone().text()).toBe(`proof of ${WITNESS}`);
    return { response, events };
  } catch (error) {
    if (!isWitnesslockError(error)) throw error;
    return { code: error.code, witnessSent: error.witnessSent, events };
  }
}

const FORGED = { snp: { measurements: ["00".repeat(48)] } };

describe("required", () => {
  test("good", async () => {
    const { url } = await attestedProver();
    const { response, events } = await observe(await acceptSimulated(), url);
    expect(response?.attestation?.status).toBe("warning");
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      mode: "required",
      outcome: "warned",
      witnessSent: "plain",
      origin: url,
    });
    expect(events[0]?.claims).toHaveProperty("measurement", "a5".repeat(48));
    expect(events[0]?.timings.challengeMs).toBeGreaterThan(0);
  });

  test("absent", async () => {
    const { url } = await echo();
    const { code, witnessSent, events } = await observe(
      await acceptSimulated({ evidence: { from: "header" } }),
      url,
    );
    expect([code, witnessSent]).toEqual(["evidence_missing", "no"]);
    expect(events).toMatchObject([
      { outcome: "unattested", code: "evidence_missing", witnessSent: "no" },
    ]);
  });

  test("the answer's own evidence stripped: the proof is withheld", async () => {
    const { url } = await attestedProver((answer, request) => {
      if (request.method === "GET") return answer;
      const headers = new Headers(answer.headers);
      headers.delete("Attestation-Report");
      return new Response(answer.body, { headers });
    });
    const { code, witnessSent, events } = await observe(await acceptSimulated(), url);
    expect([code, witnessSent]).toEqual(["evidence_missing", "plain"]);
    expect(events).toHaveLength(1);
  });

  test("case 205's ground: another answer under the same evidence: the proof is withheld", async () => {
    const { url } = await attestedProver((answer, request) =>
      request.method === "GET" ? answer : new Response("proof of something else", answer),
    );
    const { code, witnessSent } = await observe(await acceptSimulated(), url);
    expect([code, witnessSent]).toEqual(["policy_binding", "plain"]);
  });
});

describe("report-only", () => {
  test.each([
    ["good", true, undefined, "warned"],
    ["bad", true, FORGED, "refused"],
    ["absent", false, undefined, "failed"],
  ] as const)("%s: sends, and reports", async (_name, attested, policy, outcome) => {
    const { url } = attested ? await attestedProver() : await echo();
    const more = policy === undefined ? {} : { policy };
    const { response, events } = await observe(
      await acceptSimulated({ mode: "report-only", ...more }),
      url,
    );
    expect(response?.attestation !== undefined).toBe(outcome === "warned");
    expect(events).toMatchObject([{ mode: "report-only", outcome, witnessSent: "plain" }]);
  });
});

describe("a prover without a challenge endpoint", () => {
  const bare = () =>
    serve(async (request) =>
      request.method === "POST"
        ? new Response(`proof of ${await request.text()}`)
        : new Response("no", { status: 404 }),
    );

  test("required: has no evidence, and the error says how to ask another way", async () => {
    const { url } = await bare();
    const { code, witnessSent, events } = await observe(await acceptSimulated(), url);
    expect([code, witnessSent]).toEqual(["evidence_missing", "no"]);
    expect(events).toMatchObject([{ outcome: "unattested" }]);
  });

  test("report-only: is counted as unattested", async () => {
    const { url } = await bare();
    const { response, events } = await observe(await acceptSimulated({ mode: "report-only" }), url);
    expect(response?.ok).toBe(true);
    expect(events).toMatchObject([{ outcome: "unattested", witnessSent: "plain" }]);
  });
});

describe("if-present", () => {
  const legacy = async (): Promise<AttestedFetchOptions> => {
    const { root } = await simulatedQuotes();
    return { mode: "if-present", dangerouslyTrustRoots: [root], offline: true };
  };

  /** A prover of the first generation: evidence on every answer, bound to nothing that the client chose. */
  const firstGeneration = async (change: (header: string) => string = (header) => header) => {
    const { tee } = await simulatedQuotes();
    const header = change(await tee.header());
    return attestedProver((answer) => {
      const headers = new Headers(answer.headers);
      headers.set("Attestation-Report", header);
      return new Response(answer.body, { headers });
    });
  };

  test("absent: goes on, unattested", async () => {
    const { url } = await echo();
    const { response, events } = await observe({ mode: "if-present" }, url);
    expect(response?.attestation).toBeUndefined();
    expect(events).toMatchObject([{ outcome: "unattested", witnessSent: "plain" }]);
  });

  test("genuine: goes on, and never affirms", async () => {
    const { url } = await firstGeneration();
    const { response, events } = await observe(await legacy(), url);
    expect(response).toBeDefined();
    expect(events).toMatchObject([{ outcome: "warned" }]);
  });

  test("with a policy the answer carries its verdict", async () => {
    const { url } = await firstGeneration();
    const { response } = await observe(await acceptSimulated({ mode: "if-present" }), url);
    expect(response?.attestation?.status).toBe("warning");
    const { url: other } = await firstGeneration();
    const { code } = await observe(
      await acceptSimulated({ mode: "if-present", policy: FORGED }),
      other,
    );
    expect(code).toBe("policy_measurement");
  });

  test("forged: the proof is withheld", async () => {
    const { url } = await firstGeneration(() => btoa("attestation-generation-failed"));
    const { code, witnessSent } = await observe(await legacy(), url);
    expect([code, witnessSent]).toEqual(["evidence_unsupported", "plain"]);
  });

  test("unproven: goes on, and says so", async () => {
    const { tee } = await simulatedQuotes();
    const bare = btoa(String.fromCharCode(...(await tee.report())));
    const { url } = await firstGeneration(() => bare);
    const { response, events } = await observe(await legacy(), url);
    expect(response).toBeDefined();
    expect(events).toMatchObject([{ outcome: "unproven", code: "endorsements_missing" }]);
  });
});

test("off: sends, and leaves a trace", async () => {
  const { url } = await attestedProver();
  const { response, events } = await observe({ mode: "off" }, url);
  expect(response?.attestation).toBeUndefined();
  expect(events).toMatchObject([{ mode: "off", outcome: "unattested", witnessSent: "plain" }]);
});

describe("a configuration that could protect nothing", () => {
  test.each([
    [
      "sealing, and evidence by header",
      { policy: FORGED, evidence: { from: "header" } },
      "input_invalid",
    ],
    ["sealing, and a binding of one's own", { policy: FORGED, binding: {} }, "input_invalid"],
    [
      "sealing where nothing is challenged",
      { mode: "if-present", seal: "required" },
      "input_invalid",
    ],
    ["an age without sealing", { policy: FORGED, seal: "off", maxAgeMs: 1 }, "input_invalid"],
    ["an age that is no number", { policy: FORGED, maxAgeMs: Number.NaN }, "input_invalid"],
    ["no policy", {}, "policy_invalid"],
    ["an undefined policy", { policy: undefined, mode: "if-present" }, "policy_invalid"],
    [
      "an undefined member",
      { policy: { snp: { measurements: undefined } }, seal: "off" },
      "policy_invalid",
    ],
    ["a misspelt option", { polcy: FORGED }, "input_invalid"],
    ["an unknown mode", { mode: "enforce" }, "input_invalid"],
    ["an unknown seal", { policy: FORGED, seal: "none" }, "input_invalid"],
    [
      "an unknown source",
      { policy: FORGED, seal: "off", evidence: { from: "dns" } },
      "input_invalid",
    ],
  ])("%s", (_name, options, code) => {
    const create = () => createAttestedFetch(options as AttestedFetchOptions);
    expect(create).toThrow(expect.objectContaining({ code }));
  });

  test("what only the verifier sees is refused on the first call, before anything is sent", async () => {
    const server = await echo();
    const policy = { snp: { measurements: [] } };
    const { code, witnessSent } = await observe(await acceptSimulated({ policy }), server.url);
    expect([code, witnessSent]).toEqual(["policy_invalid", "no"]);
    expect(server.received()).toBe(0);
  });
});
