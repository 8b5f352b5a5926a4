/** Chains that are not what they must be: roots, and who stands between. */
import { describe, expect, test } from "vitest";
import { authenticate } from "../../src/index.ts";
import {
  SimulatedTee,
  asn1,
  basicConstraints,
  keyUsage,
  makePssKey,
} from "../../src/testing/index.ts";
import type { CertificateDefect, CertificateParts } from "../../src/testing/index.ts";
import { minted } from "../minted.ts";
import { check, codeOf, flipped, trusting } from "../support.ts";

const good = await SimulatedTee.create();
const report = await good.report();

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

function milanName(parts: CertificateParts): Uint8Array {
  const text = Buffer.from(parts.issuer).toString("latin1").replace("SEV-Genoa", "SEV-Milan");
  return new Uint8Array(Buffer.from(text, "latin1"));
}
