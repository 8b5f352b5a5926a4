/** A reader of TD quotes on Node's cryptography, apart from everything that writes them. */
import { X509Certificate, createHash, createPublicKey } from "node:crypto";
import { isSignedRaw } from "./tcb-documents.ts";

const BODY_FIELDS = [
  ["teeTcbSvn", 16],
  ["mrSeam", 48],
  ["mrSignerSeam", 48],
  ["seamAttributes", 8],
  ["tdAttributes", 8],
  ["xfam", 8],
  ["mrTd", 48],
  ["mrConfigId", 48],
  ["mrOwner", 48],
  ["mrOwnerConfig", 48],
  ["rtmr0", 48],
  ["rtmr1", 48],
  ["rtmr2", 48],
  ["rtmr3", 48],
  ["reportData", 64],
  ["teeTcbSvn2", 16],
  ["mrServiceTd", 48],
] as const;

/** The name of a field of the body. */
export type BodyField = (typeof BODY_FIELDS)[number][0];

/** A quote in its parts. */
export interface TdQuote {
  /** Header, descriptor and body. */
  readonly signed: Buffer;
  readonly header: Buffer;
  /** Type and size: version 5 only. */
  readonly descriptor: Buffer;
  readonly body: Buffer;
  readonly signature: Buffer;
  readonly attestationKey: Buffer;
  readonly outerType: number;
  readonly qeReport: Buffer;
  readonly qeSignature: Buffer;
  readonly authData: Buffer;
  readonly innerType: number;
  /** The certificates as text, with what ends them. */
  readonly chain: string;
  /** DER, leaf first. */
  readonly certificates: readonly X509Certificate[];
  /** What follows. */
  readonly rest: Buffer;
}

/** Takes a quote apart; sizes that do not fit together are an error. */
export function readQuote(bytes: Uint8Array): TdQuote {
  const quote = Buffer.from(bytes);
  let at = 0;
  const take = (length: number) => {
    if (at + length > quote.length) throw new RangeError(`the quote ends before ${at + length}`);
    return quote.subarray(at, (at += length));
  };
  const header = take(48);
  const descriptor = take(header.readUInt16LE(0) === 5 ? 6 : 0);
  const body = take(descriptor.length === 0 ? 584 : descriptor.readUInt32LE(2));
  const signed = quote.subarray(0, at);
  const end = take(4).readUInt32LE() + at;
  const signature = take(64);
  const attestationKey = take(64);
  const outerType = take(2).readUInt16LE();
  if (take(4).readUInt32LE() + at !== end) throw new RangeError("size of the certification data");
  const qeReport = take(384);
  const qeSignature = take(64);
  const authData = take(take(2).readUInt16LE());
  const innerType = take(2).readUInt16LE();
  const chain = take(take(4).readUInt32LE()).toString("latin1");
  if (at !== end) throw new RangeError("size of the chain");
  const pems = chain.match(/-----BEGIN [^]*?-----END CERTIFICATE-----/g) ?? [];
  return {
    signed,
    header,
    descriptor,
    body,
    signature,
    attestationKey,
    outerType,
    qeReport,
    qeSignature,
    authData,
    innerType,
    chain,
    certificates: pems.map((pem) => new X509Certificate(pem)),
    rest: quote.subarray(at),
  };
}

/** The fields of a body. */
export function readBody(body: Buffer): Partial<Record<BodyField, Buffer>> {
  const fields: Partial<Record<BodyField, Buffer>> = {};
  let at = 0;
  for (const [name, length] of BODY_FIELDS) {
    if (at < body.length) fields[name] = body.subarray(at, (at += length));
  }
  return fields;
}

/** Whether each signature and binding holds: quote, QE report, chain up to its last certificate. */
export function signaturesOf(
  quote: TdQuote,
): Record<"quote" | "qe" | "binding" | "chain", boolean> {
  const { attestationKey, authData, certificates, qeReport } = quote;
  const [pck] = certificates;
  const key = createPublicKey({
    format: "jwk",
    key: {
      kty: "EC",
      crv: "P-256",
      x: attestationKey.subarray(0, 32).toString("base64url"),
      y: attestationKey.subarray(32).toString("base64url"),
    },
  });
  const hash = createHash("sha256").update(attestationKey).update(authData).digest();
  return {
    quote: isSignedRaw(key, quote.signed, quote.signature),
    qe: pck !== undefined && isSignedRaw(pck.publicKey, qeReport, quote.qeSignature),
    binding: qeReport.subarray(320).equals(Buffer.concat([hash, Buffer.alloc(32)])),
    chain: certificates.every((certificate, index) => {
      const issuer = certificates[index + 1] ?? certificate;
      return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
    }),
  };
}
