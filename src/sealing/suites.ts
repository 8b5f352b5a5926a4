/**
 * The algorithms of sealed calls. The hybrid comes first: a recorded witness must stay private for decades, so breaking it
 * must take breaking both ML-KEM-768 and X25519. X25519 alone is for clients and gateways that know no other.
 */
import type { AEAD, AEADFactory, CipherSuite, KDF, KEMFactory } from "hpke";
import { arithmetic } from "./arithmetic.ts";

/** KEM identifiers, best first (RFC 9180, section 7.1; draft-ietf-hpke-pq). */
export const KEM_IDS = { mlkem768X25519: 0x647a, x25519: 0x0020 } as const;
/** KDF identifiers (RFC 9180, section 7.2). */
export const KDF_IDS = { hkdfSha256: 0x0001 } as const;
/** AEAD identifiers (RFC 9180, section 7.3). */
export const AEAD_IDS = { aes128Gcm: 0x0001, aes256Gcm: 0x0002, chacha20Poly1305: 0x0003 } as const;

/** A KDF and an AEAD, as a key configuration names them. */
export interface SymmetricAlgorithms {
  readonly kdf: number;
  readonly aead: number;
}

/** A whole suite at work. */
export interface Suite {
  readonly suite: CipherSuite;
  readonly kdf: Readonly<KDF>;
  readonly aead: Readonly<AEAD>;
}

/** Best first. A function each, because what it gives is made when it is first asked for. */
const KEMS: ReadonlyMap<number, () => KEMFactory> = new Map([
  [KEM_IDS.mlkem768X25519, () => arithmetic().KEM_MLKEM768_X25519],
  [KEM_IDS.x25519, () => arithmetic().KEM_DHKEM_X25519_HKDF_SHA256],
]);

const AEADS: ReadonlyMap<number, () => AEADFactory> = new Map([
  [AEAD_IDS.aes256Gcm, () => arithmetic().AEAD_AES_256_GCM],
  [AEAD_IDS.aes128Gcm, () => arithmetic().AEAD_AES_128_GCM],
  [AEAD_IDS.chacha20Poly1305, () => arithmetic().AEAD_ChaCha20Poly1305],
]);

/** @returns `undefined` where this library does not know one of the three */
export function suiteOf(kem: number, { kdf, aead }: SymmetricAlgorithms): Suite | undefined {
  const makeKem = KEMS.get(kem)?.();
  const makeAead = AEADS.get(aead)?.();
  if (makeKem === undefined || makeAead === undefined || kdf !== KDF_IDS.hkdfSha256)
    return undefined;
  const { CipherSuite, KDF_HKDF_SHA256: makeKdf } = arithmetic();
  return {
    suite: new CipherSuite(makeKem, makeKdf, makeAead),
    kdf: makeKdf(),
    aead: makeAead(),
  };
}

/** How much a KEM is preferred; smaller is better. */
export function rankOfKem(kem: number): number {
  return [...KEMS.keys()].indexOf(kem);
}

/** Bytes of a KEM's public key, where it is known. */
export function publicKeyBytes(kem: number): number | undefined {
  return KEMS.get(kem)?.()().Npk;
}
