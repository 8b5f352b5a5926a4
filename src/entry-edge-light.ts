/** Condition `edge-light`: as workerd, in the words of Vercel's and Next's edge. */
export { default as shipped } from "../wasm/witnesslock_verifier_bg.wasm?module";
