/** Damaged reports and signatures, on a simulated chip: a sample of what the slow suite does bit by bit. */
import { p384 } from "@noble/curves/nist.js";
import { expect, test } from "vitest";
import { authenticate } from "../../src/index.ts";
import { SimulatedTee } from "../../src/testing/index.ts";
import { changed, check, codeOf, flipped, snpClaims, trusting } from "../support.ts";

const tee = await SimulatedTee.create();
const report = await tee.report();
const REFUSALS = /^(evidence_malformed|evidence_unsupported|identity_mismatch|signature_invalid)$/;

test.each([2, 3, 4, 5])("case 79, a sample: flipped bits of version %i", async (version) => {
  const one = await SimulatedTee.create({ fields: { version } });
  const genuine = await one.report();
  expect(await check(one, genuine)).toBe("ok");
  for (let bit = version; bit < 9472; bit += 97) {
    expect(await check(one, flipped(genuine, bit)), `bit ${bit}`).toMatch(REFUSALS);
  }
});

test("cases 57, 58, a sample: other lengths", async () => {
  for (const length of [0, 1, 4, 100, 1183]) {
    expect(await check(tee, report.subarray(0, length))).toMatch(
      /^evidence_(malformed|unsupported)$/,
    );
  }
  for (const more of [1, 16, 4000, 1184]) {
    const longer = new Uint8Array(1184 + more);
    longer.set(report);
    longer.fill(0xab, 1184);
    expect(await check(tee, longer)).toBe("evidence_malformed");
  }
});

test("cases 59, 66: versions and algorithms that nobody defined, well signed", async () => {
  for (const version of [0, 1, 6, 7, 0xffff_ffff]) {
    expect(await check(tee, await tee.report({ version }))).toBe("evidence_unsupported");
  }
  for (const signatureAlgorithm of [0, 2, 0xffff_ffff]) {
    expect(await check(tee, await tee.report({ signatureAlgorithm }))).toBe("evidence_unsupported");
  }
});

test("cases 60, 62-64, 67, 69-71, 73, 74: reserved bits that the chip itself would have set", async () => {
  const v2 = await SimulatedTee.create({ fields: { version: 2 } });
  const set = (one: SimulatedTee, offset: number, bytes: readonly number[]) =>
    one.report({ patch: [{ offset, bytes }] }).then((bad) => check(one, bad));
  expect(await set(v2, 0x188, [0x19, 0x01, 0x01])).toBe("evidence_malformed");
  for (const [offset, bytes] of [
    [0x0a, [0]],
    [0x0b, [4]],
    [0x0f, [0x80]],
    [0x30, [4, 0, 0, 0]],
    [0x30, [0xfe, 0xff, 0xff, 0xff]],
    [0x48, [0x20]],
    [0x4b, [0x80]],
    [0x4c, [1]],
    [0x18b, [1]],
    [0x19f, [1]],
    [0x1eb, [1]],
    [0x1ef, [1]],
    [0x208, [1]],
    [0x29f, [1]],
  ] as const) {
    expect(await set(tee, offset, bytes), `0x${offset.toString(16)}`).toBe("evidence_malformed");
  }
  expect(await check(tee, changed(report, 0x330, Array<number>(368).fill(0xee)))).toBe(
    "evidence_malformed",
  );
});

test("case 72: mitigation vectors in a version 3 report", async () => {
  const v3 = await SimulatedTee.create({ fields: { version: 3 } });
  const bad = await v3.report({ patch: [{ offset: 0x1f8, bytes: [1] }] });
  expect(await check(v3, bad)).toBe("evidence_malformed");
});

test("cases 77, 80: unknown platform bits are shown; uniform bytes are nothing", async () => {
  const shown = await tee.report({ platformInfo: 0x8000_0000_0000_0124n });
  const options = trusting(tee, { endorsements: [tee.leaf, tee.intermediate] });
  const claims = snpClaims(await authenticate(shown, options));
  expect(claims.platformInfo.unknownBits).toEqual([8, 63]);
  for (const byte of [0, 0xff])
    expect(await check(tee, new Uint8Array(1184).fill(byte))).toMatch(/^evidence_/);
});

