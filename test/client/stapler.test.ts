/** Evidence that leaves the prover with all that a verdict needs, kept fresh. */
import { expect, test, vi } from "vitest";
import { appraise, authenticate, memoryCache, stapler } from "../../src/index.ts";
import type { StaplerOptions } from "../../src/index.ts";
import { createAttester } from "../../src/attester/index.ts";
import { SimulatedTee } from "../../src/testing/index.ts";
import { codeOf } from "../support.ts";
import { DAY_MS, POLICY, quote, service, tdx } from "./collateral-support.ts";

/** One that asks a service of the tests, and trusts it. */
const staplerOf = (fetch: typeof globalThis.fetch, more: StaplerOptions = {}) =>
  stapler({
    dangerouslyTrustRoots: [tdx.root],
    endorsementSource: { fetch, cache: memoryCache() },
    ...more,
  });
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test("an attester's client needs no network", async () => {
  const { asked, fetch } = service();
  const staple = staplerOf(fetch);
  const padded = { padding: new Uint8Array(64) };
  const attester = createAttester({
    quotes: {
      quote: async (reportData) => ({ evidence: await tdx.quote({ reportData, ...padded }) }),
    },
    staple,
    upstream: () => Promise.resolve(new Response("proof")),
  });
  const url = `https://prover.example/.well-known/attestation?nonce=${"A".repeat(43)}`;
  for (let count = 0; count < 3; count += 1) {
    const answer = (await (await attester(new Request(url))).json()) as { evidence: string[] };
    const evidence = Buffer.from(answer.evidence[1] ?? "", "base64url");
    const result = await appraise(new Uint8Array(evidence), POLICY, {
      dangerouslyTrustRoots: [tdx.root],
      expectedBinding: "any",
      offline: true,
    });
    expect(result.tcb?.status).toBe("UpToDate");
    // The zeros behind the quote are no part of it.
    expect(result.checks.map(({ id }) => id)).not.toContain("trailing-bytes");
    expect(text(evidence)).toContain('"platform":"tdx"');
  }
  expect(asked).toHaveLength(4);
});

test("it refreshes what clients would find too old", async () => {
  const { asked, fetch } = service();
  const staple = staplerOf(fetch, { refreshMs: 0 });
  await staple(quote);
  await staple(quote);
  expect(asked).toHaveLength(8);
});

test("while the vendor is down, it serves what it holds as long as that is valid, and says so", async () => {
  vi.useFakeTimers({ toFake: ["Date", "performance"] });
  try {
    const { asked, state, fetch } = service();
    const told: unknown[] = [];
    const staple = staplerOf(fetch, { onRefreshError: (error) => told.push(error) });
    await staple(quote);
    expect(asked).toHaveLength(4);
    Object.assign(state, { absent: /./ });
    const later = async (ms: number) => {
      await vi.advanceTimersByTimeAsync(ms);
      return staple(quote);
    };
    const evidence = await later(DAY_MS / 2);
    const judged = await appraise(evidence, POLICY, {
      dangerouslyTrustRoots: [tdx.root],
      expectedBinding: "any",
      offline: true,
    });
    expect(judged.tcb?.status).toBe("UpToDate");
    expect(told).toEqual([expect.objectContaining({ code: "endorsements_fetch" })]);
    // Left alone for a minute, then asked again.
    const count = asked.length;
    await later(30_000);
    expect([asked.length, told.length]).toEqual([count, 1]);
    await later(31_000);
    expect(asked.length).toBeGreaterThan(count);
    expect(told).toHaveLength(2);
    // Back again, it is asked every twelve hours as before.
    Object.assign(state, { absent: undefined });
    await later(61_000);
    const whole = asked.length;
    await later(3_600_000);
    expect(asked).toHaveLength(whole);
    Object.assign(state, { absent: /./ });
    expect(await codeOf(later(40 * DAY_MS))).toBe("endorsements_fetch");
    expect(told).toHaveLength(2);
  } finally {
    vi.useRealTimers();
  }
});

test("a revocation that the vendor has published since is not served away", async () => {
  const { state, fetch } = service();
  const staple = staplerOf(fetch, { refreshMs: 0 });
  await staple(quote);
  Object.assign(state, { revoked: true });
  for (const _ of [1, 2]) expect(await codeOf(staple(quote))).toBe("collateral_revoked");
});

test("what a client could not believe is not stapled, and the attester is told", async () => {
  const { fetch } = service({ absent: /./ });
  const staple = staplerOf(fetch);
  expect(await codeOf(staple(quote))).toBe("endorsements_fetch");
  const forged = quote.slice();
  forged[200]! ^= 1;
  expect(await codeOf(staple(forged))).toBe("signature_invalid");
  const errors: unknown[] = [];
  const attester = createAttester({
    quotes: { quote: () => Promise.resolve({ evidence: quote }) },
    staple,
    onStapleError: (error) => errors.push(error),
    upstream: () => Promise.resolve(new Response("proof")),
  });
  const url = `https://prover.example/.well-known/attestation?nonce=${"A".repeat(43)}`;
  const answer = (await (await attester(new Request(url))).json()) as { evidence: string[] };
  expect(Buffer.from(answer.evidence[1] ?? "", "base64url").equals(quote)).toBe(true);
  expect(errors).toHaveLength(1);
});

test("a report of SEV-SNP gets its certificates", async () => {
  const snp = await SimulatedTee.create();
  const staple = stapler({
    dangerouslyTrustRoots: [snp.root],
    endorsements: [snp.leaf, snp.intermediate],
  });
  const evidence = await staple(await snp.report());
  const result = await authenticate(evidence, {
    dangerouslyTrustRoots: [snp.root],
    offline: true,
  });
  expect(result.tee).toBe("snp");
});
