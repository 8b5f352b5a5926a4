/**
 * The gateway's keys: made in memory, never written, rotated, and forgotten after a grace. A generation is what one report
 * attests: a hybrid key and an X25519 key, and the document that names both.
 */
import type { KeyPair } from "hpke";
import { toBase64Url } from "../bytes.ts";
import { encodeKeys } from "../sealing/key-configuration.ts";
import type { KeyConfiguration } from "../sealing/key-configuration.ts";
import { AEAD_IDS, KDF_IDS, KEM_IDS, suiteOf } from "../sealing/suites.ts";
import type { SymmetricAlgorithms } from "../sealing/suites.ts";
import { sha256 } from "../sha2.ts";

/** A private key, and what it may be used for. */
export interface GatewayKey extends KeyConfiguration {
  readonly pair: KeyPair;
}

/** Keys that are attested together. */
export interface Generation {
  /** Base64url of the SHA-256 of the document. */
  readonly hash: string;
  /** `application/ohttp-keys` */
  readonly document: Uint8Array;
  readonly keys: readonly GatewayKey[];
  /** Remembers an encapsulated key: `false` where it was opened before. */
  remember(encapsulatedKey: Uint8Array): boolean;
}

/** How a ring turns. */
export interface KeyRingOptions {
  /** Milliseconds after which a generation is attested no more: the next challenge makes another, and none is waited for. */
  readonly rotateMs: number;
  /** Milliseconds for which it then still opens what was sealed to it. */
  readonly graceMs: number;
}

/** The ring. */
export interface KeyRing {
  /**
   * The generation to attest.
   *
   * @throws RingClosed
   */
  current(): Promise<Generation>;
  /** The generation that holds a key, by its document's hash where the client named it. */
  find(hash: string | undefined, keyId: number): Generation | undefined;
  /**
   * Replaces the current generation now.
   *
   * @throws RingClosed
   */
  rotate(): Promise<void>;
  /** Generations that are held. */
  readonly held: number;
  /** Forgets every key, and makes none any more. */
  close(): void;
}

/** Thrown where a closed ring is asked for keys. */
export class RingClosed extends Error {
  constructor() {
    super("the attester was closed and has no keys any more: make another one");
  }
}

/** A key's identifier is one byte, and each generation has two. */
const KEY_IDS = 256;
const MAX_GENERATIONS = KEY_IDS / 2;

/** Beyond so many requests a generation is replaced early, so that its memory of them stays bounded: some 100 MB. */
const MAX_REMEMBERED = 1_000_000;

const GCM_256: SymmetricAlgorithms = { kdf: KDF_IDS.hkdfSha256, aead: AEAD_IDS.aes256Gcm };
const GCM_128: SymmetricAlgorithms = { kdf: KDF_IDS.hkdfSha256, aead: AEAD_IDS.aes128Gcm };
const CHACHA: SymmetricAlgorithms = { kdf: KDF_IDS.hkdfSha256, aead: AEAD_IDS.chacha20Poly1305 };
/** The strength of the hybrid is not to be lost in what follows it; RFC 9458's own suite is the interoperable one. */
const KINDS = [
  { kem: KEM_IDS.mlkem768X25519, symmetric: [GCM_256, CHACHA] },
  { kem: KEM_IDS.x25519, symmetric: [GCM_128, GCM_256, CHACHA] },
] as const;

interface Held extends Generation {
  readonly begun: number;
  retired: number | undefined;
}

/**
 * Makes a ring; its first keys are made when they are first asked for.
 *
 * @throws RangeError where more generations would be held in the grace than there are identifiers for
 */
