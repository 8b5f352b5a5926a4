/** What the verifier says of a dstack application, mirrored from `rust-verifier/src/event_log/dstack.rs`. */

/**
 * What evidence proves of a dstack application: of TDX by events whose digests lead to RTMR3, of SEV-SNP by a configuration
 * that HOST_DATA covers. It is the guest's system that measured it, or refused to start with another: without a pinned
 * `mrTd`, `rtmr` or `measurements` it says nothing. Lower-case hexadecimal; `null` for what was not measured.
 */
export interface DstackClaims {
  /** SHA-256 of app-compose.json: which containers run, and how. */
  readonly composeHash: string | null;
  /** The application, 20 bytes. */
  readonly appId: string | null;
  /** This instance of it, 20 bytes. */
  readonly instanceId: string | null;
  /** The image of the operating system, 32 bytes, as its key server named it; `null` on SEV-SNP. */
  readonly osImageHash: string | null;
  /** Who gives the application its keys. */
  readonly keyProvider: {
    /** As "kms", "local-sgx", "tpm" or "none". */
    readonly name: string;
    /** Its public key or measurement; empty for none. */
    readonly id: string;
  } | null;
}
