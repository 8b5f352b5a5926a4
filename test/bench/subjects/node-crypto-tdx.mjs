/**
 * The measuring stick for TDX: what a careful program would do with node:crypto (OpenSSL) alone to get from the same header to
 * the same signatures: authority, PCK, TCB signer, QE report, quote, two documents, two lists. It checks less than the
 * verifier (no dates, names, extensions, serial numbers, levels, policy), which makes it harder to beat.
 */

import { createHash, createPublicKey, verify, X509Certificate } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { pemCertificates, signedParts } from "./der.mjs";
import { KEEPS, endorsementName, keyName, quoteParts } from "./tdx-quote.mjs";

const holds = (what, result) => {
  if (!result) throw new Error(`${what} does not hold`);
};
const raw = (key) => ({ key, dsaEncoding: "ieee-p1363" });
const certificates = (pem) => pemCertificates(pem).map((der) => new X509Certificate(der));

function pointToKey(point) {
  const [x, y] = [point.subarray(0, 32), point.subarray(32)].map((half) =>
    Buffer.from(half).toString("base64url"),
  );
  return createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
}

/** The keys of the certificates, verified. An authority of Intel's is known; of another root's, it is verified as well. */
function chainKeys(chainPem, issuerChain, { root, authorityKnown }) {
  const [pck, authority] = certificates(chainPem);
  if (!authorityKnown) holds("the authority's certificate", authority.verify(root.publicKey));
  holds("the PCK certificate", pck.verify(authority.publicKey));
  const [signer] = certificates(issuerChain);
  holds("the TCB signing certificate", signer.verify(root.publicKey));
  return { pck: pck.publicKey, authority: authority.publicKey, signer: signer.publicKey };
}

/** All but the quote's own signature: they may be the same for many quotes. */
function endorsementsHold(parts, collateral, keys, root) {
  const { qeReport, attestationKey } = parts;
  holds("the QE report", verify("sha256", qeReport, raw(keys.pck), parts.qeSignature));
  const digest = createHash("sha256").update(attestationKey).update(parts.authData).digest();
  holds("the attestation key", digest.equals(qeReport.subarray(320, 352)));
  for (const name of ["tcb_info", "qe_identity"]) {
    const own = Buffer.from(collateral[`${name}_signature`], "hex");
    holds(name, verify("sha256", Buffer.from(collateral[name]), raw(keys.signer), own));
  }
  for (const [name, key] of [
    ["root_ca_crl", root.publicKey],
    ["pck_crl", keys.authority],
  ]) {
    const { tbs, signature } = signedParts(Buffer.from(collateral[name], "hex"));
    holds(name, verify("sha256", tbs, key, signature));
  }
}

const { nothing, itsKeys, everything } = KEEPS;

function reference(input, keeps) {
  const root = new X509Certificate(input.root);
  const { authorityKnown } = input;
  const kept = new Map();
  const remembered = new Set();
  return ({ header }) => {
    const { evidence } = JSON.parse(gunzipSync(Buffer.from(header, "base64url")).toString());
    const { collateral } = evidence;
    const parts = quoteParts(Buffer.from(evidence.quote, "base64"));
    const issuerChain = collateral.tcb_info_issuer_chain;
    const name = keyName(parts, issuerChain);
    let keys = keeps === nothing ? undefined : kept.get(name);
    if (keys === undefined) {
      const { chainPem, attestationKey } = parts;
      keys = {
        ...chainKeys(chainPem, issuerChain, { root, authorityKnown }),
        attestation: pointToKey(attestationKey),
      };
      if (keeps !== nothing) kept.set(name, keys);
    }
    const all = keeps === everything ? endorsementName(parts, collateral) : "";
    if (!remembered.has(all)) {
      endorsementsHold(parts, collateral, keys, root);
      if (keeps === everything) remembered.add(all);
    }
    holds("the quote", verify("sha256", parts.body, raw(keys.attestation), parts.signature));
    return true;
  };
}

const seen = (input) => reference(input, itsKeys);
const first = (input) => reference(input, nothing);
const again = (input) => reference(input, everything);

export default {
  name: "node:crypto",
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
  name: "node:crypto, remembering endorsements",
  trusted: true,
  remembers: true,
  offers: { "tdx-simulated-seen": again, "tdx-genuine-seen": again },
};
