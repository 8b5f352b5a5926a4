/** The challenge endpoint: one report for one nonce, and the key to seal to. */
import { keyBinding, nonceBinding } from "../binding.ts";
import type { Binding } from "../binding.ts";
import { fromBase64Url, toBase64Url } from "../bytes.ts";
import {
  ADDRESS_TYPE,
  CHALLENGE_PATH,
  EVIDENCE_TYPE,
  GATEWAY_KEY,
  GATEWAY_PATH,
  INDICATOR,
  NONCE_BYTES,
} from "../protocol.ts";
import { KEYS_TYPE } from "../sealing/media-types.ts";
import { RingClosed } from "./key-ring.ts";
import type { Generation, KeyRing } from "./key-ring.ts";
import { problem } from "./problem.ts";
import type { QuoteProvider } from "./quote-provider.ts";
import type { RateLimit } from "./rate-limit.ts";

/** What challenges are answered with. */
export interface ChallengeAnswerer {
  readonly quotes: QuoteProvider;
  readonly limit: RateLimit;
  /** Absent where the attester seals nothing. */
  readonly ring: KeyRing | undefined;
}

/** Exactly 32 bytes, in their one encoding. */
export function readNonce(text: string): Uint8Array | undefined {
  const nonce = fromBase64Url(text);
  return nonce?.length === NONCE_BYTES ? nonce : undefined;
}

/** No nonce, no report: neither a fresh one nor one that was made for somebody else. */
export async function answerChallenge(
  { quotes, limit, ring }: ChallengeAnswerer,
  request: Request,
): Promise<Response> {
  if (request.method !== "GET") {
    return problem(405, "the challenge is a GET", { Allow: "GET" });
  }
  const given = new URL(request.url).searchParams.getAll("nonce");
  const nonce = given.length === 1 ? readNonce(given[0] ?? "") : undefined;
  if (nonce === undefined) {
    return problem(
      400,
      `send GET ${CHALLENGE_PATH}?nonce=<base64url of ${NONCE_BYTES} random bytes, without padding>`,
    );
  }
  const wait = limit.take();
  if (wait > 0) return tooMany(wait);
  let generation: Generation | undefined;
  try {
    generation = await ring?.current();
  } catch (error) {
    if (!(error instanceof RingClosed)) throw error;
    return problem(503, "the attester was closed and has no keys any more");
  }
  const binding =
    generation === undefined ? nonceBinding(nonce) : keyBinding(nonce, generation.document);
  const evidence = await quoteOf(quotes, binding);
  if (evidence === undefined) return noReport();
  const text = (value: string) => toBase64Url(new TextEncoder().encode(value));
  const body = {
    evidence: [EVIDENCE_TYPE, toBase64Url(evidence), INDICATOR.evidence],
    ...(generation === undefined
      ? {}
      : {
          ohttpKeys: [KEYS_TYPE, toBase64Url(generation.document)],
          gateway: [ADDRESS_TYPE, text(`${GATEWAY_PATH}?${GATEWAY_KEY}=${generation.hash}`)],
        }),
  };
  return new Response(JSON.stringify(body), {
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store" },
  });
}

/** A report, or nothing where the hardware gave none. */
export async function quoteOf(
  quotes: QuoteProvider,
  { reportData, extraData }: Binding,
): Promise<Uint8Array | undefined> {
  try {
    return (await quotes.quote(reportData, extraData)).evidence;
  } catch {
    return undefined;
  }
}

/** 503 */
export function noReport(): Response {
  return problem(503, "the hardware gave no report; try again");
}

/** 429 */
export function tooMany(seconds: number): Response {
  return problem(429, "too many reports were asked for; try again later", {
    "Retry-After": String(seconds),
  });
}
