/** The extensions of a VCEK or VLEK (AMD 57230, table "VCEK and VLEK Certificate Extensions"). */
import { ia5, integer } from "./asn1.ts";
import type { Extension } from "./certificate.ts";
import { tcbBytes } from "./product.ts";
import type { ProcessorFacts, Tcb } from "./product.ts";

/** The arc of AMD's extensions. */
export const AMD_ARC = "1.3.6.1.4.1.3704.1";

/** What the key is certified for. */
export interface LeafStatement {
  readonly product: ProcessorFacts["product"];
  readonly tcb: Tcb;
  /** VCEK: CHIP_ID; VLEK: the cloud's name. */
  readonly holder: Uint8Array | string;
}

/** In AMD's order. */
export function leafExtensions({ product, tcb, holder }: LeafStatement): Extension[] {
  const isTurin = product === "Turin";
  const numbers = isTurin ? [9, 1, 2, 3, 5, 6, 7, 8] : [1, 2, 4, 5, 6, 7, 3, 8];
  const bytes = tcbBytes(product, tcb);
  const versions = numbers.map((number, index) => ({
    number,
    extension: { id: `${AMD_ARC}.3.${number}`, value: integer(bytes[index] ?? 0) },
  }));
  // Turin's FMC comes first; the others stand in the order of their numbers.
  versions.sort((one, other) => (one.number % 9) - (other.number % 9));
  return [
    { id: `${AMD_ARC}.1`, value: integer(isTurin ? 1 : 0) },
    { id: `${AMD_ARC}.2`, value: ia5(product) },
    ...versions.map(({ extension }) => extension),
    typeof holder === "string"
      ? { id: `${AMD_ARC}.5`, value: ia5(holder) }
      : { id: `${AMD_ARC}.4`, value: isTurin ? holder.slice(0, 8) : holder },
  ];
}
