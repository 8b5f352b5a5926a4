/**
 * What the verifier says about a virtual TPM, mirrored from `rust-verifier/src/tpm/`. `trusted` tells the two apart: on Azure the
 * TEE's report vouches for the TPM's key, on Google Cloud nothing does. Bytes are lower-case hexadecimal.
 */

/** How an Azure VM is configured, as its paravisor states it; `null` where it does not. */
export interface AzureConfiguration {
  /** UEFI Secure Boot. What it allows to boot is in PCR 7. */
  readonly secureBoot: boolean | null;
  /** A virtual TPM. */
  readonly tpmEnabled: boolean | null;
  /** A virtual TPM whose state outlives the VM. */
  readonly tpmPersisted: boolean | null;
  /** A serial console. */
  readonly consoleEnabled: boolean | null;
  /** The VM, a UUID. */
  readonly vmUniqueId: string | null;
  /** 64 bytes that the guest wrote into the TPM before it asked for the report. */
  readonly userData: string | null;
}

/** What a TPM quote says beside its PCRs (TPM 2.0 Library, Part 2, TPMS_ATTEST). */
export interface TpmQuoteClaims {
  /** extraData: what the guest bound the quote to. */
  readonly extraData: string;
  /** Milliseconds that the TPM has run, a decimal. */
  readonly clock: string;
  /** How often it was reset: the VM booted. */
  readonly resetCount: number;
  /** How often it was resumed. */
  readonly restartCount: number;
  /** firmwareVersion, "0x" and 16 digits. */
  readonly firmwareVersion: string;
}

/** The virtual TPM of an Azure VM, which its paravisor keeps inside the TEE. */
export interface AzureVtpm {
  /** The report of the TEE holds the hash of what names the attestation key. */
  readonly trusted: true;
  /** The version of the paravisor's report: 1 or 2. */
  readonly hclVersion: number;
  /** The modulus of the attestation key, 256 bytes; its exponent is 65537. */
  readonly attestationKey: string;
  /** PCR 0 to PCR 23, SHA-256, by number, as a policy names them; `null` without a TPM quote. */
  readonly pcrs: Readonly<Record<string, string>> | null;
  /** The TPM quote; `null` without one: nothing then binds the evidence to a session. */
  readonly quote: TpmQuoteClaims | null;
  /** The VM. */
  readonly configuration: AzureConfiguration;
}

/** The TPM of a Google Cloud VM, which its host keeps: shown, and nothing stands on it. */
export interface GcpVtpm {
  /** Nothing that the TEE signs names the TPM's key. */
  readonly trusted: false;
  /** SHA-256 of the attestation key's TPMT_PUBLIC. */
  readonly attestationKeySha256: string;
  /** SHA-256 of the key's certificate; `null` where there is none. */
  readonly certificateSha256: string | null;
  /** How many quotes came with it. */
  readonly quotes: number;
  /** The values of the SHA-256 bank, by number; `null` where it is not there. */
  readonly pcrs: Readonly<Record<string, string>> | null;
  /** The firmware's event log; `null` where there is none. */
  readonly eventLog: {
    readonly bytes: number;
    /** Whether every PCR that it speaks of has the value that it leads to. Whoever writes the one can write the other. */
    readonly leadsToPcrs: boolean;
  } | null;
}

/** What a virtual TPM says. */
export type VtpmClaims = AzureVtpm | GcpVtpm;
