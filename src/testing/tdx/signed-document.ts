/** TCB documents as Intel's Provisioning Certification Service answers them: JSON, signed as the text that it is (Intel, PCS API v4). */
import { toHex } from "../../bytes.ts";
import type { P256Key } from "../keys.ts";

/** What any document may have otherwise, and what is wrong with it. */
export interface DocumentOptions<Document> {
  /** issueDate. Default: a day before the platform's `now`. */
  readonly issueDate?: Date;
  /** nextUpdate. Default: 29 days after the platform's `now`. */
  readonly nextUpdate?: Date;
  /** Default: 20. */
  readonly tcbEvaluationDataNumber?: number;
  /** Advisories of each level that the platform reaches and that is not UpToDate. Default: one. */
  readonly advisoryIds?: readonly string[];
  /** Replaces the document before it is signed. */
  readonly defect?: (document: Document) => object;
  /** Replaces the signed text afterwards. */
  readonly tamper?: (signedText: string) => string;
  /** Default: the key of the TCB signing certificate. */
  readonly signer?: P256Key;
}

/** A document's text and its signature. */
export interface SignedDocument {
  /** JSON, the very bytes that are signed. */
  readonly text: string;
  /** r and s, 32 bytes each, big-endian, as lower-case hexadecimal. */
  readonly signature: string;
}

/** The parts that documents share, besides their kind and version. */
export interface DocumentDates {
  /** RFC 3339, without fractions. */
  readonly issueDate: string;
  /** RFC 3339, without fractions. */
  readonly nextUpdate: string;
}

const DAY_MS = 86_400_000;

/** The dates of a document. */
export function datesOf(
  now: Date,
  { issueDate, nextUpdate }: { readonly issueDate?: Date; readonly nextUpdate?: Date },
): DocumentDates {
  const day = (days: number) => new Date(now.getTime() + days * DAY_MS);
  return { issueDate: rfc3339(issueDate ?? day(-1)), nextUpdate: rfc3339(nextUpdate ?? day(29)) };
}

/** Signs a document with its defects. */
export async function signDocument<Document extends object>(
  document: Document,
  key: P256Key,
  { defect, tamper, signer = key }: DocumentOptions<Document>,
): Promise<SignedDocument> {
  const signed = JSON.stringify(defect?.(document) ?? document);
  const signature = toHex(await signer.sign(new TextEncoder().encode(signed)));
  return { text: tamper?.(signed) ?? signed, signature };
}

/** The body of an answer, byte for byte around what is signed. */
export function writeAnswer(
  name: "tcbInfo" | "enclaveIdentity",
  { text, signature }: SignedDocument,
): string {
  return `{"${name}":${text},"signature":"${signature}"}`;
}

/** Upper-case hexadecimal, as in Intel's documents. */
export function upperHex(bytes: Uint8Array): string {
  return toHex(bytes).toUpperCase();
}

function rfc3339(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}
