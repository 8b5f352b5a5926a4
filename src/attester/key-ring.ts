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
  /** Milliseconds after which a generation is replaced. */
  readonly rotateMs: number;
  /** Milliseconds for which the one before it still opens what was sealed to it. */
  readonly graceMs: number;
}

/** The ring. */
export interface KeyRing {
  /** The generation to attest. */
  current(): Promise<Generation>;
  /** The generation that holds a key, by its document's hash where the client named it. */
  find(hash: string | undefined, keyId: number): Generation | undefined;
  /** Replaces the current generation now. */
  rotate(): Promise<void>;
  /** Generations that are held. */
  readonly held: number;
  /** Forgets every key. */
  close(): void;
}

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

/** Makes a ring; its first keys are made when they are first asked for. */
export function createKeyRing({ rotateMs, graceMs }: KeyRingOptions): KeyRing {
  let generations: Held[] = [];
  let next: Promise<Held> | undefined;
  let nextKeyId = crypto.getRandomValues(new Uint8Array(1))[0] ?? 0;
  const timers = new Set<ReturnType<typeof setTimeout>>();

  const prune = () => {
    const now = performance.now();
    generations = generations.filter(
      ({ retired }) => retired === undefined || now - retired < graceMs,
    );
  };
  const makeKey = async (kind: (typeof KINDS)[number]): Promise<GatewayKey> => {
    const suite = suiteOf(kind.kem, kind.symmetric[0])?.suite;
    if (suite === undefined) throw new Error("a kind of key of this gateway is not known to it");
    const pair = await suite.GenerateKeyPair(false);
    // Two ids a generation, and few generations at a time: none comes again while it is held.
    const keyId = nextKeyId;
    nextKeyId = (nextKeyId + 1) % 256;
    return { ...kind, keyId, pair, publicKey: await suite.SerializePublicKey(pair.publicKey) };
  };
  const turn = async (): Promise<Held> => {
    const keys: GatewayKey[] = [];
    for (const kind of KINDS) keys.push(await makeKey(kind));
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
        if (opened.size >= MAX_REMEMBERED && made.retired === undefined) void ring.rotate();
        return true;
      },
    };
    const now = performance.now();
    for (const older of generations) older.retired ??= now;
    generations.push(made);
    forgetLater();
    return made;
  };
  /** A key that is due to go goes also when no call comes to notice. */
  const forgetLater = () => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      prune();
    }, graceMs + 1);
    timers.add(timer);
    if (typeof timer === "object") timer.unref();
  };
  const ring: KeyRing = {
    async current() {
      prune();
      const newest = generations.at(-1);
      const isDue = newest === undefined || performance.now() - newest.begun >= rotateMs;
      if (!isDue && newest.retired === undefined) return newest;
      return begin();
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
      generations = [];
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
  const begin = (): Promise<Held> => {
    next ??= turn().finally(() => {
      next = undefined;
    });
    return next;
  };
  return ring;
}
