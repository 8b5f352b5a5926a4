/** Quotes that are not what the format says, and quotes put together from parts of others. */
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { SimulatedTdx } from "../../src/testing/index.ts";
import { changed, flipped } from "../support.ts";
import { prove, resultOf } from "../tdx-support.ts";

const tdx = await SimulatedTdx.create();
const tdx15 = await SimulatedTdx.create({ version: 5 });
const quote = await tdx.quote();
const quote15 = await tdx15.quote();

/** Offsets in a version 4 quote (Intel TDX DCAP Quoting Library API, appendix 3). */
const AT = {
  version: 0,
  keyType: 2,
  teeType: 4,
  reserved: 8,
  vendor: 12,
  signatureLength: 632,
  signature: 636,
  attestationKey: 700,
  outerType: 764,
  outerSize: 766,
  qeReport: 770,
  qeReportData: 770 + 320,
  qeSignature: 1154,
  authLength: 1218,
  authData: 1220,
  innerType: 1252,
  innerSize: 1254,
} as const;

const u16 = (value: number) => [value & 0xff, value >> 8];
const u32 = (value: number) => [...new Uint8Array(new Uint32Array([value]).buffer)];
const read32 = (bytes: Uint8Array, at: number) => new DataView(bytes.buffer).getUint32(at, true);
const code = async (bytes: Uint8Array, platform = tdx) => (await prove(platform, bytes)).code;
const altered = (offset: number, value: readonly number[]) => code(changed(quote, offset, value));

test("the quotes are good before they are changed", async () => {
  expect(await code(quote)).toBe("ok");
  expect(await code(quote15, tdx15)).toBe("ok");
});

test("every form in every encoding", async () => {
  const envelope = new TextEncoder().encode(await tdx.envelope());
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
  const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");
  for (const form of [quote, envelope]) {
    const zipped = new Uint8Array(gzipSync(form));
    for (const evidence of [
      form,
      zipped,
      ...[form, zipped].flatMap((bytes) => [base64(bytes), base64url(bytes)]),
    ]) {
      expect((await prove(tdx, evidence)).code).toBe("ok");
    }
  }
  expect((await prove(tdx, await tdx.envelope())).code).toBe("ok");
  const twice = new Uint8Array(gzipSync(gzipSync(quote)));
  expect((await prove(tdx, twice)).code).toBe("evidence_malformed");
  expect((await prove(tdx, base64(new TextEncoder().encode(base64(quote))))).code).toBe(
    "evidence_unsupported",
  );
});

