/** `witnesslock/slim`: nothing inside; its caller gives a module to `init` or `initSync`. */
import type { Packed } from "./verifier-module.ts";

/** See `entry-inline.ts`. */
export function shipped(): WebAssembly.Module | Packed | undefined {
  return undefined;
}
