/**
 * A sealed call: the whole request is encrypted to a key that the hardware attested (RFC 9458), so nobody on the way reads it,
 * and an answer that opens was written by the holder of that key.
 */
import { appraiseProver } from "./attested-fetch-appraise.ts";
import type { AppraisedProver } from "./attested-fetch-appraise.ts";
import type { Call } from "./attested-fetch-call.ts";
import { sendSealed } from "./attested-fetch-send-sealed.ts";
import { ageFromNow } from "./attested-keys.ts";
import type { AttestedKey } from "./attested-keys.ts";
import { attach } from "./attested-response.ts";
import type { AttestedResponse } from "./attested-response.ts";
import { sealed } from "./channel-binding.ts";
import { AttestationError, ProverError } from "./errors.ts";
import type { ReceivedGateway } from "./evidence-source.ts";
import type { OutgoingRequest } from "./outgoing-request.ts";
import { readAddress, requireProof } from "./transport.ts";

/** Obtains an attested key, one of an earlier call where it is still good. Nothing of the witness leaves. */
export async function attestKey(
  call: Call,
  url: URL,
  request: OutgoingRequest,
): Promise<AttestedKey> {
  const kept = call.keys.get(url.origin);
  if (kept !== undefined) return kept;
  const age = ageFromNow();
  const attested = keyOf(call, url, await appraiseProver(call, url, request));
  call.keys.keep(url.origin, attested, age);
  return attested;
}

/**
 * Seals, sends, opens. A gateway that says that it does not hold the key, as after a rotation or behind a balancer, is
 * challenged and sealed to again, once: that answer is not authentic, so it is neither a reason to fall back nor to go on.
 */
export async function proveSealed(
  call: Call,
  url: URL,
  request: OutgoingRequest,
  attested: AttestedKey,
): Promise<AttestedResponse> {
  try {
    return await proveOnce(call, url, request, attested);
  } catch (error) {
    if (!(error instanceof ProverError && error.code === "prover_key")) throw error;
    return proveOnce(call, url, request, await attestKey(call, url, request));
  }
}

async function proveOnce(
  call: Call,
  url: URL,
  request: OutgoingRequest,
  attested: AttestedKey,
): Promise<AttestedResponse> {
  try {
    const response = await sendSealed(call, url, request, attested);
    requireProof(response.status, "sealed");
    const result = sealed(attested.result);
    call.report.finish(result.status === "affirming" ? "affirmed" : "warned", { result });
    return attach(response, result);
  } catch (error) {
    call.keys.drop(url.origin, attested);
    throw error;
  }
}

function keyOf(call: Call, url: URL, { result, gateway }: AppraisedProver): AttestedKey {
  const { sealing } = call;
  if (sealing === undefined) throw unavailable("this bundle has no means to seal a request");
  if (gateway === undefined) {
    throw unavailable(
      "the prover is genuine and accepted, but offers no key to seal the request to",
    );
  }
  let key;
  try {
    key = sealing.chooseKey(gateway.ohttpKeys);
  } catch (cause) {
    throw new ProverError(
      "prover_protocol",
      "the prover's attested keys are no document application/ohttp-keys",
      {
        cause,
        context: { field: "ohttpKeys" },
      },
    );
  }
  if (key === undefined) {
    throw unavailable("the prover offers keys of kinds alone that this version cannot seal to");
  }
  return { key, sealing, gateway: gatewayAddress(call, url, gateway), result };
}

/** The prover's own origin: what is sealed is readable by the attested key alone, and still no other host is to see it. */
function gatewayAddress({ configuration }: Call, url: URL, { address }: ReceivedGateway): URL {
  const target = readAddress(address, configuration.allowInsecureLoopback ?? false, url);
  if (target.origin === url.origin && target.hash === "") return target;
  throw new ProverError(
    "prover_protocol",
    "the prover names a gateway at another origin than its own",
    {
      context: { field: "gateway", expected: url.origin },
    },
  );
}

function unavailable(problem: string): AttestationError {
  return new AttestationError(
    "sealing_unavailable",
    `${problem}; to accept that whoever relays the connection can read the request, write seal: "off"`,
    { context: { field: "ohttpKeys" } },
  );
}
