/** The same measuring stick as node-crypto-tdx.mjs with what a page has: WebCrypto, and the runtime's own decompression. */

import { fixedSignature, pemCertificates, publicKeyInfo, signedParts } from "./der.mjs";
import { evidenceBytes } from "./header.mjs";
import { KEEPS, endorsementName, keyName, quoteParts } from "./tdx-quote.mjs";

const { subtle } = globalThis.crypto;
const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const ECDSA = { name: "ECDSA", hash: "SHA-256" };

const keyOf = (der) => subtle.importKey("spki", publicKeyInfo(der), CURVE, false, ["verify"]);
const fromHex = (text) => Uint8Array.from(text.match(/../g), (pair) => Number.parseInt(pair, 16));

async function holds(what, key, message, signature) {
  if (!(await subtle.verify(ECDSA, key, signature, message))) {
    throw new Error(`${what} does not hold`);
  }
}

async function signedHolds(what, key, der) {
  const { tbs, signature } = signedParts(der);
  await holds(what, key, tbs, fixedSignature(signature, 32));
}

async function chainKeys({ chainPem, attestationKey }, issuerChain, rootKey, authorityKnown) {
  const [pck, authority] = pemCertificates(chainPem);
  const authorityKey = await keyOf(authority);
  if (!authorityKnown) await signedHolds("the authority's certificate", rootKey, authority);
  await signedHolds("the PCK certificate", authorityKey, pck);
  const [signer] = pemCertificates(issuerChain);
  await signedHolds("the TCB signing certificate", rootKey, signer);
  const point = new Uint8Array([4, ...attestationKey]);
  return {
    pck: await keyOf(pck),
    authority: authorityKey,
    signer: await keyOf(signer),
    attestation: await subtle.importKey("raw", point, CURVE, false, ["verify"]),
  };
}

/** All but the quote's own signature: they may be the same for many quotes. */
async function endorsementsHold(parts, collateral, keys, rootKey) {
  const { qeReport, attestationKey, authData } = parts;
  await holds("the QE report", keys.pck, qeReport, parts.qeSignature);
  const bound = new Uint8Array([...attestationKey, ...authData]);
  const digest = new Uint8Array(await subtle.digest("SHA-256", bound));
  if (!digest.every((byte, index) => byte === qeReport[320 + index])) {
    throw new Error("the attestation key does not hold");
  }
  for (const name of ["tcb_info", "qe_identity"]) {
    const message = new TextEncoder().encode(collateral[name]);
    await holds(name, keys.signer, message, fromHex(collateral[`${name}_signature`]));
  }
  await signedHolds("root_ca_crl", rootKey, fromHex(collateral.root_ca_crl));
  await signedHolds("pck_crl", keys.authority, fromHex(collateral.pck_crl));
}

const { nothing, itsKeys, everything } = KEEPS;

async function reference({ root, authorityKnown }, keeps) {
  const rootKey = await keyOf(root);
  const kept = new Map();
  const remembered = new Set();
  return async ({ header }) => {
    const text = new TextDecoder().decode(await evidenceBytes(header));
    const { quote, collateral } = JSON.parse(text).evidence;
    const parts = quoteParts(Uint8Array.from(atob(quote), (each) => each.charCodeAt(0)));
    const issuerChain = collateral.tcb_info_issuer_chain;
    const name = keyName(parts, issuerChain);
    let keys = keeps === nothing ? undefined : kept.get(name);
    if (keys === undefined) {
      keys = await chainKeys(parts, issuerChain, rootKey, authorityKnown);
      if (keeps !== nothing) kept.set(name, keys);
    }
    const all = keeps === everything ? endorsementName(parts, collateral) : "";
    if (!remembered.has(all)) {
      await endorsementsHold(parts, collateral, keys, rootKey);
      if (keeps === everything) remembered.add(all);
    }
    await holds("the quote", keys.attestation, parts.body, parts.signature);
    return true;
  };
}

const seen = (input) => reference(input, itsKeys);
const first = (input) => reference(input, nothing);
const again = (input) => reference(input, everything);

export default {
  name: "WebCrypto",
  trusted: true,
  offers: {
    "tdx-simulated-seen": seen,
    "tdx-simulated-first": first,
    "tdx-genuine-seen": seen,
    "tdx-genuine-first": first,
  },
};

/** Remembers in addition which endorsements held, and verifies the quote's own signature alone. */
export const remembering = {
  name: "WebCrypto, remembering endorsements",
  trusted: true,
  remembers: true,
  offers: { "tdx-simulated-seen": again, "tdx-genuine-seen": again },
};
