/** Condition `edge-light`: as workerd, in the words of Vercel's and Next's edge. */
import module from "../wasm/witnesslock_verifier_bg.wasm?module";
import type { Packed } from "./verifier-module.ts";

/** See `entry-inline.ts`. */
export function shipped(): WebAssembly.Module | Packed | undefined {
  return module;
}
