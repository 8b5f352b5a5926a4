/** A call to a prover that cannot open sealed requests: the answer's own evidence binds it. A warning at best. */
import { appraiseEvidence } from "./attested-fetch-appraise.ts";
import type { Call } from "./attested-fetch-call.ts";
import { isStopped } from "./attested-fetch-stop.ts";
import { sendWitness } from "./attested-fetch-send.ts";
import type { WholeAnswer } from "./attested-fetch-send.ts";
import { attach } from "./attested-response.ts";
import type { AttestedResponse } from "./attested-response.ts";
import { answerBinding, createNonce, nonceBinding } from "./binding.ts";
import type { AnswerParts, ExpectedBinding } from "./binding.ts";
import { unsealed } from "./channel-binding.ts";
import { requireInAnswer } from "./evidence-source.ts";
import type { ReceivedEvidence } from "./evidence-source.ts";
import type { OutgoingRequest } from "./outgoing-request.ts";
import { requireProof } from "./transport.ts";

/**
 * Sends, and appraises the answer. The prover has been appraised.
 *
 * @param endorsements - that came with the challenge's evidence
 */
export async function proveUnsealed(
  call: Call,
  url: URL,
  request: OutgoingRequest,
  endorsements: ReceivedEvidence["endorsements"],
): Promise<AttestedResponse> {
  const nonce = createNonce();
  const answer = await sendWitness(call, url, request, nonce);
  try {
    return await judge(call, request, nonce, answer, endorsements);
  } catch (error) {
    if (call.configuration.mode !== "report-only" || isStopped(error)) throw error;
    call.report.fail(error);
    return answer.whole();
  }
}

/**
 * Mode "report-only", where the prover was not accepted: the call goes on, and no more evidence is asked for, because a page's
 * request with a header that the prover does not know would be stopped by its preflight.
 */
export async function sendDespite(
  call: Call,
  url: URL,
  request: OutgoingRequest,
  problem: unknown,
): Promise<AttestedResponse> {
  const sending = sendWitness(call, url, request, undefined);
  // The report is about attestation, whatever becomes of the call.
  const answer = await sending.finally(() => call.report.fail(problem));
  return answer.whole();
}

async function judge(
  call: Call,
  request: OutgoingRequest,
  nonce: Uint8Array,
  answer: WholeAnswer,
  endorsements: ReceivedEvidence["endorsements"],
): Promise<AttestedResponse> {
  requireProof(answer.head.status, "plain");
  const { evidence, body } = requireInAnswer(answer.head, answer.body);
  const binding = expectedOfAnswer(call, request.method, {
    nonce,
    requestBody: request.body ?? new Uint8Array(),
    status: answer.head.status,
    responseBody: body,
  });
  const received = { evidence, endorsements };
  const result = unsealed(await appraiseEvidence(call, received, binding, request.signal));
  call.report.finish("warned", { result });
  return attach(answer.whole(body), result);
}

/** An attester cannot tell a proving call by HEAD from a challenge by HEAD (PROTOCOL.md, "Unsealed calls"). */
function expectedOfAnswer(
  { configuration: { binding } }: Call,
  method: string,
  parts: AnswerParts,
): ExpectedBinding {
  if (binding?.answer !== undefined) return binding.answer(parts);
  return method === "HEAD" ? nonceBinding(parts.nonce) : answerBinding(parts);
}
