/**
 * The measuring stick: what a careful program would do with node:crypto (OpenSSL) alone to get from the same header to
 * the same two signatures. It checks less than the verifier (no dates, names, extensions, policy), which makes it harder to beat.
 */

import { createPublicKey, verify, X509Certificate } from "node:crypto";
import { gunzipSync } from "node:zlib";

const SIGNED_BYTES = 0x2a0;
const REPORT_BYTES = 0x4a0;

/** AMD stores r and s as 72 little-endian bytes each; OpenSSL wants 48 big-endian bytes each. */
function p1363(report) {
  const r = report.subarray(0x2a0, 0x2a0 + 48).toReversed();
  const s = report.subarray(0x2e8, 0x2e8 + 48).toReversed();
  return Buffer.concat([r, s]);
}

/** The first certificate of the table behind a report: offset and length stand after a 16-byte GUID. */
function firstCertificate(evidence) {
  const offset = evidence.readUInt32LE(REPORT_BYTES + 16);
  const length = evidence.readUInt32LE(REPORT_BYTES + 20);
  return evidence.subarray(REPORT_BYTES + offset, REPORT_BYTES + offset + length);
}

/**
 * @param {Uint8Array} intermediate the ASK, DER
 * @returns header -> both signatures hold; `cold` verifies the leaf certificate, `warm` keeps its key
 */
export function nodeCryptoReference(intermediate) {
  const issuer = new X509Certificate(intermediate).publicKey;
  let cachedKey;
  const report = (header) => gunzipSync(Buffer.from(header, "base64url"));
  const reportHolds = (evidence, key) =>
    verify(
      "sha384",
      evidence.subarray(0, SIGNED_BYTES),
      { key, dsaEncoding: "ieee-p1363" },
      p1363(evidence),
    );

  return {
    cold(header) {
      const evidence = report(header);
      const leaf = new X509Certificate(firstCertificate(evidence));
      if (!leaf.verify(issuer)) throw new Error("reference: the leaf certificate does not hold");
      cachedKey = createPublicKey(leaf.publicKey.export({ type: "spki", format: "pem" }));
      if (!reportHolds(evidence, leaf.publicKey))
        throw new Error("reference: the report does not hold");
    },
    warm(header) {
      if (cachedKey === undefined) this.cold(header);
      if (!reportHolds(report(header), cachedKey))
        throw new Error("reference: the report does not hold");
    },
  };
}