describe("lengths", () => {
  test("case 224: every truncation", { timeout: 60_000 }, async () => {
    for (const [whole, platform] of [
      [quote, tdx],
      [quote15, tdx15],
    ] as const) {
      for (let length = 0; length < whole.length; length += 1) {
        const result = await code(whole.slice(0, length), platform);
        // Shorter than what tells a quote from anything else.
        const expected = length < 4 ? /^evidence_(malformed|unsupported)$/ : /^evidence_malformed$/;
        expect(result, `length ${length}`).toMatch(expected);
      }
    }
  });

  test("cases 225, 226: zeros may follow, as attesters send their buffers, and nothing else", async () => {
    const padded = await tdx.quote({ padding: new Uint8Array(307) });
    const { checks } = await resultOf(tdx, {}, { quote: padded });
    expect(checks.find(({ id }) => id === "trailing-bytes")).toMatchObject({
      outcome: "skipped",
      reason: expect.stringContaining("307 zero bytes") as string,
    });
    for (const at of [0, 150, 306]) {
      const bytes = changed(padded, quote.length + at, [1]);
      expect(await code(bytes), `byte ${at}`).toBe("evidence_malformed");
    }
    expect(await code(new Uint8Array([...quote, ...quote]))).toBe("evidence_malformed");
  });

  test("case 233: the signature's length, without an allocation", async () => {
    const length = read32(quote, AT.signatureLength);
    for (const value of [0, 1, 127, length - 1, length + 1, 0x7fff_ffff, 0xffff_ffff]) {
      expect(await altered(AT.signatureLength, u32(value)), String(value)).toBe(
        "evidence_malformed",
      );
    }
    for (const value of [0, 0xffff_ffff]) {
      const bytes = changed(quote15, 702, u32(value));
      expect(await code(bytes, tdx15)).toBe("evidence_malformed");
    }
    // Zeros behind the quote do not make room for a longer signature.
    const padded = await tdx.quote({ padding: new Uint8Array(64) });
    const longer = changed(padded, AT.signatureLength, u32(length + 64));
    expect(await code(longer)).toBe("evidence_malformed");
  });

  test("case 235: the certification data's length", async () => {
    for (const [at, size] of [
      [AT.outerSize, read32(quote, AT.outerSize)],
      [AT.innerSize, read32(quote, AT.innerSize)],
    ] as const) {
      for (const value of [0, size - 1, size + 1, 0xffff_ffff]) {
        expect(await altered(at, u32(value)), `${at}: ${value}`).toBe("evidence_malformed");
      }
    }
  });

  test("case 236: the QE authentication data's length", async () => {
    for (const length of [0, 31, 33, 0xffff]) {
      expect(await altered(AT.authLength, u16(length)), String(length)).toMatch(
        /^(evidence_malformed|evidence_unsupported)$/,
      );
    }
    // Another length that the enclave itself chose and hashed is another matter: the format has a length.
    for (const length of [0, 31, 33]) {
      const own = await tdx.quote({ qe: { authData: new Uint8Array(length).fill(7) } });
      expect(await code(own), String(length)).toBe("ok");
    }
  });
});

describe("the header", () => {
  test("cases 227, 228, 229: version, kind of key, kind of TEE", async () => {
    for (const version of [0, 1, 2, 3, 6, 0xffff]) {
      expect(await altered(AT.version, u16(version)), `version ${version}`).toBe(
        "evidence_unsupported",
      );
    }
    for (const type of [0, 1, 3, 4, 0xffff]) {
      expect(await altered(AT.keyType, u16(type)), `key type ${type}`).toBe("evidence_unsupported");
    }
    for (const type of [0, 0x80, 0x82, 0x8100, 0xffff_ffff]) {
      expect(await altered(AT.teeType, u32(type)), `TEE type ${type}`).toBe("evidence_unsupported");
    }
    // A version 4 quote that calls itself 5 has its fields elsewhere.
    expect(await altered(AT.version, u16(5))).toBe("evidence_malformed");
  });

  test("case 230: reserved bytes", async () => {
    for (let at = 0; at < 4; at += 1) {
      expect(await altered(AT.reserved + at, [1])).toBe("evidence_malformed");
    }
  });

  test("case 231: another vendor's quoting enclave", async () => {
    for (let at = 0; at < 16; at += 1) {
      const byte = quote[AT.vendor + at] ?? 0;
      expect(await altered(AT.vendor + at, [byte ^ 1]), `byte ${at}`).toBe("evidence_unsupported");
    }
  });

  test("case 232: the body's type and size", async () => {
    const body = (type: number, size: number) =>
      code(changed(quote15, 48, [...u16(type), ...u32(size)]), tdx15);
    for (const [type, size] of [
      [1, 384],
      [2, 648],
      [3, 584],
      [4, 648],
      [0, 0],
      [3, 0xffff_ffff],
      [3, 647],
    ] as const) {
      expect(await body(type, size), `${type}, ${size}`).toBe("evidence_malformed");
    }
    // A quote of the right lengths that was signed over another type.
    expect(await body(2, 584)).toBe("evidence_malformed");
  });

  test("case 234: other certification data", async () => {
    for (const outerType of [0, 1, 2, 3, 4, 5, 7]) {
      const bytes = await tdx.quote({ certificationData: { outerType } });
      expect(await code(bytes), `outer ${outerType}`).toBe("evidence_unsupported");
    }
    for (const innerType of [0, 1, 2, 3, 4, 6, 7]) {
      const bytes = await tdx.quote({ certificationData: { innerType } });
      expect(await code(bytes), `inner ${innerType}`).toBe("evidence_unsupported");
    }
    for (const nulTerminated of [true, false]) {
      expect(await code(await tdx.quote({ certificationData: { nulTerminated } }))).toBe("ok");
    }
  });
});

