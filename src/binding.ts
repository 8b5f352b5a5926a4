/**
 * What a report must be bound to: the one place that knows the recipes (PROTOCOL.md, "Bindings").
 *
 * LP(x) is the length of x as a big-endian 32-bit number, then x. Every recipe hashes under a label of its own, so that no
 * report made for one purpose fits another.
 */
import { concatenated } from "./bytes.ts";
import { inputInvalid } from "./input.ts";
import { NONCE_BYTES } from "./protocol.ts";
import { sha256, sha384, sha512 } from "./sha2.ts";

/**
 * One binding in the two forms in which evidence can hold it. Which of them it holds, the evidence decides: on Azure the
 * paravisor alone chooses REPORT_DATA, and the guest's own word is the TPM quote's extraData.
 */
export interface Binding {
  /** REPORT_DATA (TDX: REPORTDATA), 64 bytes. */
  readonly reportData: Uint8Array;
  /** extraData of a TPM quote, 48 bytes: its limit is 50. */
  readonly extraData: Uint8Array;
}

/** What a call expects: both forms, one of them, or 64 or 48 bytes as they are. */
export type ExpectedBinding = Binding | Pick<Binding, "reportData"> | Pick<Binding, "extraData"> | Uint8Array; // prettier-ignore

/** What an answer is bound to. */
export interface AnswerParts {
  /** The 32 bytes of the request's `Attestation-Nonce`. */
  readonly nonce: Uint8Array;
  /** The request's body; empty where it has none. */
  readonly requestBody: Uint8Array;
  /** The answer's status. */
  readonly status: number;
  /** The answer's body, content codings removed. */
  readonly responseBody: Uint8Array;
}

const encoder = new TextEncoder();

/** 32 random bytes. */
export function createNonce(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
}

/**
 * The binding of an unsealed challenge: SHA-512("witnesslock/v1/nonce" ‖ LP(nonce)) as REPORT_DATA, SHA-384 with the label
 * "witnesslock/v1/nonce/tpm" as extraData.
 */
export function nonceBinding(nonce: Uint8Array): Binding {
  return hash("witnesslock/v1/nonce", [checkNonce(nonce)]);
}

/**
 * The binding of a gateway's keys and of the challenge: SHA-512("witnesslock/v1/key" ‖ LP(nonce) ‖ LP(ohttp-keys)) as
 * REPORT_DATA, SHA-384 with the label "witnesslock/v1/key/tpm" as extraData.
 *
 * @param ohttpKeys - the exact bytes of the document `application/ohttp-keys`
 */
export function keyBinding(nonce: Uint8Array, ohttpKeys: Uint8Array): Binding {
  return hash("witnesslock/v1/key", [checkNonce(nonce), ohttpKeys]);
}

/**
 * The binding of an unsealed answer: SHA-512("witnesslock/v1/answer" ‖ LP(nonce) ‖ LP(SHA-256(request body)) ‖
 * LP(status in decimal) ‖ LP(SHA-256(response body))) as REPORT_DATA, SHA-384 with the label "witnesslock/v1/answer/tpm" as
 * extraData.
 */
export function answerBinding({ nonce, requestBody, status, responseBody }: AnswerParts): Binding {
  return hash("witnesslock/v1/answer", [
    checkNonce(nonce),
    sha256(requestBody),
    encoder.encode(String(status)),
    sha256(responseBody),
  ]);
}

/** Another system's recipe: the nonce, up to 64 bytes, padded with zeros. */
export function nonceZeroPadded(nonce: Uint8Array): Uint8Array {
  if (nonce.length === 0 || nonce.length > 64) throw inputInvalid("nonce", "1 to 64 bytes");
  const binding = new Uint8Array(64);
  binding.set(nonce);
  return binding;
}

/** Another system's recipe: SHA-384(SubjectPublicKeyInfo ‖ nonce), padded with zeros. */
export function keyAndNonce(spki: Uint8Array, nonce: Uint8Array): Uint8Array {
  return nonceZeroPadded(sha384(concatenated([spki, nonce])));
}

function checkNonce(nonce: Uint8Array): Uint8Array {
  if (nonce.length !== NONCE_BYTES) throw inputInvalid("nonce", `exactly ${NONCE_BYTES} bytes`);
  return nonce;
}

function hash(label: string, parts: readonly Uint8Array[]): Binding {
  const prefixed = parts.flatMap((part) => {
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, part.length);
    return [length, part];
  });
  const labelled = (text: string) => concatenated([encoder.encode(text), ...prefixed]);
  return { reportData: sha512(labelled(label)), extraData: sha384(labelled(`${label}/tpm`)) };
}
