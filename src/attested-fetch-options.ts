/** The options of `createAttestedFetch`, and what they become once read. */
import type { AuthenticateOptions } from "./appraise.ts";
import type { AttestedFetchEvent } from "./attested-fetch-event.ts";
import type { AnswerParts, ExpectedBinding } from "./binding.ts";
import { endorsementSource } from "./endorsement-source.ts";
import type { EndorsementSourceOptions } from "./endorsement-source-options.ts";
import { AttestationError } from "./errors.ts";
import type { ReceivedEvidence } from "./evidence-source.ts";
import {
  checkCount,
  checkFunction,
  inputInvalid,
  readBlobs,
  readOptions,
  readPolicy,
} from "./input.ts";
import type { Policy } from "./policy.ts";

/** The phases of a migration; see the table in the README. */
export type Mode = "required" | "report-only" | "if-present" | "off";

/** What a function that obtains evidence is asked. */
export interface EvidenceRequest {
  /** Where the proving call will go. */
  readonly url: URL;
  /** 32 random bytes, of this call alone. */
  readonly nonce: Uint8Array;
  /** Aborts when the time is over or the caller says so. */
  readonly signal: AbortSignal;
}

/** Where the evidence before the witness comes from. */
export type EvidenceOption =
  /** `{origin}/.well-known/attestation`; the default. */
  | { readonly from: "endpoint" }
  /** The header on the answer to an empty request: `HEAD` on the same address, or on `challengeUrl`. */
  | { readonly from: "header"; readonly challengeUrl?: string }
  /**
   * The trailers of a gRPC-web answer to an empty message: `POST` on the same address, or on `challengeUrl`. For provers whose
   * proxies pass no long header.
   */
  | { readonly from: "trailer"; readonly challengeUrl?: string }
  /** Anything else. */
  | ((request: EvidenceRequest) => Promise<ReceivedEvidence>);

/** How to bind, for provers that speak another recipe; by default PROTOCOL.md's. */
export interface BindingOption {
  /** What the evidence before the witness must hold. */
  readonly challenge?: (nonce: Uint8Array) => ExpectedBinding;
  /** What the evidence of the answer must hold. */
  readonly answer?: (parts: AnswerParts) => ExpectedBinding;
}

/** Options of `createAttestedFetch`. */
export interface AttestedFetchOptions {
  /** What is accepted. Without one only the modes `"if-present"` and `"off"` exist. */
  readonly policy?: Policy | string;
  /** Default with a policy: `"required"`. */
  readonly mode?: Mode;
  /**
   * Default in the modes `"required"` and `"report-only"`: the request is sealed to the attested key, so that nobody between
   * can read it. `"off"` must be written out: whoever relays the connection can then read the request.
   */
  readonly seal?: "required" | "off";
  /** Default: the endpoint. */
  readonly evidence?: EvidenceOption;
  /** See {@link BindingOption}. */
  readonly binding?: BindingOption;
  /**
   * Origins to try in order, in the modes `"required"` and `"report-only"`; of the call's own address only path and query
   * count. Each is challenged afresh, and must satisfy the same policy.
   */
  readonly provers?: readonly string[];
  /**
   * Milliseconds for which one challenge serves several sealed calls to the same origin; 0 challenges every time. A failed
   * call ends it. Default: 60,000. Unsealed calls challenge every time.
   */
  readonly maxAgeMs?: number;
  /** Milliseconds for challenge, endorsements and appraisal; the proving call obeys the caller's signal alone. Default: 30,000. */
  readonly timeoutMs?: number;
  /** Bytes of an answer. Default: 64 MiB. */
  readonly maxAnswerBytes?: number;
  /**
   * Bytes of an answer's headers, in Node, whose own fetch stops at 16 KiB: where evidence is longer, calls go through
   * `node:https` from then on. Other runtimes have limits of their own, and so has the option `fetch`. Default: 1 MiB.
   */
  readonly maxHeaderBytes?: number;
  /** Certificates and revocation lists beside what the prover staples. */
  readonly endorsements?: readonly Uint8Array[];
  /** How missing endorsements are fetched. */
  readonly endorsementSource?: EndorsementSourceOptions;
  /** Never ask the vendor's server. */
  readonly offline?: boolean;
  /** Roots of a simulated TEE. A result that stands on one is a warning at best. */
  readonly dangerouslyTrustRoots?: readonly Uint8Array[];
  /** Allow `http:` to this machine itself. */
  readonly allowInsecureLoopback?: boolean;
  /** Default: the global fetch at the time of the call. */
  readonly fetch?: typeof globalThis.fetch;
  /** The clock for verdicts. Default: the system's. */
  readonly now?: () => Date | number;
  /** Told once of every call, whatever became of it. */
  readonly onReport?: (event: AttestedFetchEvent) => void;
}

