/** Sealed calls, over real sockets. */
import { afterEach, describe, expect, test } from "vitest";
import { createAttester } from "../../src/attester/index.ts";
import type { Attester, AttesterOptions } from "../../src/attester/index.ts";
import { createAttestedFetch } from "../../src/index.ts";
import type { AttestedFetchEvent, AttestedFetchOptions } from "../../src/index.ts";
import { errorOf } from "../support.ts";
import { WITNESS, acceptSimulated, attestedProver, countingPeer, echo, endAll, serve, simulatedQuotes } from "./provers.ts"; // prettier-ignore

afterEach(endAll);

const CHALLENGE = "/.well-known/attestation?";
const GATEWAY = "/.well-known/ohttp-gateway?key=";
const post: RequestInit = { method: "POST", body: WITNESS, headers: { "X-Wallet": "secret" } };

async function accept(more: Partial<AttestedFetchOptions> = {}): Promise<AttestedFetchOptions> {
  const { seal: _off, ...options } = await acceptSimulated();
  return { ...options, ...more };
}

/** How often an address was asked for. */
const count = (traffic: string, path: string) => traffic.split(path).length - 1;

async function attester(options: Partial<AttesterOptions> = {}): Promise<Attester> {
  const upstream = await echo();
  return createAttester({ quotes: await simulatedQuotes(), upstream: upstream.url, ...options });
}

test("the witness and the proof travel sealed, and the answer carries the verdict", async () => {
  const peer = await countingPeer(await attestedProver());
  const events: AttestedFetchEvent[] = [];
  const attestedFetch = createAttestedFetch(await accept({ onReport: (event) => events.push(event) })); // prettier-ignore
  const response = await attestedFetch(`${peer.url}/prove?tx=1`, post);
  expect(await response.text()).toBe(`proof of ${WITNESS}`);
  expect(response.headers.get("X-Prover")).toBe("1");
  expect(response.url).toBe(`${peer.url}/prove?tx=1`);
  const check = response.attestation?.checks.find(({ id }) => id === "channel_binding");
  expect(check).toMatchObject({ outcome: "passed" });
  // Nothing of the request's line, fields or body is in what the peer saw.
  expect(peer.received()).not.toMatch(/WITNESS|x-wallet|tx=1/i);
  expect(peer.received().indexOf(CHALLENGE)).toBeLessThan(peer.received().indexOf(GATEWAY));
  expect(events).toMatchObject([{ outcome: "warned", witnessSent: "sealed", attempts: [] }]);
  expect(events[0]?.timings.provingMs).toBeGreaterThan(0);
});

test("the twin: unsealed, the same peer sees all of it", async () => {
  const peer = await countingPeer(await attestedProver());
  const attestedFetch = createAttestedFetch(await accept({ seal: "off" }));
  await attestedFetch(`${peer.url}/prove?tx=1`, post);
  expect(peer.received()).toMatch(/WITNESS/);
  expect(peer.received()).toMatch(/tx=1/);
  expect(peer.received()).toMatch(/x-wallet/i);
});

test.each(["GET", "HEAD", "PUT", "DELETE"])("%s arrives as it was meant", async (method) => {
  const seen: string[] = [];
  const upstream = await serve(async (request) => {
    seen.push(`${request.method} ${new URL(request.url).pathname} ${await request.text()}`);
    return new Response(method === "HEAD" ? null : "yes", { status: method === "DELETE" ? 202 : 200 }); // prettier-ignore
  });
  const prover = await attestedProver(undefined, { upstream: upstream.url });
  const attestedFetch = createAttestedFetch(await accept());
  const body = method === "PUT" ? { body: "x" } : {};
  const response = await attestedFetch(`${prover.url}/a/b`, { method, ...body });
  expect(response.status).toBe(method === "DELETE" ? 202 : 200);
  expect(seen).toEqual([`${method} /a/b ${method === "PUT" ? "x" : ""}`]);
});

test("a body of several megabytes arrives whole, with its length", async () => {
  const lengths: (string | null)[] = [];
  const upstream = await serve(async (request) => {
    lengths.push(request.headers.get("Content-Length"));
    return new Response(await request.arrayBuffer());
  });
  const prover = await attestedProver(undefined, { upstream: upstream.url });
  const body = new Uint8Array(5_000_000).map((_, at) => at % 251);
  const attestedFetch = createAttestedFetch(await accept());
  const response = await attestedFetch(prover.url, { method: "POST", body });
  expect(Buffer.from(await response.arrayBuffer()).equals(body)).toBe(true);
  expect(lengths).toEqual(["5000000"]);
});

