/** The one place at which a call with a policy lets the witness out. Whoever calls it has decided that it may go. */
import type { Call } from "./attested-fetch-call.ts";
import { rebuild } from "./attested-response.ts";
import { toBase64Url } from "./bytes.ts";
import { readBounded } from "./evidence-source.ts";
import type { OutgoingRequest } from "./outgoing-request.ts";
import { CARRIER_HEADER, NONCE_HEADER, TRAILER_CARRIER } from "./protocol.ts";
import { isGrpcWeb } from "./grpc-web-frames.ts";
import { discard, refuseDetours, transportError } from "./transport.ts";

/** The default of `maxAnswerBytes`. */
export const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** A prover's answer, read to its end. */
export interface WholeAnswer {
  /** Status and headers; its body is used up. */
  readonly head: Response;
  /** The body, content codings removed. */
  readonly body: Uint8Array;
  /** The answer as a caller expects it: with the received body, or with what is left once evidence is taken out of it. */
  whole(left?: Uint8Array): Response;
}

/**
 * Sends the request and reads the answer whole, so that nothing of it is released before it is appraised.
 *
 * @param nonce - what the answer's evidence must be bound to; without one no evidence is asked for
 * @throws ProverError `transport_*`, `aborted`
 */
export async function sendWitness(
  { send, report, configuration }: Call,
  url: URL,
  request: OutgoingRequest,
  nonce: Uint8Array | undefined,
): Promise<WholeAnswer> {
  const { signal, body, method, manner } = request;
  const headers = new Headers(request.headers);
  if (nonce !== undefined) {
    headers.set(NONCE_HEADER, toBase64Url(nonce));
    if (prefersTrailer(configuration, headers)) headers.set(CARRIER_HEADER, TRAILER_CARRIER);
  }
  if (signal?.aborted === true) throw transportError(signal.reason, signal, report.witnessSent);
  report.leaving("plain");
  const end = report.begin("provingMs");
  let head: Response | undefined;
  try {
    head = await send(url.href, {
      ...manner,
      method,
      headers,
      redirect: "manual",
      cache: "no-store",
      ...(signal === undefined ? {} : { signal }),
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
    });
    const answer = refuseDetours(head, "plain");
    const bytes = await readBounded(answer, configuration.maxAnswerBytes ?? MAX_ANSWER_BYTES);
    end();
    const whole = (left = bytes) => rebuild(answer, left, left !== bytes);
    return { head: answer, body: bytes, whole };
  } catch (error) {
    if (head !== undefined) discard(head);
    throw transportError(error, signal, "plain");
  }
}

/**
 * A gRPC-web answer has room for evidence that many a proxy would not pass as a header. Where the evidence came from the
 * header so far, the prover may know nothing of that, and a page's preflight would ask it.
 */
function prefersTrailer({ evidence }: Call["configuration"], headers: Headers): boolean {
  const from = typeof evidence === "object" ? evidence.from : "endpoint";
  return from !== "header" && isGrpcWeb(headers);
}
