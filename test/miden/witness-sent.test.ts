/** What an error of proveTransaction says of the witness, whatever was wrong with the answer. */
import { afterEach, describe, expect, test } from "vitest";
import { proveTransaction } from "../../src/miden/index.ts";
import { frame } from "../../src/grpc-web-frames.ts";
import { errorOf } from "../support.ts";
import { acceptSimulated, attestedProver, endAll, serve } from "../flow/provers.ts";

afterEach(endAll);

const GRPC = { "Content-Type": "application/grpc-web+proto" };
const OK = frame(new TextEncoder().encode("grpc-status:0\r\n"), 0x80);
const refused = () => new Response(new Uint8Array(), { headers: { ...GRPC, "grpc-status": "3" } });
const message = (...bytes: number[]) =>
  new Response(Buffer.concat([frame(Uint8Array.from(bytes)), OK]), { headers: GRPC });

const TRANSACTION = { id: () => ({ toHex: () => "0x01" }), serialize: () => new Uint8Array(32) };
const prove = (
  endpoint: string,
  attestedFetch: Parameters<typeof proveTransaction>[1]["attestedFetch"],
  signal?: AbortSignal,
) =>
  // prettier-ignore
  errorOf(
    proveTransaction(TRANSACTION, {
      endpoint,
      attestedFetch,
      ProvenTransaction: {
        deserialize: () => ({
          id: () => {
            throw new Error("freed");
          },
        }),
      },
      ...(signal === undefined ? {} : { signal }),
    }),
  );

const ANSWERS: [string, () => Response, string][] = [
  ["a refusal", refused, "prover_grpc"],
  ["a page", () => new Response("page"), "prover_protocol"],
  ["no frame", () => new Response("x", { headers: GRPC }), "prover_protocol"],
  ["no proof", () => message(0x12, 1, 1), "prover_protocol"],
  ["a proof whose id cannot be read", () => message(0x0a, 1, 1), "proof_binding"],
];

describe.each(ANSWERS)("%s", (_name, answer, code) => {
  test.each([
    ["sealed", "required"],
    ["plain", "off"],
  ] as const)("came after the witness had left %s", async (witnessSent, seal) => {
    const upstream = await serve(answer);
    const prover = await attestedProver(undefined, { upstream: upstream.url });
    const error = await prove(prover.url, { ...(await acceptSimulated()), seal });
    expect(error).toMatchObject({ code, witnessSent });
    expect(error?.message).not.toBe("");
  });

  test("came after it had left in a mode without a verdict", async () => {
    const prover = await serve(answer);
    expect(await prove(prover.url, { mode: "off" })).toMatchObject({ code, witnessSent: "plain" });
  });
});

test("an answer that breaks off, or is stopped, came after it had left too", async () => {
  const broken = (reason: unknown) => () =>
    Promise.resolve(
      new Response(new ReadableStream({ pull: (controller) => { controller.error(reason); } }), { headers: GRPC }), // prettier-ignore
    );
  const endpoint = "https://prover.example";
  expect(await prove(endpoint, broken(new Error("reset")))).toMatchObject({
    code: "transport_failed",
    witnessSent: "plain",
  });
  const stopped = new AbortController();
  const reason = await prove(endpoint, { mode: "off", fetch: () => Promise.resolve(new Response("page")) }); // prettier-ignore
  stopped.abort(reason);
  expect(await prove(endpoint, broken(reason), stopped.signal)).toMatchObject({
    code: "aborted",
    witnessSent: "plain",
  });
});

test("where the prover is not accepted nothing has left, and the error says that", async () => {
  let asked = 0;
  const upstream = await serve(() => {
    asked += 1;
    return refused();
  });
  const prover = await attestedProver(undefined, { upstream: upstream.url });
  const policy = { snp: { measurements: ["00".repeat(48)] } };
  const options = await acceptSimulated();
  expect(await prove(prover.url, { ...options, policy })).toMatchObject({
    code: "policy_measurement",
    witnessSent: "no",
  });
  expect(asked).toBe(0);
  // The counter counts.
  await prove(prover.url, options);
  expect(asked).toBe(1);
});
