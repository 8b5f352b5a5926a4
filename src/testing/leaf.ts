/** The extensions of a VCEK or VLEK (AMD 57230, table "VCEK and VLEK Certificate Extensions"). */
import { ia5, integer } from "./asn1.ts";
import type { Extension } from "./certificate.ts";
import { tcbBytes } from "./product.ts";
import type { ProcessorFacts, Tcb } from "./product.ts";

/** The arc of AMD's extensions. */
export const AMD_ARC = "1.3.6.1.4.1.3704.1";

/** What the key is certified for. */
export interface LeafStatement {
  /** The product line. */
  readonly product: ProcessorFacts["product"];
  /** The TCB that the key was derived for. */
  readonly tcb: Tcb;
  /** VCEK: CHIP_ID, 64 bytes; VLEK: the cloud's name. */
  readonly holder: Uint8Array | string;
}

/** In AMD's order: the security versions stand as their bytes do in TCB_VERSION, not as their numbers do. */
export function leafExtensions({ product, tcb, holder }: LeafStatement): Extension[] {
  const isTurin = product === "Turin";
  const isProvider = typeof holder === "string";
  const numbers = isTurin ? [9, 1, 2, 3, 5, 6, 7, 8] : [1, 2, 4, 5, 6, 7, 3, 8];
  const bytes = tcbBytes(product, tcb);
  // Only the VCEKs of Milan name a stepping.
  const name = product === "Milan" && !isProvider ? "Milan-B0" : product;
  return [
    { id: `${AMD_ARC}.1`, value: integer(isTurin ? 1 : 0) },
    { id: `${AMD_ARC}.2`, value: ia5(name) },
    ...numbers.map((number, index) => ({
      id: `${AMD_ARC}.3.${number}`,
      value: integer(bytes[index] ?? 0),
    })),
    isProvider
      ? { id: `${AMD_ARC}.5`, value: ia5(holder) }
      : { id: `${AMD_ARC}.4`, value: isTurin ? holder.slice(0, 8) : holder },
  ];
}
