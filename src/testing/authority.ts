/** AMD's authorities: a product's root (ARK) and what it certifies for chips (ASK) and for clouds (ASVK) (AMD 57230). */
import { explicit, implicit, integer, octetString, sequence } from "./asn1.ts";
import { amdParts, basicConstraints, keyUsage } from "./certificate.ts";
import type { CertificateParts, Extension, Period } from "./certificate.ts";
import type { PssKey } from "./keys.ts";
import type { ProcessorFacts } from "./product.ts";

/** A product line, by the name in its certificates. */
export type ProductName = ProcessorFacts["product"];

/** Which keys an intermediate authority certifies. */
export type Signer = "vcek" | "vlek";

/** The serial numbers of AMD's own authorities, those on Genoa's revocation list included. */
const SERIALS = {
  Milan: { root: 0x01_0000, vcek: 0x01_0001, vlek: 0x01_0101, revoked: [] },
  Genoa: { root: 0x02_0000, vcek: 0x02_0002, vlek: 0x02_0101, revoked: [0x02_0001] },
  Turin: { root: 0x03_0000, vcek: 0x03_0001, vlek: 0x03_0101, revoked: [] },
} as const;

const KEY_CERT_SIGN = 0x04;
const CRL_SIGN = 0x02;

/** The common name of a product's root. */
export function rootName(product: ProductName): string {
  return `ARK-${product}`;
}

/** The common name of a product's intermediate authority. */
export function authorityName(product: ProductName, signer: Signer): string {
  return signer === "vcek" ? `SEV-${product}` : `SEV-VLEK-${product}`;
}

/** The INTEGERs on a product's revocation list: AMD's own, and the intermediate authority where it is to be revoked. */
export function revokedSerials(
  product: ProductName,
  signer: Signer,
  revokeIntermediate: boolean,
): Uint8Array[] {
  const { revoked, [signer]: own } = SERIALS[product];
  return [...revoked, ...(revokeIntermediate ? [own] : [])].map((serial) => integer(serial));
}

/** A root, self-signed, extensions in AMD's order. */
export async function rootParts(
  crypto: Crypto,
  product: ProductName,
  key: PssKey,
  period: Period,
): Promise<CertificateParts> {
  const name = rootName(product);
  return {
    ...amdParts(name, name, period, key),
    serial: integer(SERIALS[product].root),
    publicKey: key.publicKey,
    extensions: [
      keyUsage(KEY_CERT_SIGN | CRL_SIGN),
      await subjectKeyIdentifier(crypto, key),
      basicConstraints(),
      listAddress(product, "vcek"),
    ],
  };
}

/** An intermediate authority, signed by the root, extensions in AMD's order. */
export async function intermediateParts(
  crypto: Crypto,
  product: ProductName,
  signer: Signer,
  keys: { readonly root: PssKey; readonly subject: PssKey },
  period: Period,
): Promise<CertificateParts> {
  return {
    ...amdParts(rootName(product), authorityName(product, signer), period, keys.root),
    serial: integer(SERIALS[product][signer]),
    publicKey: keys.subject.publicKey,
    extensions: [
      await subjectKeyIdentifier(crypto, keys.subject),
      await authorityKeyIdentifier(crypto, keys.root),
      basicConstraints(0),
      keyUsage(KEY_CERT_SIGN),
      listAddress(product, signer),
    ],
  };
}

/** authorityKeyIdentifier: which key signed (RFC 5280, section 4.2.1.1). */
export async function authorityKeyIdentifier(crypto: Crypto, key: PssKey): Promise<Extension> {
  return { id: "2.5.29.35", value: sequence(implicit(0, await keyIdentifier(crypto, key))) };
}

async function subjectKeyIdentifier(crypto: Crypto, key: PssKey): Promise<Extension> {
  return { id: "2.5.29.14", value: octetString(await keyIdentifier(crypto, key)) };
}

/** SHA-1 of the BIT STRING's contents (RFC 5280, section 4.2.1.2, method 1): a name for the key, not a proof of it. */
async function keyIdentifier(crypto: Crypto, { publicKey }: PssKey): Promise<Uint8Array> {
  // Before RSA-4096's key stand the headers of three elements and the AlgorithmIdentifier, always as long.
  const bits = new Uint8Array(publicKey.subarray(24));
  return new Uint8Array(await crypto.subtle.digest("SHA-1", bits));
}

/** cRLDistributionPoints: where AMD serves the root's list (RFC 5280, section 4.2.1.13). */
function listAddress(product: ProductName, signer: Signer): Extension {
  const url = `https://kdsintf.amd.com/${signer}/v1/${product}/crl`;
  const name = explicit(0, implicit(6, new TextEncoder().encode(url)));
  return { id: "2.5.29.31", value: sequence(sequence(explicit(0, name))) };
}