export function createKeyRing({ rotateMs, graceMs }: KeyRingOptions): KeyRing {
  // The one that is attested, those in their grace, and one that is about to end it.
  if (Math.ceil(graceMs / rotateMs) + 2 > MAX_GENERATIONS) {
    throw new RangeError(
      `graceMs must be at most ${MAX_GENERATIONS - 2} times rotateMs, which is ${rotateMs}: there are identifiers for no more keys`,
    );
  }
  let generations: Held[] = [];
  let next: Promise<Held> | undefined;
  let nextKeyId = crypto.getRandomValues(new Uint8Array(1))[0] ?? 0;
  let isClosed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const endOf = ({ begun, retired }: Held) =>
    retired === undefined ? begun + rotateMs : retired + graceMs;
  /** Retires and forgets what is due. */
  const prune = () => {
    const now = performance.now();
    for (const one of generations) {
      // It was due then, however late it is noticed.
      if (one.retired === undefined && endOf(one) <= now) one.retired = endOf(one);
    }
    generations = generations.filter((one) => one.retired === undefined || endOf(one) > now);
  };
  /** A key that is due to go goes also when no call comes to notice. */
  const watch = () => {
    clearTimeout(timer);
    if (generations.length === 0) return;
    const wait = Math.min(...generations.map(endOf)) - performance.now();
    timer = setTimeout(
      () => {
        prune();
        watch();
      },
      Math.max(1, Math.ceil(wait)),
    );
    if (typeof timer === "object") timer.unref();
  };
  /** An identifier that no key has which is held, or which is made beside it. */
  const takeKeyId = (made: readonly GatewayKey[]): number => {
    const held = new Set(
      [...generations.flatMap(({ keys }) => keys), ...made].map((key) => key.keyId),
    );
    if (held.size >= KEY_IDS) throw new Error("every identifier is that of a key which is held");
    while (held.has(nextKeyId)) nextKeyId = (nextKeyId + 1) % KEY_IDS;
    const keyId = nextKeyId;
    nextKeyId = (nextKeyId + 1) % KEY_IDS;
    return keyId;
  };
  const makeKey = async (
    kind: (typeof KINDS)[number],
    made: readonly GatewayKey[],
  ): Promise<GatewayKey> => {
    const suite = suiteOf(kind.kem, kind.symmetric[0])?.suite;
    if (suite === undefined) throw new Error("a kind of key of this gateway is not known to it");
    const pair = await suite.GenerateKeyPair(false);
    const publicKey = await suite.SerializePublicKey(pair.publicKey);
    return { ...kind, keyId: takeKeyId(made), pair, publicKey };
  };
  const turn = async (): Promise<Held> => {
    prune();
    // Rotated by hand so often that no identifier is free: the oldest ends its grace early, and its clients challenge again.
    generations = generations.slice(-(MAX_GENERATIONS - 1));
    const keys: GatewayKey[] = [];
    for (const kind of KINDS) keys.push(await makeKey(kind, keys));
    // Closed while they were made: nobody would forget them.
    if (isClosed) throw new RingClosed();
    const document = encodeKeys(keys);
    const opened = new Set<string>();
    const made: Held = {
      hash: toBase64Url(sha256(document)),
      document,
      keys,
      begun: performance.now(),
      retired: undefined,
      remember(encapsulatedKey) {
        const name = toBase64Url(sha256(encapsulatedKey).subarray(0, 16));
        if (opened.has(name)) return false;
        opened.add(name);
        if (opened.size >= MAX_REMEMBERED && made.retired === undefined) {
          // Where it fails, the next request tries again.
          begin().catch(() => undefined);
        }
        return true;
      },
    };
    prune();
    for (const older of generations) older.retired ??= made.begun;
    generations.push(made);
    watch();
    return made;
  };
  const begin = async (): Promise<Held> => {
    if (isClosed) throw new RingClosed();
    next ??= turn().finally(() => {
      next = undefined;
    });
    return next;
  };
  return {
    async current() {
      prune();
      const newest = generations.at(-1);
      return newest !== undefined && newest.retired === undefined ? newest : begin();
    },
    find(hash, keyId) {
      prune();
      return generations.find(
        (one) =>
          (hash === undefined || one.hash === hash) && one.keys.some((key) => key.keyId === keyId),
      );
    },
    async rotate() {
      await begin();
    },
    get held() {
      prune();
      return generations.length;
    },
    close() {
      isClosed = true;
      generations = [];
      clearTimeout(timer);
    },
  };
}
