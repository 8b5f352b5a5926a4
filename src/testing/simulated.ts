/** A simulated TEE as an attester's quote provider. */
import type { QuoteProvider } from "../attester/quote-provider.ts";
import { SimulatedTee } from "./simulated-tee.ts";
import type { SimulatedTeeOptions } from "./simulated-tee.ts";
import type { SimulatedTdxOptions } from "./tdx/simulated-tdx-options.ts";
import { SimulatedTdx } from "./tdx/simulated-tdx.ts";

/** A quote provider, with the root that a client must name to accept its quotes, as a warning at best. */
export interface SimulatedQuotes<
  Tee extends SimulatedTee | SimulatedTdx = SimulatedTee,
> extends QuoteProvider {
  /** DER: for `dangerouslyTrustRoots`. */
  readonly root: Uint8Array;
  /** The platform behind it. */
  readonly tee: Tee;
}

/** Which SEV-SNP platform. */
export interface SimulatedSnpQuotesOptions extends SimulatedTeeOptions {
  /** Default: `"snp"`. */
  readonly tee?: "snp";
}

/** Which TDX platform. */
export interface SimulatedTdxQuotesOptions extends SimulatedTdxOptions {
  /** Says that it is one. */
  readonly tee: "tdx";
}

/** Makes a simulated SEV-SNP platform and quotes from it: a report followed by its certificate table. */
export function simulated(options?: SimulatedSnpQuotesOptions): Promise<SimulatedQuotes>;
/** Makes a simulated TDX platform and quotes from it: a quote with its collateral, JSON. */
export function simulated(
  options: SimulatedTdxQuotesOptions,
): Promise<SimulatedQuotes<SimulatedTdx>>;
export async function simulated(
  options: SimulatedSnpQuotesOptions | SimulatedTdxQuotesOptions = {},
): Promise<SimulatedQuotes<SimulatedTee | SimulatedTdx>> {
  const tee =
    options.tee === "tdx" ? await SimulatedTdx.create(options) : await SimulatedTee.create(options);
  return {
    root: tee.root,
    tee,
    quote: async (reportData) => ({ evidence: await tee.evidence({ reportData }) }),
  };
}
