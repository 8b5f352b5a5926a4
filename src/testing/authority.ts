/** AMD's authorities: a product's root (ARK) and what it certifies for chips (ASK) and for clouds (ASVK) (AMD 57230). */
import { integer } from "./asn1.ts";
import { amdParts, basicConstraints, keyUsage } from "./certificate.ts";
import type { CertificateParts, Extension, Period } from "./certificate.ts";
import { authorityKeyIdentifier, distributionPoint, subjectKeyIdentifier } from "./extensions.ts";
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

/** Where AMD serves the root's list. */
function listAddress(product: ProductName, signer: Signer): Extension {
  return distributionPoint(`https://kdsintf.amd.com/${signer}/v1/${product}/crl`);
}
