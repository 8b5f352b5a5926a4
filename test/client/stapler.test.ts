/** Evidence that leaves the prover with all that a verdict needs, kept fresh. */
import { expect, test } from "vitest";
import { appraise, authenticate, memoryCache, stapler } from "../../src/index.ts";
import { createAttester } from "../../src/attester/index.ts";
import { SimulatedTee } from "../../src/testing/index.ts";
import { codeOf } from "../support.ts";
import { POLICY, quote, service, tdx } from "./collateral-support.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test("an attester's client needs no network", async () => {
  const { asked, fetch } = service();
  const staple = stapler({
    dangerouslyTrustRoots: [tdx.root],
    endorsementSource: { fetch, cache: memoryCache() },
  });
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
  const staple = stapler({
    dangerouslyTrustRoots: [tdx.root],
    endorsementSource: { fetch, cache: memoryCache() },
    refreshMs: 0,
  });
  await staple(quote);
  await staple(quote);
  expect(asked).toHaveLength(8);
});

test("what a client could not believe is not stapled, and the attester is told", async () => {
  const { fetch } = service({ absent: /./ });
  const staple = stapler({
    dangerouslyTrustRoots: [tdx.root],
    endorsementSource: { fetch, cache: memoryCache() },
  });
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
