/** What a simulated TDX platform and its quotes may have otherwise. */
import type { DstackEvent } from "../event-log.ts";
import type { Patch } from "../report.ts";
import type { CollateralOptions } from "./collateral.ts";
import type { HierarchyDefects } from "./hierarchy.ts";
import type { PckAuthority } from "./intel-authority.ts";
import type { PlatformFields } from "./pck.ts";
import type { QeReportFields } from "./qe-report.ts";
import type { CertificationData, QuoteVersion } from "./quote.ts";
import type { TdReportFields, TdReportVersion } from "./td-report.ts";

/** What to simulate. */
export interface SimulatedTdxOptions {
  /** Of quotes. Default: 4. */
  readonly version?: QuoteVersion;
  /** Of the body of a version 5 quote. Default: `"1.5"`. */
  readonly body?: TdReportVersion;
  /** The authority of the PCK. Default: `"platform"`. */
  readonly ca?: PckAuthority;
  /** Certificates begin a day before. Default: the clock's. */
  readonly now?: Date;
  /** What quotes say unless told otherwise; collateral knows a platform by its TEE_TCB_SVN here. */
  readonly fields?: Partial<TdReportFields>;
  /** What the PCK certifies; collateral knows a platform by it. */
  readonly platform?: Partial<PlatformFields>;
  /** What is wrong with the certificates. */
  readonly defects?: HierarchyDefects;
  /** For runtimes without Web Cryptography: that of `@peculiar/webcrypto`. */
  readonly crypto?: Crypto;
}

/** What the quoting enclave's report is to say, and what is wrong with it. */
export interface QeOptions extends Partial<QeReportFields> {
  /** Bytes changed before the PCK signs the report, from its start. */
  readonly patch?: readonly Patch[];
}

/** What one quote is to say, and what is wrong with it. */
export interface TdQuoteOptions extends Partial<TdReportFields> {
  /** Bytes changed before the attestation key signs header and body, from the quote's start. */
  readonly patch?: readonly Patch[];
  /** Bytes changed afterwards, from the quote's start: an attacker's. */
  readonly patchAfterSigning?: readonly Patch[];
  /** The quoting enclave's report. */
  readonly qe?: QeOptions;
  /** DER, in place of PCK, authority and root. */
  readonly chain?: readonly Uint8Array[];
  /** How the chain is wrapped. */
  readonly certificationData?: CertificationData;
  /** Bytes behind the quote's end. */
  readonly padding?: Uint8Array;
}

/** A quote, and the collateral beside it. */
export interface TdEvidenceOptions extends TdQuoteOptions {
  /** What it is to say. */
  readonly collateral?: CollateralOptions;
  /** What the envelope says of where it is from. Default: `"tdx"`. */
  readonly platform?: "tdx" | "gcp-tdx";
  /** The area of an event log beside it, as `ccel` writes one. Its registers are the quote's to state: `ccelRegisters`. */
  readonly eventLog?: Uint8Array;
}

/** What a dstack guest answers. */
export interface DstackEvidenceOptions extends TdEvidenceOptions {
  /** The list. Default: that of `dstackEvents`. The quote's registers are those that it leads to, unless told otherwise. */
  readonly events?: readonly DstackEvent[];
  /** `"quote"`: what `GetQuote` answers; `"attestation"`: what `Attest` does; `"envelope"`, the default: the former in the
   * common envelope, with collateral. */
  readonly form?: "quote" | "attestation" | "envelope";
}