describe("one challenge for several calls", () => {
  test("case 204: serves for maxAgeMs, and then a fresh one is made", async () => {
    const peer = await countingPeer(await attestedProver());
    const attestedFetch = createAttestedFetch(await accept({ maxAgeMs: 400 }));
    await attestedFetch(peer.url, post);
    await attestedFetch(peer.url, post);
    expect(count(peer.received(), CHALLENGE)).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 450));
    await attestedFetch(peer.url, post);
    expect(count(peer.received(), CHALLENGE)).toBe(2);
    expect(count(peer.received(), GATEWAY)).toBe(3);
  });

  test("maxAgeMs: 0 challenges every time", async () => {
    const peer = await countingPeer(await attestedProver());
    const attestedFetch = createAttestedFetch(await accept({ maxAgeMs: 0 }));
    await attestedFetch(peer.url, post);
    await attestedFetch(peer.url, post);
    expect(count(peer.received(), CHALLENGE)).toBe(2);
  });

  test("case 206: ends where the clock was set back, or the machine slept", async () => {
    const peer = await countingPeer(await attestedProver());
    const attestedFetch = createAttestedFetch(await accept());
    const real = Date.now;
    try {
      for (const shift of [0, -1000, 61_000]) {
        Date.now = () => real() + shift;
        await attestedFetch(peer.url, post);
      }
    } finally {
      Date.now = real;
    }
    expect(count(peer.received(), CHALLENGE)).toBe(3);
  });

  test("never lasts past the verdict's own end", async () => {
    const peer = await countingPeer(await attestedProver());
    let now = Math.floor(Date.now() / 1000);
    const attestedFetch = createAttestedFetch(await accept({ now: () => now }));
    const { attestation } = await attestedFetch(peer.url, post);
    now = (attestation?.validUntil ?? 0) + 1;
    // The chain has ended by then, so the fresh verdict is another one.
    expect(await errorOf(attestedFetch(peer.url, post))).toMatchObject({ witnessSent: "no" });
    expect(count(peer.received(), CHALLENGE)).toBe(2);
  });

  test("never crosses to another origin, or to another fetch", async () => {
    const provers = [await countingPeer(await attestedProver()), await countingPeer(await attestedProver())]; // prettier-ignore
    const attestedFetch = createAttestedFetch(await accept());
    for (const { url } of provers) await attestedFetch(url, post);
    for (const peer of provers) expect(count(peer.received(), CHALLENGE)).toBe(1);
    await createAttestedFetch(await accept())(provers[0]!.url, post);
    expect(count(provers[0]!.received(), CHALLENGE)).toBe(2);
  });

  test("case 321: ends with a failed call: the retry is challenged afresh", async () => {
    let failures = 0;
    const prover = await attestedProver((answer, request) => {
      if (!request.url.includes("ohttp-gateway") || failures > 0) return answer;
      failures += 1;
      return new Response("busy", { status: 503 });
    });
    const peer = await countingPeer(prover);
    const attestedFetch = createAttestedFetch(await accept());
    expect(await errorOf(attestedFetch(peer.url, post))).toMatchObject({ code: "prover_http", witnessSent: "sealed" }); // prettier-ignore
    await attestedFetch(peer.url, post);
    expect(count(peer.received(), CHALLENGE)).toBe(2);
  });
});

describe("a gateway that does not hold the key", () => {
  test("keys rotated between two calls: challenged and sealed again, once", async () => {
    const instance = await attester({ graceMs: 1 });
    const peer = await countingPeer(await serve(instance));
    const attestedFetch = createAttestedFetch(await accept());
    await attestedFetch(peer.url, post);
    await instance.rotateKeys();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await (await attestedFetch(peer.url, post)).text()).toBe(`proof of ${WITNESS}`);
    expect(count(peer.received(), CHALLENGE)).toBe(2);
    expect(count(peer.received(), GATEWAY)).toBe(3);
  });

  test("keys rotated while a call is in flight: it is not lost, grace or not", async () => {
    let answer: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => (answer = resolve));
    let arrived: () => void = () => undefined;
    const there = new Promise<void>((resolve) => (arrived = resolve));
    const upstream = await serve(async (request) => {
      const text = await request.text();
      arrived();
      await waiting;
      return new Response(text);
    });
    const instance = await attester({ upstream: upstream.url, graceMs: 1 });
    const prover = await serve(instance);
    const call = createAttestedFetch(await accept())(prover.url, post);
    await there;
    await instance.rotateKeys();
    await new Promise((resolve) => setTimeout(resolve, 10));
    answer();
    expect(await (await call).text()).toBe(WITNESS);
  });

  test("case 27: two instances behind a balancer that routes by the key in the address: survived", async () => {
    const instances = [await attester(), await attester()] as const;
    const homes = new Map<string, Attester>();
    let turn = 0;
    const balancer = await serve(async (request) => {
      const key = new URL(request.url).searchParams.get("key");
      if (key !== null) return (homes.get(key) ?? instances[0])(request);
      const instance = instances[turn++ % 2]!;
      const answer = await instance(request);
      const body = (await answer.clone().json()) as { gateway: [string, string] };
      const address = Buffer.from(body.gateway[1], "base64url").toString();
      homes.set(address.split("key=")[1] ?? "", instance);
      return answer;
    });
    const attestedFetch = createAttestedFetch(await accept({ maxAgeMs: 0 }));
    for (let call = 0; call < 4; call += 1) {
      expect(await (await attestedFetch(balancer.url, post)).text()).toBe(`proof of ${WITNESS}`);
    }
    expect(turn).toBe(4);
  });

  test("case 27: behind one that takes turns: refused by name after the second try, with nothing readable sent", async () => {
    const instances = [await attester(), await attester()] as const;
    let turn = 0;
    const balancer = await serve((request) => instances[turn++ % 2]!(request));
    const peer = await countingPeer(balancer);
    const attestedFetch = createAttestedFetch(await accept());
    expect(await errorOf(attestedFetch(peer.url, post))).toMatchObject({ code: "prover_key", witnessSent: "sealed" }); // prettier-ignore
    expect(peer.received()).not.toContain("WITNESS");
    expect(turn).toBe(4);
  });

  test("one that always says so: no loop, and in no mode a reason to fall back", async () => {
    const problem = JSON.stringify({ type: "https://iana.org/assignments/http-problem-types#ohttp-key" }); // prettier-ignore
    const prover = await attestedProver((answer, request) =>
      request.url.includes("ohttp-gateway")
        ? new Response(problem, { status: 400, headers: { "Content-Type": "application/problem+json" } }) // prettier-ignore
        : answer,
    );
    for (const mode of ["required", "report-only"] as const) {
      const peer = await countingPeer(prover);
      const attestedFetch = createAttestedFetch(await accept({ mode }));
      expect((await errorOf(attestedFetch(peer.url, post)))?.code).toBe("prover_key");
      expect(count(peer.received(), GATEWAY)).toBe(2);
      expect(peer.received()).not.toContain("WITNESS");
    }
  });
});

