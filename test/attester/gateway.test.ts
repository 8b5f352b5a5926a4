/** The gateway, as clients of the RFC and attackers meet it. */
import { describe, expect, test } from "vitest";
import { createAttester } from "../../src/attester/index.ts";
import type { AttesterOptions, LogEntry } from "../../src/attester/index.ts";
import { createNonce } from "../../src/index.ts";
import { concatenated, fromBase64Url, toBase64Url } from "../../src/bytes.ts";
import type { BinaryRequest } from "../../src/sealing/binary-http.ts";
import { decodeResponse } from "../../src/sealing/binary-http-decode.ts";
import { encodeRequest } from "../../src/sealing/binary-http-encode.ts";
import { sealRequest } from "../../src/sealing/encapsulation.ts";
import { chooseKey, decodeKeys, encodeKeys } from "../../src/sealing/key-configuration.ts";
import { simulated } from "../../src/testing/index.ts";

const quotes = await simulated();
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
const bytes = (value: string) => new TextEncoder().encode(value);
const KEY_PROBLEM = "https://iana.org/assignments/http-problem-types#ohttp-key";

function gateway(options: Partial<AttesterOptions> = {}) {
  const seen: Request[] = [];
  const handle = createAttester({
    quotes,
    upstream: async (request) => {
      seen.push(request.clone());
      return new Response(`proof of ${await request.text()}`, { headers: { "X-Prover": "1" } });
    },
    ...options,
  });
  const keys = async () => {
    const nonce = toBase64Url(createNonce());
    const answer = await handle(new Request(`https://p.example/.well-known/attestation?nonce=${nonce}`)); // prettier-ignore
    const body = (await answer.json()) as {
      ohttpKeys: [string, string];
      gateway: [string, string];
    };
    const document = fromBase64Url(body.ohttpKeys[1])!;
    return { document, address: `https://p.example${text(fromBase64Url(body.gateway[1]))}` };
  };
  return { handle, seen, keys };
}

const INNER: BinaryRequest = {
  method: "POST",
  scheme: "https",
  authority: "p.example",
  path: "/prove?x=1",
  fields: [
    ["x-wallet", "1"],
    ["connection", "x-hop"],
    ["x-hop", "1"],
  ],
  content: bytes("WITNESS"),
};

const sealedPost = (address: string, message: Uint8Array, init: RequestInit = {}) =>
  new Request(address, {
    method: "POST",
    body: new Uint8Array(message),
    headers: { "Content-Type": "message/ohttp-req" },
    ...init,
  });

async function send(
  { handle, keys }: ReturnType<typeof gateway>,
  inner: Partial<BinaryRequest> | Uint8Array = {},
  kem = 0x647a,
) {
  const { document, address } = await keys();
  const only = encodeKeys(decodeKeys(document).filter((key) => key.kem === kem));
  const plain = inner instanceof Uint8Array ? inner : encodeRequest({ ...INNER, ...inner });
  const sealed = await sealRequest(chooseKey(only)!, plain);
  const outer = await handle(sealedPost(address, sealed.message));
  const opened = outer.ok
    ? decodeResponse(await sealed.open(new Uint8Array(await outer.arrayBuffer())))
    : undefined;
  return { outer, opened, sealed, address };
}

test.each([0x647a, 0x0020])(
  "opens what is sealed by KEM %s, and seals the prover's answer",
  async (kem) => {
    const instance = gateway();
    const { outer, opened } = await send(instance, {}, kem);
    expect(outer.headers.get("Content-Type")).toBe("message/ohttp-res");
    expect(outer.headers.get("Cache-Control")).toBe("no-store");
    expect(opened?.status).toBe(200);
    expect(text(opened?.content)).toBe("proof of WITNESS");
    expect(Object.fromEntries(opened?.fields ?? [])).toMatchObject({ "x-prover": "1" });
    const [request] = instance.seen;
    expect(request?.url).toBe("https://p.example/prove?x=1");
    // What belongs to one connection alone ends here.
    expect(request?.headers.get("X-Wallet")).toBe("1");
    expect(request?.headers.has("X-Hop")).toBe(false);
  },
);

