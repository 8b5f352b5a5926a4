/** The attester, as a client, a page and an attacker meet it. */
import { sha256 } from "@noble/hashes/sha2.js";
import { expect, test } from "vitest";
import { createAttester } from "../../src/attester/index.ts";
import type { AttesterOptions } from "../../src/attester/index.ts";
import {
  answerBinding,
  authenticate,
  createNonce,
  keyBinding,
  nonceBinding,
} from "../../src/index.ts";
import { fromBase64Url, toBase64Url, toHex } from "../../src/bytes.ts";
import { simulated } from "../../src/testing/index.ts";

const quotes = await simulated();
const bytes = (text: string) => new TextEncoder().encode(text);
const nonce = createNonce();
const challenge = (query: string, init?: RequestInit) =>
  new Request(`http://prover.example/.well-known/attestation${query}`, init);

function attester(options: Partial<AttesterOptions> = {}) {
  const seen: Request[] = [];
  const handle = createAttester({
    quotes,
    upstream: async (request) => {
      seen.push(request.clone());
      return new Response(`proof of ${await request.text()}`, {
        status: 201,
        headers: {
          "X-Prover": "1",
          "Attestation-Report": "forged",
          Connection: "X-Hop",
          "X-Hop": "1",
        },
      });
    },
    ...options,
  });
  return { handle, seen };
}

async function reportDataOf(evidence: string | Uint8Array): Promise<string> {
  const options = { dangerouslyTrustRoots: [quotes.root], offline: true };
  return (await authenticate(evidence, options)).claims.reportData;
}

test("a challenge is answered with a report bound to its nonce, certificate stapled", async () => {
  const response = await attester().handle(challenge(`?nonce=${toBase64Url(nonce)}`));
  expect(response.status).toBe(200);
  expect(response.headers.get("Cache-Control")).toBe("no-store");
  expect(response.headers.get("Content-Type")).toBe("application/json");
  const { evidence, ohttpKeys, gateway } = (await response.json()) as {
    evidence: [string, string, number];
    ohttpKeys: [string, string];
    gateway: [string, string];
  };
  expect([evidence[0], evidence[2]]).toEqual(["application/vnd.witnesslock.evidence", 4]);
  expect([ohttpKeys[0], gateway[0]]).toEqual(["application/ohttp-keys", "text/uri-list"]);
  const keys = fromBase64Url(ohttpKeys[1])!;
  expect(await reportDataOf(fromBase64Url(evidence[1])!)).toBe(
    toHex(keyBinding(nonce, keys).reportData),
  );
  const address = new TextDecoder().decode(fromBase64Url(gateway[1]));
  expect(address).toBe(`/.well-known/ohttp-gateway?key=${toBase64Url(sha256(keys))}`);
});

test("an attester that seals nothing offers no key, and binds the nonce alone", async () => {
  const { handle, seen } = attester({ seal: false });
  const response = await handle(challenge(`?nonce=${toBase64Url(nonce)}`));
  const body = (await response.json()) as { evidence: [string, string, number] };
  expect(Object.keys(body)).toEqual(["evidence"]);
  expect(await reportDataOf(fromBase64Url(body.evidence[1])!)).toBe(
    toHex(nonceBinding(nonce).reportData),
  );
  // Its gateway's address is the prover's own then.
  await handle(new Request("http://prover.example/.well-known/ohttp-gateway", { method: "POST" }));
  expect(seen).toHaveLength(1);
});

test.each([
  ["none", "", 400],
  ["an empty one", "?nonce=", 400],
  ["31 bytes", `?nonce=${toBase64Url(nonce.slice(1))}`, 400],
  ["33 bytes", `?nonce=${toBase64Url(new Uint8Array(33))}`, 400],
  ["two", `?nonce=${toBase64Url(nonce)}&nonce=${toBase64Url(nonce)}`, 400],
  ["standard base64 with padding", `?nonce=${encodeURIComponent(btoa("x".repeat(32)))}`, 400],
])(
  "case 27's ground: without exactly one nonce there is no report: %s",
  async (_name, query, status) => {
    let asked = 0;
    const counting = {
      quote: (reportData: Uint8Array) => {
        asked += 1;
        return quotes.quote(reportData);
      },
    };
    const response = await attester({ quotes: counting }).handle(challenge(query));
    expect(response.status).toBe(status);
    expect(((await response.json()) as { error: string }).error).toContain("nonce");
    expect(asked).toBe(0);
  },
);