describe("a prover that cannot be sealed to", () => {
  test("required: refused before anything leaves", async () => {
    const peer = await countingPeer(await attestedProver(undefined, { seal: false }));
    const error = await errorOf(createAttestedFetch(await accept())(peer.url, post));
    expect(error).toMatchObject({ code: "sealing_unavailable", witnessSent: "no" });
    expect(peer.received()).not.toContain("WITNESS");
  });

  test("report-only: sent, and reported", async () => {
    const prover = await attestedProver(undefined, { seal: false });
    const events: AttestedFetchEvent[] = [];
    const options = await accept({ mode: "report-only", onReport: (event) => events.push(event) });
    const response = await createAttestedFetch(options)(prover.url, post);
    expect(await response.text()).toBe(`proof of ${WITNESS}`);
    expect(response.attestation).toBeUndefined();
    expect(events).toMatchObject([{ outcome: "refused", code: "sealing_unavailable", witnessSent: "plain" }]); // prettier-ignore
  });
});

test("failover goes to the next prover that the policy accepts, and never to one that it does not", async () => {
  const away = await serve(() => new Response("gone", { status: 503 }));
  const unattested = await countingPeer(await echo());
  const good = await countingPeer(await attestedProver());
  const events: AttestedFetchEvent[] = [];
  const provers = [away.url, unattested.url, good.url];
  const options = await accept({ provers, onReport: (event) => events.push(event) });
  const response = await createAttestedFetch(options)("/prove", post);
  expect(await response.text()).toBe(`proof of ${WITNESS}`);
  expect(events[0]?.attempts.map(({ code }) => code)).toEqual(["prover_http", "prover_protocol"]);
  expect(unattested.received()).not.toContain("WITNESS");
  const alone = createAttestedFetch(await accept({ provers: [away.url, unattested.url] }));
  expect(await errorOf(alone("/prove", post))).toMatchObject({ witnessSent: "no" });
});

test("an error of the prover's own comes as an error, and its words stay with it", async () => {
  const upstream = await serve(() => new Response("WITNESS- was wrong", { status: 500 }));
  const prover = await attestedProver(undefined, { upstream: upstream.url });
  const error = await errorOf(createAttestedFetch(await accept())(prover.url, post));
  expect(error).toMatchObject({ code: "prover_http", context: { actual: "500" }, witnessSent: "sealed" }); // prettier-ignore
  expect(JSON.stringify(error)).not.toContain("WITNESS-");
});

test("the prover dies in the middle: a clean error, and the caller can send again", async () => {
  let isDead = true;
  const prover = await attestedProver(undefined, {
    upstream: async (request) => {
      if (isDead) throw new Error("connection reset");
      return new Response(await request.text());
    },
  });
  const attestedFetch = createAttestedFetch(await accept());
  const request = new Request(prover.url, post);
  expect(await errorOf(attestedFetch(request))).toMatchObject({ code: "prover_http", context: { actual: "502" } }); // prettier-ignore
  isDead = false;
  expect(await (await attestedFetch(request)).text()).toBe(WITNESS);
});

test("a caller's signal ends a sealed call", async () => {
  const prover = await attestedProver(undefined, { upstream: () => new Promise(() => undefined) });
  const stop = new AbortController();
  const call = createAttestedFetch(await accept())(prover.url, { ...post, signal: stop.signal });
  setTimeout(() => {
    stop.abort();
  }, 300);
  expect(await errorOf(call)).toMatchObject({ code: "aborted", witnessSent: "sealed" });
});

test("an answer above the limit is refused by its size", async () => {
  const prover = await attestedProver();
  const attestedFetch = createAttestedFetch(await accept({ maxAnswerBytes: 100 }));
  expect((await errorOf(attestedFetch(prover.url, post)))?.code).toBe("transport_too_large");
});
