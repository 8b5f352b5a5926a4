/**
 * The types of `witnesslock/verifier.wasm`. What the import gives is the bundler's or runtime's affair; where it is a compiled
 * module, as in workerd, this is its type.
 */
declare const module: WebAssembly.Module;
export default module;
