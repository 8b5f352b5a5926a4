/** Revocation lists as Intel's authorities make them (Intel, "PCK Certificate and CRL Profile"; RFC 5280, section 5). */
import { integer, time } from "../asn1.ts";
import type { Period } from "../certificate.ts";
import { authorityKeyIdentifier } from "../extensions.ts";
import type { P256Key } from "../keys.ts";
import type { RevocationListParts } from "../revocation-list.ts";
import { certificateSigner, ecdsaAlgorithm, intelName } from "./intel-authority.ts";

/** reasonCode keyCompromise, an ENUMERATED, as on every entry of Intel's lists (RFC 5280, section 5.3.1). */
const KEY_COMPROMISE = { id: "2.5.29.21", value: new Uint8Array([0x0a, 0x01, 0x01]) };

/** What an honest list says. */
export interface IntelListStatement {
  /** The issuer's common name. */
  readonly issuer: string;
  /** The issuer's key. */
  readonly key: P256Key;
  /** thisUpdate and nextUpdate. */
  readonly period: Period;
  /** Serial numbers, as INTEGERs. */
  readonly revoked: readonly Uint8Array[];
}

/** The parts of an honest list. */
export async function intelListParts(
  crypto: Crypto,
  { issuer, key, period, revoked }: IntelListStatement,
): Promise<RevocationListParts> {
  return {
    algorithm: ecdsaAlgorithm(),
    issuer: intelName(issuer),
    thisUpdate: time(period.from),
    nextUpdate: time(period.to),
    revoked,
    entryExtensions: [KEY_COMPROMISE],
    // Intel's lists all have the number 1.
    extensions: [{ id: "2.5.29.20", value: integer(1) }, await authorityKeyIdentifier(crypto, key)],
    signatureAlgorithm: ecdsaAlgorithm(),
    signer: certificateSigner(key),
  };
}