/** Options, read. */
export interface Configuration extends AttestedFetchOptions {
  readonly mode: Mode;
  /** JSON text. */
  readonly policy?: string;
  readonly seal: "required" | "off";
}

const NAMES = [
  "policy",
  "mode",
  "seal",
  "evidence",
  "binding",
  "provers",
  "maxAgeMs",
  "timeoutMs",
  "maxAnswerBytes",
  "maxHeaderBytes",
  "endorsements",
  "endorsementSource",
  "offline",
  "dangerouslyTrustRoots",
  "allowInsecureLoopback",
  "fetch",
  "now",
  "onReport",
] as const satisfies readonly (keyof AttestedFetchOptions)[];

const MODES: readonly Mode[] = ["required", "report-only", "if-present", "off"];

/**
 * Reads and copies the options, once.
 *
 * @throws AttestationError `input_invalid`, `policy_invalid`
 */
export function readConfiguration(given: AttestedFetchOptions): Configuration {
  const options = readOptions(given, NAMES);
  const { policy, mode = "required", provers, evidence, endorsements } = options;
  if (!MODES.includes(mode)) throw inputInvalid("mode", MODES.join(", "));
  const needsPolicy = mode === "required" || mode === "report-only";
  if ("policy" in options ? policy === undefined : needsPolicy) {
    throw new AttestationError(
      "policy_invalid",
      `mode "${mode}" needs a policy; without one there is only mode "if-present", which accepts a prover without evidence`,
      { context: { field: "policy" } },
    );
  }
  checkSeal(options, needsPolicy);
  for (const name of ["provers", "evidence", "binding"] as const) {
    // An option that does nothing would be mistaken for one that protects.
    if (!needsPolicy && options[name] !== undefined) {
      throw inputInvalid(name, `left out in mode "${mode}", which does not challenge a prover`);
    }
  }
  checkEvidence(evidence);
  checkBinding(options.binding);
  checkNumbers(options);
  checkFunctions(options);
  endorsementSource(options.endorsementSource);
  const { policy: _policy, ...rest } = options;
  return Object.freeze({
    // Nothing of a prototype, now or later.
    __proto__: null,
    ...rest,
    mode,
    seal: options.seal ?? (needsPolicy ? "required" : "off"),
    ...(policy === undefined ? {} : { policy: readPolicy(policy) }),
    ...(provers === undefined ? {} : { provers: readProvers(provers) }),
    ...(typeof evidence === "object" ? { evidence: Object.freeze({ ...evidence }) } : {}),
    ...copies("endorsements", endorsements),
    ...copies("dangerouslyTrustRoots", options.dangerouslyTrustRoots),
  });
}

/** What the verifier is told on every call, beside evidence and binding. */
export function appraisalOptions(
  configuration: Configuration,
  stapled: readonly Uint8Array[] = [],
  signal?: AbortSignal,
): AuthenticateOptions {
  const {
    endorsements = [],
    endorsementSource,
    offline,
    dangerouslyTrustRoots,
    now,
    timeoutMs,
  } = configuration;
  return {
    endorsements: [...stapled, ...endorsements],
    endorsementSource,
    offline,
    dangerouslyTrustRoots,
    now: now?.(),
    timeoutMs,
    signal,
  };
}

function copies(name: "endorsements" | "dangerouslyTrustRoots", blobs?: readonly Uint8Array[]) {
  readBlobs(blobs, name);
  return blobs === undefined ? {} : { [name]: blobs.map((blob) => new Uint8Array(blob)) };
}

