/** Where an attester's evidence comes from. */

/** Evidence of one report. */
export interface Quote {
  /** A report or a quote, alone or with its endorsements, in any form that the verifier reads. */
  readonly evidence: Uint8Array;
}

/** Asks the hardware, or what stands in for it, for a report. */
export interface QuoteProvider {
  /**
   * A fresh report.
   *
   * @param reportData - 64 bytes for REPORT_DATA
   * @param extraData - the same binding for a TPM quote, 48 bytes; the attester always gives both
   */
  quote(reportData: Uint8Array, extraData?: Uint8Array): Promise<Quote>;
}
