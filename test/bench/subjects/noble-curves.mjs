/** @noble/curves: BigInt, no WebAssembly. */

const ecdsa =
  (curve) =>
  async ({ key: { point } }) => {
    const { [curve]: implementation } = await import("@noble/curves/nist.js");
    // AMD and Intel sign with s of either half.
    const options = { lowS: false, format: "compact", prehash: true };
    return ({ message, signature }) => implementation.verify(signature, message, point, options);
  };

export default {
  name: "@noble/curves",
  offers: {
    p384: ecdsa("p384"),
    p256: ecdsa("p256"),
    "rsa-pss-4096": "has no RSA",
  },
};
