/** The runtime's WebCrypto, its keys imported: the measuring stick in a page. */

const { subtle } = globalThis.crypto;

const verifier =
  (algorithm, verifying) =>
  async ({ key: { spki } }) => {
    const key = await subtle.importKey("spki", spki, algorithm, false, ["verify"]);
    return ({ message, signature }) => subtle.verify(verifying, key, signature, message);
  };

const ecdsa = (namedCurve, hash) =>
  verifier({ name: "ECDSA", namedCurve }, { name: "ECDSA", hash });

export default {
  name: "WebCrypto",
  trusted: true,
  offers: {
    p384: ecdsa("P-384", "SHA-384"),
    p256: ecdsa("P-256", "SHA-256"),
    "rsa-pss-4096": verifier(
      { name: "RSA-PSS", hash: "SHA-384" },
      { name: "RSA-PSS", saltLength: 48 },
    ),
  },
};
