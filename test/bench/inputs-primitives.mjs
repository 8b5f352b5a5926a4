/** A key, a message and a signature for each primitive, and what is damaged of them. Made anew in every run, by WebCrypto. */

const { subtle } = globalThis.crypto;

/** A copy with one bit flipped. */
export function flipped(bytes, at) {
  const copy = Uint8Array.from(bytes);
  copy[at] ^= 1;
  return copy;
}

async function signed(algorithm, signing, messageBytes) {
  const message = globalThis.crypto.getRandomValues(new Uint8Array(messageBytes));
  const pair = await subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const signature = new Uint8Array(await subtle.sign(signing, pair.privateKey, message));
  const spki = new Uint8Array(await subtle.exportKey("spki", pair.publicKey));
  return {
    key: { spki },
    publicKey: pair.publicKey,
    good: { message, signature },
    damaged: [
      { message: flipped(message, 5), signature },
      { message, signature: flipped(signature, 5) },
      { message, signature: flipped(signature, signature.length - 1) },
    ],
  };
}

async function ecdsa(namedCurve, hash, messageBytes) {
  const algorithm = { name: "ECDSA", namedCurve };
  const { publicKey, ...input } = await signed(algorithm, { name: "ECDSA", hash }, messageBytes);
  const point = new Uint8Array(await subtle.exportKey("raw", publicKey));
  return { ...input, key: { ...input.key, point } };
}

async function rsaPss() {
  const algorithm = {
    name: "RSA-PSS",
    hash: "SHA-384",
    modulusLength: 4096,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  const signing = { name: "RSA-PSS", saltLength: 48 };
  // About what stands in a VCEK certificate.
  const { publicKey, ...input } = await signed(algorithm, signing, 800);
  const { n } = await subtle.exportKey("jwk", publicKey);
  const modulus = new Uint8Array(Buffer.from(n, "base64url"));
  return { ...input, key: { ...input.key, modulus } };
}

/** The inputs of the primitives: a report of SEV-SNP has 672 signed bytes, a quote of TDX 632. */
export const primitiveInputs = async () => ({
  p384: await ecdsa("P-384", "SHA-384", 672),
  p256: await ecdsa("P-256", "SHA-256", 632),
  rsaPss: await rsaPss(),
});
