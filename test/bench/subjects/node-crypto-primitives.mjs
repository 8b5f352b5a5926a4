/** OpenSSL by `node:crypto`, its key objects ready: the measuring stick of the primitives in Node. */

import { constants, createPublicKey, verify } from "node:crypto";

const keyOf = ({ spki }) =>
  createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });

const ecdsa =
  (hash) =>
  ({ key }) => {
    const ready = { key: keyOf(key), dsaEncoding: "ieee-p1363" };
    return ({ message, signature }) => verify(hash, message, ready, signature);
  };

export default {
  name: "node:crypto",
  trusted: true,
  offers: {
    p384: ecdsa("sha384"),
    p256: ecdsa("sha256"),
    "rsa-pss-4096": ({ key }) => {
      const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
      const ready = { key: keyOf(key), ...padding };
      return ({ message, signature }) => verify("sha384", message, ready, signature);
    },
  },
};
