/** Verify; where the verifier says which endorsements are missing, fetch exactly those; verify again. */
import type { AuthenticateOptions } from "./appraise.ts";
import { deadline } from "./deadline.ts";
import { endorsementSource } from "./endorsement-source.ts";
import type { Endorsement } from "./endorsement-source.ts";
import { AttestationError, EndorsementsError } from "./errors.ts";
import { learn, recall } from "./rollback-memory.ts";
import type { SeenDocument } from "./rollback-memory.ts";
import type { Anchor, AttestationResult, TdxAttestationResult } from "./result.ts";
import { callVerifier } from "./verifier.ts";
import type { VerifierRequest } from "./verifier.ts";

/** A leaf certificate or collateral, then a revocation list; a third round would mean that something goes in circles. */
const MAX_ROUNDS = 3;

/** What was fetched, and what could not be. */
interface Fetched {
  readonly endorsements: Map<string, Endorsement>;
  readonly failures: Map<string, EndorsementsError>;
}

/**
 * Asks the verifier, with what it misses, and remembers what a verdict stood on.
 *
 * @param fresh - nothing from the cache: ask the servers for what they have now
 */
export async function verify<Result>(
  request: VerifierRequest,
  options: AuthenticateOptions,
  fresh = false,
): Promise<Result> {
  const source = endorsementSource(options.endorsementSource);
  const { signal, offline = false } = options;
  const limit = deadline(options.timeoutMs, signal);
  const fetched: Fetched = { endorsements: new Map(), failures: new Map() };
  const get = (url: string, isFresh: boolean) => limit.race(() => source.get(url, isFresh));
  // A cache of this library's own answers at once, and a limit that is waited for costs a tenth of a verdict.
  const soon = <T>(step: () => Promise<T>) => (source.mayHang ? limit.race(step) : step());
  const remembered = (anchor: Anchor) => soon(() => recall(source.cache, anchor));
  // With roots of the caller's, only a verdict says under whose anchor the documents are, and whose memory counts.
  let isDoubtful = (request.dangerouslyTrustRoots ?? []).length > 0;
  let assumed: Anchor | undefined = isDoubtful ? "simulated" : "intel-sgx";
  let refreshed = fresh;
  try {
    let seen: readonly SeenDocument[] = await remembered(assumed);
    for (let round = 0; ; round += 1) {
      limit.check();
      const given = Array.from(fetched.endorsements.values(), ({ bytes }) => bytes);
      try {
        const endorsements = [...(request.endorsements ?? []), ...given];
        const result = await callVerifier<Result>({ ...request, endorsements, seen }, limit);
        const { tee, anchor } = result as Pick<AttestationResult, "tee" | "anchor">;
        if (tee === "tdx" && anchor !== assumed) {
          assumed = anchor;
          seen = await remembered(anchor);
          if (seen.length > 0) continue;
        }
        // Only what a verdict stood on is worth remembering; that is not waited for longer than the call may take.
        const news = Array.from(fetched.endorsements).filter(([, { cached }]) => !cached);
        const kept = news.map(([url, { bytes }]) => source.keep(url, bytes));
        if (request.operation === "appraise" && tee === "tdx") {
          kept.push(learn(source.cache, result as TdxAttestationResult, seen));
        }
        if (kept.length > 0) await soon(() => Promise.all(kept)).catch(() => undefined);
        return result;
      } catch (error) {
        if (isDoubtful && isAboutCollateral(error) && error.code === "collateral_rolled_back") {
          // By the memory of another anchor's documents, perhaps: once more without, to learn whose they are.
          isDoubtful = false;
          assumed = undefined;
          seen = [];
          continue;
        }
        const cached = cachedOf(fetched);
        if (!refreshed && cached.length > 0 && isAboutCollateral(error)) {
          // What was remembered may have expired since: once more, with what the server has now.
          refreshed = true;
          await fetchAll(cached, fetched, (url) => get(url, true));
          if (cachedOf(fetched).length === cached.length) {
            // Whoever is between must not turn a refusal into doubt.
            throw error.code === "collateral_expired" ? explain(error, cached, fetched) : error;
          }
          continue;
        }
        if (!(error instanceof EndorsementsError) || offline || round >= MAX_ROUNDS) throw error;
        const missing = error.context.urls ?? [];
        const urls = missing.filter(
          (url) => !fetched.endorsements.has(url) && !fetched.failures.has(url),
        );
        if (urls.length === 0) throw explain(error, missing, fetched);
        await fetchAll(urls, fetched, (url) => get(url, fresh));
        if (urls.every((url) => fetched.failures.has(url))) throw explain(error, urls, fetched);
      }
    }
  } catch (error) {
    throw limit.explain(error);
  } finally {
    limit.clear();
  }
}

function cachedOf({ endorsements }: Fetched): string[] {
  return Array.from(endorsements.keys()).filter((url) => endorsements.get(url)?.cached);
}

function isAboutCollateral(error: unknown): error is AttestationError {
  return error instanceof AttestationError && error.code.startsWith("collateral_");
}

/** Several addresses may be alternatives, or parts of one whole: the verifier says afterwards what is still missing. */
async function fetchAll(
  urls: readonly string[],
  { endorsements, failures }: Fetched,
  get: (url: string) => Promise<Endorsement>,
): Promise<void> {
  const outcomes = await Promise.allSettled(urls.map((url) => get(url)));
  outcomes.forEach((outcome, index) => {
    const url = urls[index] ?? "";
    if (outcome.status === "fulfilled") {
      endorsements.set(url, outcome.value);
      return;
    }
    const reason: unknown = outcome.reason;
    if (!(reason instanceof EndorsementsError)) throw reason;
    failures.set(url, reason);
  });
}

/** Why it could not be found out: the first server that did not answer, where there is one. */
function explain(error: unknown, urls: readonly string[], { failures }: Fetched): unknown {
  const reason = urls.map((url) => failures.get(url)).find((failure) => failure !== undefined);
  if (reason === undefined) return error;
  const unverified = error instanceof EndorsementsError ? error.unverified : undefined;
  return new EndorsementsError(reason.code, reason.message, {
    context: { ...reason.context, urls },
    cause: reason,
    ...(unverified === undefined ? {} : { unverified }),
  });
}
