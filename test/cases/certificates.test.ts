/** Chains that are not what they must be: minted wrong, signed right. */
import { describe, expect, test } from "vitest";
import { authenticate } from "../../src/index.ts";
import {
  SimulatedTee,
  asn1,
  basicConstraints,
  keyUsage,
  makePssKey,
  pssAlgorithm,
} from "../../src/testing/index.ts";
import type {
  CertificateDefect,
  CertificateParts,
  SimulatedTeeOptions,
} from "../../src/testing/index.ts";
import { changed, check, codeOf, flipped, trusting } from "../support.ts";

type Defects = NonNullable<SimulatedTeeOptions["defects"]>;

/** The verdict on a TEE whose certificates are minted with a defect. */
async function minted(defects: Defects, now?: Date): Promise<string> {
  const tee = await SimulatedTee.create({ defects });
  return check(tee, await tee.report(), undefined, now === undefined ? {} : { now });
}

const good = await SimulatedTee.create();
const report = await good.report();
const concat = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

const algorithm =
  (bytes: Uint8Array): CertificateDefect =>
  (parts) => ({ ...parts, algorithm: bytes, signatureAlgorithm: bytes });

describe("signature algorithms", () => {
  test.each([
    [
      "case 98: sha384WithRSAEncryption",
      asn1.sequence(asn1.oid("1.2.840.113549.1.1.12"), asn1.nul()),
    ],
    ["case 99: no parameters", asn1.sequence(asn1.oid("1.2.840.113549.1.1.10"))],
    [
      "case 99: empty parameters",
      asn1.sequence(asn1.oid("1.2.840.113549.1.1.10"), asn1.sequence()),
    ],
    ["case 100: salt 0", pssAlgorithm({ salt: 0 })],
    ["case 100: salt 32", pssAlgorithm({ salt: 32 })],
    ["case 100: salt 47", pssAlgorithm({ salt: 47 })],
    ["case 100: salt 49", pssAlgorithm({ salt: 49 })],
    ["case 100: salt 2^31", pssAlgorithm({ salt: 2 ** 31 })],
    [
      "another hash",
      pssAlgorithm({ hash: "2.16.840.1.101.3.4.2.1", maskHash: "2.16.840.1.101.3.4.2.1" }),
    ],
    ["case 104: hash parameters left out", withoutNulls(pssAlgorithm({ trailer: false }))],
    [
      "case 104: something behind the parameters",
      asn1.sequence(pssAlgorithm({ trailer: false }).subarray(2), asn1.nul()),
    ],
    ["case 101: another hash in MGF1", pssAlgorithm({ maskHash: "2.16.840.1.101.3.4.2.1" })],
  ])("%s", async (_name, bytes) => {
    expect(await minted({ leaf: algorithm(bytes) })).toBe("collateral_malformed");
  });

  test("case 102: the trailerField may be absent or 1", async () => {
    for (const trailer of [true, false]) {
      expect(await minted({ leaf: algorithm(pssAlgorithm({ trailer })) })).toBe("ok");
    }
    const two = pssAlgorithm();
    two[two.length - 1] = 2;
    expect(await minted({ leaf: algorithm(two) })).toBe("collateral_malformed");
  });

  test("case 103: two different algorithms in one certificate", async () => {
    const leaf: CertificateDefect = (parts) => ({
      ...parts,
      signatureAlgorithm: pssAlgorithm({ trailer: true }),
    });
    expect(await minted({ leaf })).toBe("collateral_malformed");
  });

  test("cases 97, 107: a signature of another scheme, length or size", async () => {
    const tamper =
      (change: (signature: Uint8Array) => Uint8Array): CertificateDefect =>
      (parts) => ({ ...parts, tamper: change });
    for (const leaf of [
      tamper((signature) => signature.subarray(1)),
      tamper((signature) => concat(new Uint8Array(1), signature)),
      tamper((signature) => new Uint8Array(signature.length).fill(0xff)),
      tamper((signature) => new Uint8Array(signature.length)),
      tamper((signature) => flipped(signature, 9)),
    ]) {
      expect(await minted({ leaf })).toBe("chain_invalid");
    }
    const { publicKey, privateKey } = await crypto.subtle.generateKey(
      {
        name: "RSASSA-PKCS1-v1_5",
        hash: "SHA-384",
        modulusLength: 4096,
        publicExponent: new Uint8Array([1, 0, 1]),
      },
      true,
      ["sign", "verify"],
    );
    const key = {
      publicKey: new Uint8Array(await crypto.subtle.exportKey("spki", publicKey)),
      sign: async (message: Uint8Array) =>
        new Uint8Array(
          await crypto.subtle.sign("RSASSA-PKCS1-v1_5", privateKey, new Uint8Array(message)),
        ),
    };
    const intermediate: CertificateDefect = (parts) => ({ ...parts, publicKey: key.publicKey });
    const leaf: CertificateDefect = (parts) => ({ ...parts, signer: key });
    expect(await minted({ intermediate, leaf }), "PKCS#1 v1.5 under id-RSASSA-PSS").toBe(
      "chain_invalid",
    );
  });

  test.each([2048, 3072])("case 105: an authority with RSA-%i", async (bits) => {
    const key = await makePssKey(crypto, bits);
    const intermediate: CertificateDefect = (parts) => ({ ...parts, publicKey: key.publicKey });
    const leaf: CertificateDefect = (parts) => ({ ...parts, signer: key });
    expect(await minted({ intermediate, leaf })).toBe("collateral_malformed");
  });

  const rsa = (modulus: Uint8Array, exponent: number | bigint) =>
    asn1.sequence(
      asn1.sequence(asn1.oid("1.2.840.113549.1.1.1"), asn1.nul()),
      asn1.bitString(asn1.sequence(asn1.rawInteger(modulus), asn1.integer(exponent))),
    );
  const modulus = (bytes: number, last = 1) => {
    const value = new Uint8Array(bytes + 1).fill(0xa5, 1);
    value[bytes] = last;
    return value;
  };

  test.each([1n, 2n, 3n, (1n << 32n) + 1n])("case 106: an exponent of %i", async (exponent) => {
    const intermediate: CertificateDefect = (parts) => ({
      ...parts,
      publicKey: rsa(modulus(512), exponent),
    });
    expect(await minted({ intermediate })).toBe("collateral_malformed");
  });

  test("cases 105, 110: an even modulus, leading zeros, 16,384 bits", async () => {
    for (const bytes of [
      modulus(512, 2),
      concat(new Uint8Array(1), modulus(512)),
      modulus(511),
      modulus(2048),
    ]) {
      const intermediate: CertificateDefect = (parts) => ({
        ...parts,
        publicKey: rsa(bytes, 65537),
      });
      expect(await minted({ intermediate })).toBe("collateral_malformed");
    }
  });
});

