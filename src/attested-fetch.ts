/**
 * A fetch that lets nothing out before the verdict. The order of one call is the product: challenge, appraise, send,
 * appraise the answer. Nothing of the witness exists outside this module before the first appraisal has returned.
 */
import { appraise, authenticate, resolvePolicy } from "./appraise.ts";
import type { AuthenticateOptions } from "./appraise.ts";
import { CallReport } from "./call-report.ts";
import { answerBinding, createNonce, nonceBinding } from "./binding.ts";
import { toBase64Url } from "./bytes.ts";
import { deadline } from "./deadline.ts";
import type { Deadline } from "./deadline.ts";
import {
  AttestationError,
  EndorsementsError,
  ProverError,
  errorFrom,
  isWitnesslockError,
} from "./errors.ts";
import type { WitnessSent, WitnesslockErrorData } from "./errors.ts";
import {
  lookForHeader,
  readBounded,
  readChallengeAnswer,
  requireHeader,
} from "./evidence-source.ts";
import type { ReceivedEvidence } from "./evidence-source.ts";
import { readConfiguration } from "./attested-fetch-options.ts";
import type { AttestedFetchOptions, Configuration } from "./attested-fetch-options.ts";
import { copyRequest } from "./outgoing-request.ts";
import type { OutgoingRequest } from "./outgoing-request.ts";
import { CHALLENGE_PATH, NONCE_HEADER } from "./protocol.ts";
import type { AttestationResult } from "./result.ts";
import { readAddress, refuseDetours, requireSuccess, transportError } from "./transport.ts";
import { unsealed } from "./unsealed.ts";

/** An answer, and the verdict that it stands on. */
export interface AttestedResponse extends Response {
  /** Absent where nothing was appraised: modes `"off"` and `"if-present"`, and failures that `"report-only"` lets pass. */
  readonly attestation?: AttestationResult;
}

/** A drop-in for `fetch`. */
export type AttestedFetch = (
  input: RequestInfo | URL,
  init?: RequestInit,
) => Promise<AttestedResponse>;

const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/**
 * Makes a fetch that attests the prover.
 *
 * @throws AttestationError `policy_invalid`, `input_invalid`, at once; what only the verifier can see in a policy, on the
 * first call, before anything is sent
 */
export function createAttestedFetch(options: AttestedFetchOptions): AttestedFetch {
  const configuration = readConfiguration(options);
  let checked: Promise<unknown> | undefined;
  const checkPolicy = async () => {
    if (configuration.policy === undefined) return;
    checked ??= resolvePolicy(configuration.policy);
    await checked.catch((error: unknown) => {
      checked = undefined;
      throw error;
    });
  };
  return (input, init) => {
    const call = new Call(configuration, checkPolicy);
    switch (configuration.mode) {
      case "off":
        return call.plain(input, init, false);
      case "if-present":
        return call.plain(input, init, true);
      default:
        return call.attested(input, init);
    }
  };
}

/** One call. */
class Call {
  readonly #configuration: Configuration;
  readonly #checkPolicy: () => Promise<void>;
  readonly #report: CallReport;
  readonly #send: typeof globalThis.fetch;

  constructor(configuration: Configuration, checkPolicy: () => Promise<void>) {
    this.#configuration = configuration;
    this.#checkPolicy = checkPolicy;
    this.#report = new CallReport(configuration.mode, configuration.onReport);
    const send = configuration.fetch ?? globalThis.fetch;
    // A browser's fetch refuses to be called as another object's method.
    this.#send = (input, init) => send(input, init);
  }

