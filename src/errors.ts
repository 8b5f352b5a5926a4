/**
 * The closed list of codes, and one error class for each thing that a caller can do about it.
 *
 * Codes are stable; messages are written for the person who meets them and may change. No message, context or
 * violation holds a witness, a nonce, or text that a prover chose: only this library's own words, numbers, and
 * hexadecimal of the specification's fixed-length fields.
 */
import type { Check } from "./result.ts";
import type { SnpClaims } from "./snp-result.ts";
import type { TdxClaims } from "./tdx-result.ts";

/** Codes of {@link AttestationError}. All but those that a comment below excepts come from the verifier. */
export const ATTESTATION_CODES = [
  // How the evidence arrived. The first four are found before the verifier is asked.
  "evidence_missing",
  "evidence_hidden",
  "evidence_ambiguous",
  "evidence_conflict",
  "evidence_too_large",
  "evidence_encoding",
  "evidence_malformed",
  "evidence_unsupported",
  "evidence_no_tee",
  // The virtual TPM that the report vouches for (Azure).
  "vtpm_runtime_data",
  "vtpm_key",
  "vtpm_signature",
  "vtpm_pcrs",
  // Certificates, revocation lists and Intel's documents.
  "collateral_malformed",
  "collateral_expired",
  "collateral_not_yet_valid",
  "collateral_revoked",
  "collateral_forged",
  "collateral_mismatch",
  "collateral_rolled_back",
  "root_untrusted",
  "chain_invalid",
  // The report itself.
  "signature_invalid",
  "identity_mismatch",
  "tcb_order",
  "tcb_below_minimum",
  "tcb_status",
  "tcb_revoked",
  "tcb_unsupported",
  "tcb_module_unknown",
  "tcb_module_mismatch",
  "tcb_advisory",
  // The event log beside the report.
  "event_log_malformed",
  "event_log_ambiguous",
  "event_log_unauthenticated",
  "event_log_unknown",
  "event_log_mismatch",
  "event_log_missing",
  // Genuine, but not what the policy accepts.
  "policy_tee",
  "policy_binding",
  "policy_product",
  "policy_report_version",
  "policy_debug",
  "policy_migration",
  "policy_vmpl",
  "policy_host_requested",
  "policy_signer",
  "policy_csp",
  "policy_masked_chip",
  "policy_chip_id",
  "policy_measurement",
  "policy_host_data",
  "policy_family_id",
  "policy_image_id",
  "policy_report_id",
  "policy_id_key",
  "policy_author_key",
  "policy_guest_svn",
  "policy_abi",
  "policy_guest",
  "policy_platform_info",
  "policy_mitigation",
  "policy_firmware",
  "policy_quote_version",
  "policy_td_attributes",
  "policy_xfam",
  "policy_service_td",
  "policy_mr_config_id",
  "policy_mr_owner",
  "policy_mr_owner_config",
  "policy_mr_seam",
  "policy_fmspc",
  "policy_ppid",
  "policy_azure",
  "policy_pcr",
  "policy_dstack",
  "policy_evaluation_number",
  // The seal.
  "sealing_unavailable",
  "seal_broken",
  // The proof.
  "proof_binding",
  // The call.
  "policy_invalid",
  "input_invalid",
  "internal",
  // The verifier could not be started, or is not the one that this package was built with.
  "verifier_unavailable",
  "verifier_integrity",
] as const;

/** Codes of {@link EndorsementsError}. */
export const ENDORSEMENTS_CODES = ["endorsements_missing", "endorsements_fetch"] as const;

/** Codes of {@link ProverError}. */
export const PROVER_CODES = [
  "prover_http",
  "prover_protocol",
  "prover_key",
  "prover_grpc",
  "transport_failed",
  "transport_insecure",
  "transport_redirect",
  "transport_opaque",
  "transport_header_overflow",
  "transport_timeout",
  "transport_too_large",
  "transport_invalid",
  "aborted",
] as const;

