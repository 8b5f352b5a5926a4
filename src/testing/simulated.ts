/** The simulated TEE as an attester's quote provider. */
import type { QuoteProvider } from "../attester/quote-provider.ts";
import { SimulatedTee } from "./simulated-tee.ts";
import type { SimulatedTeeOptions } from "./simulated-tee.ts";

/** A quote provider, with the root that a client must name to accept its quotes, as a warning at best. */
export interface SimulatedQuotes extends QuoteProvider {
  /** DER: for `dangerouslyTrustRoots`. */
  readonly root: Uint8Array;
  /** The platform behind it. */
  readonly tee: SimulatedTee;
}

/** Makes a simulated TEE and quotes from it. */
export async function simulated(options: SimulatedTeeOptions = {}): Promise<SimulatedQuotes> {
  const tee = await SimulatedTee.create(options);
  return {
    root: tee.root,
    tee,
    quote: async (reportData) => ({ evidence: await tee.evidence({ reportData }) }),
  };
}
