/**
 * Intel's Provisioning Certification Service puts the chain of a document's signer into a response header, PEM in percent
 * encoding (PCS API version 4, "TCB-Info-Issuer-Chain", "SGX-Enclave-Identity-Issuer-Chain"). The verifier takes it behind
 * the document. A page cannot read the header where the server does not expose it; the signer is then one that the verifier
 * knows, or nobody.
 */

import { concatenated } from "./bytes.ts";

const HEADERS = [
  "TCB-Info-Issuer-Chain",
  "SGX-TCB-Info-Issuer-Chain",
  "SGX-Enclave-Identity-Issuer-Chain",
];

/** Two certificates have 2 KiB, three times that in percent encoding. */
const MAX_CHARACTERS = 32 * 1024;

/** The bytes of an answer, and its issuer chain behind them where the answer has one. */
export function withIssuerChain(bytes: Uint8Array, headers: Headers): Uint8Array {
  const encoded = HEADERS.map((name) => headers.get(name)).find((value) => value !== null);
  if (encoded === undefined || encoded === null || encoded.length > MAX_CHARACTERS) return bytes;
  let chain: Uint8Array;
  try {
    chain = new TextEncoder().encode(`\n${decodeURIComponent(encoded)}`);
  } catch {
    // Not percent encoding: no chain. What it would have proven, nothing proves then.
    return bytes;
  }
  return concatenated([bytes, chain]);
}