test("asks its own upstream alone, whatever a sealed request names", async () => {
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = (input) => {
    asked.push((input as Request).url);
    return Promise.resolve(new Response("proof"));
  };
  const instance = gateway({ upstream: "http://upstream.internal:9/base", fetch });
  await send(instance, { path: "//evil.example/x" });
  expect(asked).toEqual(["http://upstream.internal:9/base//evil.example/x"]);
  for (const authority of ["evil.example", "p.example.evil", "p.example:81", "169.254.169.254"]) {
    expect((await send(instance, { authority })).opened?.status, authority).toBe(421);
  }
  expect((await send(instance, { method: "CONNECT" })).opened?.status).toBe(405);
  expect(asked).toHaveLength(1);
});

test("behind a proxy that writes another Host, the operator names the origin", async () => {
  const instance = gateway({ origins: ["https://public.example"] });
  expect((await send(instance)).opened?.status).toBe(421);
  expect((await send(instance, { authority: "public.example" })).opened?.status).toBe(200);
  expect((await send(instance, { authority: "public.example", scheme: "http" })).opened?.status).toBe(421); // prettier-ignore
});

test("a sealed message that is no request is refused inside the seal", async () => {
  const { opened } = await send(gateway(), bytes("WITNESS is not HTTP"));
  expect(opened?.status).toBe(400);
  expect(text(opened?.content)).not.toContain("WITNESS");
});

test("case 195: an encapsulated request opens once", async () => {
  const instance = gateway();
  const { address, sealed } = await send(instance);
  const again = await instance.handle(sealedPost(address, sealed.message));
  expect(again.status).toBe(400);
  expect(instance.seen).toHaveLength(1);
});

describe("says that it does not hold the key", () => {
  test.each<[string, (message: Uint8Array, address: string) => [Uint8Array, string]]>([
    ["of another document", (message, address) => [message, address.replace(/key=.*/, "key=AAAA")]],
    ["with another id", (message, address) => [Uint8Array.of(message[0]! ^ 0x55, ...message.slice(1)), address]], // prettier-ignore
    ["of an unknown KEM", (message, address) => [Uint8Array.of(message[0]!, 9, 9, ...message.slice(3)), address]], // prettier-ignore
    ["for an algorithm that it does not offer", (message, address) => [Uint8Array.of(...message.slice(0, 5), 0, 9, ...message.slice(7)), address]], // prettier-ignore
    ["that does not open, where the address names none", (message, address) => [message.map((byte, at) => (at === 100 ? byte ^ 1 : byte)), address.replace(/\?.*/, "")]], // prettier-ignore
  ])("%s", async (_name, change) => {
    const instance = gateway();
    const { document, address } = await instance.keys();
    const { message } = await sealRequest(chooseKey(document)!, encodeRequest(INNER));
    const answer = await instance.handle(sealedPost(...(change(message, address).reverse() as [string, Uint8Array]))); // prettier-ignore
    expect(answer.status).toBe(400);
    expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
    expect(((await answer.json()) as { type: string }).type).toBe(KEY_PROBLEM);
    expect(instance.seen).toHaveLength(0);
  });
});

test.each<[string, RequestInit, number]>([
  ["GET", { method: "GET", body: null }, 405],
  ["another type", { headers: { "Content-Type": "text/plain" } }, 415],
  ["six bytes", { body: new Uint8Array(6) }, 400],
  ["nothing", { body: new Uint8Array() }, 400],
])("refuses %s", async (_name, init, status) => {
  const { handle, keys } = gateway();
  const { address } = await keys();
  const answer = await handle(sealedPost(address, new Uint8Array(50), init));
  expect(answer.status).toBe(status);
});

test("a request above the limit is 413, and above what all calls may hold 503; what was held is given back", async () => {
  const small = gateway({ maxBodyBytes: 1000 });
  expect((await send(small, { content: new Uint8Array(400_000) })).outer.status).toBe(413);
  const instance = gateway({ maxTotalBytes: 30_000 });
  const busy = await send(instance, { content: new Uint8Array(40_000) });
  expect([busy.outer.status, busy.outer.headers.get("Retry-After")]).toEqual([503, "5"]);
  for (let call = 0; call < 10; call += 1) {
    const { opened } = await send(instance, { content: new Uint8Array(10_000) });
    expect(opened?.status).toBe(200);
  }
  const health = await instance.handle(new Request("https://p.example/.well-known/attestation/health")); // prettier-ignore
  expect(await health.json()).toMatchObject({ status: "ok", heldBytes: 0, keyGenerations: 1 });
});

