/** As much of DER as the measuring sticks need. They trust that it is well-formed; the verifier does not. */

/** The element at `at`: where it, its contents and its end are. */
export function element(der, at) {
  const first = der[at + 1];
  const count = first < 0x80 ? 0 : first & 0x7f;
  let length = count === 0 ? first : 0;
  for (let index = 0; index < count; index += 1) length = length * 256 + der[at + 2 + index];
  const start = at + 2 + count;
  return { at, start, end: start + length };
}

/** Of a certificate or a list, SEQUENCE { tbs, algorithm, BIT STRING }: what is signed, and the signature. */
export function signedParts(der) {
  const tbs = element(der, element(der, 0).start);
  const signature = element(der, element(der, tbs.end).end);
  return {
    tbs: der.subarray(tbs.at, tbs.end),
    signature: der.subarray(signature.start + 1, signature.end),
  };
}

/** The SubjectPublicKeyInfo of a version 3 certificate (RFC 5280, section 4.1). */
export function publicKeyInfo(der) {
  let field = element(der, element(der, element(der, 0).start).start);
  // version, serialNumber, signature, issuer, validity, subject
  for (let passed = 0; passed < 6; passed += 1) field = element(der, field.end);
  return der.subarray(field.at, field.end);
}

/** r and s of an ECDSA-Sig-Value (RFC 3279, section 2.2.3), `bytes` each. */
export function fixedSignature(der, bytes) {
  const fixed = new Uint8Array(2 * bytes);
  let at = element(der, 0).start;
  for (const end of [bytes, 2 * bytes]) {
    const integer = element(der, at);
    const digits = der.subarray(Math.max(integer.start, integer.end - bytes), integer.end);
    fixed.set(digits, end - digits.length);
    at = integer.end;
  }
  return fixed;
}

/** The DER certificates of PEM text. */
export function pemCertificates(pem) {
  return [...pem.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g)].map(
    ([, text]) => Uint8Array.from(atob(text.replace(/\s/g, "")), (c) => c.charCodeAt(0)),
  );
}
