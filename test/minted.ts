/** Verdicts on a TEE whose certificates are minted wrong, and signed right. */
import { SimulatedTee } from "../src/testing/index.ts";
import type { SimulatedTeeOptions } from "../src/testing/index.ts";
import { check } from "./support.ts";

/** What is wrong, by certificate. */
type Defects = NonNullable<SimulatedTeeOptions["defects"]>;

/** The verdict on a TEE whose certificates are minted with a defect. */
export async function minted(defects: Defects, now?: Date): Promise<string> {
  const tee = await SimulatedTee.create({ defects });
  return check(tee, await tee.report(), undefined, now === undefined ? {} : { now });
}

/** Bytes one after another. */
export const concat = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
