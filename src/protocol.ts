/** Names on the wire (PROTOCOL.md), shared by client and attester. */

/** Carries evidence on answers: base64url, gzip allowed. */
export const REPORT_HEADER = "Attestation-Report";
/** Carries the client's nonce on requests: base64url of 32 bytes. */
export const NONCE_HEADER = "Attestation-Nonce";
/** On requests: which carrier of an answer's evidence the client would rather read. */
export const CARRIER_HEADER = "Attestation-Carrier";
/** Its one value: a line of the trailer frame of a gRPC-web body. */
export const TRAILER_CARRIER = "trailer";
/** Where a prover answers challenges. */
export const CHALLENGE_PATH = "/.well-known/attestation";
/** Where sealed requests go (RFC 9540, section 4). */
export const GATEWAY_PATH = "/.well-known/ohttp-gateway";
/** The gateway's parameter: base64url of the SHA-256 of the keys' document, so that a balancer can route by it. */
export const GATEWAY_KEY = "key";
/** Where a balancer asks whether to send calls here. */
export const HEALTH_PATH = "/.well-known/attestation/health";
/** The media type of a gateway's address in a conceptual message wrapper (RFC 2483, section 5). */
export const ADDRESS_TYPE = "text/uri-list";
/** The length of a nonce. */
export const NONCE_BYTES = 32;
/** The media type of evidence in a conceptual message wrapper: any form that the header may carry, not encoded. */
export const EVIDENCE_TYPE = "application/vnd.witnesslock.evidence";
/** The media type of a certificate beside it (RFC 2585). */
export const CERTIFICATE_TYPE = "application/pkix-cert";
/** Indicators of a conceptual message wrapper (draft-ietf-rats-msg-wrap, section 3.1). */
export const INDICATOR = { endorsements: 2, evidence: 4 } as const;
/** The largest body of a challenge's answer: evidence and endorsements, base64. */
export const MAX_CHALLENGE_BYTES = 2 * 1024 * 1024;
