/** What an unsealed call makes of a verdict. */
import type { AttestationResult, Check } from "./result.ts";

const CHANNEL_BINDING: Check = Object.freeze({
  id: "channel_binding",
  rule: "PROTOCOL.md, Unsealed calls",
  outcome: "skipped",
  reason:
    "the request is not sealed to the attested key: whoever relays the connection can read it",
});

const WARNING =
  "the call is not sealed: the prover is genuine, but whoever relays the connection to it can read the request";

/** The verdict on a call whose connection nobody proved to end inside the TEE: a warning at best. */
export function unsealed(result: AttestationResult): AttestationResult {
  return Object.freeze({
    ...result,
    status: "warning",
    checks: Object.freeze([...result.checks, CHANNEL_BINDING]),
    warnings: Object.freeze([...result.warnings, WARNING]),
  });
}
