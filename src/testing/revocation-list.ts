/** A certificate revocation list part by part (RFC 5280, section 5), and as AMD's roots make it. */
import { bitString, explicit, integer, sequence, time } from "./asn1.ts";
import { amdName, pssAlgorithm, writeExtension } from "./certificate.ts";
import type { Extension, Period } from "./certificate.ts";
import type { CertificateSigner } from "./keys.ts";

/** Every part of a list, each DER but for the extensions. */
export interface RevocationListParts {
  /** The AlgorithmIdentifier inside what is signed. */
  readonly algorithm: Uint8Array;
  /** A Name. */
  readonly issuer: Uint8Array;
  /** From when the list speaks. */
  readonly thisUpdate: Uint8Array;
  /** Until when. Left out: a list that would speak for ever. */
  readonly nextUpdate?: Uint8Array;
  /** Serial numbers, as INTEGERs. None: the whole field is left out. */
  readonly revoked: readonly Uint8Array[];
  /** Of every entry, in order (section 5.3). None: the field is left out. */
  readonly entryExtensions?: readonly Extension[];
  /** In order. None: the whole field is left out. */
  readonly extensions: readonly Extension[];
  /** The AlgorithmIdentifier beside the signature. */
  readonly signatureAlgorithm: Uint8Array;
  /** Who signs. */
  readonly signer: CertificateSigner;
  /** Changes the signature afterwards. */
  readonly tamper?: (signature: Uint8Array) => Uint8Array;
}

/** What an honest list says. */
export interface RevocationListStatement {
  /** The root's common name. */
  readonly root: string;
  /** The root's key. */
  readonly signer: CertificateSigner;
  /** The root's authorityKeyIdentifier. */
  readonly keyIdentifier: Extension;
  /** thisUpdate and nextUpdate. */
  readonly period: Period;
  /** Serial numbers, as INTEGERs. */
  readonly revoked: readonly Uint8Array[];
}

/** The parts of an honest list. */
export function listParts(statement: RevocationListStatement): RevocationListParts {
  const { root, signer, keyIdentifier, period, revoked } = statement;
  // AMD writes the trailerField into its authorities, and not into their lists.
  const algorithm = pssAlgorithm({ trailer: false });
  return {
    algorithm,
    issuer: amdName(root),
    thisUpdate: time(period.from),
    nextUpdate: time(period.to),
    revoked,
    extensions: [keyIdentifier, { id: "2.5.29.20", value: integer(4) }],
    signatureAlgorithm: algorithm,
    signer,
  };
}

/** Signs the parts. */
export async function signList(parts: RevocationListParts): Promise<Uint8Array> {
  const reasons = parts.entryExtensions?.map(writeExtension) ?? [];
  const entries = parts.revoked.map((serial) =>
    sequence(serial, parts.thisUpdate, ...(reasons.length === 0 ? [] : [sequence(...reasons)])),
  );
  const extensions = parts.extensions.map(writeExtension);
  const tbs = sequence(
    integer(1),
    parts.algorithm,
    parts.issuer,
    parts.thisUpdate,
    ...(parts.nextUpdate === undefined ? [] : [parts.nextUpdate]),
    ...(entries.length === 0 ? [] : [sequence(...entries)]),
    ...(extensions.length === 0 ? [] : [explicit(0, sequence(...extensions))]),
  );
  const signature = await parts.signer.sign(tbs);
  return sequence(tbs, parts.signatureAlgorithm, bitString(parts.tamper?.(signature) ?? signature));
}
