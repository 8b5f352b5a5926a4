/** Project Wycheproof's vectors through the module: cases 91, 92, 93, 109. */
import { describe, expect, test } from "vitest";
import { hasVectors, read, vectors } from "../vectors.ts";
import { loadPrimitives } from "./primitives.ts";

interface Group {
  readonly publicKey: { readonly uncompressed?: string; readonly modulus?: string };
  readonly tests: readonly {
    readonly tcId: number;
    readonly comment: string;
    readonly msg: string;
    readonly sig: string;
    readonly result: string;
  }[];
}

const bytes = (hex = "") => new Uint8Array(Buffer.from(hex, "hex"));
const primitives = await loadPrimitives();

describe.skipIf(!hasVectors)("Wycheproof", () => {
  test.each([
    ["ecdsa_secp384r1_sha384_test.json", "test_p384_der", 504],
    ["ecdsa_secp384r1_sha384_p1363_test.json", "test_p384_p1363", 280],
    ["ecdsa_secp256r1_sha256_test.json", "test_p256_der", 484],
    ["ecdsa_secp256r1_sha256_p1363_test.json", "test_p256_p1363", 262],
    ["ecdsa_secp384r1_sha384_test.json", "test_p384_der_cached", 504],
    ["ecdsa_secp384r1_sha384_p1363_test.json", "test_p384_p1363_cached", 280],
    ["ecdsa_secp256r1_sha256_test.json", "test_p256_der_cached", 484],
    ["ecdsa_secp256r1_sha256_p1363_test.json", "test_p256_p1363_cached", 262],
    ["rsa_pss_4096_sha384_mgf1_48_test.json", "test_rsa_pss", 141],
  ] as const)("%s through %s: %i vectors", (file, name, expected) => {
    const entry = vectors.find(({ files }) => files.some(({ path }) => path.endsWith(`/${file}`)));
    if (entry === undefined) throw new Error(`the vector set has no ${file}`);
    const { testGroups } = JSON.parse(Buffer.from(read(entry, file)).toString()) as {
      testGroups: readonly Group[];
    };
    let count = 0;
    for (const { publicKey, tests } of testGroups) {
      const key = bytes(publicKey.uncompressed ?? publicKey.modulus?.replace(/^(00)+/, ""));
      for (const { tcId, comment, msg, sig, result } of tests) {
        expect(primitives[name](key, bytes(msg), bytes(sig)), `${tcId}: ${comment}`).toBe(
          result === "valid",
        );
        count += 1;
      }
    }
    expect(count).toBe(expected);
  });
});

test("the deliberate panic is a trap", () => {
  expect(() => {
    primitives.test_panic();
  }).toThrow(WebAssembly.RuntimeError);
});