test("an answer that nobody reads to its end gives back what it held", async () => {
  const instance = gateway();
  const { document, address } = await instance.keys();
  const { message } = await sealRequest(chooseKey(document)!, encodeRequest({ ...INNER, content: new Uint8Array(300_000) })); // prettier-ignore
  const answer = await instance.handle(sealedPost(address, message));
  const reader = answer.body!.getReader();
  await reader.read();
  const held = async () =>
    ((await (await instance.handle(new Request("https://p.example/.well-known/attestation/health"))).json()) as { heldBytes: number }).heldBytes; // prettier-ignore
  expect(await held()).toBeGreaterThan(300_000);
  await reader.cancel();
  expect(await held()).toBe(0);
});

test("a prover's answer above the limit, or broken off, is told inside the seal", async () => {
  const large = gateway({
    maxBodyBytes: 1000,
    upstream: () => Promise.resolve(new Response("x".repeat(2000))),
  });
  expect((await send(large)).opened?.status).toBe(502);
  const breaking = () =>
    new ReadableStream({
      start(controller) {
        controller.error(new Error("WITNESS"));
      },
    });
  const broken = gateway({ upstream: () => Promise.resolve(new Response(breaking())) });
  const { opened } = await send(broken);
  expect(opened?.status).toBe(502);
  expect(text(opened?.content)).not.toContain("WITNESS");
});

test("a prover that does not begin to answer in time is 504", async () => {
  const slow = gateway({
    upstreamTimeoutMs: 20,
    upstream: ({ signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => {
          reject(new Error("stopped"));
        });
      }),
  });
  expect((await send(slow)).opened?.status).toBe(504);
});

test("tells its operator of calls, and nothing of what is in them", async () => {
  const entries: LogEntry[] = [];
  const instance = gateway({ onLog: (entry) => entries.push(entry) });
  await send(instance);
  await instance.handle(new Request("https://p.example/secret?token=1", { method: "PROPFIND" }));
  expect(entries.map(({ kind, method, status }) => [kind, method, status])).toEqual([
    ["challenge", "GET", 200],
    ["gateway", "POST", 200],
    ["unsealed", "other", 200],
  ]);
  expect(JSON.stringify(entries)).not.toMatch(/WITNESS|secret|token|prove/);
});

test("draining shows in its health, and calls are still answered", async () => {
  const instance = gateway();
  instance.handle.drain();
  const health = await instance.handle(new Request("https://p.example/.well-known/attestation/health")); // prettier-ignore
  expect([health.status, ((await health.json()) as { status: string }).status]).toEqual([503, "draining"]); // prettier-ignore
  expect((await send(instance)).opened?.status).toBe(200);
});

test("what passes unsealed streams in both directions, and breaks off at the limit", async () => {
  const { handle } = gateway({
    upstream: (request) => Promise.resolve(new Response(request.body)),
  });
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1000;
      controller.enqueue(new Uint8Array(1000));
    },
  });
  const init = { method: "POST", body: endless, duplex: "half" } as RequestInit;
  const answer = await handle(new Request("https://p.example/x", init));
  const reader = answer.body!.getReader();
  for (let chunk = 0; chunk < 100; chunk += 1) {
    expect((await reader.read()).value?.length).toBe(1000);
  }
  // Nobody holds more than what is on its way.
  expect(sent).toBeLessThan(120_000);
  await reader.cancel();
  const limited = gateway({ maxBodyBytes: 5000 }).handle;
  const over = new Request("https://p.example/x", { method: "POST", body: new Uint8Array(6000) });
  expect((await limited(over)).status).toBe(413);
});

test("a message as long as its header says, of zeros, and every length below it is answered, never thrown", async () => {
  const { handle, keys } = gateway();
  const { document, address } = await keys();
  const { message } = await sealRequest(chooseKey(document)!, encodeRequest(INNER));
  for (const length of [7, 8, 39, 1126, 1127, 1128, message.length - 1]) {
    const answer = await handle(sealedPost(address, message.subarray(0, length)));
    expect(answer.status, String(length)).toBe(400);
  }
  const long = concatenated([message, new Uint8Array(100)]);
  expect((await handle(sealedPost(address, long))).status).toBe(400);
});