  /** The legacy rule: the caller's request as it is, then a look at the answer's header. */
  async plain(
    input: RequestInfo | URL,
    init: RequestInit | undefined,
    look: boolean,
  ): Promise<AttestedResponse> {
    const report = this.#report;
    report.origin = originOf(input);
    report.witnessSent = "plain";
    let response: Response;
    try {
      response = await this.#send(input, init);
    } catch (error) {
      // A plain fetch's error stays a plain fetch's error.
      report.finish("failed");
      throw error;
    }
    const header = look ? lookForHeader(response) : { state: "absent" as const };
    if (header.state !== "present") {
      report.finish(header.state === "absent" ? "unattested" : "unreadable");
      return response;
    }
    try {
      const { policy } = this.#configuration;
      const { evidence } = requireHeader(response);
      if (policy === undefined) {
        const { claims } = await authenticate(evidence, this.#options());
        report.finish("warned", { claims });
        return response;
      }
      const appraised = await appraise(evidence, policy, {
        ...this.#options(),
        expectedBinding: "any",
      });
      const result = unsealed(appraised);
      report.finish("warned", { result });
      return attach(response, result);
    } catch (error) {
      if (error instanceof EndorsementsError) {
        // Whoever could hide the endorsements could have stripped the header.
        report.finish("unproven", { code: error.code });
        return response;
      }
      const refusal = withWitness(error, "plain");
      report.fail(refusal);
      await response.body?.cancel();
      throw refusal;
    }
  }

  /** The modes with a policy. */
  async attested(
    input: RequestInfo | URL,
    init: RequestInit | undefined,
  ): Promise<AttestedResponse> {
    const report = this.#report;
    try {
      const [request] = await Promise.all([
        copyRequest(input, init, this.#configuration),
        this.#checkPolicy(),
      ]);
      return await this.#tryProvers(request);
    } catch (error) {
      const failure = withWitness(error, report.witnessSent);
      report.fail(failure);
      throw failure;
    }
  }

  async #tryProvers(request: OutgoingRequest): Promise<AttestedResponse> {
    const { provers, allowInsecureLoopback = false } = this.#configuration;
    const addresses = provers?.map((origin) => new URL(request.path, origin).href) ?? [request.url];
    for (const [index, address] of addresses.entries()) {
      try {
        const url = readAddress(address, allowInsecureLoopback);
        this.#report.origin = url.origin;
        return await this.#prove(url, request);
      } catch (error) {
        const isLast = index === addresses.length - 1;
        if (isLast || !mayTryNext(error, this.#report.witnessSent)) throw error;
        this.#report.attempt(error);
      }
    }
    throw new ProverError("transport_invalid", "there is no prover to ask");
  }

  /** Challenge, appraise, send, appraise: in this order. */
  async #prove(url: URL, request: OutgoingRequest): Promise<AttestedResponse> {
    const isReportOnly = this.#configuration.mode === "report-only";
    let problem: unknown;
    const limit = deadline(this.#configuration.timeoutMs, request.signal);
    try {
      await this.#challenge(url, request, limit);
      limit.check();
    } catch (error) {
      const failure = limit.explain(error);
      if (!isReportOnly || isStopped(failure)) throw failure;
      problem = failure;
    } finally {
      limit.clear();
    }

    const nonce = createNonce();
    const response = await this.#sendWitness(url, request, nonce);
    try {
      if (problem !== undefined) throw problem;
      requireSuccess(response.head, "the proving call", "plain");
      const { evidence, endorsements } = requireHeader(response.head);
      const bind = this.#configuration.binding?.answer ?? answerBinding;
      const expectedBinding = bind({
        nonce,
        requestBody: request.body ?? new Uint8Array(),
        status: response.head.status,
        responseBody: response.body,
      });
      const result = await this.#appraise(
        { evidence, endorsements },
        expectedBinding,
        request.signal,
      );
      this.#report.finish("warned", { result });
      return attach(response.whole(), result);
    } catch (error) {
      if (!isReportOnly || isStopped(error)) throw error;
      this.#report.fail(withWitness(error, "plain"));
      return response.whole();
    }
  }

  async #challenge(url: URL, request: OutgoingRequest, limit: Deadline): Promise<void> {
    const nonce = createNonce();
    const end = this.#report.begin("challengeMs");
    const received = await limit.race(this.#obtain(url, nonce, limit.signal, request));
    end();
    const bind = this.#configuration.binding?.challenge ?? nonceBinding;
    const endAppraisal = this.#report.begin("appraisalMs");
    await this.#appraise(received, bind(nonce), limit.signal);
    endAppraisal();
  }

  async #obtain(
    url: URL,
    nonce: Uint8Array,
    signal: AbortSignal,
    request: OutgoingRequest,
  ): Promise<ReceivedEvidence> {
    const { evidence = { from: "endpoint" } } = this.#configuration;
    if (typeof evidence === "function") return evidence({ url: new URL(url), nonce, signal });
    const isHeader = evidence.from === "header";
    const address = isHeader
      ? this.#headerAddress(url, evidence.challengeUrl)
      : new URL(CHALLENGE_PATH, url);
    if (!isHeader) address.searchParams.set("nonce", toBase64Url(nonce));
    let response: Response;
    try {
      response = await this.#send(address.href, {
        method: isHeader ? "HEAD" : "GET",
        signal,
        redirect: "manual",
        cache: "no-store",
        credentials: request.credentials,
        ...(isHeader ? { headers: { [NONCE_HEADER]: toBase64Url(nonce) } } : {}),
      });
      refuseDetours(response, "no");
      // A challenge by header is answered by whatever stands at the address: a method that it does not know is no failure.
      if (!isHeader) requireSuccess(response, "the challenge", "no");
      return isHeader ? requireHeader(response) : await readChallengeAnswer(response);
    } catch (error) {
      if (isWitnesslockError(error)) throw error;
      throw transportError(error, undefined, "no");
    }
  }

  #headerAddress(url: URL, challengeUrl: string | undefined): URL {
    if (challengeUrl === undefined) return url;
    const { allowInsecureLoopback = false } = this.#configuration;
    const address = readAddress(new URL(challengeUrl, url).href, allowInsecureLoopback);
    if (address.origin === url.origin) return address;
    throw new ProverError(
      "transport_invalid",
      "challengeUrl must have the origin of the proving call",
    );
  }

  async #sendWitness(url: URL, request: OutgoingRequest, nonce: Uint8Array) {
    const headers = new Headers(request.headers);
    headers.set(NONCE_HEADER, toBase64Url(nonce));
    const { signal, body } = request;
    if (signal?.aborted === true) throw transportError(signal.reason, signal, "no");
    this.#report.witnessSent = "plain";
    const end = this.#report.begin("provingMs");
    try {
      const head = await this.#send(url.href, {
        method: request.method,
        headers,
        redirect: "manual",
        cache: "no-store",
        credentials: request.credentials,
        ...(signal === undefined ? {} : { signal }),
        ...(body === undefined ? {} : { body: new Uint8Array(body) }),
      });
      refuseDetours(head, "plain");
      const bytes = await readBounded(head, this.#configuration.maxAnswerBytes ?? MAX_ANSWER_BYTES);
      end();
      return { head, body: bytes, whole: () => rebuild(head, bytes) };
    } catch (error) {
      throw transportError(error, signal, "plain");
    }
  }

  async #appraise(
    { evidence, endorsements }: ReceivedEvidence,
    expectedBinding: Uint8Array,
    signal: AbortSignal | undefined,
  ): Promise<AttestationResult> {
    const { policy = "" } = this.#configuration;
    const options = this.#options(endorsements, signal);
    return unsealed(await appraise(evidence, policy, { ...options, expectedBinding }));
  }

  #options(stapled: readonly Uint8Array[] = [], signal?: AbortSignal): AuthenticateOptions {
    const {
      endorsements = [],
      endorsementSource,
      offline,
      dangerouslyTrustRoots,
      now,
      timeoutMs,
    } = this.#configuration;
    return {
      endorsements: [...stapled, ...endorsements],
      ...(endorsementSource === undefined ? {} : { endorsementSource }),
      ...(offline === undefined ? {} : { offline }),
      ...(dangerouslyTrustRoots === undefined ? {} : { dangerouslyTrustRoots }),
      ...(now === undefined ? {} : { now: now() }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(signal === undefined ? {} : { signal }),
    };
  }
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

/** The error as the caller meets it: with how far the witness came. */
function withWitness(error: unknown, witnessSent: WitnessSent): Error {
  if (isWitnesslockError(error)) {
    if (error.witnessSent === witnessSent && error instanceof Error) return error;
    return errorFrom(error, { witnessSent, cause: error });
  }
  return new AttestationError(
    "internal",
    "something that a caller supplied, or witnesslock itself, failed unexpectedly; nothing was accepted",
    { cause: error, witnessSent },
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

function attach(response: Response, attestation: AttestationResult): AttestedResponse {
  return Object.defineProperty(response, "attestation", {
    value: attestation,
    enumerable: true,
  });
}

/** The answer again, from the bytes that were appraised. */
function rebuild(head: Response, bytes: Uint8Array): Response {
  const hasNoBody = head.status === 204 || head.status === 205 || head.status === 304;
  const { status, statusText, headers } = head;
  const response = new Response(hasNoBody ? null : new Uint8Array(bytes), {
    status,
    statusText,
    headers,
  });
  return Object.defineProperty(response, "url", { value: head.url });
}
