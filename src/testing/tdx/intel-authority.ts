/** Intel's authorities: the SGX root, the authorities of PCKs, and the signer of TCB documents (Intel, "PCK Certificate and CRL Profile"). */
import { integer, oid, printable, rawInteger, sequence, set, time, utf8 } from "../asn1.ts";
import { basicConstraints, keyUsage } from "../certificate.ts";
import type { CertificateParts, Extension, Period } from "../certificate.ts";
import {
  authorityKeyIdentifier,
  distributionPoint,
  keyIdentifier,
  subjectKeyIdentifier,
} from "../extensions.ts";
import type { CertificateSigner, P256Key } from "../keys.ts";

/** Which authority certifies a PCK: that of multi-package platforms, or that of single processors. */
export type PckAuthority = "platform" | "processor";

/** The common names. */
export const NAMES = {
  root: "Intel SGX Root CA",
  platform: "Intel SGX PCK Platform CA",
  processor: "Intel SGX PCK Processor CA",
  pck: "Intel SGX PCK Certificate",
  tcbSigning: "Intel SGX TCB Signing",
} as const;

/** Where Intel serves the root's list. */
const ROOT_LIST = "https://certificates.trustedservices.intel.com/IntelSGXRootCA.der";

/** The Name that Intel writes around a common name. */
export function intelName(commonName: string): Uint8Array {
  const attribute = (id: string, value: Uint8Array) => set(sequence(oid(id), value));
  return sequence(
    attribute("2.5.4.3", utf8(commonName)),
    attribute("2.5.4.10", utf8("Intel Corporation")),
    attribute("2.5.4.7", utf8("Santa Clara")),
    attribute("2.5.4.8", utf8("CA")),
    attribute("2.5.4.6", printable("US")),
  );
}

/** ecdsa-with-SHA256, without parameters (RFC 5758, section 3.2). */
export function ecdsaAlgorithm(): Uint8Array {
  return sequence(oid("1.2.840.10045.4.3.2"));
}

/** A key as a signer of certificates and lists: Ecdsa-Sig-Value, DER, in place of r and s (RFC 3279, section 2.2.3). */
export function certificateSigner(key: P256Key): CertificateSigner {
  return {
    publicKey: key.publicKey,
    async sign(message) {
      const signature = await key.sign(message);
      return sequence(
        integer(bigEndian(signature.subarray(0, 32))),
        integer(bigEndian(signature.subarray(32))),
      );
    },
  };
}

/** A certificate's subject and its issuer. */
export interface IntelStatement {
  /** The issuer's common name. */
  readonly issuer: string;
  /** The subject's common name. */
  readonly subject: string;
  /** The issuer's key. */
  readonly issuerKey: P256Key;
  /** The subject's key. */
  readonly subjectKey: P256Key;
  /** The validity. */
  readonly period: Period;
  /** Where the issuer's list is served. Default: the root's. */
  readonly list?: string;
  /** What the key may do, and with it whether it is an authority. */
  readonly purpose: readonly [Extension, Extension];
}

/** keyUsage and basicConstraints of an authority: keyCertSign, cRLSign. */
export function authorityPurpose(pathLength: number): readonly [Extension, Extension] {
  return [keyUsage(0x06), basicConstraints(pathLength)];
}

/** keyUsage and basicConstraints of a PCK or signer: digitalSignature, nonRepudiation; cA FALSE, left out. */
export function endEntityPurpose(): readonly [Extension, Extension] {
  return [keyUsage(0xc0, 6), { id: "2.5.29.19", critical: true, value: sequence() }];
}

/** The parts that every certificate of Intel has, extensions in Intel's order. The serial number is the key's identifier. */
export async function intelParts(
  crypto: Crypto,
  statement: IntelStatement,
): Promise<CertificateParts> {
  const { issuerKey, subjectKey, period } = statement;
  return {
    serial: integer(bigEndian(await keyIdentifier(crypto, subjectKey.publicKey))),
    algorithm: ecdsaAlgorithm(),
    issuer: intelName(statement.issuer),
    notBefore: time(period.from),
    notAfter: time(period.to),
    subject: intelName(statement.subject),
    publicKey: subjectKey.publicKey,
    extensions: [
      await authorityKeyIdentifier(crypto, issuerKey),
      distributionPoint(statement.list ?? ROOT_LIST),
      await subjectKeyIdentifier(crypto, subjectKey),
      ...statement.purpose,
    ],
    signatureAlgorithm: ecdsaAlgorithm(),
    signer: certificateSigner(issuerKey),
  };
}

/** A serial number as Intel draws them: 20 random bytes, positive. */
export function randomSerial(crypto: Crypto): Uint8Array {
  const bytes = crypto.getRandomValues(new Uint8Array(20));
  // A first byte from 01 to 7F makes the contents canonical and positive as they are.
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01;
  return rawInteger(bytes);
}

function bigEndian(bytes: Uint8Array): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}
