/** Extensions that every authority writes alike, whoever it is (RFC 5280, section 4.2.1). */
import * as asn1js from "asn1js";
import { explicit, implicit, octetString, sequence } from "./asn1.ts";
import type { Extension } from "./certificate.ts";
import type { CertificateSigner } from "./keys.ts";

/** authorityKeyIdentifier: which key signed (RFC 5280, section 4.2.1.1). */
export async function authorityKeyIdentifier(
  crypto: Crypto,
  { publicKey }: Pick<CertificateSigner, "publicKey">,
): Promise<Extension> {
  return { id: "2.5.29.35", value: sequence(implicit(0, await keyIdentifier(crypto, publicKey))) };
}

/** subjectKeyIdentifier: which key is certified (RFC 5280, section 4.2.1.2). */
export async function subjectKeyIdentifier(
  crypto: Crypto,
  { publicKey }: Pick<CertificateSigner, "publicKey">,
): Promise<Extension> {
  return { id: "2.5.29.14", value: octetString(await keyIdentifier(crypto, publicKey)) };
}

/**
 * SHA-1 of the BIT STRING's contents (RFC 5280, section 4.2.1.2, method 1): a name for the key, not a proof of it.
 *
 * @param publicKey - SubjectPublicKeyInfo, DER
 * @returns 20 bytes
 */
export async function keyIdentifier(crypto: Crypto, publicKey: Uint8Array): Promise<Uint8Array> {
  const { result } = asn1js.fromBER(new Uint8Array(publicKey).buffer);
  const [, key] = result instanceof asn1js.Sequence ? result.valueBlock.value : [];
  if (!(key instanceof asn1js.BitString)) throw new TypeError("no SubjectPublicKeyInfo");
  const bits = new Uint8Array(key.valueBlock.valueHexView);
  return new Uint8Array(await crypto.subtle.digest("SHA-1", bits));
}

/** cRLDistributionPoints: where the issuer's list is served (RFC 5280, section 4.2.1.13). */
export function distributionPoint(url: string): Extension {
  const name = explicit(0, implicit(6, new TextEncoder().encode(url)));
  return { id: "2.5.29.31", value: sequence(sequence(explicit(0, name))) };
}
