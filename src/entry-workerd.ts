/** Condition `workerd`: compiles nothing at run time, so the module is a static import, compiled when it is deployed. */
import module from "../wasm/witnesslock_verifier_bg.wasm";
import type { Packed } from "./verifier-module.ts";

/** See `entry-inline.ts`. */
export function shipped(): WebAssembly.Module | Packed | undefined {
  return module;
}
