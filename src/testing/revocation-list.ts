/** A root's certificate revocation list as AMD makes it (RFC 5280, section 5). */
import { bitString, explicit, integer, octetString, oid, sequence, time } from "./asn1.ts";
import { amdName, pssAlgorithm } from "./certificate.ts";
import type { Extension } from "./certificate.ts";
import type { PssKey } from "./keys.ts";

/** Every part of a list. */
export interface RevocationListParts {
  readonly issuer: Uint8Array;
  readonly thisUpdate: Uint8Array;
  /** Left out: a list that would speak for ever. */
  readonly nextUpdate?: Uint8Array;
  /** Serial numbers, as INTEGERs. */
  readonly revoked: readonly Uint8Array[];
  readonly extensions: readonly Extension[];
  readonly signer: PssKey;
  readonly tamper?: (signature: Uint8Array) => Uint8Array;
}

/** The parts of an honest list. */
export function listParts(
  root: string,
  signer: PssKey,
  from: Date,
  to: Date,
  revoked: readonly Uint8Array[],
): RevocationListParts {
  return {
    issuer: amdName(root),
    thisUpdate: time(from),
    nextUpdate: time(to),
    revoked,
    extensions: [{ id: "2.5.29.20", value: integer(4) }],
    signer,
  };
}

/** Signs the parts. */
export async function signList(parts: RevocationListParts): Promise<Uint8Array> {
  const algorithm = pssAlgorithm({ trailer: false });
  const extensions = parts.extensions.map(({ id, critical, value }) =>
    sequence(oid(id), ...(critical === true ? [TRUE] : []), octetString(value)),
  );
  const entries = parts.revoked.map((serial) => sequence(serial, parts.thisUpdate));
  const tbs = sequence(
    integer(1),
    algorithm,
    parts.issuer,
    parts.thisUpdate,
    ...(parts.nextUpdate === undefined ? [] : [parts.nextUpdate]),
    ...(entries.length === 0 ? [] : [sequence(...entries)]),
    ...(extensions.length === 0 ? [] : [explicit(0, sequence(...extensions))]),
  );
  const signature = await parts.signer.sign(tbs);
  return sequence(tbs, algorithm, bitString(parts.tamper?.(signature) ?? signature));
}

const TRUE = new Uint8Array([0x01, 0x01, 0xff]);
