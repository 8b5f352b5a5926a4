/** Condition `workerd`: compiles nothing at run time, so the module is a static import, compiled when it is deployed. */
export { default as shipped } from "../wasm/witnesslock_verifier_bg.wasm";
