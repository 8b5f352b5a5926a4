/**
 * The measuring stick for SEV-SNP: what a careful program would do with node:crypto (OpenSSL) alone to get from the same
 * header to the same signatures. It checks less than the verifier (no dates, names, extensions, policy), which makes it
 * harder to beat.
 */

import { verify, X509Certificate } from "node:crypto";
import { gunzipSync } from "node:zlib";

const SIGNED_BYTES = 0x2a0;
const REPORT_BYTES = 0x4a0;

/** AMD stores r and s as 72 little-endian bytes each; OpenSSL wants 48 big-endian bytes each. */
function p1363(report) {
  const r = report.subarray(0x2a0, 0x2a0 + 48).toReversed();
  const s = report.subarray(0x2e8, 0x2e8 + 48).toReversed();
  return Buffer.concat([r, s]);
}

/** A certificate of the table behind a report: offset and length stand after a 16-byte GUID. */
function certificate(evidence, index) {
  const entry = REPORT_BYTES + index * 24;
  const offset = evidence.readUInt32LE(entry + 16);
  const length = evidence.readUInt32LE(entry + 20);
  return evidence.subarray(REPORT_BYTES + offset, REPORT_BYTES + offset + length);
}

const evidenceOf = ({ header }) => gunzipSync(Buffer.from(header, "base64url"));

const reportHolds = (evidence, key) =>
  verify(
    "sha384",
    evidence.subarray(0, SIGNED_BYTES),
    { key, dsaEncoding: "ieee-p1363" },
    p1363(evidence),
  );

/** The leaf's key, its certificate verified. An ASK of AMD's is known; of another root's, it is verified as well. */
function authority({ root, intermediate }) {
  if (root === undefined) {
    const known = new X509Certificate(intermediate).publicKey;
    return () => known;
  }
  const rootKey = new X509Certificate(root).publicKey;
  return (evidence) => {
    const ask = new X509Certificate(certificate(evidence, 1));
    if (!ask.verify(rootKey)) throw new Error("the intermediate certificate does not hold");
    return ask.publicKey;
  };
}

function leafKey(evidence, authorityKeyOf) {
  const leaf = new X509Certificate(certificate(evidence, 0));
  if (!leaf.verify(authorityKeyOf(evidence))) {
    throw new Error("the leaf certificate does not hold");
  }
  return leaf.publicKey;
}

function first(input) {
  const authorityKeyOf = authority(input);
  return (given) => {
    const evidence = evidenceOf(given);
    return reportHolds(evidence, leafKey(evidence, authorityKeyOf));
  };
}

/** Keeps the keys of certificates that it has verified, by all of their bytes. */
function seen(input) {
  const authorityKeyOf = authority(input);
  const keys = new Map();
  return (given) => {
    const evidence = evidenceOf(given);
    const table = evidence.toString("latin1", REPORT_BYTES);
    let key = keys.get(table);
    if (key === undefined) {
      key = leafKey(evidence, authorityKeyOf);
      keys.set(table, key);
    }
    return reportHolds(evidence, key);
  };
}

export default {
  name: "node:crypto",
  trusted: true,
  offers: {
    "snp-simulated-seen": seen,
    "snp-simulated-first": first,
    "snp-genuine-seen": seen,
    "snp-genuine-first": first,
  },
};