test("an answer is bound to request, status and answer; the prover's own header never passes", async () => {
  const { handle, seen } = attester();
  const request = new Request("http://prover.example/prove?x=1", {
    method: "POST",
    body: "witness",
    headers: {
      "Attestation-Nonce": toBase64Url(nonce),
      "X-Wallet": "1",
      "Proxy-Authorization": "secret",
    },
  });
  const response = await handle(request);
  expect(response.status).toBe(201);
  const header = response.headers.get("Attestation-Report")!;
  const body = await response.text();
  expect(body).toBe("proof of witness");
  const binding = answerBinding({
    nonce,
    requestBody: bytes("witness"),
    status: 201,
    responseBody: bytes(body),
  });
  expect(await reportDataOf(header)).toBe(toHex(binding.reportData));
  expect(response.headers.get("X-Prover")).toBe("1");
  expect(response.headers.has("X-Hop")).toBe(false);
  expect(seen[0]?.headers.get("X-Wallet")).toBe("1");
  expect(seen[0]?.headers.has("Proxy-Authorization")).toBe(false);
  expect(seen[0]?.headers.has("Attestation-Nonce")).toBe(false);
});

test("HEAD answers a challenge by header", async () => {
  const headers = { "Attestation-Nonce": toBase64Url(nonce) };
  const response = await attester().handle(
    new Request("http://prover.example/prove", { method: "HEAD", headers }),
  );
  expect(await reportDataOf(response.headers.get("Attestation-Report")!)).toBe(
    toHex(nonceBinding(nonce).reportData),
  );
});

test("without a nonce the answer passes, and no evidence with it: neither the prover's nor an old one", async () => {
  const { handle } = attester();
  const response = await handle(
    new Request("http://prover.example/prove", { method: "POST", body: "witness" }),
  );
  expect(await response.text()).toBe("proof of witness");
  expect(response.headers.has("Attestation-Report")).toBe(false);
});

test("a malformed nonce is refused before the prover sees the request", async () => {
  const { handle, seen } = attester();
  const init = { method: "POST", body: "witness", headers: { "Attestation-Nonce": "AAAA" } };
  const response = await handle(new Request("http://prover.example/prove", init));
  expect(response.status).toBe(400);
  expect(seen).toHaveLength(0);
});

test("reports are limited, and the answer says when to come back", async () => {
  const { handle, seen } = attester({ reportsPerMinute: 12 });
  const query = `?nonce=${toBase64Url(nonce)}`;
  expect((await handle(challenge(query))).status).toBe(200);
  expect((await handle(challenge(query))).status).toBe(200);
  const refused = await handle(challenge(query));
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(0);
  const init = {
    method: "POST",
    body: "witness",
    headers: { "Attestation-Nonce": toBase64Url(nonce) },
  };
  expect((await handle(new Request("http://prover.example/prove", init))).status).toBe(429);
  expect(seen, "no work for an answer that cannot be attested").toHaveLength(0);
});

test("pages may ask with a nonce, and read the evidence", async () => {
  const { handle } = attester();
  const preflight = await handle(
    new Request("http://prover.example/prove", {
      method: "OPTIONS",
      headers: {
        Origin: "https://wallet.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "attestation-nonce,content-type,x-grpc-web",
      },
    }),
  );
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get("Access-Control-Allow-Headers")).toContain("x-grpc-web");
  expect(preflight.headers.get("Access-Control-Allow-Headers")).toContain("Attestation-Nonce");
  expect(preflight.headers.get("Access-Control-Allow-Origin")).toBe("*");
  const answer = await handle(challenge(""));
  expect(answer.headers.get("Access-Control-Expose-Headers")).toBe("Attestation-Report");
  const one = await attester({ allowOrigin: "https://wallet.example" }).handle(challenge(""));
  expect(one.headers.get("Access-Control-Allow-Origin")).toBe("https://wallet.example");
  expect(one.headers.get("Vary")).toContain("Origin");
});

