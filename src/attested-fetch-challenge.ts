/** The first step of a call: evidence for a nonce of this call alone, asked for with nothing of the witness. */
import type { Call } from "./attested-fetch-call.ts";
import type { Deadline } from "./deadline.ts";
import { toBase64Url } from "./bytes.ts";
import { ProverError, isWitnesslockError } from "./errors.ts";
import {
  readBounded,
  readChallengeAnswer,
  requireHeader,
  requireInAnswer,
} from "./evidence-source.ts";
import type { ReceivedEvidence } from "./evidence-source.ts";
import { GRPC_WEB_HEADERS, frame } from "./grpc-web-frames.ts";
import { inputInvalid } from "./input.ts";
import type { OutgoingRequest } from "./outgoing-request.ts";
import {
  CARRIER_HEADER,
  CHALLENGE_PATH,
  MAX_CHALLENGE_BYTES,
  NONCE_HEADER,
  TRAILER_CARRIER,
} from "./protocol.ts";
import {
  discard,
  isHeaderOverflow,
  readAddress,
  refuseDetours,
  requireChallengeAnswer,
  transportError,
} from "./transport.ts";

/** What a challenge needs of a call. */
export interface Challenger {
  readonly configuration: Pick<Call["configuration"], "evidence" | "allowInsecureLoopback">;
  readonly send: Call["send"];
  /** Makes `send` read longer headers from now on; `false` where it cannot. */
  readonly widen?: Call["widen"];
}

/** How it goes out: with the caller's credentials and rules for referrers, and nothing else of the caller's request. */
type Asking = Pick<OutgoingRequest, "manner">;

/**
 * Obtains evidence from where the options say.
 *
 * @param url - where the proving call will go
 * @throws AttestationError `evidence_*`
 * @throws ProverError `prover_*`, `transport_*`, `aborted`
 */
export async function challenge(
  call: Challenger,
  url: URL,
  request: Asking,
  nonce: Uint8Array,
  limit: Deadline,
): Promise<ReceivedEvidence> {
  const { evidence = { from: "endpoint" } } = call.configuration;
  if (typeof evidence === "function") {
    // A function of the caller's may not heed the signal; nor may it change what is expected afterwards.
    const received = await limit.race(async (signal) =>
      evidence({ url: new URL(url), nonce: new Uint8Array(nonce), signal }),
    );
    return copyOf(received);
  }
  if (evidence.from === "endpoint") {
    return limit.race((signal) => askEndpoint(call, url, request, nonce, signal));
  }
  const { challengeUrl } = evidence;
  const address =
    challengeUrl === undefined ? withoutQuery(url) : sameOrigin(call, url, challengeUrl);
  const askCarrier = evidence.from === "header" ? askForHeader : askForTrailer;
  return limit.race((signal) => askCarrier(call, address, request, nonce, signal));
}

/** A query may be the witness, or a part of it. */
function withoutQuery(url: URL): URL {
  const address = new URL(url);
  address.search = "";
  return address;
}

/**
 * What a function of the caller's returned, copied: what is appraised is what is used, whatever becomes of the object. Of two
 * bindings the evidence can have but one, and keys that it is not bound to must not be sealed to.
 */
function copyOf({ evidence, endorsements, gateway, exchange }: ReceivedEvidence): ReceivedEvidence {
  if (gateway !== undefined && exchange !== undefined) {
    throw inputInvalid("evidence", "a function that gives a gateway or an exchange, not both");
  }
  return {
    evidence: typeof evidence === "string" ? evidence : new Uint8Array(evidence),
    endorsements: endorsements.map((endorsement) => new Uint8Array(endorsement)),
    ...(gateway === undefined
      ? {}
      : { gateway: { ohttpKeys: new Uint8Array(gateway.ohttpKeys), address: gateway.address } }),
    ...(exchange === undefined
      ? {}
      : {
          exchange: {
            requestBody: new Uint8Array(exchange.requestBody),
            status: exchange.status,
            responseBody: new Uint8Array(exchange.responseBody),
          },
        }),
  };
}

async function askEndpoint(
  call: Challenger,
  url: URL,
  request: Asking,
  nonce: Uint8Array,
  signal: AbortSignal,
): Promise<ReceivedEvidence> {
  const address = new URL(CHALLENGE_PATH, url);
  address.searchParams.set("nonce", toBase64Url(nonce));
  const response = await ask(call, address, request, { method: "GET", signal });
  try {
    return await readChallengeAnswer(requireChallengeAnswer(response));
  } catch (error) {
    discard(response);
    throw isWitnesslockError(error) ? error : transportError(error, undefined, "no");
  }
}

/** A status that is no success is none of evidence's affair here: whatever stands at the address may not know HEAD. */
async function askForHeader(
  call: Challenger,
  address: URL,
  request: Asking,
  nonce: Uint8Array,
  signal: AbortSignal,
): Promise<ReceivedEvidence> {
  const headers = { [NONCE_HEADER]: toBase64Url(nonce) };
  return requireHeader(await ask(call, address, request, { method: "HEAD", headers, signal }));
}

/** An empty message: the prover refuses it, and its answer is attested like every other. */
async function askForTrailer(
  call: Challenger,
  address: URL,
  request: Asking,
  nonce: Uint8Array,
  signal: AbortSignal,
): Promise<ReceivedEvidence> {
  const requestBody = frame(new Uint8Array());
  const response = await ask(call, address, request, {
    method: "POST",
    headers: {
      ...GRPC_WEB_HEADERS,
      [NONCE_HEADER]: toBase64Url(nonce),
      [CARRIER_HEADER]: TRAILER_CARRIER,
    },
    body: new Uint8Array(requestBody),
    signal,
  });
  try {
    const received = await readBounded(response, MAX_CHALLENGE_BYTES);
    const { evidence, body: responseBody } = requireInAnswer(response, received);
    const { status } = response;
    return { evidence, endorsements: [], exchange: { requestBody, status, responseBody } };
  } catch (error) {
    discard(response);
    throw isWitnesslockError(error) ? error : transportError(error, undefined, "no");
  }
}

async function ask(
  challenger: Challenger,
  address: URL,
  { manner }: Asking,
  init: RequestInit,
): Promise<Response> {
  const { integrity: _ofTheProof, keepalive: _ofTheCall, ...kept } = manner;
  const once = () =>
    challenger.send(address.href, { ...kept, ...init, redirect: "manual", cache: "no-store" });
  let response: Response;
  try {
    // Nothing private is in a challenge, so it may be asked again.
    response = await once().catch((error: unknown) => {
      if (isHeaderOverflow(error) && challenger.widen?.() === true) return once();
      throw error;
    });
  } catch (error) {
    throw transportError(error, undefined, "no");
  }
  try {
    return refuseDetours(response, "no");
  } catch (error) {
    discard(response);
    throw error;
  }
}

/** Evidence of another origin would say nothing of where the witness goes. */
function sameOrigin({ configuration }: Challenger, url: URL, challengeUrl: string): URL {
  const { allowInsecureLoopback = false } = configuration;
  const address = readAddress(challengeUrl, allowInsecureLoopback, url);
  if (address.origin === url.origin) return address;
  throw new ProverError(
    "transport_invalid",
    "challengeUrl must have the origin of the proving call: evidence of another origin says nothing of this one",
    { context: { field: "challengeUrl" } },
  );
}