describe("leaf keys", () => {
  const ec = (curve: Uint8Array, point: Uint8Array) =>
    asn1.sequence(asn1.sequence(asn1.oid("1.2.840.10045.2.1"), curve), asn1.bitString(point));
  const P384 = asn1.oid("1.3.132.0.34");
  const withKey = (publicKey: Uint8Array) => minted({ leaf: (parts) => ({ ...parts, publicKey }) });
  const pointOf = async () => {
    const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-384" }, true, [
      "sign",
      "verify",
    ]);
    return new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  };

  test("case 88: no point of the curve", async () => {
    const point = await pointOf();
    const beyond = concat(new Uint8Array([4]), new Uint8Array(48).fill(0xff), point.subarray(49));
    for (const bad of [
      new Uint8Array([0]),
      flipped(point, 700),
      beyond,
      new Uint8Array(97).fill(4, 0, 1),
    ]) {
      expect(await withKey(ec(P384, bad))).toBe("collateral_malformed");
    }
  });

  test("case 89: compressed and hybrid points", async () => {
    const point = await pointOf();
    const parity = (point[96]! & 1) as 0 | 1;
    const compressed = concat(new Uint8Array([2 + parity]), point.subarray(1, 49));
    const hybrid = concat(new Uint8Array([6 + parity]), point.subarray(1));
    for (const bad of [compressed, hybrid])
      expect(await withKey(ec(P384, bad))).toBe("collateral_malformed");
  });

  test("case 90: other curves, and parameters written out", async () => {
    const point = await pointOf();
    for (const curve of ["1.2.840.10045.3.1.7", "1.3.132.0.10", "1.3.36.3.3.2.8.1.1.11"]) {
      expect(await withKey(ec(asn1.oid(curve), point)), curve).toBe("collateral_malformed");
    }
    expect(await withKey(ec(asn1.sequence(asn1.integer(1)), point))).toBe("collateral_malformed");
  });
});