test("what fails is an answer, and says nothing of the witness", async () => {
  const failing = attester({ upstream: () => Promise.reject(new Error("witness 42")) });
  const init = { method: "POST", body: "witness 42" };
  const response = await failing.handle(new Request("http://prover.example/prove", init));
  expect(response.status).toBe(502);
  expect(await response.text()).not.toContain("42");
  const silent = attester({ quotes: { quote: () => Promise.reject(new Error("firmware")) } });
  expect((await silent.handle(challenge(`?nonce=${toBase64Url(nonce)}`))).status).toBe(503);
  const small = attester({ maxBodyBytes: 4 });
  expect((await small.handle(new Request("http://prover.example/prove", init))).status).toBe(413);
  expect((await attester().handle(challenge("", { method: "POST" }))).status).toBe(405);
});

test("a limit that is no number is refused, not ignored", () => {
  const upstream = "http://127.0.0.1:1";
  for (const limits of [
    { maxBodyBytes: Number.NaN },
    { maxBodyBytes: 0 },
    { reportsPerMinute: Number.NaN },
    { reportsPerMinute: 0 },
    { receiveTimeoutMs: Number.NaN },
    { receiveTimeoutMs: 0 },
    // A timer of so many milliseconds would go off at once.
    { receiveTimeoutMs: 2 ** 31 },
    { upstreamTimeoutMs: 2 ** 31 },
    // A day is the longest that keys may serve.
    { rotateMs: 86_400_001 },
    { graceMs: 86_400_001 },
    { rotateMs: 1000, graceMs: 1_000_000 },
  ]) {
    expect(() => createAttester({ quotes, upstream, ...limits })).toThrow(RangeError);
  }
});

test("a closed attester has no keys, and says so to clients and balancers", async () => {
  const { handle } = attester();
  const health = async () => {
    const answer = await handle(challenge("/health"));
    return [answer.status, ((await answer.json()) as { keyGenerations: number }).keyGenerations];
  };
  expect((await handle(challenge(`?nonce=${toBase64Url(nonce)}`))).status).toBe(200);
  expect(await health()).toEqual([200, 1]);
  handle.close();
  const refused = await handle(challenge(`?nonce=${toBase64Url(nonce)}`));
  expect(refused.status).toBe(503);
  expect(((await refused.json()) as { error: string }).error).toContain("closed");
  expect(await health()).toEqual([503, 0]);
  await expect(handle.rotateKeys()).rejects.toThrow("closed");
});

test("what somebody wrote to a prototype is no option: an attester goes on sealing", async () => {
  const withKeys = async () => {
    const { handle } = attester();
    const answer = await handle(challenge(`?nonce=${toBase64Url(nonce)}`));
    return "ohttpKeys" in ((await answer.json()) as object);
  };
  Object.defineProperty(Object.prototype, "seal", { value: false, configurable: true });
  try {
    expect(await withKeys()).toBe(true);
  } finally {
    Reflect.deleteProperty(Object.prototype, "seal");
  }
});

test("an option that does not exist is refused by name, not ignored", () => {
  const options = { quotes, upstream: "http://127.0.0.1:1" };
  const made = (more: object) => () => createAttester({ ...options, ...more });
  expect(made({ orgins: ["https://prover.example"] })).toThrow("createAttester has no option orgins; its options are quotes,"); // prettier-ignore
  expect(made({ reportsPerMinut: 1 })).toThrow(TypeError);
  // Each that does exist is taken.
  const every: Required<AttesterOptions> = {
    ...options,
    staple: (evidence) => Promise.resolve(evidence),
    onStapleError: () => undefined,
    onQuoteError: () => undefined,
    upstreamTimeoutMs: 1000,
    receiveTimeoutMs: 1000,
    seal: true,
    origins: ["https://prover.example"],
    rotateMs: 1000,
    graceMs: 1000,
    reportsPerMinute: 1,
    maxBodyBytes: 1,
    maxTotalBytes: 1,
    allowOrigin: "*",
    onLog: () => undefined,
    fetch: globalThis.fetch,
  };
  expect(made(every)).not.toThrow();
});