/**
 * Origins alone: a path would have to be joined with the call's, and two readers would join it differently.
 *
 * @throws AttestationError `input_invalid`
 */
export function readProvers(provers: readonly string[]): readonly string[] {
  const wrong = inputInvalid(
    "provers",
    'a list of at least one origin, as "https://prover.example"',
  );
  if (!Array.isArray(provers) || provers.length === 0) throw wrong;
  return provers.map((prover: unknown) => {
    if (typeof prover !== "string" || !URL.canParse(prover)) throw wrong;
    const url = new URL(prover);
    if (url.href !== `${url.origin}/`) throw wrong;
    return url.origin;
  });
}

/** What cannot go together with sealing is refused, not ignored. */
function checkSeal(
  { seal, mode, evidence, binding, maxAgeMs }: AttestedFetchOptions,
  needsPolicy: boolean,
): void {
  if (seal !== undefined && seal !== "off" && seal !== "required") {
    throw inputInvalid("seal", '"required" or "off"');
  }
  if (!needsPolicy && seal === "required") {
    throw inputInvalid(
      "seal",
      `left out in mode "${mode ?? ""}", which does not challenge a prover and so has no key to seal to`,
    );
  }
  const isSealed = needsPolicy && seal !== "off";
  if (!isSealed && maxAgeMs !== undefined) {
    throw inputInvalid(
      "maxAgeMs",
      "left out where calls are not sealed: they challenge every time",
    );
  }
  if (!isSealed) return;
  const carrier = typeof evidence === "object" ? evidence.from : "endpoint";
  if (carrier !== "endpoint") {
    throw inputInvalid(
      "evidence",
      `from the endpoint, which names the key to seal to; or write seal: "off"`,
    );
  }
  if (binding !== undefined) {
    throw inputInvalid(
      "binding",
      'left out: a sealed call is bound by PROTOCOL.md\'s recipe; or write seal: "off"',
    );
  }
}

function checkBinding(binding: BindingOption | undefined): void {
  if (binding === undefined) return;
  const { challenge, answer } = readOptions(binding, ["challenge", "answer"], "binding");
  for (const recipe of [challenge, answer]) {
    if (recipe !== undefined && typeof recipe !== "function") {
      throw inputInvalid("binding", "an object of functions: challenge, answer");
    }
  }
}

function checkEvidence(evidence: EvidenceOption | undefined): void {
  if (evidence === undefined || typeof evidence === "function") return;
  const names = Object.keys(evidence);
  const from: unknown = Object.hasOwn(evidence, "from") ? evidence.from : undefined;
  const known = from === "endpoint" ? ["from"] : ["from", "challengeUrl"];
  const isCarrier = from === "endpoint" || from === "header" || from === "trailer";
  if (!isCarrier || names.some((name) => !known.includes(name))) {
    throw inputInvalid(
      "evidence",
      '{ from: "endpoint" }, { from: "header" or "trailer", challengeUrl? } or a function',
    );
  }
}

function checkNumbers(options: AttestedFetchOptions): void {
  const { timeoutMs, maxAgeMs, maxAnswerBytes, maxHeaderBytes } = options;
  checkCount("timeoutMs", timeoutMs);
  checkCount("maxAgeMs", maxAgeMs, 86_400_000, 0);
  checkCount("maxAnswerBytes", maxAnswerBytes, Number.MAX_SAFE_INTEGER);
  checkCount("maxHeaderBytes", maxHeaderBytes);
  if (maxHeaderBytes !== undefined && options.fetch !== undefined) {
    throw inputInvalid("maxHeaderBytes", "left out beside fetch, which has a limit of its own");
  }
}

function checkFunctions(options: AttestedFetchOptions): void {
  for (const name of ["fetch", "now", "onReport"] as const) checkFunction(name, options[name]);
  for (const name of ["allowInsecureLoopback", "offline"] as const) {
    const value: unknown = options[name];
    // "false" from an environment variable is a string, and would count as true.
    if (value !== undefined && typeof value !== "boolean")
      throw inputInvalid(name, "true or false");
  }
}