/** A code of {@link AttestationError}. */
export type AttestationCode = (typeof ATTESTATION_CODES)[number];
/** A code of {@link EndorsementsError}. */
export type EndorsementsCode = (typeof ENDORSEMENTS_CODES)[number];
/** A code of {@link ProverError}. */
export type ProverCode = (typeof PROVER_CODES)[number];
/** Every code that this package can give. */
export type ErrorCode = AttestationCode | EndorsementsCode | ProverCode;

/**
 * How far the witness had come when the call failed: nowhere, out but readable only by the attested key, or out and
 * readable to whoever terminated the connection.
 */
export type WitnessSent = "no" | "sealed" | "plain";

/** Facts beside the code, for a program. */
export interface ErrorContext {
  /** The specification's name of a field ("REPORT_DATA"), the path of a policy key, or the name of an argument. */
  readonly field?: string;
  /** What would have been accepted. */
  readonly expected?: string | readonly string[];
  /** What was there: a number, or lower-case hexadecimal of a fixed-length field. */
  readonly actual?: string;
  /** Addresses at the vendor of the endorsements that would help (`endorsements_missing`, `endorsements_fetch`). */
  readonly urls?: readonly string[];
  /** What to do next, where there is one thing to do. */
  readonly hint?: string;
}

/** One way in which genuine evidence misses the policy. */
export interface Violation {
  /** The code that this violation would have had alone. */
  readonly code: AttestationCode;
  /** The specification's name of the field. */
  readonly field?: string;
  /** What the policy accepts. */
  readonly expected?: string | readonly string[];
  /** What the report says. */
  readonly actual?: string;
  /** In words, with the line of the policy that would accept it. */
  readonly message?: string;
}

/**
 * What the evidence says of itself where its authenticity could not be established. Nothing here is proven: anyone can
 * write it. It is for a person who looks for the missing endorsement, never for a decision.
 */
export type Unverified =
  | {
      /** The kind of TEE that the evidence claims. */
      readonly tee: "snp";
      /** The unproven claims. */
      readonly claims: SnpClaims;
      /** The checks that could still be run. */
      readonly checks: readonly Check[];
    }
  | {
      /** The kind of TEE. The quote's signatures hold; how its platform stands could not be found out. */
      readonly tee: "tdx";
      /** The claims. */
      readonly claims: TdxClaims;
      /** The checks that could still be run. */
      readonly checks: readonly Check[];
    };

/** What an error may carry beside its code and message. */
export interface ErrorDetails {
  /** See {@link ErrorContext}. */
  readonly context?: ErrorContext;
  /** See {@link WitnessSent}; `"no"` unless said otherwise. */
  readonly witnessSent?: WitnessSent;
  /** Every violation of the policy, in the order of the checks; absent where the policy was not reached. */
  readonly violations?: readonly Violation[];
  /** See {@link Unverified}. */
  readonly unverified?: Unverified;
  /** The error underneath, for a developer's console. It is not part of {@link WitnesslockErrorData}. */
  readonly cause?: unknown;
}

/** An error as plain data: what `toJSON` gives, and what a worker may post to its page. */
export interface WitnesslockErrorData {
  /** The name of the class. */
  readonly name: "AttestationError" | "EndorsementsError" | "ProverError";
  /** The stable code. */
  readonly code: ErrorCode;
  /** In words. */
  readonly message: string;
  /** Facts for a program. */
  readonly context: ErrorContext;
  /** How far the witness had come. */
  readonly witnessSent: WitnessSent;
  /** Every violation of the policy. */
  readonly violations?: readonly Violation[];
  /** Unproven claims (`EndorsementsError`). */
  readonly unverified?: Unverified;
}

abstract class CodedError<Code extends ErrorCode> extends Error {
  abstract override readonly name: WitnesslockErrorData["name"];
  /** The stable code: branch on this, never on the message. */
  readonly code: Code;
  /** Facts for a program. */
  readonly context: ErrorContext;
  /** How far the witness had come when the call failed. */
  readonly witnessSent: WitnessSent;
  /** Every violation of the policy; absent where the policy was not reached. */
  declare readonly violations?: readonly Violation[];
  /** Unproven claims, where endorsements were missing. */
  declare readonly unverified?: Unverified;

