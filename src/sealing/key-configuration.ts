/** Key configurations (RFC 9458, section 3): which keys a gateway holds, and what it can do with them. */
import { concatenated } from "../bytes.ts";
import { ByteReader, uint16 } from "./byte-reader.ts";
import { Malformed } from "./malformed.ts";
import { publicKeyBytes, rankOfKem, suiteOf } from "./suites.ts";
import type { Suite, SymmetricAlgorithms } from "./suites.ts";

/** One key. */
export interface KeyConfiguration {
  /** 0 to 255. */
  readonly keyId: number;
  readonly kem: number;
  readonly publicKey: Uint8Array;
  /** Best first. */
  readonly symmetric: readonly SymmetricAlgorithms[];
}

/** What a client seals with. */
export interface ChosenKey extends Suite {
  readonly keyId: number;
  readonly kem: number;
  readonly publicKey: Uint8Array;
  readonly algorithms: SymmetricAlgorithms;
}

/** The largest document of `application/ohttp-keys`: every key in it costs about a kilobyte. */
export const MAX_KEYS_BYTES = 16 * 1024;

/** One configuration (RFC 9458, section 3.1). */
export function encodeKeyConfiguration({
  keyId,
  kem,
  publicKey,
  symmetric,
}: KeyConfiguration): Uint8Array {
  return concatenated([
    Uint8Array.of(keyId),
    uint16(kem),
    publicKey,
    uint16(symmetric.length * 4),
    ...symmetric.flatMap(({ kdf, aead }) => [uint16(kdf), uint16(aead)]),
  ]);
}

/** The document `application/ohttp-keys` (RFC 9458, section 3.2). */
export function encodeKeys(configurations: readonly KeyConfiguration[]): Uint8Array {
  return concatenated(
    configurations.flatMap((configuration) => {
      const encoded = encodeKeyConfiguration(configuration);
      return [uint16(encoded.length), encoded];
    }),
  );
}

/** One configuration of a KEM that this library knows; of another, nothing. */
export function decodeKeyConfiguration(bytes: Uint8Array): KeyConfiguration | undefined {
  const reader = new ByteReader(bytes);
  const keyId = reader.uint(1);
  const kem = reader.uint(2);
  const length = publicKeyBytes(kem);
  // The length of another KEM's key is not written anywhere, so the rest cannot be read.
  if (length === undefined) return undefined;
  const publicKey = new Uint8Array(reader.take(length));
  const algorithms = new ByteReader(reader.take(reader.uint(2)));
  if (reader.left > 0) throw new Malformed("a key configuration is longer than it says");
  if (algorithms.left === 0 || algorithms.left % 4 !== 0) {
    throw new Malformed("a key configuration lists no algorithms");
  }
  const symmetric: SymmetricAlgorithms[] = [];
  while (algorithms.left > 0) symmetric.push({ kdf: algorithms.uint(2), aead: algorithms.uint(2) });
  return { keyId, kem, publicKey, symmetric };
}

/** The configurations of a document whose KEM is known. */
export function decodeKeys(document: Uint8Array): readonly KeyConfiguration[] {
  if (document.length > MAX_KEYS_BYTES) throw new Malformed("there are too many keys");
  const reader = new ByteReader(document);
  const configurations: KeyConfiguration[] = [];
  while (reader.left > 0) {
    const configuration = decodeKeyConfiguration(reader.take(reader.uint(2)));
    if (configuration !== undefined) configurations.push(configuration);
  }
  return configurations;
}

/**
 * The best key of a document, by this library's order of KEMs and the gateway's order of the rest.
 *
 * @returns `undefined` where no key is one that this library can seal to
 */
export function chooseKey(document: Uint8Array): ChosenKey | undefined {
  const ranked = decodeKeys(document).toSorted((a, b) => rankOfKem(a.kem) - rankOfKem(b.kem));
  for (const { keyId, kem, publicKey, symmetric } of ranked) {
    for (const algorithms of symmetric) {
      const suite = suiteOf(kem, algorithms);
      if (suite !== undefined) return { keyId, kem, publicKey, algorithms, ...suite };
    }
  }
  return undefined;
}
