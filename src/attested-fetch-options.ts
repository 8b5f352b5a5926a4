/** The options of `createAttestedFetch`, and what they become once read. */
import type { AttestedFetchEvent } from "./attested-fetch-event.ts";
import type { AnswerParts } from "./binding.ts";
import type { EndorsementSourceOptions } from "./endorsement-source.ts";
import { AttestationError } from "./errors.ts";
import type { ReceivedEvidence } from "./evidence-source.ts";
import { inputInvalid, readPolicy } from "./input.ts";
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
  /** Anything else. */
  | ((request: EvidenceRequest) => Promise<ReceivedEvidence>);

/** How to bind, for provers that speak another recipe; by default PROTOCOL.md's. */
export interface BindingOption {
  /** 64 bytes that the evidence before the witness must hold. */
  readonly challenge?: (nonce: Uint8Array) => Uint8Array;
  /** 64 bytes that the evidence of the answer must hold. */
  readonly answer?: (parts: AnswerParts) => Uint8Array;
}

/** Options of `createAttestedFetch`. */
export interface AttestedFetchOptions {
  /** What is accepted. Without one only the modes `"if-present"` and `"off"` exist. */
  readonly policy?: Policy | string;
  /** Default with a policy: `"required"`. */
  readonly mode?: Mode;
  /** `"off"` must be written out: whoever relays the connection can then read the request. */
  readonly seal?: "off";
  /** Default: the endpoint. */
  readonly evidence?: EvidenceOption;
  /** See {@link BindingOption}. */
  readonly binding?: BindingOption;
  /** Origins to try in order; the call's own address is then a path. Each is challenged afresh. */
  readonly provers?: readonly string[];
  /** Milliseconds for challenge, endorsements and appraisal; the proving call obeys the caller's signal alone. Default: 30,000. */
  readonly timeoutMs?: number;
  /** Bytes of an answer. Default: 64 MiB. */
  readonly maxAnswerBytes?: number;
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
}

const NAMES = [
  "policy",
  "mode",
  "seal",
  "evidence",
  "binding",
  "provers",
  "timeoutMs",
  "maxAnswerBytes",
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
export function readConfiguration(options: AttestedFetchOptions): Configuration {
  for (const name of Object.keys(options)) {
    // A misspelt option would be a protection that is silently not there.
    if (!(NAMES as readonly string[]).includes(name)) {
      throw inputInvalid("options", `an object of ${NAMES.join(", ")}`);
    }
  }
  const { policy, mode = "required", seal } = options;
  if (!MODES.includes(mode)) throw inputInvalid("mode", MODES.join(", "));
  const needsPolicy = mode === "required" || mode === "report-only";
  if ("policy" in options ? policy === undefined : needsPolicy) {
    throw new AttestationError(
      "policy_invalid",
      `mode "${mode}" needs a policy; without one there is only mode "if-present", which accepts a prover without evidence`,
      { context: { field: "policy" } },
    );
  }
  if (seal !== undefined && seal !== "off") throw inputInvalid("seal", '"off"');
  if (needsPolicy && seal !== "off") {
    throw new AttestationError(
      "policy_invalid",
      `mode "${mode}" seals the request to the attested key, which this version cannot do yet; write seal: "off" to accept ` +
        "that whoever relays the connection can read the request",
      { context: { field: "seal", expected: '"off"' } },
    );
  }
  checkEvidence(options.evidence);
  const { provers, maxAnswerBytes } = options;
  if (provers?.length === 0) throw inputInvalid("provers", "a list of at least one origin");
  if (
    maxAnswerBytes !== undefined &&
    (!Number.isSafeInteger(maxAnswerBytes) || maxAnswerBytes < 1)
  ) {
    throw inputInvalid("maxAnswerBytes", "a whole number of bytes");
  }
  const { policy: _policy, ...rest } = options;
  return Object.freeze({
    ...rest,
    mode,
    ...(policy === undefined ? {} : { policy: readPolicy(policy) }),
    ...(provers === undefined ? {} : { provers: [...provers] }),
    ...copies("endorsements", options.endorsements),
    ...copies("dangerouslyTrustRoots", options.dangerouslyTrustRoots),
  });
}

function copies(name: "endorsements" | "dangerouslyTrustRoots", blobs?: readonly Uint8Array[]) {
  return blobs === undefined ? {} : { [name]: blobs.map((blob) => new Uint8Array(blob)) };
}

function checkEvidence(evidence: EvidenceOption | undefined): void {
  if (evidence === undefined || typeof evidence === "function") return;
  const from: unknown = evidence.from;
  if (from !== "endpoint" && from !== "header") {
    throw inputInvalid("evidence", '{ from: "endpoint" }, { from: "header" } or a function');
  }
}
