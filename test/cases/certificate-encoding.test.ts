/** Dates and encodings of certificates: minted wrong, signed right. */
import { describe, expect, test } from "vitest";
import { SimulatedTee, asn1 } from "../../src/testing/index.ts";
import type { CertificateDefect } from "../../src/testing/index.ts";
import { minted, concat } from "../minted.ts";
import { changed, check } from "../support.ts";

const good = await SimulatedTee.create();
const report = await good.report();

describe("dates", () => {
  const from = new Date("2026-01-01T00:00:00Z");
  const to = new Date("2026-06-30T12:00:00Z");
  const seconds = (date: Date, more: number) => new Date(date.getTime() + more * 1000);
  const period: CertificateDefect = (parts) => ({
    ...parts,
    notBefore: asn1.time(from),
    notAfter: asn1.time(to),
  });

  test.each(["root", "intermediate", "leaf"] as const)(
    "cases 123, 124: both ends of the %s belong to it",
    async (member) => {
      const tee = await SimulatedTee.create({
        now: new Date("2025-01-01T00:00:00Z"),
        defects: { [member]: period },
      });
      const at = async (now: Date) => check(tee, await tee.report(), undefined, { now });
      expect(await at(from)).toBe("ok");
      expect(await at(to)).toBe("ok");
      expect(await at(seconds(from, -1))).toBe("collateral_not_yet_valid");
      expect(await at(seconds(to, 1))).toBe("collateral_expired");
    },
  );

  test("case 125: before and after 2038 and 2050", async () => {
    const long: CertificateDefect = (parts) => ({
      ...parts,
      notAfter: asn1.time(new Date("2060-01-01T00:00:00Z")),
    });
    const tee = await SimulatedTee.create({
      defects: { root: long, intermediate: long, leaf: long },
    });
    for (const now of ["2038-01-19T03:14:08Z", "2049-12-31T23:59:59Z", "2050-01-01T00:00:00Z"]) {
      expect(await check(tee, await tee.report(), undefined, { now: new Date(now) })).toBe("ok");
    }
  });

  test("case 126: times in other forms", async () => {
    const utc = (text: string) =>
      new Uint8Array([0x17, text.length, ...new TextEncoder().encode(text)]);
    for (const text of [
      "2601010000Z",
      "260101000000",
      "260101000000+0100",
      "261301000000Z",
      "260230000000Z",
    ]) {
      expect(await minted({ leaf: (parts) => ({ ...parts, notBefore: utc(text) }) }), text).toBe(
        "collateral_malformed",
      );
    }
  });
});

describe("encoding", () => {
  test.each([
    [
      "case 129: an unknown critical extension",
      { id: "1.2.3.4", critical: true, value: new Uint8Array([5, 0]) },
      "collateral_malformed",
    ],
    [
      "an unknown extension that is not critical",
      { id: "1.2.3.4", value: new Uint8Array([5, 0]) },
      "ok",
    ],
    [
      "case 130: HWID twice",
      { id: "1.3.6.1.4.1.3704.1.4", value: new Uint8Array(64) },
      "collateral_malformed",
    ],
  ])("%s", async (_name, extension, expected) => {
    const leaf: CertificateDefect = (parts) => ({
      ...parts,
      extensions: [...parts.extensions, extension],
    });
    expect(await minted({ leaf })).toBe(expected);
  });

  test.each([
    ["case 127: 0", asn1.integer(0), "ok"],
    ["20 bytes", asn1.rawInteger(new Uint8Array(20).fill(0x11)), "ok"],
    ["case 128: 21 bytes", asn1.rawInteger(new Uint8Array(21).fill(0x11)), "collateral_malformed"],
    ["case 128: negative", asn1.rawInteger(new Uint8Array([0x80])), "collateral_malformed"],
    ["not minimal", asn1.rawInteger(new Uint8Array([0, 1])), "collateral_malformed"],
  ])("a serial number: %s", async (_name, serial, expected) => {
    expect(await minted({ leaf: (parts) => ({ ...parts, serial }) })).toBe(expected);
  });

  test("cases 131-133: what DER does not allow, in any length of a certificate", async () => {
    const der = good.leaf;
    const indefinite = concat(
      new Uint8Array([0x30, 0x80]),
      der.subarray(4),
      new Uint8Array([0, 0]),
    );
    const longer = concat(new Uint8Array([0x30, 0x83, 0, der[2]!, der[3]!]), der.subarray(4));
    const trailing = concat(der, new Uint8Array([0]));
    for (const bad of [indefinite, longer, trailing, der.subarray(0, -1)]) {
      expect(await check(good, report, [bad, good.intermediate])).toBe("collateral_malformed");
    }
    const critical =
      (value: number): CertificateDefect =>
      (parts) => ({
        ...parts,
        extensions: [
          ...parts.extensions,
          { id: "1.2.3.4", critical: true, value: new Uint8Array([value]) },
        ],
      });
    expect(await minted({ leaf: critical(1) })).toBe("collateral_malformed");
  });

  test("case 134: nesting and sizes end before they cost anything", async () => {
    const nested = Uint8Array.from({ length: 10_000 }, (_, index) =>
      index % 2 === 0 ? 0x30 : 0x80,
    );
    expect(await check(good, report, [nested])).toBe("collateral_malformed");
  });

  test("case 135: too large", async () => {
    const leaf: CertificateDefect = (parts) => ({
      ...parts,
      extensions: [...parts.extensions, { id: "1.2.3.4", value: new Uint8Array(16 * 1024) }],
    });
    expect(await minted({ leaf })).toBe("collateral_malformed");
    const list = new Uint8Array(1024 * 1024 + 1).fill(0x30, 0, 1);
    expect(await check(good, report, [good.leaf, good.intermediate, list])).toBe(
      "collateral_malformed",
    );
  });

  test("case 136: PEM", async () => {
    const pem = (der: Uint8Array, label = "CERTIFICATE", end = "\n") =>
      [
        `-----BEGIN ${label}-----`,
        ...(Buffer.from(der)
          .toString("base64")
          .match(/.{1,64}/g) ?? []),
        `-----END ${label}-----`,
        "",
      ].join(end);
    const run = (text: string) =>
      check(good, report, [new Uint8Array(Buffer.from(text, "latin1"))]);
    const [leaf, ask] = [pem(good.leaf), pem(good.intermediate)];
    expect(await run(leaf + ask)).toBe("ok");
    expect(await run(pem(good.leaf, undefined, "\r\n") + ask)).toBe("ok");
    expect(await run(`${leaf}${ask}\0`)).toBe("ok");
    for (const bad of [
      `text\n${leaf}${ask}`,
      `${leaf}text\n${ask}`,
      pem(good.leaf, "TRUSTED CERTIFICATE"),
      leaf.slice(0, -30),
      `${leaf}\0${ask}`,
    ]) {
      expect(await run(bad)).toBe("collateral_malformed");
    }
  });

  test("case 137: the same name in another string type is another name", async () => {
    const leaf: CertificateDefect = (parts) => {
      const issuer = parts.issuer.slice();
      // The common name's UTF8String, which is the last element, becomes a PrintableString.
      const at = issuer.length - "SEV-Genoa".length - 2;
      issuer[at] = 0x13;
      return { ...parts, issuer };
    };
    expect(await minted({ leaf })).toMatch(/^(root_untrusted|chain_invalid)$/);
  });

  test("case 138: a leaf of another name", async () => {
    const leaf: CertificateDefect = (parts) => ({
      ...parts,
      subject: changed(parts.subject, parts.subject.length - 4, [0x58]),
    });
    expect(await minted({ leaf })).toBe("identity_mismatch");
  });
});
