/**
 * The measuring stick for TDX: what a careful program would do with node:crypto (OpenSSL) alone to get from the same header to
 * the same signatures: intermediate, PCK, TCB signer, QE report, quote, two documents, two lists. It checks less than the
 * verifier (no dates, names, extensions, serial numbers, levels, policy), which makes it harder to beat.
 */

import { createHash, createPublicKey, verify, X509Certificate } from "node:crypto";
import { gunzipSync } from "node:zlib";

/** Offsets in a version 4 quote. */
const BODY_END = 632;
const SIGNATURE = 636;
const ATTESTATION_KEY = 700;
const QE_REPORT = 770;
const QE_SIGNATURE = 1154;
const AUTH_LENGTH = 1218;

const holds = (what, result) => {
  if (!result) throw new Error(`reference: ${what} does not hold`);
};
const raw = (key) => ({ key, dsaEncoding: "ieee-p1363" });
const certificates = (pem) =>
  pem
    .match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g)
    .map((block) => new X509Certificate(block));

function pointToKey(point) {
  const [x, y] = [point.subarray(0, 32), point.subarray(32)].map((half) =>
    half.toString("base64url"),
  );
  return createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
}

/** The two parts of a list that its signature is about: SEQUENCE { tbs, algorithm, BIT STRING }. */
function splitList(der) {
  const element = (at) => {
    const first = der[at + 1];
    const count = first < 0x80 ? 0 : first & 0x7f;
    const length = count === 0 ? first : der.readUIntBE(at + 2, count);
    const start = at + 2 + count;
    return { at, start, end: start + length };
  };
  const outer = element(0);
  const tbs = element(outer.start);
  const algorithm = element(tbs.end);
  const signature = element(algorithm.end);
  return [der.subarray(tbs.at, tbs.end), der.subarray(signature.start + 1, signature.end)];
}

/** @returns header -> every signature holds */
export function tdxReference(rootDer) {
  const root = new X509Certificate(rootDer);
  return (header) => {
    const { evidence } = JSON.parse(gunzipSync(Buffer.from(header, "base64url")).toString());
    const quote = Buffer.from(evidence.quote, "base64");
    const { collateral } = evidence;

    const authLength = quote.readUInt16LE(AUTH_LENGTH);
    const authData = quote.subarray(AUTH_LENGTH + 2, AUTH_LENGTH + 2 + authLength);
    const [pck, authority] = certificates(
      quote.subarray(AUTH_LENGTH + 2 + authLength + 6).toString("latin1"),
    );
    holds("the intermediate certificate", authority.verify(root.publicKey));
    holds("the PCK certificate", pck.verify(authority.publicKey));

    const qeReport = quote.subarray(QE_REPORT, QE_SIGNATURE);
    holds(
      "the QE report",
      verify("sha256", qeReport, raw(pck.publicKey), quote.subarray(QE_SIGNATURE, AUTH_LENGTH)),
    );
    const point = quote.subarray(ATTESTATION_KEY, ATTESTATION_KEY + 64);
    const digest = createHash("sha256").update(point).update(authData).digest();
    holds("the attestation key", digest.equals(qeReport.subarray(320, 352)));
    const signature = quote.subarray(SIGNATURE, SIGNATURE + 64);
    holds(
      "the quote",
      verify("sha256", quote.subarray(0, BODY_END), raw(pointToKey(point)), signature),
    );

    const [signer] = certificates(collateral.tcb_info_issuer_chain);
    holds("the TCB signing certificate", signer.verify(root.publicKey));
    for (const name of ["tcb_info", "qe_identity"]) {
      const own = Buffer.from(collateral[`${name}_signature`], "hex");
      holds(name, verify("sha256", Buffer.from(collateral[name]), raw(signer.publicKey), own));
    }
    for (const [name, key] of [
      ["root_ca_crl", root.publicKey],
      ["pck_crl", authority.publicKey],
    ]) {
      const [tbs, own] = splitList(Buffer.from(collateral[name], "hex"));
      holds(name, verify("sha256", tbs, key, own));
    }
  };
}
