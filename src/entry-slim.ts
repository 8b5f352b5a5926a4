/** `witnesslock/slim`: nothing inside; its caller gives a module to `init` or `initSync`. */

/** See `entry-inline.ts`. */
export function shipped(): WebAssembly.Module | Uint8Array | undefined {
  return undefined;
}
