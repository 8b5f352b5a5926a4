/** A simulated TEE as an attester's quote provider. */
import type { QuoteProvider } from "../attester/quote-provider.ts";
import { goTpmToolsDocument } from "./cloud/go-tpm-tools.ts";
import { SimulatedAzure } from "./cloud/simulated-azure.ts";
import { SimulatedVtpm } from "./cloud/vtpm.ts";
import { SimulatedTee } from "./simulated-tee.ts";
import type { SimulatedTeeOptions } from "./simulated-tee.ts";
import type { SimulatedTdxOptions } from "./tdx/simulated-tdx-options.ts";
import { SimulatedTdx } from "./tdx/simulated-tdx.ts";

/** A quote provider, with the root that a client must name to accept its quotes, as a warning at best. */
export interface SimulatedQuotes<
  Tee extends SimulatedTee | SimulatedTdx | SimulatedAzure = SimulatedTee,
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
  /** Whose cloud. Default: none. */
  readonly cloud?: "bare" | "gcp";
}

/** Which TDX platform. */
export interface SimulatedTdxQuotesOptions extends SimulatedTdxOptions {
  /** Says that it is one. */
  readonly tee: "tdx";
  /** Whose cloud. Default: none. */
  readonly cloud?: "bare" | "gcp";
}

/** Which platform under Azure's paravisor. */
export type SimulatedAzureQuotesOptions = (
  ({ readonly tee?: "snp" } & SimulatedTeeOptions) | ({ readonly tee: "tdx" } & SimulatedTdxOptions)
) & {
  /** Says that it is one. */
  readonly cloud: "azure";
  /** PCRs that are not the default's, by number, 32 bytes each. */
  readonly pcrs?: Readonly<Record<number, Uint8Array>>;
};

/**
 * Makes a simulated VM of Azure and quotes from it, JSON: bound by the TPM quote's extraData.
 */
export function simulated(
  options: SimulatedAzureQuotesOptions,
): Promise<SimulatedQuotes<SimulatedAzure>>;
/**
 * Makes a simulated SEV-SNP platform and quotes from it: a report followed by its certificate table, or Google Cloud's
 * go-tpm-tools document.
 */
export function simulated(options?: SimulatedSnpQuotesOptions): Promise<SimulatedQuotes>;
/** Makes a simulated TDX platform and quotes from it: a quote with its collateral, JSON. */
export function simulated(
  options: SimulatedTdxQuotesOptions,
): Promise<SimulatedQuotes<SimulatedTdx>>;
export async function simulated(
  options: SimulatedSnpQuotesOptions | SimulatedTdxQuotesOptions | SimulatedAzureQuotesOptions = {},
): Promise<SimulatedQuotes<SimulatedTee | SimulatedTdx | SimulatedAzure>> {
  if (options.cloud === "azure") return azureQuotes(options);
  if (options.tee === "tdx") {
    const tee = await SimulatedTdx.create(options);
    const platform = options.cloud === "gcp" ? "gcp-tdx" : "tdx";
    const quote = async (reportData: Uint8Array) => ({
      evidence: new TextEncoder().encode(await tee.envelope({ reportData, platform })),
    });
    return { root: tee.root, tee, quote };
  }
  const tee = await SimulatedTee.create(options);
  if (options.cloud === "gcp") {
    const vtpm = await SimulatedVtpm.create({}, options.crypto);
    const quote = async (reportData: Uint8Array) => {
      const report = await tee.report({ reportData });
      const leaf = options.signer === "vlek" ? { vlek: tee.leaf } : { vcek: tee.leaf };
      const snp = { report, ...leaf, ask: tee.intermediate };
      return { evidence: await goTpmToolsDocument({ vtpm, snp }) };
    };
    return { root: tee.root, tee, quote };
  }
  const quote = async (reportData: Uint8Array) => ({
    evidence: await tee.evidence({ reportData }),
  });
  return { root: tee.root, tee, quote };
}

async function azureQuotes(
  options: SimulatedAzureQuotesOptions,
): Promise<SimulatedQuotes<SimulatedAzure>> {
  const { pcrs = {}, cloud: _, ...hardware } = options;
  const tee = await SimulatedAzure.create({
    hardware: hardware.tee === "tdx" ? hardware : { ...hardware, tee: "snp" },
    pcrs,
    ...(options.crypto === undefined ? {} : { crypto: options.crypto }),
  });
  return {
    root: tee.root,
    tee,
    async quote(_reportData, extraData) {
      if (extraData === undefined)
        throw new RangeError("a TPM quote is bound by 48 bytes of extraData");
      return { evidence: await tee.evidence({ extraData }) };
    },
  };
}
