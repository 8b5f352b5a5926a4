/** A simulated virtual TPM: an RSA-2048 attestation key, 24 PCRs, and quotes over them (TPM 2.0 Library, Parts 2 and 3). */
import { concatenated, toBase64Url } from "../../bytes.ts";
import { applyPatches } from "../report.ts";
import type { Patch } from "../report.ts";

/** TPM_ALG_ID. */
export const TPM_ALGORITHMS = { sha1: 0x0004, sha256: 0x000b } as const;

/** What one quote is to say, and what is wrong with it. */
export interface TpmQuoteOptions {
  /** extraData, at most 50 bytes. Default: 48 zeros. */
  readonly extraData?: Uint8Array;
  /** TPMI_ST_ATTEST. Default: TPM_ST_ATTEST_QUOTE. */
  readonly type?: number;
  /** The selected bank and its bitmap. Default: all 24 of SHA-256. */
  readonly selection?: { readonly hash: number; readonly bitmap: Uint8Array };
  /** Bytes changed before the key signs, from the start of TPMS_ATTEST. */
  readonly patch?: readonly Patch[];
  /** Bytes changed afterwards: an attacker's. */
  readonly patchAfterSigning?: readonly Patch[];
}

/** A quote: TPMS_ATTEST, the signature over it, the values that it covers. */
export interface TpmQuote {
  /** TPMS_ATTEST, the bytes that are signed. */
  readonly message: Uint8Array;
  /** RSASSA-PKCS1-v1_5 with SHA-256, 256 bytes. */
  readonly signature: Uint8Array;
  /** PCR 0 to PCR 23 of the SHA-256 bank, 32 bytes each. */
  readonly pcrs: readonly Uint8Array[];
}

/** The simulated TPM. */
export class SimulatedVtpm {
  readonly #crypto: Crypto;
  readonly #key: CryptoKey;
  /** PCR 0 to PCR 23 of the SHA-256 bank. */
  readonly pcrs: readonly Uint8Array[];
  /** The modulus of the attestation key, base64url; its exponent is 65537. */
  readonly modulus: string;

  private constructor(
    crypto: Crypto,
    key: CryptoKey,
    modulus: string,
    pcrs: readonly Uint8Array[],
  ) {
    this.#crypto = crypto;
    this.#key = key;
    this.modulus = modulus;
    this.pcrs = pcrs;
  }

  /**
   * Makes a TPM.
   *
   * @param pcrs - the values that are not the default's: PCR 0 to 15 hold something, 16 to 23 nothing
   */
  static async create(
    pcrs: Readonly<Record<number, Uint8Array>> = {},
    crypto: Crypto = globalThis.crypto,
    modulusLength = 2048,
  ): Promise<SimulatedVtpm> {
    const algorithm = {
      name: "RSASSA-PKCS1-v1_5",
      hash: "SHA-256",
      modulusLength,
      publicExponent: new Uint8Array([1, 0, 1]),
    };
    const pair = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
    const { n = "" } = await crypto.subtle.exportKey("jwk", pair.publicKey);
    const standard = (index: number) => new Uint8Array(32).fill(index < 16 ? 0x40 + index : 0);
    const values = Array.from({ length: 24 }, (_, index) => pcrs[index] ?? standard(index));
    return new SimulatedVtpm(crypto, pair.privateKey, n, values);
  }

  /** A signed quote. */
  async quote(options: TpmQuoteOptions = {}): Promise<TpmQuote> {
    const { extraData = new Uint8Array(48), type = 0x8018, selection } = options;
    const { hash = TPM_ALGORITHMS.sha256, bitmap = new Uint8Array([0xff, 0xff, 0xff]) } =
      selection ?? {};
    const selected = this.pcrs.filter((_, index) => ((bitmap[index >> 3] ?? 0) >> (index & 7)) & 1);
    const message = concatenated([
      bigEndian(0xff544347, 4),
      bigEndian(type, 2),
      sized(concatenated([bigEndian(TPM_ALGORITHMS.sha256, 2), new Uint8Array(32).fill(0xa4)])),
      sized(extraData),
      // clock, resetCount, restartCount, safe; firmwareVersion
      bigEndian(1_000_000, 8),
      bigEndian(3, 4),
      bigEndian(0, 4),
      bigEndian(1, 1),
      bigEndian(0x2020_0312, 8),
      bigEndian(1, 4),
      bigEndian(hash, 2),
      bigEndian(bitmap.length, 1),
      bitmap,
      sized(await this.#digest(concatenated(selected))),
    ]);
    applyPatches(message, options.patch);
    const signature = await this.#crypto.subtle.sign(
      "RSASSA-PKCS1-v1_5",
      this.#key,
      new Uint8Array(message),
    );
    applyPatches(message, options.patchAfterSigning);
    return { message, signature: new Uint8Array(signature), pcrs: this.pcrs };
  }

  /** The attestation key as a JSON Web Key, as Azure's paravisor names it. */
  get webKey(): Readonly<Record<string, unknown>> {
    return { kid: "HCLAkPub", key_ops: ["sign"], kty: "RSA", e: "AQAB", n: this.modulus };
  }

  /** Another key, of another use: the paravisor names two. */
  get endorsementWebKey(): Readonly<Record<string, unknown>> {
    const n = toBase64Url(new Uint8Array(256).fill(0xe5));
    return { kid: "HCLEkPub", key_ops: ["encrypt"], kty: "RSA", e: "AQAB", n };
  }

  async #digest(message: Uint8Array): Promise<Uint8Array> {
    return new Uint8Array(await this.#crypto.subtle.digest("SHA-256", new Uint8Array(message)));
  }
}

/** A 16-bit length, then as many bytes. */
function sized(bytes: Uint8Array): Uint8Array {
  return concatenated([bigEndian(bytes.length, 2), bytes]);
}

/** A TPM's integers (TPM 2.0 Library, Part 1, "Canonical form"). */
export function bigEndian(value: number, length: number): Uint8Array {
  let rest = BigInt(value);
  const bytes = new Uint8Array(length);
  for (let at = length - 1; at >= 0; at -= 1) {
    bytes[at] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
}
