/** Oblivious HTTP's encapsulation (RFC 9458, sections 4.3 to 4.5), for both sides: the response keys are derived in one place. */
import type { RecipientContext, SenderContext } from "hpke";
import { concatenated } from "../bytes.ts";
import { ByteReader, uint16 } from "./byte-reader.ts";
import { Malformed } from "./malformed.ts";
import type { ChosenKey } from "./key-configuration.ts";
import type { Suite, SymmetricAlgorithms } from "./suites.ts";

/** Key, KEM, KDF and AEAD of an encapsulated request. */
export const HEADER_BYTES = 7;
/** What encapsulation adds to a request at most, in bytes: header, the hybrid's encapsulated key, and the tag. */
export const MAX_OVERHEAD_BYTES = HEADER_BYTES + 1120 + 16;

const encoder = new TextEncoder();
const NOTHING = new Uint8Array();

/** Which key a request was sealed to. */
export interface RequestHeader extends SymmetricAlgorithms {
  readonly keyId: number;
  readonly kem: number;
}

/** A sealed request, and the way to open its answer. */
export interface SealedRequest {
  /** `message/ohttp-req` */
  readonly message: Uint8Array;
  /**
   * Opens the answer: only the holder of the attested key can have written it.
   *
   * @throws whatever the AEAD refuses with, or Malformed
   */
  open(message: Uint8Array): Promise<Uint8Array>;
}

/** An opened request, and the way to seal its answer. */
export interface OpenedRequest {
  readonly request: Uint8Array;
  /** The encapsulated key: what replay memory keeps. */
  readonly encapsulatedKey: Uint8Array;
  /** Gives `message/ohttp-res`. */
  seal(response: Uint8Array): Promise<Uint8Array>;
}

/** Seals a request to a key (RFC 9458, section 4.3). */
export async function sealRequest(key: ChosenKey, request: Uint8Array): Promise<SealedRequest> {
  const header = encodeHeader({ ...key.algorithms, keyId: key.keyId, kem: key.kem });
  const publicKey = await key.suite.DeserializePublicKey(key.publicKey);
  const { encapsulatedSecret, ctx } = await key.suite.SetupSender(publicKey, {
    info: infoOf(header),
  });
  const message = concatenated([header, encapsulatedSecret, await ctx.Seal(request)]);
  return {
    message,
    open: async (answer) => {
      const nonce = answer.subarray(0, nonceBytes(key));
      if (nonce.length < nonceBytes(key)) throw new Malformed("the sealed answer is too short");
      const keys = await responseKeys(key, ctx, encapsulatedSecret, nonce);
      return key.aead.Open(keys.key, keys.nonce, NOTHING, answer.subarray(nonce.length));
    },
  };
}

/** The first bytes of an encapsulated request. */
export function decodeHeader(message: Uint8Array): RequestHeader {
  const reader = new ByteReader(message);
  return { keyId: reader.uint(1), kem: reader.uint(2), kdf: reader.uint(2), aead: reader.uint(2) };
}

/**
 * Opens a request at the gateway (RFC 9458, section 4.3).
 *
 * @throws whatever HPKE refuses with, or Malformed
 */
export async function openRequest(
  suite: Suite,
  privateKey: Parameters<Suite["suite"]["SetupRecipient"]>[0],
  message: Uint8Array,
): Promise<OpenedRequest> {
  const reader = new ByteReader(message);
  const header = reader.take(HEADER_BYTES);
  const encapsulatedKey = new Uint8Array(reader.take(suite.suite.KEM.Nenc));
  const ctx = await suite.suite.SetupRecipient(privateKey, encapsulatedKey, {
    info: infoOf(header),
  });
  return {
    request: await ctx.Open(reader.take(reader.left)),
    encapsulatedKey,
    seal: async (response) => {
      const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes(suite)));
      const keys = await responseKeys(suite, ctx, encapsulatedKey, nonce);
      return concatenated([nonce, await suite.aead.Seal(keys.key, keys.nonce, NOTHING, response)]);
    },
  };
}

/** RFC 9458, section 4.4. */
export async function responseKeys(
  { kdf, aead }: Suite,
  context: Pick<SenderContext | RecipientContext, "Export">,
  encapsulatedKey: Uint8Array,
  responseNonce: Uint8Array,
): Promise<{ readonly key: Uint8Array; readonly nonce: Uint8Array }> {
  const length = Math.max(aead.Nk, aead.Nn);
  const secret = await context.Export(encoder.encode("message/bhttp response"), length);
  const prk = await kdf.Extract(concatenated([encapsulatedKey, responseNonce]), secret);
  return {
    key: await kdf.Expand(prk, encoder.encode("key"), aead.Nk),
    nonce: await kdf.Expand(prk, encoder.encode("nonce"), aead.Nn),
  };
}

function nonceBytes({ aead }: Suite): number {
  return Math.max(aead.Nk, aead.Nn);
}

function encodeHeader({ keyId, kem, kdf, aead }: RequestHeader): Uint8Array {
  return concatenated([Uint8Array.of(keyId), uint16(kem), uint16(kdf), uint16(aead)]);
}

function infoOf(header: Uint8Array): Uint8Array {
  return concatenated([encoder.encode("message/bhttp request"), Uint8Array.of(0), header]);
}
