/**
 * A fetch that lets nothing out before the verdict. The order of one call is the product: challenge, appraise, seal, send,
 * open. It is decided here and nowhere else.
 */
import { resolvePolicy } from "./appraise.ts";
import { appraiseProver } from "./attested-fetch-appraise.ts";
import { admit } from "./attested-fetch-call.ts";
import type { Call } from "./attested-fetch-call.ts";
import { passThrough, sendUnasked } from "./attested-fetch-legacy.ts";
import { readConfiguration } from "./attested-fetch-options.ts";
import type { AttestedFetchOptions } from "./attested-fetch-options.ts";
import { attestKey, proveSealed } from "./attested-fetch-sealed.ts";
import { isStopped, mayTryNext } from "./attested-fetch-stop.ts";
import { proveUnsealed, sendDespite } from "./attested-fetch-unsealed.ts";
import { AttestedKeys } from "./attested-keys.ts";
import type { AttestedResponse } from "./attested-response.ts";
import { CallReport } from "./call-report.ts";
import { ProverError } from "./errors.ts";
import { readTime } from "./input.ts";
import { needsLongHeader, wideningSenders } from "./long-headers.ts";
import type { OutgoingRequest } from "./outgoing-request.ts";
import type { Sealing } from "./sealing/sealing.ts";
import { readAddress } from "./transport.ts";
import { underlyingFetch } from "./underlying-fetch.ts";

/** A drop-in for `fetch`. */
export type AttestedFetch = (
  input: RequestInfo | URL,
  init?: RequestInit,
) => Promise<AttestedResponse>;

/**
 * `createAttestedFetch` of every entry. Without sealing a sealed call ends before it begins (`sealing_unavailable`).
 *
 * @param below - the runtime's own fetch, where the options name none
 */
export function makeAttestedFetch(
  options: AttestedFetchOptions,
  sealing: Sealing | undefined,
  below = underlyingFetch,
): AttestedFetch {
  const configuration = readConfiguration(options);
  const { mode, policy, onReport, maxAgeMs, maxHeaderBytes, now } = configuration;
  const keys = new AttestedKeys(maxAgeMs, () => readTime(now?.()));
  const senderOf = wideningSenders(maxHeaderBytes);
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
    const { fetch } = configuration;
    const call: Call = {
      configuration,
      report: new CallReport(mode, onReport),
      ...senderOf(fetch ?? below(), fetch !== undefined),
      checkPolicy,
      keys,
      sealing,
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
  try {
    return await tryProvers(call, await admit(call, input, init));
  } catch (error) {
    throw call.report.fail(error);
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

/** First the verdict, then the witness. Only "report-only" sends where there is none. */
async function prove(call: Call, url: URL, request: OutgoingRequest): Promise<AttestedResponse> {
  const { mode, seal } = call.configuration;
  let send: () => Promise<AttestedResponse>;
  try {
    if (seal === "off") {
      const { evidence, endorsements } = await appraiseProver(call, url, request);
      // The answer's evidence comes once the witness has left, and nothing can be asked again then.
      if (needsLongHeader(evidence)) call.widen();
      send = () => proveUnsealed(call, url, request, endorsements);
    } else {
      const attested = await attestKey(call, url, request);
      send = () => proveSealed(call, url, request, attested);
    }
  } catch (error) {
    if (mode !== "report-only" || isStopped(error)) throw error;
    send = () => sendDespite(call, url, request, error);
  }
  return send();
}
