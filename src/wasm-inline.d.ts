/** The committed module, put here by the plugin `wasmInline` of `rollup.config.mjs` for bundles and tests alike. */
declare module "virtual:witnesslock-wasm" {
  /** `wasm/witnesslock_verifier_bg.wasm`, compressed (gzip, RFC 1952), base64. */
  export const wasmGzip: string;
}

/** What identifies it. */
declare module "virtual:witnesslock-identity" {
  /** SHA-256 of the file's bytes, lower-case hexadecimal. */
  export const wasmSha256: string;
  /** What its custom section `witnesslock.sources` holds: the hash of the Rust sources. */
  export const sourcesSha256: string;
}

/** What workerd makes of the file: it compiles it when it is deployed. */
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}

/** The same at Vercel's edge. */
declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}
