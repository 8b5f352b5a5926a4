/** What Midnight's adapter makes of answers that are no proof. */
import { afterEach, describe, expect, test } from "vitest";
import type { AttestedFetchOptions } from "../../src/index.ts";
import { attestedProvingProvider } from "../../src/midnight/index.ts";
import type { LedgerLike } from "../../src/midnight/index.ts";
import { errorOf } from "../support.ts";
import { acceptSimulated, attestedProver, endAll, serve } from "../flow/provers.ts";

afterEach(endAll);

const ledger: LedgerLike = {
  createProvingPayload: (preimage) => preimage,
  createCheckPayload: (preimage) => preimage,
  parseCheckResult: () => {
    throw new Error("unexpected tag");
  },
};
const PREIMAGE = new Uint8Array(8);

/** A provider whose prover answers so; sealed where a verdict says it. */
function answeredWith(response: Response, channel?: "passed" | "warned") {
  const checks = [{ id: "channel_binding", outcome: channel }];
  const answer = channel === undefined ? response : Object.assign(response, { attestation: { checks } }); // prettier-ignore
  const attestedFetch = () => Promise.resolve(answer as never);
  return attestedProvingProvider("https://proofs.example", { attestedFetch, ledger });
}

const endless = () =>
  new Response(
    new ReadableStream<Uint8Array>({
      pull: (controller) => {
        controller.enqueue(new Uint8Array(4 * 1024 * 1024));
      },
    }),
  );
const broken = () =>
  new Response(
    new ReadableStream({
      pull: (controller) => {
        controller.error(new Error("reset"));
      },
    }),
  );

test.each([
  ["passed", "sealed"],
  ["warned", "plain"],
  [undefined, "plain"],
] as const)("after an answer the witness has left: channel %s", async (channel, witnessSent) => {
  const failures: [() => Promise<unknown>, string][] = [
    [() => answeredWith(endless(), channel).prove(PREIMAGE, "a"), "transport_too_large"],
    [() => answeredWith(broken(), channel).prove(PREIMAGE, "a"), "transport_failed"],
    [() => answeredWith(new Response("?"), channel).check(PREIMAGE, "a"), "prover_protocol"],
  ];
  for (const [call, code] of failures) {
    expect(await errorOf(call())).toMatchObject({ code, witnessSent });
  }
});

/** Each of these lets a call go on that no verdict stands behind. */
const LENIENT: [string, () => Promise<AttestedFetchOptions>][] = [
  ["off", () => Promise.resolve({ mode: "off" })],
  ["if-present", () => Promise.resolve({ mode: "if-present" })],
  [
    "if-present, with a policy",
    async () => {
      const { policy, allowInsecureLoopback } = await acceptSimulated();
      return { mode: "if-present", policy, allowInsecureLoopback } as AttestedFetchOptions;
    },
  ],
  ["report-only", async () => ({ ...(await acceptSimulated()), mode: "report-only" })],
];

describe.each(LENIENT)("in mode %s", (_mode, optionsOf) => {
  test.each([400, 404, 500, 503])("a page of status %d is no proof", async (status) => {
    const server = await serve(() => new Response("<h1>an error page</h1>", { status }));
    const provider = attestedProvingProvider(server.url, { attestedFetch: await optionsOf(), ledger }); // prettier-ignore
    for (const method of ["prove", "check"] as const) {
      expect(await errorOf(provider[method](PREIMAGE, "a"))).toMatchObject({
        code: "prover_http",
        witnessSent: "plain",
        context: { field: "status", actual: String(status) },
      });
    }
  });

  test("and what comes with success is", async () => {
    const server = await serve(() => new Response("proof"));
    const provider = attestedProvingProvider(server.url, { attestedFetch: await optionsOf(), ledger }); // prettier-ignore
    expect(new TextDecoder().decode(await provider.prove(PREIMAGE, "a"))).toBe("proof");
  });
});

test.each([
  ["required", "sealed"],
  ["off", "plain"],
] as const)("as in mode required, seal %s", async (seal, witnessSent) => {
  const upstream = await serve(() => new Response("<h1>an error page</h1>", { status: 500 }));
  const prover = await attestedProver(undefined, { upstream: upstream.url });
  const attestedFetch = { ...(await acceptSimulated()), seal };
  const provider = attestedProvingProvider(prover.url, { attestedFetch, ledger });
  expect(await errorOf(provider.prove(PREIMAGE, "a"))).toMatchObject({ code: "prover_http", witnessSent }); // prettier-ignore
});