  constructor(code: Code, message: string, details: ErrorDetails = {}) {
    super(message, "cause" in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.context = details.context ?? {};
    this.witnessSent = details.witnessSent ?? "no";
    if (details.violations !== undefined) this.violations = details.violations;
    if (details.unverified !== undefined) this.unverified = details.unverified;
  }

  /** The error as plain data that `JSON.stringify`, `structuredClone` and `postMessage` keep whole. */
  toJSON(): WitnesslockErrorData {
    return {
      name: this.name,
      code: this.code,
      message: this.message,
      context: this.context,
      witnessSent: this.witnessSent,
      ...(this.violations === undefined ? {} : { violations: this.violations }),
      ...(this.unverified === undefined ? {} : { unverified: this.unverified }),
    };
  }
}

/**
 * Stop: do not send, and do not trust a proof that came with this evidence. Thrown when evidence is absent, forged,
 * outdated or not what the policy accepts, when an argument or policy is not one, and when the verifier cannot run.
 */
export class AttestationError extends CodedError<AttestationCode> {
  override readonly name = "AttestationError";
}

/**
 * Could not find out: certificates or revocation lists are missing or unreachable. Retry later or supply them. What the
 * evidence claims stands, unproven, in `unverified`.
 */
export class EndorsementsError extends CodedError<EndorsementsCode> {
  override readonly name = "EndorsementsError";
}

/** The prover or the way to it failed: retry, or ask another prover. It says nothing about the evidence. */
export class ProverError extends CodedError<ProverCode> {
  override readonly name = "ProverError";
}

/** Any error of this package. */
export type WitnesslockError = AttestationError | EndorsementsError | ProverError;

const CODES_OF: Readonly<Record<string, readonly string[]>> = {
  AttestationError: ATTESTATION_CODES,
  EndorsementsError: ENDORSEMENTS_CODES,
  ProverError: PROVER_CODES,
};

/**
 * Whether a value is an error of this package: an instance from this or another copy or realm of it, or the data that
 * its `toJSON` gave. Recognised by name and code, because `instanceof` fails across realms and workers.
 */
export function isWitnesslockError(value: unknown): value is WitnesslockErrorData {
  if (typeof value !== "object" || value === null) return false;
  try {
    const { name, code, message, witnessSent } = value as Partial<WitnesslockErrorData>;
    return (
      typeof name === "string" &&
      Object.hasOwn(CODES_OF, name) &&
      CODES_OF[name]?.includes(code ?? "") === true &&
      typeof message === "string" &&
      (witnessSent === "no" || witnessSent === "sealed" || witnessSent === "plain")
    );
  } catch {
    // A getter or Proxy that throws is not one of ours.
    return false;
  }
}

/**
 * The error of the right class for data that a worker posted or the verifier gave.
 *
 * @param data - what {@link isWitnesslockError} recognises
 * @param more - what the data lacks or what has changed since, as after the witness was sent
 */
export function errorFrom(
  data: Omit<WitnesslockErrorData, "name">,
  more: Pick<ErrorDetails, "witnessSent" | "cause"> = {},
): WitnesslockError {
  const details: ErrorDetails = {
    context: data.context,
    witnessSent: data.witnessSent,
    ...(data.violations === undefined ? {} : { violations: data.violations }),
    ...(data.unverified === undefined ? {} : { unverified: data.unverified }),
    ...more,
  };
  if (isOneOf(ENDORSEMENTS_CODES, data.code)) {
    return new EndorsementsError(data.code, data.message, details);
  }
  if (isOneOf(PROVER_CODES, data.code)) return new ProverError(data.code, data.message, details);
  return new AttestationError(data.code, data.message, details);
}

function isOneOf<T extends string>(list: readonly T[], code: string): code is T {
  return (list as readonly string[]).includes(code);
}
