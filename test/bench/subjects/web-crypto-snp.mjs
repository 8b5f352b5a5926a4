/** The same measuring stick as node-crypto-snp.mjs with what a page has: WebCrypto, and the runtime's own decompression. */

import { element, publicKeyInfo, signedParts } from "./der.mjs";
import { evidenceBytes } from "./header.mjs";

const { subtle } = globalThis.crypto;
const REPORT_BYTES = 0x4a0;
const PSS = { name: "RSA-PSS", saltLength: 48 };
const ECDSA = { name: "ECDSA", hash: "SHA-384" };

function certificate(evidence, index) {
  const view = new DataView(evidence.buffer, evidence.byteOffset + REPORT_BYTES + index * 24 + 16);
  const offset = REPORT_BYTES + view.getUint32(0, true);
  return evidence.subarray(offset, offset + view.getUint32(4, true));
}

function reportHolds(evidence, key) {
  const signature = new Uint8Array(96);
  signature.set(evidence.slice(0x2a0, 0x2a0 + 48).reverse());
  signature.set(evidence.slice(0x2e8, 0x2e8 + 48).reverse(), 48);
  return subtle.verify(ECDSA, key, signature, evidence.subarray(0, 0x2a0));
}

/** AMD names RSASSA-PSS in its keys, and WebCrypto wants rsaEncryption: the same key under the other name. */
function rsaKey(certificateDer) {
  const info = publicKeyInfo(certificateDer);
  const algorithm = element(info, element(info, 0).start);
  const bits = element(info, algorithm.end);
  const key = element(info, bits.start + 1);
  const modulus = element(info, key.start);
  const exponent = element(info, modulus.end);
  const text = ({ start, end }) => {
    const from = info[start] === 0 ? start + 1 : start;
    return btoa(String.fromCharCode(...info.subarray(from, end)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");
  };
  const jwk = { kty: "RSA", n: text(modulus), e: text(exponent) };
  return subtle.importKey("jwk", jwk, { name: "RSA-PSS", hash: "SHA-384" }, false, ["verify"]);
}

async function holds(what, certificateDer, key) {
  const { tbs, signature } = signedParts(certificateDer);
  if (!(await subtle.verify(PSS, key, signature, tbs))) throw new Error(`${what} does not hold`);
}

async function authority({ root, intermediate }) {
  const known = await rsaKey(root ?? intermediate);
  if (root === undefined) return () => known;
  return async (evidence) => {
    const ask = certificate(evidence, 1);
    await holds("the intermediate certificate", ask, known);
    return rsaKey(ask);
  };
}

async function reference(input, keep) {
  const authorityKeyOf = await authority(input);
  const kept = new Map();
  return async ({ header }) => {
    const evidence = await evidenceBytes(header);
    const name = keep ? String.fromCharCode(...evidence.subarray(REPORT_BYTES)) : "";
    let key = kept.get(name);
    if (key === undefined) {
      const leaf = certificate(evidence, 0);
      await holds("the leaf certificate", leaf, await authorityKeyOf(evidence));
      const curve = { name: "ECDSA", namedCurve: "P-384" };
      key = await subtle.importKey("spki", publicKeyInfo(leaf), curve, false, ["verify"]);
      if (keep) kept.set(name, key);
    }
    return reportHolds(evidence, key);
  };
}

const seen = (input) => reference(input, true);
const first = (input) => reference(input, false);

export default {
  name: "WebCrypto",
  trusted: true,
  offers: {
    "snp-simulated-seen": seen,
    "snp-simulated-first": first,
    "snp-genuine-seen": seen,
    "snp-genuine-first": first,
  },
};
