/** Where things are in a version 4 quote whose body is a TD report 1.0, for the measuring sticks. */

const BODY_END = 632;
const SIGNATURE = 636;
const ATTESTATION_KEY = 700;
const QE_REPORT = 770;
const QE_SIGNATURE = 1154;
const AUTH_LENGTH = 1218;

/** @param {Uint8Array} quote */
export function quoteParts(quote) {
  const authLength = quote[AUTH_LENGTH] + 256 * quote[AUTH_LENGTH + 1];
  const authEnd = AUTH_LENGTH + 2 + authLength;
  return {
    body: quote.subarray(0, BODY_END),
    signature: quote.subarray(SIGNATURE, SIGNATURE + 64),
    attestationKey: quote.subarray(ATTESTATION_KEY, ATTESTATION_KEY + 64),
    qeReport: quote.subarray(QE_REPORT, QE_SIGNATURE),
    qeSignature: quote.subarray(QE_SIGNATURE, AUTH_LENGTH),
    authData: quote.subarray(AUTH_LENGTH + 2, authEnd),
    /** Behind the type and the length of the certification data: PCK, authority, root. */
    chainPem: new TextDecoder("latin1").decode(quote.subarray(authEnd + 6)),
  };
}

/** What a measuring stick keeps from one quote to the next: as much as what it is held against. */
export const KEEPS = {
  nothing: "nothing",
  itsKeys: "the keys of certificates that held",
  everything: "the keys, and that endorsements held",
};

const latin1 = (bytes) => String.fromCharCode(...bytes);

/** By which keys are kept: all bytes that they stood in. */
export const keyName = ({ chainPem, attestationKey }, issuerChain) =>
  chainPem + issuerChain + latin1(attestationKey);

/** By which it is remembered that endorsements held, and that they are of this key: all of their bytes. */
export const endorsementName = (parts, collateral) =>
  [
    keyName(parts, ""),
    ...[parts.qeReport, parts.qeSignature, parts.authData].map(latin1),
    ...Object.values(collateral),
  ].join();
