/** Signatures and keys of certificates: minted wrong, signed right. */
import { describe, expect, test } from "vitest";
import { asn1, makePssKey, pssAlgorithm } from "../../src/testing/index.ts";
import type { CertificateDefect } from "../../src/testing/index.ts";
import { minted, concat } from "../minted.ts";
import { flipped } from "../support.ts";

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
