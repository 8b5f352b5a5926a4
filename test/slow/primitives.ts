/** The second artefact: primitives for Wycheproof and differential runs, and a panic. Built, never packed. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = new URL("../../build/test-exports/", import.meta.url);

/** The exports of wasm-bindgen's own glue. */
export interface Primitives {
  test_p256_der(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
  test_p256_p1363(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
  test_p256_der_cached(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
  test_p256_p1363_cached(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
  test_p384_der(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
  test_p384_p1363(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
  test_p384_der_cached(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
  test_p384_p1363_cached(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
  test_rsa_pss(modulus: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
  test_rsa_pkcs1(modulus: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
  test_sha256(message: Uint8Array): Uint8Array;
  test_sha384(message: Uint8Array): Uint8Array;
  test_panic(): void;
}

/** Loads the artefact; where it is absent the error says how to build it. */
export async function loadPrimitives(): Promise<Primitives> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(new URL("witnesslock_verifier_bg.wasm", folder));
  } catch {
    throw new Error("build/test-exports is absent: npm run wasm:test-exports");
  }
  const glue = (await import(
    fileURLToPath(new URL("witnesslock_verifier.js", folder))
  )) as Primitives & {
    initSync(module: { module: Uint8Array }): void;
  };
  glue.initSync({ module: bytes });
  return glue;
}
