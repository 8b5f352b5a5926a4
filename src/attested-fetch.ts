/**
 * A fetch that lets nothing out before the verdict. The order of one call is the product: challenge, appraise, send,
 * appraise the answer. It is decided here and nowhere else.
 */
import { appraise, resolvePolicy } from "./appraise.ts";
import type { Call } from "./attested-fetch-call.ts";
import { challenge } from "./attested-fetch-challenge.ts";
import { passThrough, sendUnasked } from "./attested-fetch-legacy.ts";
import { appraisalOptions, readConfiguration } from "./attested-fetch-options.ts";
import type { AttestedFetchOptions } from "./attested-fetch-options.ts";
import { sendWitness } from "./attested-fetch-send.ts";
import { attach } from "./attested-response.ts";
import type { AttestedResponse } from "./attested-response.ts";
import { answerBinding, createNonce, nonceBinding } from "./binding.ts";
import type { AnswerParts } from "./binding.ts";
import { CallReport } from "./call-report.ts";
import { deadline } from "./deadline.ts";
import type { Deadline } from "./deadline.ts";
import { ProverError, isWitnesslockError } from "./errors.ts";
import type { WitnessSent, WitnesslockErrorData } from "./errors.ts";
import { requireHeader } from "./evidence-source.ts";
import type { ReceivedEvidence } from "./evidence-source.ts";
import { copyRequest } from "./outgoing-request.ts";
import type { OutgoingRequest } from "./outgoing-request.ts";
import type { AttestationResult } from "./result.ts";
import { readAddress, requireProof } from "./transport.ts";
import { unsealed } from "./unsealed.ts";

/** A drop-in for `fetch`. */
export type AttestedFetch = (
  input: RequestInfo | URL,
  init?: RequestInit,
) => Promise<AttestedResponse>;

/**
 * Makes a fetch that attests the prover.
 *
 * @throws AttestationError `policy_invalid`, `input_invalid`, at once; what only the verifier can see in a policy, on the
 * first call, before anything is sent
 */
export function createAttestedFetch(options: AttestedFetchOptions): AttestedFetch {
  const configuration = readConfiguration(options);
  const { mode, policy, onReport } = configuration;
  let checked: Promise<unknown> | undefined;
  const checkPolicy = async () => {
    if (policy === undefined) return;
    checked ??= resolvePolicy(policy);
    await checked.catch((error: unknown) => {
      checked = undefined;
      throw error;
    });
  };
  return (input, init) => {
    const fetch = configuration.fetch ?? globalThis.fetch;
    const call: Call = {
      configuration,
      report: new CallReport(mode, onReport),
      // A browser's fetch refuses to be called as another object's method.
      send: (address, how) => fetch(address, how),
      checkPolicy,
    };
    if (mode === "off" || (mode === "if-present" && policy === undefined)) {
      return passThrough(call, input, init);
    }
    return mode === "if-present" ? sendUnasked(call, input, init) : attest(call, input, init);
  };
}

/** The modes that challenge. */
async function attest(
  call: Call,
  input: RequestInfo | URL,
  init: RequestInit | undefined,
): Promise<AttestedResponse> {
  const { configuration, report } = call;
  try {
    const [request] = await Promise.all([
      copyRequest(input, init, configuration),
      call.checkPolicy(),
    ]);
    return await tryProvers(call, request);
  } catch (error) {
    throw report.fail(error);
  }
}

async function tryProvers(call: Call, request: OutgoingRequest): Promise<AttestedResponse> {
  const { configuration, report } = call;
  const { provers, allowInsecureLoopback = false } = configuration;
  const addresses = provers?.map((origin) => atOrigin(request.url, origin)) ?? [request.url];
  for (const [index, address] of addresses.entries()) {
    try {
      const url = readAddress(address, allowInsecureLoopback);
      report.origin = url.origin;
      return await prove(call, url, request);
    } catch (error) {
      const isLast = index === addresses.length - 1;
      if (isLast || !mayTryNext(error, report.witnessSent)) throw error;
      report.attempt(error);
    }
  }
  throw new ProverError("transport_invalid", "there is no prover to ask");
}

