/** Keys of the simulated TEE: made by this process, for this process, and never stored. */

/** Who signs certificates and lists. */
export interface CertificateSigner {
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  /** What stands in the BIT STRING beside the signed part. */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** An RSA-4096 key that signs as AMD's authorities do: RSASSA-PSS, SHA-384, salt 48. */
export interface PssKey extends CertificateSigner {
  /** The signature, as long as the modulus. */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** A P-384 key that signs reports. */
export interface EndorsementKey {
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  /** r and s, 48 bytes each, big-endian. */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** A P-256 key: Intel's authorities, PCKs and attestation keys. */
export interface P256Key {
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  /** x and y, 32 bytes each, big-endian. */
  readonly point: Uint8Array;
  /** r and s over SHA-256, 32 bytes each, big-endian. */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** Making an RSA-4096 key takes up to a second, so a process makes two, once, and uses them for every simulated product. */
const authorities = new WeakMap<object, Map<string, Promise<PssKey>>>();

/** The process's key of a role. */
export function authorityKey(crypto: Crypto, role: "root" | "intermediate"): Promise<PssKey> {
  const keys = authorities.get(crypto) ?? new Map<string, Promise<PssKey>>();
  authorities.set(crypto, keys);
  let key = keys.get(role);
  if (key === undefined) {
    key = makePssKey(crypto);
    keys.set(role, key);
  }
  return key;
}

/** A new RSA key. */
export async function makePssKey(crypto: Crypto, modulusLength = 4096): Promise<PssKey> {
  const algorithm = {
    name: "RSA-PSS",
    hash: "SHA-384",
    modulusLength,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  const pair = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  return {
    publicKey: new Uint8Array(await crypto.subtle.exportKey("spki", pair.publicKey)),
    async sign(message) {
      const parameters = { name: "RSA-PSS", saltLength: 48 };
      return new Uint8Array(
        await crypto.subtle.sign(parameters, pair.privateKey, new Uint8Array(message)),
      );
    },
  };
}

/** A new P-384 key. */
export async function makeEndorsementKey(crypto: Crypto): Promise<EndorsementKey> {
  return makeEcdsaKey(crypto, "P-384", "SHA-384");
}

/** A new P-256 key. */
export async function makeP256Key(crypto: Crypto): Promise<P256Key> {
  return makeEcdsaKey(crypto, "P-256", "SHA-256");
}

async function makeEcdsaKey(
  crypto: Crypto,
  namedCurve: "P-256" | "P-384",
  hash: "SHA-256" | "SHA-384",
): Promise<P256Key> {
  const algorithm = { name: "ECDSA", namedCurve };
  const pair = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  // An uncompressed point: 04, x, y (SEC 1, section 2.3.3).
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)).slice(1);
  return {
    publicKey: new Uint8Array(await crypto.subtle.exportKey("spki", pair.publicKey)),
    point,
    async sign(message) {
      const parameters = { name: "ECDSA", hash };
      return new Uint8Array(
        await crypto.subtle.sign(parameters, pair.privateKey, new Uint8Array(message)),
      );
    },
  };
}