describe("who signed what", () => {
  test("case 237: the attestation key is the one that the enclave vouched for", async () => {
    // Not a fixed value: one key in 256 begins with it.
    const first = (quote[AT.attestationKey] ?? 0) ^ 1;
    expect(await altered(AT.attestationKey, [first])).toBe("identity_mismatch");
    expect(await altered(AT.authData, [0xee])).toBe("identity_mismatch");
    const other = await (await SimulatedTdx.create()).quote();
    const key = [...other.slice(AT.attestationKey, AT.attestationKey + 64)];
    const signature = [...other.slice(AT.signature, AT.signature + 64)];
    expect(await altered(AT.attestationKey, key)).toBe("identity_mismatch");
    // Another platform's attestation key with its own, good signature over this body.
    const crossed = changed(changed(quote, AT.attestationKey, key), AT.signature, signature);
    expect(await code(crossed)).toBe("identity_mismatch");
    const own = await tdx.quote({ qe: { reportData: new Uint8Array(64).fill(1) } });
    expect(await code(own)).toBe("identity_mismatch");
  });

  test("case 238: the rest of the enclave's REPORTDATA is zero", async () => {
    for (const at of [32, 63]) {
      const bytes = await tdx.quote({
        qe: { patch: [{ offset: 320 + at, bytes: new Uint8Array([1]) }] },
      });
      expect(await prove(tdx, bytes)).toMatchObject({
        code: "identity_mismatch",
        field: "QE report, REPORTDATA",
      });
    }
  });

  test("case 239: the enclave's report is signed by this platform's PCK", async () => {
    for (const offset of [AT.qeReport, AT.qeReportData, AT.qeSignature, AT.qeSignature + 63]) {
      const bytes = flipped(quote, offset * 8);
      expect(await prove(tdx, bytes)).toMatchObject({
        code: "signature_invalid",
        field: "QE report, signature",
      });
    }
    for (const value of [0, 0xff]) {
      expect(await altered(AT.qeSignature, new Array<number>(64).fill(value))).toBe(
        "signature_invalid",
      );
    }
    // Another platform's QE report and signature, whole.
    const other = await (await SimulatedTdx.create()).quote();
    const part = [...other.slice(AT.qeReport, AT.authLength)];
    expect(await altered(AT.qeReport, part)).toBe("signature_invalid");
  });

  test("the quote's own signature, over header and body", async () => {
    for (const [bytes, platform, places] of [
      [quote, tdx, [28, 47, 48, 168, 184, 568, 631, AT.signature, AT.signature + 63]],
      [quote15, tdx15, [28, 47, 54, 174, 190, 574, 637, 638, 701, 706]],
    ] as const) {
      for (const place of places) {
        expect(await prove(platform, flipped(bytes, place * 8)), `byte ${place}`).toMatchObject({
          code: "signature_invalid",
          field: "quote, signature",
        });
      }
    }
  });

  test("sampled bit flips of both versions", { timeout: 60_000 }, async () => {
    for (const [bytes, platform] of [
      [quote, tdx],
      [quote15, tdx15],
    ] as const) {
      for (let bit = 0; bit < bytes.length * 8; bit += 61) {
        const result = await code(flipped(bytes, bit), platform);
        expect(result, `bit ${bit}`).not.toMatch(/^(ok|internal|endorsements_missing)$/);
      }
    }
  });
});
