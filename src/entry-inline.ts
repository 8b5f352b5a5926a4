/** Browsers, Node, Deno, Bun: the module inside the code, so that no bundler has to find a file. */
export { wasmBase64 as shipped } from "virtual:witnesslock-wasm";
