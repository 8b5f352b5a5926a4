/** The committed module, put here by the plugin `wasmInline` of `rollup.config.mjs` for bundles and tests alike. */
declare module "virtual:witnesslock-wasm" {
  /** `wasm/witnesslock_verifier_bg.wasm`, base64. */
  export const wasmBase64: string;
  /** SHA-256 of its bytes, lower-case hexadecimal. */
  export const wasmSha256: string;
  /** What its custom section `witnesslock.sources` holds: the hash of the Rust sources. */
  export const sourcesSha256: string;
}