describe("roots", () => {
  test("case 111: a self-signed root with AMD's name", async () => {
    const [mine, other] = [good, await SimulatedTee.create()];
    const chain = [mine.leaf, mine.intermediate, mine.root];
    const alone = authenticate(report, { endorsements: chain, offline: true });
    expect(await codeOf(alone)).toBe("root_untrusted");
    // The keys are one process's; the certificates differ, and an anchor is a certificate.
    expect(await check(mine, report, [...chain.slice(0, 2), other.root])).toBe(
      Buffer.compare(mine.root, other.root) === 0 ? "ok" : "root_untrusted",
    );
  });

  test("case 112: a root with the trusted name and key, and another body", async () => {
    const altered = await SimulatedTee.create({
      defects: { root: (parts) => ({ ...parts, serial: asn1.integer(7) }) },
    });
    expect(await check(good, report, [good.leaf, good.intermediate, altered.root])).toBe(
      "root_untrusted",
    );
  });

  test("a root that cannot be one", async () => {
    const bad: CertificateDefect[] = [
      (parts) => ({ ...parts, subject: asn1.sequence() }),
      (parts) => ({ ...parts, extensions: [keyUsage(0x06)] }),
      (parts) => ({ ...parts, extensions: [basicConstraints(), keyUsage(0x04)] }),
      (parts) => ({ ...parts, tamper: (signature) => flipped(signature, 100) }),
    ];
    for (const root of bad)
      expect(await minted({ root })).toMatch(/^(root_untrusted|collateral_malformed)$/);
    const leafAsRoot = authenticate(report, {
      ...trusting(good),
      dangerouslyTrustRoots: [good.leaf],
    });
    expect(await codeOf(leafAsRoot)).toBe("root_untrusted");
  });
});

describe("the members of a chain", () => {
  test("case 114: the order does not matter", async () => {
    const members = [good.leaf, good.intermediate, good.root];
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2],
      [2, 0, 1],
    ] as const) {
      expect(
        await check(
          good,
          report,
          order.map((index) => members[index]!),
        ),
      ).toBe("ok");
    }
  });

  test("case 115: one too many", async () => {
    const stranger = await SimulatedTee.create({ processor: "turin" });
    expect(await check(good, report, [good.leaf, good.intermediate, good.intermediate])).toBe(
      "chain_invalid",
    );
    expect(await check(good, report, [good.leaf, good.intermediate, stranger.intermediate])).toBe(
      "chain_invalid",
    );
    expect(await check(good, report, [good.leaf, good.intermediate, stranger.leaf])).toBe(
      "chain_invalid",
    );
  });

  test("another issue of the same intermediate is no stranger", async () => {
    const again = await SimulatedTee.create({
      defects: { intermediate: (parts) => ({ ...parts, serial: asn1.integer(0x7777) }) },
    });
    const members = [good.leaf, good.intermediate, again.intermediate];
    expect(Buffer.compare(good.intermediate, again.intermediate)).not.toBe(0);
    expect(await check(good, report, members)).toBe("ok");
    const key = await makePssKey(crypto);
    const other = await SimulatedTee.create({
      defects: { intermediate: (parts) => ({ ...parts, publicKey: key.publicKey }) },
    });
    const mixed = [good.leaf, good.intermediate, other.intermediate];
    expect(await check(good, report, mixed), "with another key it is one").toBe("chain_invalid");
  });

  test("case 116: one too few", async () => {
    expect(await check(good, report, [good.leaf])).toBe("chain_invalid");
    expect(await check(good, report, [good.intermediate])).toBe("endorsements_missing");
    expect(await check(good, report, [])).toBe("endorsements_missing");
  });

  test("case 117: an intermediate of another product", async () => {
    const milan = await SimulatedTee.create({ processor: "milan" });
    expect(await check(good, report, [good.leaf, milan.intermediate])).toBe("chain_invalid");
    const roots = { dangerouslyTrustRoots: [good.root, milan.root] };
    const mixed = await good.leafFor({}, (parts) => ({ ...parts, issuer: milanName(parts) }));
    const call = authenticate(report, {
      ...roots,
      endorsements: [mixed, milan.intermediate],
      offline: true,
    });
    expect(await codeOf(call)).toMatch(/^(identity_mismatch|chain_invalid)$/);
  });

  test("case 119: a leaf's key certifies nobody", async () => {
    const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-384" }, true, [
      "sign",
      "verify",
    ]);
    const signer = {
      publicKey: new Uint8Array(),
      sign: async (message: Uint8Array) =>
        new Uint8Array(
          await crypto.subtle.sign(
            { name: "ECDSA", hash: "SHA-384" },
            pair.privateKey,
            new Uint8Array(message),
          ),
        ),
    };
    const ecdsa = asn1.sequence(asn1.oid("1.2.840.10045.4.3.3"));
    const fake = await good.leafFor({}, (parts) => ({
      ...parts,
      signer,
      algorithm: ecdsa,
      signatureAlgorithm: ecdsa,
    }));
    expect(await check(good, report, [fake, good.leaf, good.intermediate])).toBe(
      "collateral_malformed",
    );
  });

  test.each([
    ["case 120: a path length above 0", [basicConstraints(1), keyUsage(0x04)]],
    ["case 120: no path length", [basicConstraints(), keyUsage(0x04)]],
    ["case 121: no basicConstraints", [keyUsage(0x04)]],
    [
      "case 121: CA FALSE",
      [{ id: "2.5.29.19", critical: true, value: asn1.sequence() }, keyUsage(0x04)],
    ],
    ["case 122: no keyCertSign", [basicConstraints(0), keyUsage(0x80)]],
    ["case 122: no keyUsage", [basicConstraints(0)]],
  ])("%s on an intermediate", async (_name, extensions) => {
    expect(await minted({ intermediate: (parts) => ({ ...parts, extensions }) })).toBe(
      "chain_invalid",
    );
  });

  test.each([
    ["a leaf that is an authority", [basicConstraints(0)]],
    ["case 122: a leaf that may not sign", [keyUsage(0x20)]],
    ["a leaf that may certify", [keyUsage(0x84)]],
  ])("%s", async (_name, more) => {
    const leaf: CertificateDefect = (parts) => ({
      ...parts,
      extensions: [...parts.extensions, ...more],
    });
    expect(await minted({ leaf })).toBe("chain_invalid");
  });

  test("a leaf may say that it signs, and no more", async () => {
    const leaf: CertificateDefect = (parts) => ({
      ...parts,
      extensions: [...parts.extensions, keyUsage(0x80)],
    });
    expect(await minted({ leaf })).toBe("ok");
  });
});

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

