/**
 * The keys of the simulated TEE's authorities, from those of this run: the first RSA-4096 keys that a test file makes are
 * these, and all others are made.
 */
import { inject } from "vitest";

const keys = [...inject("authorityKeys")];
const { subtle } = crypto;
const generate = subtle.generateKey.bind(subtle) as (
  ...given: Parameters<SubtleCrypto["generateKey"]>
) => Promise<CryptoKey | CryptoKeyPair>;

const ofThisRun: typeof generate = (algorithm, extractable, usages) => {
  const { name, modulusLength } = algorithm as Partial<RsaHashedKeyGenParams>;
  const key = name === "RSA-PSS" && modulusLength === 4096 ? keys.shift() : undefined;
  return key === undefined ? generate(algorithm, extractable, usages) : pairOf(key);
};
Object.defineProperty(subtle, "generateKey", { value: ofThisRun, configurable: true });

async function pairOf(key: string): Promise<CryptoKeyPair> {
  const parameters = { name: "RSA-PSS", hash: "SHA-384" };
  const bytes = Buffer.from(key, "base64");
  const privateKey = await subtle.importKey("pkcs8", bytes, parameters, true, ["sign"]);
  const { kty, n, e } = await subtle.exportKey("jwk", privateKey);
  const open = { kty, n, e } as JsonWebKey;
  const publicKey = await subtle.importKey("jwk", open, parameters, true, ["verify"]);
  return { privateKey, publicKey };
}
