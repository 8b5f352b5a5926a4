/**
 * The module's arithmetic against two others, \@noble/curves and Web Cryptography, on signatures that hold and on ones that
 * were damaged in every way that a signature can be: case 96.
 */
import { p256, p384 } from "@noble/curves/nist.js";
import { sha256, sha384 } from "@noble/hashes/sha2.js";
import { expect, test } from "vitest";
import { loadPrimitives } from "./primitives.ts";

const primitives = await loadPrimitives();
const ROUNDS = Number(process.env["WITNESSLOCK_ROUNDS"] ?? "1500");
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

/** Variants of a signature: as it is, negated, bits flipped, scalars replaced, halves exchanged. */
function variants(signature: Uint8Array, order: bigint): Uint8Array[] {
  const half = signature.length / 2;
  const [r, s] = [signature.slice(0, half), signature.slice(half)];
  const write = (value: bigint) =>
    Uint8Array.from(Buffer.from(value.toString(16).padStart(half * 2, "0"), "hex"));
  const readS = BigInt(`0x${Buffer.from(s).toString("hex")}`);
  const join = (one: Uint8Array, other: Uint8Array) => Uint8Array.from([...one, ...other]);
  const flip = signature.slice();
  const at = Math.floor(Math.random() * flip.length);
  flip[at]! ^= 1 << Math.floor(Math.random() * 8);
  return [
    signature,
    join(r, write(order - readS)),
    flip,
    join(s, r),
    join(r, write(0n)),
    join(write(order), s),
    join(random(half), s),
  ];
}

test.each([
  ["P-384", p384, sha384, "SHA-384", "test_p384_p1363"],
  ["P-256", p256, sha256, "SHA-256", "test_p256_p1363"],
] as const)("%s agrees with both", async (namedCurve, curve, hash, hashName, name) => {
  let accepted = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const secret = curve.utils.randomSecretKey();
    const point = curve.getPublicKey(secret, false);
    const message = random(round % 300);
    const signature = curve.sign(hash(message), secret, { prehash: false, lowS: false });
    const key = await crypto.subtle.importKey(
      "raw",
      new Uint8Array(point),
      { name: "ECDSA", namedCurve },
      false,
      ["verify"],
    );
    for (const one of variants(signature, curve.Point.Fn.ORDER)) {
      const ours = primitives[name](point, message, one);
      expect(
        primitives[`${name}_cached`](point, message, one),
        `round ${round}, with the key's table`,
      ).toBe(ours);
      let noble = false;
      try {
        noble = curve.verify(one, hash(message), point, { prehash: false, lowS: false });
      } catch {
        // Out of range: no verdict is a refusal.
      }
      const web = await crypto.subtle.verify(
        { name: "ECDSA", hash: hashName },
        key,
        new Uint8Array(one),
        new Uint8Array(message),
      );
      expect([ours, noble], `round ${round}`).toEqual([web, web]);
      accepted += Number(ours);
    }
  }
  expect(accepted).toBe(ROUNDS * 2);
});

test("RSA-PSS agrees with Web Cryptography", async () => {
  const algorithm = {
    name: "RSA-PSS",
    hash: "SHA-384",
    modulusLength: 4096,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  const pair = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const { n = "" } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const modulus = new Uint8Array(Buffer.from(n, "base64url"));
  for (let round = 0; round < ROUNDS / 10; round += 1) {
    const message = random(round);
    for (const saltLength of [48, 47, 0]) {
      const parameters = { name: "RSA-PSS", saltLength };
      const signature = new Uint8Array(
        await crypto.subtle.sign(parameters, pair.privateKey, message),
      );
      const damaged = signature.slice();
      damaged[round % damaged.length]! ^= 1 << (round & 7);
      for (const one of [signature, damaged]) {
        const web = await crypto.subtle.verify(
          { name: "RSA-PSS", saltLength: 48 },
          pair.publicKey,
          one,
          message,
        );
        expect(
          primitives.test_rsa_pss(modulus, message, one),
          `round ${round}, salt ${saltLength}`,
        ).toBe(web);
      }
    }
  }
});