describe("revocation lists", () => {
  const run = async (options: Parameters<SimulatedTee["revocationList"]>[0], more = {}) =>
    check(good, report, [good.leaf, good.intermediate, await good.revocationList(options)], more);

  test("cases 147, 149: good, revoking, stale, early", async () => {
    expect(await run({})).toBe("ok");
    expect(await run({ revokeIntermediate: true })).toBe("collateral_revoked");
    const day = (count: number) => new Date(Date.now() + count * 86_400_000);
    expect(await run({ from: day(-10), to: day(-1) })).toBe("collateral_expired");
    expect(await run({ from: day(1), to: day(10) })).toBe("collateral_not_yet_valid");
  });

  test("case 147: no nextUpdate, a delta, an unknown critical extension", async () => {
    const without = await run({ defect: ({ nextUpdate: _next, ...parts }) => parts });
    expect(without).toBe("collateral_malformed");
    for (const id of ["2.5.29.27", "2.5.29.28", "1.2.3.4"]) {
      const extension = { id, critical: true, value: asn1.integer(1) };
      const code = await run({
        defect: (parts) => ({ ...parts, extensions: [...parts.extensions, extension] }),
      });
      expect(code, id).toBe("collateral_malformed");
    }
  });

  test("cases 146, 148: another issuer or key, a damaged signature, no list", async () => {
    const key = await makePssKey(crypto);
    expect(await run({ defect: (parts) => ({ ...parts, signer: key }) })).toBe("collateral_forged");
    const tamper = (signature: Uint8Array) => flipped(signature, 1);
    expect(await run({ defect: (parts) => ({ ...parts, tamper }) })).toBe("collateral_forged");
    // The root's key signs, and another name stands in the list.
    const milan = await SimulatedTee.create({ processor: "milan" });
    const other = await milan.revocationList();
    expect(await check(good, report, [good.leaf, good.intermediate, other]), "case 151").toBe(
      "collateral_forged",
    );
    expect(
      await check(good, report, [good.leaf, good.intermediate, asn1.sequence(asn1.integer(1))]),
    ).toBe("collateral_malformed");
  });

  test("a revocation beats everything but a forged report", async () => {
    const forged = flipped(report, 0x90 * 8);
    const list = await good.revocationList({ revokeIntermediate: true });
    expect(await check(good, forged, [good.leaf, good.intermediate, list])).toBe(
      "signature_invalid",
    );
  });
});

function milanName(parts: CertificateParts): Uint8Array {
  const text = Buffer.from(parts.issuer).toString("latin1").replace("SEV-Genoa", "SEV-Milan");
  return new Uint8Array(Buffer.from(text, "latin1"));
}

/** The algorithm with the NULLs of its hash algorithms left out. */
function withoutNulls(algorithm: Uint8Array): Uint8Array {
  const sha = asn1.sequence(asn1.oid("2.16.840.1.101.3.4.2.2"));
  expect(algorithm.length).toBeGreaterThan(sha.length);
  return asn1.sequence(
    asn1.oid("1.2.840.113549.1.1.10"),
    asn1.sequence(
      asn1.explicit(0, sha),
      asn1.explicit(1, asn1.sequence(asn1.oid("1.2.840.113549.1.1.8"), sha)),
      asn1.explicit(2, asn1.integer(48)),
    ),
  );
}
