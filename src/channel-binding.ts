/** What the way of a request makes of the verdict on its prover. */
import type { AttestationResult, Check } from "./result.ts";

const NOT_SEALED: Check = Object.freeze({
  id: "channel_binding",
  rule: "PROTOCOL.md, Unsealed calls",
  outcome: "skipped",
  reason:
    "the request is not sealed to the attested key: whoever relays the connection can read it",
});

const SEALED: Check = Object.freeze({
  id: "channel_binding",
  rule: "PROTOCOL.md, Sealed calls; RFC 9458, section 4",
  outcome: "passed",
});

const WARNING =
  "the call is not sealed: the prover is genuine, but whoever relays the connection to it can read the request";

/** The verdict on a call whose connection nobody proved to end inside the TEE: a warning at best. */
export function unsealed(result: AttestationResult): AttestationResult {
  return Object.freeze({
    ...result,
    status: "warning",
    checks: Object.freeze([...result.checks, NOT_SEALED]),
    warnings: Object.freeze([...result.warnings, WARNING]),
  });
}

/** The verdict on a call whose answer was opened with the key that the evidence is bound to. */
export function sealed(result: AttestationResult): AttestationResult {
  return Object.freeze({ ...result, checks: Object.freeze([...result.checks, SEALED]) });
}
