/** The bytes that calls hold together: counted while somebody holds them, and given back by whatever ends a call. */
import { expect, test } from "vitest";
import { createAttester } from "../../src/attester/index.ts";
import type { AttesterOptions } from "../../src/attester/index.ts";
import { Budget } from "../../src/attester/budget.ts";
import { leasedBody } from "../../src/attester/leased-body.ts";
import { toBase64Url } from "../../src/bytes.ts";
import { createNonce } from "../../src/index.ts";
import { simulated } from "../../src/testing/index.ts";

const quotes = await simulated();

function attester(options: Partial<AttesterOptions> = {}) {
  const handle = createAttester({
    quotes,
    upstream: async (request) => new Response(`proof of ${await request.text()}`),
    ...options,
  });
  /** A request whose answer is to be attested. */
  const ask = (body: BodyInit) => {
    const headers = { "Attestation-Nonce": toBase64Url(createNonce()) };
    const init = { method: "POST", body, headers, duplex: "half" };
    return handle(new Request("https://p.example/prove", init));
  };
  const held = async () => {
    const health = await handle(new Request("https://p.example/.well-known/attestation/health"));
    return ((await health.json()) as { heldBytes: number }).heldBytes;
  };
  return { handle, ask, held };
}

/** Chunks of 500 bytes. */
function chunks(count: number): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent === count) controller.close();
      else controller.enqueue(new Uint8Array(500));
      sent += 1;
    },
  });
}

test("a request that is too long gives back what was held of it, however often it comes", async () => {
  const { ask, held } = attester({ maxBodyBytes: 1000, maxTotalBytes: 3000 });
  for (let call = 0; call < 8; call += 1) {
    const refused = await ask(chunks(3));
    expect(refused.status).toBe(413);
    expect(await held()).toBe(0);
    await refused.text();
  }
  expect((await ask(chunks(1))).status).toBe(200);
});

test.each([200, 404, 500, 503])(
  "an answer of status %s holds its bytes until it has been read",
  async (status) => {
    const upstream = () => Promise.resolve(new Response("x".repeat(2000), { status }));
    const { ask, held } = attester({ upstream });
    const answer = await ask("witness");
    expect(answer.status).toBe(status);
    expect(await held()).toBe(2000 + "witness".length);
    expect((await answer.text()).length).toBe(2000);
    expect(await held()).toBe(0);
  },
);

test("an answer of the attester's own holds nothing, read or not", async () => {
  const tooLong = attester({
    maxBodyBytes: 1000,
    upstream: () => Promise.resolve(new Response(chunks(3))),
  });
  expect((await tooLong.ask("witness")).status).toBe(502);
  expect(await tooLong.held()).toBe(0);
  const silent = attester({ quotes: { quote: () => Promise.reject(new Error("firmware")) } });
  expect((await silent.ask("witness")).status).toBe(503);
  expect(await silent.held()).toBe(0);
  const broken = attester({
    upstream: () => Promise.resolve(new Response(chunks(1).pipeThrough(breaking()))),
  });
  expect((await broken.ask("witness")).status).toBe(502);
  expect(await broken.held()).toBe(0);
});

/** Passes chunks on, and breaks off where the stream should end. */
function breaking(): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream({
    flush(controller) {
      controller.error(new Error("broken off"));
    },
  });
}

test("a lease that was handed over is the body's alone to give back", async () => {
  const budget = new Budget(1000);
  const lease = budget.lease();
  lease.take(300);
  const body = leasedBody(new Uint8Array(300), lease, 60_000);
  lease.release();
  expect(budget.held).toBe(300);
  await new Response(body).arrayBuffer();
  expect(budget.held).toBe(0);
});
