/**
 * The modes that do not challenge. Without a policy the caller's request goes out as it is: nothing that works today may
 * break. Evidence is looked for in the answer's header, for what it can still do: withhold a proof that came with a forgery.
 */
import { appraise, authenticate } from "./appraise.ts";
import { admit } from "./attested-fetch-call.ts";
import type { Call } from "./attested-fetch-call.ts";
import { appraisalOptions } from "./attested-fetch-options.ts";
import { sendWitness } from "./attested-fetch-send.ts";
import { attach } from "./attested-response.ts";
import type { AttestedResponse } from "./attested-response.ts";
import { EndorsementsError, ProverError } from "./errors.ts";
import { lookForHeader, lookInAnswer, requireHeader } from "./evidence-source.ts";
import { discard, readAddress } from "./transport.ts";
import { unsealed } from "./channel-binding.ts";

/** Mode `"off"`, and mode `"if-present"` without a policy. */
export async function passThrough(
  call: Call,
  input: RequestInfo | URL,
  init: RequestInit | undefined,
): Promise<AttestedResponse> {
  const { report, configuration, send } = call;
  report.origin = originOf(input);
  report.leaving("plain");
  const end = report.begin("provingMs");
  let response: Response;
  try {
    response = await send(input, init);
  } catch (error) {
    // A plain fetch's error stays a plain fetch's error.
    report.finish("failed");
    throw error;
  }
  end();
  if (configuration.mode === "off") {
    report.finish("unattested");
    return response;
  }
  const signal = init?.signal ?? (typeof input === "object" && "signal" in input && input.signal);
  // The answer streams: only its header can be looked at.
  const find = () => ({ evidence: headerOf(response), whole: response });
  return judge(call, response, find, signal || undefined);
}

function headerOf(response: Response): string | Uint8Array | undefined {
  return lookForHeader(response).state === "present" ? requireHeader(response).evidence : undefined;
}

/** Mode `"if-present"` with a policy: evidence may be absent, but the way and the policy are what they always are. */
export async function sendUnasked(
  call: Call,
  input: RequestInfo | URL,
  init: RequestInit | undefined,
): Promise<AttestedResponse> {
  const { configuration, report } = call;
  try {
    const request = await admit(call, input, init);
    const url = readAddress(request.url, configuration.allowInsecureLoopback ?? false);
    report.origin = url.origin;
    const answer = await sendWitness(call, url, request, undefined);
    const find = () => {
      const { evidence, body } = lookInAnswer(answer.head, answer.body);
      return { evidence, whole: answer.whole(body) };
    };
    return await judge(call, answer.head, find, request.signal);
  } catch (error) {
    throw report.fail(error);
  }
}

/** What an answer carries, and what is given to the caller. */
interface Found {
  readonly evidence: string | Uint8Array | undefined;
  readonly whole: Response;
}

/** Absent evidence passes, and evidence that nobody can prove; a forgery does not. */
async function judge(
  call: Call,
  head: Response,
  find: () => Found,
  signal: AbortSignal | undefined,
): Promise<AttestedResponse> {
  const { report, configuration } = call;
  let found: Found | undefined;
  try {
    found = find();
    const { evidence, whole } = found;
    if (evidence === undefined) {
      const { state } = lookForHeader(head);
      report.finish(state === "absent" ? "unattested" : "unreadable");
      return whole;
    }
    const end = report.begin("appraisalMs");
    const options = appraisalOptions(configuration, [], signal);
    if (configuration.policy === undefined) {
      const { claims } = await authenticate(evidence, options);
      end();
      report.finish("warned", { claims });
      return whole;
    }
    // No nonce was sent, so there is none to be bound to.
    const result = unsealed(
      await appraise(evidence, configuration.policy, { ...options, expectedBinding: "any" }),
    );
    end();
    report.finish("warned", { result });
    return attach(whole, result);
  } catch (error) {
    if (found !== undefined && isUnproven(error)) {
      // Whoever could hide the endorsements could have stripped the header.
      report.finish("unproven", { code: error.code });
      return found.whole;
    }
    discard(found?.whole ?? head);
    throw report.fail(error);
  }
}

/** The endorsements could not be had, or not in time. */
function isUnproven(error: unknown): error is EndorsementsError | ProverError {
  return (
    error instanceof EndorsementsError ||
    (error instanceof ProverError && error.code === "transport_timeout")
  );
}

function originOf(input: RequestInfo | URL): string {
  try {
    const address = typeof input === "string" ? input : "url" in input ? input.url : input.href;
    return new URL(address, globalThis.location?.href).origin;
  } catch {
    return "";
  }
}
