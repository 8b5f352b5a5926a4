/** Certificates part by part, so that a test can have any part wrong; and what AMD writes into its own (AMD 57230). */
import {
  bitString,
  boolean,
  explicit,
  integer,
  nul,
  octetString,
  oid,
  printable,
  sequence,
  set,
  time,
  utf8,
} from "./asn1.ts";
import type { CertificateSigner } from "./keys.ts";

/** One extension. */
export interface Extension {
  /** The object identifier, dotted. */
  readonly id: string;
  /** Default: left out, as DER leaves out FALSE. */
  readonly critical?: boolean;
  /** What the OCTET STRING holds. */
  readonly value: Uint8Array;
}

/** Every part of a certificate, each DER but for the extensions. */
export interface CertificateParts {
  /** An INTEGER. */
  readonly serial: Uint8Array;
  /** The AlgorithmIdentifier inside what is signed. */
  readonly algorithm: Uint8Array;
  /** A Name. */
  readonly issuer: Uint8Array;
  /** A UTCTime or GeneralizedTime. */
  readonly notBefore: Uint8Array;
  /** A UTCTime or GeneralizedTime. */
  readonly notAfter: Uint8Array;
  /** A Name. */
  readonly subject: Uint8Array;
  /** A SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  /** In order. None: the whole field is left out. */
  readonly extensions: readonly Extension[];
  /** The AlgorithmIdentifier beside the signature. */
  readonly signatureAlgorithm: Uint8Array;
  /** Who signs. */
  readonly signer: CertificateSigner;
  /** Changes the signature afterwards. */
  readonly tamper?: (signature: Uint8Array) => Uint8Array;
}

/** Replaces parts of a certificate before it is signed. */
export type CertificateDefect = (parts: CertificateParts) => CertificateParts;

const SHA384 = "2.16.840.1.101.3.4.2.2";

/** What a test may have otherwise in {@link pssAlgorithm}. */
export interface PssParameters {
  /** Whether trailerField 1 is written. Default: true. */
  readonly trailer?: boolean;
  /** The length of the salt. Default: 48. */
  readonly salt?: number;
  /** The hash's object identifier, dotted. Default: SHA-384. */
  readonly hash?: string;
  /** That of the hash in MGF1. Default: SHA-384. */
  readonly maskHash?: string;
}

/** RSASSA-PSS with SHA-384, MGF1-SHA-384 and salt 48 (RFC 4055), parameters NULL; AMD's authorities write the trailerField. */
export function pssAlgorithm(parameters: PssParameters = {}): Uint8Array {
  const { trailer = true, salt = 48, hash = SHA384, maskHash = SHA384 } = parameters;
  const sha = (id: string) => sequence(oid(id), nul());
  return sequence(
    oid("1.2.840.113549.1.1.10"),
    sequence(
      explicit(0, sha(hash)),
      explicit(1, sequence(oid("1.2.840.113549.1.1.8"), sha(maskHash))),
      explicit(2, integer(salt)),
      ...(trailer ? [explicit(3, integer(1))] : []),
    ),
  );
}

/** The Name that AMD writes around a common name. */
export function amdName(commonName: string): Uint8Array {
  const attribute = (id: string, value: Uint8Array) => set(sequence(oid(id), value));
  return sequence(
    attribute("2.5.4.11", utf8("Engineering")),
    attribute("2.5.4.6", printable("US")),
    attribute("2.5.4.7", utf8("Santa Clara")),
    attribute("2.5.4.8", utf8("CA")),
    attribute("2.5.4.10", utf8("Advanced Micro Devices")),
    attribute("2.5.4.3", utf8(commonName)),
  );
}

/** Both ends of a validity. */
export interface Period {
  /** The first second. */
  readonly from: Date;
  /** The last second. */
  readonly to: Date;
}

/** The parts that certificates of AMD share. */
export function amdParts(
  issuer: string,
  subject: string,
  period: Period,
  signer: CertificateSigner,
): Pick<
  CertificateParts,
  "issuer" | "subject" | "notBefore" | "notAfter" | "algorithm" | "signatureAlgorithm" | "signer"
> {
  return {
    issuer: amdName(issuer),
    subject: amdName(subject),
    notBefore: time(period.from),
    notAfter: time(period.to),
    algorithm: pssAlgorithm(),
    signatureAlgorithm: pssAlgorithm(),
    signer,
  };
}

/** Signs the parts. */
export async function signCertificate(parts: CertificateParts): Promise<Uint8Array> {
  const extensions = parts.extensions.map(writeExtension);
  const tbs = sequence(
    explicit(0, integer(2)),
    parts.serial,
    parts.algorithm,
    parts.issuer,
    sequence(parts.notBefore, parts.notAfter),
    parts.subject,
    parts.publicKey,
    ...(extensions.length === 0 ? [] : [explicit(3, sequence(...extensions))]),
  );
  const signature = await parts.signer.sign(tbs);
  return sequence(tbs, parts.signatureAlgorithm, bitString(parts.tamper?.(signature) ?? signature));
}

/** One Extension, DER. */
export function writeExtension({ id, critical = false, value }: Extension): Uint8Array {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octetString(value));
}

/** basicConstraints of an authority, critical. */
export function basicConstraints(pathLength?: number): Extension {
  const length = pathLength === undefined ? [] : [integer(pathLength)];
  return { id: "2.5.29.19", critical: true, value: sequence(boolean(true), ...length) };
}

/** keyUsage as one octet of named bits, critical. */
export function keyUsage(bits: number, unusedBits = 1): Extension {
  return { id: "2.5.29.15", critical: true, value: bitString(new Uint8Array([bits]), unusedBits) };
}