test("case 78: what is hashed is what was received, in the one version whose layout others re-encode", async () => {
  const fields = { version: 4, launchMitigations: 0x0123_4567_89ab_cdefn, currentMitigations: 1n };
  expect(await check(tee, await tee.report(fields))).toBe("ok");
});

const ORDER = p384.Point.Fn.ORDER;
const littleEndian = (value: bigint) =>
  Uint8Array.from({ length: 72 }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn));
const scalarAt = (bytes: Uint8Array, offset: number) =>
  bytes
    .subarray(offset, offset + 48)
    .reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
const withScalars = (r: bigint, s: bigint) => {
  const copy = report.slice();
  copy.set(littleEndian(r), 0x2a0);
  copy.set(littleEndian(s), 0x2e8);
  return copy;
};
const [R, S] = [scalarAt(report, 0x2a0), scalarAt(report, 0x2e8)];

test("cases 81, 82: scalars out of range", async () => {
  const top = (1n << 384n) - 1n;
  for (const bad of [0n, ORDER, ORDER + 1n, p384.Point.Fp.ORDER, top]) {
    expect(await check(tee, withScalars(bad, S))).toBe("signature_invalid");
    expect(await check(tee, withScalars(R, bad))).toBe("signature_invalid");
    expect(await check(tee, withScalars(bad, bad))).toBe("signature_invalid");
  }
});

test("case 83: more than 384 bits", async () => {
  for (let byte = 48; byte < 72; byte += 1) {
    for (const field of [0x2a0, 0x2e8]) {
      expect(await check(tee, changed(report, field + byte, [1]))).toBe("evidence_malformed");
    }
  }
});

test("cases 84, 85: the other byte order, r and s exchanged", async () => {
  const swapped = report.slice();
  swapped.set(report.slice(0x2a0, 0x2d0).reverse(), 0x2a0);
  swapped.set(report.slice(0x2e8, 0x318).reverse(), 0x2e8);
  expect(await check(tee, swapped)).toBe("signature_invalid");
  expect(await check(tee, withScalars(S, R))).toBe("signature_invalid");
});

test("case 86: the negated signature is the same attestation: accepted, with the same claims", async () => {
  const options = trusting(tee, { endorsements: [tee.leaf, tee.intermediate] });
  const negated = withScalars(R, ORDER - S);
  expect(await codeOf(authenticate(negated, options))).toBe("ok");
  expect(await authenticate(negated, options)).toEqual(await authenticate(report, options));
});

test("case 94: a signature over another digest", async () => {
  const key = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-384" }, true, [
    "sign",
    "verify",
  ]);
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("spki", key.publicKey));
  const leaf = await tee.leafFor({}, (parts) => ({ ...parts, publicKey }));
  for (const [hash, expected] of [
    ["SHA-384", "ok"],
    ["SHA-256", "signature_invalid"],
    ["SHA-512", "signature_invalid"],
  ] as const) {
    const parameters = { name: "ECDSA", hash };
    const signature = new Uint8Array(
      await crypto.subtle.sign(parameters, key.privateKey, report.slice(0, 0x2a0)),
    );
    const signed = report.slice();
    signed.set(signature.slice(0, 48).reverse(), 0x2a0);
    signed.set(signature.slice(48).reverse(), 0x2e8);
    expect(await check(tee, signed, [leaf, tee.intermediate]), hash).toBe(expected);
  }
});

test("case 87: a signature over fewer bytes", async () => {
  const other = await tee.report({
    patchAfterSigning: [
      { offset: 0x29f, bytes: [0] },
      { offset: 0x90, bytes: [0] },
    ],
  });
  expect(await check(tee, other)).toBe("signature_invalid");
});
