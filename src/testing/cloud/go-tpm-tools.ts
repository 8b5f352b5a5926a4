/**
 * `attest.Attestation` of go-tpm-tools, as a VM of Google Cloud answers it: a TPM's part, and a report or quote taken apart into
 * the messages of go-sev-guest and go-tdx-guest.
 */
import { writeMessage } from "./protobuf.ts";
import type { ProtobufField } from "./protobuf.ts";
import { TPM_ALGORITHMS, bigEndian } from "./vtpm.ts";
import type { SimulatedVtpm } from "./vtpm.ts";
import { concatenated } from "../../bytes.ts";

/** What the document has. */
export interface DocumentParts {
  /** The TPM: its public area, and a quote of its SHA-256 bank. */
  readonly vtpm: SimulatedVtpm;
  /** A certificate of its key, DER. */
  readonly keyCertificate?: Uint8Array;
  /** The firmware's. Default: none. */
  readonly eventLog?: Uint8Array;
  /** A report, and certificates beside it. */
  readonly snp?: {
    readonly report: Uint8Array;
    readonly vcek?: Uint8Array;
    readonly vlek?: Uint8Array;
    readonly ask?: Uint8Array;
    readonly ark?: Uint8Array;
  };
  /** A quote of version 4, and zeros behind it. */
  readonly tdx?: Uint8Array;
}

/** The fields of a document, to be changed where a defect is wanted and then written by `writeMessage`. */
export async function documentFields(parts: DocumentParts): Promise<ProtobufField[]> {
  const { vtpm, snp, tdx } = parts;
  const { message, signature, pcrs } = await vtpm.quote({ extraData: new Uint8Array(32) });
  const none = new Uint8Array();
  const bank: ProtobufField[] = pcrs.map((value, index) => [2, [[1, index], [2, value]]]); // prettier-ignore
  // TPMT_SIGNATURE: RSASSA, SHA-256, the length, the signature.
  const signed = concatenated([bigEndian(0x0014_000b, 4), bigEndian(256, 2), signature]);
  return [
    [1, new TextEncoder().encode(`TPMT_PUBLIC ${vtpm.modulus}`)],
    [2, [[1, message], [2, signed], [3, [[1, TPM_ALGORITHMS.sha256], ...bank]]]], // prettier-ignore
    [3, parts.eventLog ?? none],
    [6, parts.keyCertificate ?? none],
    ...(snp === undefined ? [] : [[8, snpFields(snp)] as const]),
    ...(tdx === undefined ? [] : [[9, quoteFields(tdx)] as const]),
  ];
}

/** {@link documentFields}, written. */
export async function goTpmToolsDocument(parts: DocumentParts): Promise<Uint8Array> {
  return writeMessage(await documentFields(parts));
}

/** `sevsnp.Attestation`. */
function snpFields({ report, vcek, vlek, ask, ark }: NonNullable<DocumentParts["snp"]>) {
  const none = new Uint8Array();
  const chain: ProtobufField[] = [[1, vcek ?? none], [2, ask ?? none], [3, ark ?? none], [6, vlek ?? none]]; // prettier-ignore
  return [[1, reportFields(report)], [2, chain]] satisfies ProtobufField[]; // prettier-ignore
}

/** `sevsnp.Report`, version 3 and later. */
function reportFields(report: Uint8Array): ProtobufField[] {
  const view = new DataView(report.buffer, report.byteOffset, report.byteLength);
  const word = (at: number) => view.getUint32(at, true);
  const long = (at: number) => view.getBigUint64(at, true);
  const byte = (at: number) => view.getUint8(at);
  const bytes = (at: number, length: number) => report.slice(at, at + length);
  const [family, model, stepping] = [byte(0x188), byte(0x189), byte(0x18a)];
  const extended = family > 15 ? family - 15 : 0;
  const cpuid =
    (extended << 20) |
    ((model >> 4) << 16) |
    ((family - extended) << 8) |
    ((model & 15) << 4) |
    stepping;
  return [
    [1, word(0x000)],
    [2, word(0x004)],
    [3, long(0x008)],
    [4, bytes(0x010, 16)],
    [5, bytes(0x020, 16)],
    [6, word(0x030)],
    [7, word(0x034)],
    [8, long(0x038)],
    [9, long(0x040)],
    [10, word(0x048)],
    [11, bytes(0x050, 64)],
    [12, bytes(0x090, 48)],
    [13, bytes(0x0c0, 32)],
    [14, bytes(0x0e0, 48)],
    [15, bytes(0x110, 48)],
    [16, bytes(0x140, 32)],
    [17, bytes(0x160, 32)],
    [18, long(0x180)],
    [19, bytes(0x1a0, 64)],
    [20, long(0x1e0)],
    ...[0x1e8, 0x1e9, 0x1ea, 0x1ec, 0x1ed, 0x1ee].map(
      (at, index) => [21 + index, byte(at)] as const,
    ),
    [27, long(0x1f0)],
    [28, bytes(0x2a0, 512)],
    [29, cpuid],
    [30, long(0x1f8)],
    [31, long(0x200)],
  ];
}

/** `tdx.QuoteV4`. */
function quoteFields(quote: Uint8Array): ProtobufField[] {
  const view = new DataView(quote.buffer, quote.byteOffset, quote.byteLength);
  let at = 0;
  const take = (length: number) => quote.slice(at, (at += length));
  const number = (length: 2 | 4) => {
    const value = length === 2 ? view.getUint16(at, true) : view.getUint32(at, true);
    at += length;
    return value;
  };
  const row = (first: number, lengths: readonly number[]) =>
    lengths.map((length, index): ProtobufField => [first + index, take(length)]);
  const header: ProtobufField[] = [
    [1, number(2)],
    [2, number(2)],
    [3, number(4)],
    ...row(4, [2, 2, 16, 20]),
  ];
  const body: ProtobufField[] = [
    ...row(1, [16, 48, 48, 8, 8, 8, 48, 48, 48, 48]),
    ...[48, 48, 48, 48].map((length): ProtobufField => [11, take(length)]),
    [12, take(64)],
  ];
  const size = number(4);
  const signature = row(1, [64, 64]);
  const [outerType, outerSize] = [number(2), number(4)];
  const qeReport: ProtobufField[] = [
    [1, take(16)],
    [2, number(4)],
    ...row(3, [28, 16, 32, 32, 32, 96]),
    [9, number(2)],
    [10, number(2)],
    ...row(11, [60, 64]),
  ];
  const qeSignature = take(64);
  const authLength = number(2);
  const authData = take(authLength);
  const [innerType, innerSize] = [number(2), number(4)];
  const chain = take(innerSize);
  const certification: ProtobufField[] = [
    [1, qeReport],
    [2, qeSignature],
    [3, [[1, authLength], [2, authData]]], // prettier-ignore
    [4, [[1, innerType], [2, innerSize], [3, chain]]], // prettier-ignore
  ];
  return [
    [1, header],
    [2, body],
    [3, size],
    [4, [...signature, [3, [[1, outerType], [2, outerSize], [3, certification]]]]], // prettier-ignore
    [5, quote.slice(at)],
  ];
}
