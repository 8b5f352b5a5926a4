/** The first two steps of a call: evidence for a nonce of its own, and the verdict on it. Nothing of the witness has left. */
import { appraise } from "./appraise.ts";
import type { Call } from "./attested-fetch-call.ts";
import { challenge } from "./attested-fetch-challenge.ts";
import { appraisalOptions } from "./attested-fetch-options.ts";
import { answerBinding, createNonce, keyBinding, nonceBinding } from "./binding.ts";
import type { ExpectedBinding } from "./binding.ts";
import { deadline } from "./deadline.ts";
import type { ReceivedEvidence, ReceivedGateway } from "./evidence-source.ts";
import type { OutgoingRequest } from "./outgoing-request.ts";
import type { AttestationResult } from "./result.ts";

/** A prover whose evidence was accepted. */
export interface AppraisedProver {
  readonly result: AttestationResult;
  /** As it came. */
  readonly evidence: ReceivedEvidence["evidence"];
  /** What came with it: an answer of the same prover has no room for them. */
  readonly endorsements: ReceivedEvidence["endorsements"];
  /** Bound by the evidence, where the prover offers one. */
  readonly gateway: ReceivedGateway | undefined;
}

/**
 * Challenges and appraises, within the time that the options allow.
 *
 * @throws AttestationError, EndorsementsError, ProverError
 */
export async function appraiseProver(
  call: Call,
  url: URL,
  request: OutgoingRequest,
): Promise<AppraisedProver> {
  const { configuration, report } = call;
  const limit = deadline(configuration.timeoutMs, request.signal);
  try {
    const nonce = createNonce();
    const end = report.begin("challengeMs");
    const received = await challenge(call, url, request, nonce, limit);
    end();
    const endAppraisal = report.begin("appraisalMs");
    const result = await appraiseEvidence(
      call,
      received,
      bindingOf(call, received, nonce),
      limit.signal,
    );
    endAppraisal();
    limit.check();
    const { evidence, endorsements, gateway } = received;
    return { result, evidence, endorsements, gateway };
  } catch (error) {
    throw limit.explain(error);
  } finally {
    limit.clear();
  }
}

/** A prover that offers keys binds them, whether they are used or not. */
function bindingOf(
  { configuration }: Call,
  { gateway, exchange }: ReceivedEvidence,
  nonce: Uint8Array,
): ExpectedBinding {
  const own = configuration.binding?.challenge;
  if (own !== undefined) return own(nonce);
  if (exchange !== undefined) return answerBinding({ ...exchange, nonce });
  return gateway === undefined ? nonceBinding(nonce) : keyBinding(nonce, gateway.ohttpKeys);
}

/** The policy's verdict on evidence. */
export async function appraiseEvidence(
  { configuration }: Call,
  { evidence, endorsements }: ReceivedEvidence,
  expectedBinding: ExpectedBinding,
  signal: AbortSignal | undefined,
): Promise<AttestationResult> {
  const { policy = "" } = configuration;
  const options = appraisalOptions(configuration, endorsements, signal);
  return appraise(evidence, policy, { ...options, expectedBinding });
}
