/** Evidence in a header that Node's own fetch does not read, under the SDK: provers of the first generation send no other. */
import { afterEach, expect, test } from "vitest";
import { attestedMidenFetch, installMidenFetch } from "../../src/miden/index.ts";
import type { AttestedMidenFetchOptions } from "../../src/miden/index.ts";
import { WITNESS, acceptSimulated, attestedProver, endAll } from "../flow/provers.ts";

afterEach(endAll);

const PATH = "/remote_prover.Api/Prove";
const CALL = { method: "POST", headers: { "Content-Type": "application/grpc-web+proto" }, body: WITNESS }; // prettier-ignore

/** A prover whose headers are above Node's 16 KiB, and who accepts it. */
async function setup(maxHeaderBytes?: number) {
  // The prover is not the client: what is installed for this one is not for it.
  const own = { fetch: globalThis.fetch };
  const { url } = await attestedProver((answer) => {
    const headers = new Headers(answer.headers);
    headers.set("X-Long", "A".repeat(20_000));
    return new Response(answer.body, { status: answer.status, headers });
  }, own);
  const options = await acceptSimulated({ evidence: { from: "header" } });
  const given = maxHeaderBytes === undefined ? options : { ...options, maxHeaderBytes };
  const outcome = async (make: () => typeof fetch): Promise<string> => {
    const response = await make()(url + PATH, CALL);
    const { headers } = response;
    return headers.get("grpc-status") === null
      ? response.text()
      : decodeURIComponent(headers.get("grpc-message") ?? "").replace(/:.*/s, "");
  };
  const through = (more: Partial<AttestedMidenFetchOptions> = {}) =>
    outcome(() => attestedMidenFetch({ attestedFetch: given, ...more }));
  return { given, outcome, through };
}

test("is read through the global fetch's place, up to maxHeaderBytes", async () => {
  expect(await (await setup()).through()).toBe(`proof of ${WITNESS}`);
  expect(await (await setup(65_536)).through()).toBe(`proof of ${WITNESS}`);
  expect(await (await setup(18_000)).through()).toBe("transport_header_overflow");
});

test("is read by a fetch that the caller chose alone", async () => {
  const { fetch } = globalThis;
  expect(await (await setup()).through({ fetch })).toBe("transport_header_overflow");
  const both = await setup(65_536);
  await expect(both.through({ fetch })).rejects.toMatchObject({ code: "input_invalid" });
});

test("is read where it is installed, and what is put over that is not called back", async () => {
  const { given, outcome } = await setup(65_536);
  const former = globalThis.fetch;
  const remove = installMidenFetch({ attestedFetch: given });
  const installed = globalThis.fetch;
  let calls = 0;
  globalThis.fetch = (input, init) => {
    calls += 1;
    return installed(input, init);
  };
  try {
    expect(await outcome(() => globalThis.fetch)).toBe(`proof of ${WITNESS}`);
    expect(calls).toBe(1);
  } finally {
    globalThis.fetch = installed;
    remove();
  }
  expect(globalThis.fetch).toBe(former);
});