/** Path and query of an address at another origin. They are set, not resolved: a path may begin with two slashes. */
function atOrigin(address: string, origin: string): string {
  const { pathname, search } = new URL(address);
  const url = new URL(origin);
  url.pathname = pathname;
  url.search = search;
  return url.href;
}

/** Challenge, appraise, send, appraise: in this order. */
async function prove(call: Call, url: URL, request: OutgoingRequest): Promise<AttestedResponse> {
  const { configuration, report } = call;
  const isReportOnly = configuration.mode === "report-only";
  let problem: unknown;
  const limit = deadline(configuration.timeoutMs, request.signal);
  try {
    await appraiseProver(call, url, request, limit);
    limit.check();
  } catch (error) {
    const failure = limit.explain(error);
    if (!isReportOnly || isStopped(failure)) throw failure;
    problem = failure;
  } finally {
    limit.clear();
  }

  // Only "report-only" comes here with a problem. It asks for no more evidence then: a page's request with a header that
  // the prover does not know would be stopped by its preflight.
  const nonce = problem === undefined ? createNonce() : undefined;
  const answer = await sendWitness(call, url, request, nonce);
  try {
    if (nonce === undefined) throw problem;
    requireProof(answer.head);
    const received = requireHeader(answer.head);
    const parts = {
      nonce,
      requestBody: request.body ?? new Uint8Array(),
      status: answer.head.status,
      responseBody: answer.body,
    };
    const binding = expectedOfAnswer(call, request.method, parts);
    const result = await appraiseEvidence(call, received, binding, request.signal);
    report.finish("warned", { result });
    return attach(answer.whole(), result);
  } catch (error) {
    if (!isReportOnly || isStopped(error)) throw error;
    report.fail(error);
    return answer.whole();
  }
}

/** The prover's evidence, before the witness leaves. */
async function appraiseProver(
  call: Call,
  url: URL,
  request: OutgoingRequest,
  limit: Deadline,
): Promise<void> {
  const { configuration, report } = call;
  const nonce = createNonce();
  const end = report.begin("challengeMs");
  const received = await challenge(call, url, request, nonce, limit);
  end();
  const bind = configuration.binding?.challenge ?? nonceBinding;
  const endAppraisal = report.begin("appraisalMs");
  await appraiseEvidence(call, received, bind(nonce), limit.signal);
  endAppraisal();
}

/** An attester cannot tell a proving call by HEAD from a challenge by HEAD (PROTOCOL.md, "Unsealed calls"). */
function expectedOfAnswer(
  { configuration: { binding } }: Call,
  method: string,
  parts: AnswerParts,
): Uint8Array {
  if (binding?.answer !== undefined) return binding.answer(parts);
  return method === "HEAD" ? nonceBinding(parts.nonce) : answerBinding(parts);
}

async function appraiseEvidence(
  { configuration }: Call,
  { evidence, endorsements }: ReceivedEvidence,
  expectedBinding: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<AttestationResult> {
  const { policy = "" } = configuration;
  const options = appraisalOptions(configuration, endorsements, signal);
  return unsealed(await appraise(evidence, policy, { ...options, expectedBinding }));
}

/** A caller who stopped the call has stopped it in every mode. */
function isStopped(error: unknown): boolean {
  return error instanceof ProverError && error.code === "aborted";
}

/**
 * Whether another prover may be asked: not after the caller stopped, not for a mistake in the call, and not once the witness
 * has left and the answer was not attested. The next one is challenged afresh and must satisfy the same policy.
 */
function mayTryNext(error: unknown, witnessSent: WitnessSent): error is WitnesslockErrorData {
  if (!isWitnesslockError(error) || isStopped(error)) return false;
  if (error.code === "policy_invalid" || error.code === "input_invalid") return false;
  return witnessSent === "no" || error.name === "ProverError";
}
