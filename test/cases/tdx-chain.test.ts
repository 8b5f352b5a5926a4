/** Certificates and revocation lists of Intel's hierarchy that are not what they must be: minted wrong, signed right. */
import { describe, expect, test } from "vitest";
import { SimulatedTdx, asn1, basicConstraints, keyUsage } from "../../src/testing/index.ts";
import type { CertificateDefect, CertificateParts } from "../../src/testing/index.ts";
import { SGX_ARC } from "../../src/testing/tdx/pck.ts";
import { intelName } from "../../src/testing/tdx/intel-authority.ts";
import { judge, prove } from "../tdx-support.ts";

const DAY_MS = 86_400_000;
const tdx = await SimulatedTdx.create();
const quote = await tdx.quote();

type Options = NonNullable<Parameters<typeof SimulatedTdx.create>[0]>;
type Defects = NonNullable<Options["defects"]>;

/** The verdict on a platform whose certificates are minted with a defect. */
async function minted(defects: Defects, now?: Date): Promise<string> {
  const platform = await SimulatedTdx.create({ defects });
  return (await prove(platform, await platform.quote(), [], now)).code;
}

const without =
  (id: string): CertificateDefect =>
  (parts) => ({ ...parts, extensions: parts.extensions.filter((each) => each.id !== id) });
const replacing =
  (extension: CertificateParts["extensions"][number]): CertificateDefect =>
  (parts) => ({
    ...parts,
    extensions: parts.extensions.map((each) => (each.id === extension.id ? extension : each)),
  });
const named =
  (commonName: string): CertificateDefect =>
  (parts) => ({ ...parts, subject: intelName(commonName) });

describe("the chain", () => {
  test("case 245: somebody's root with Intel's name", async () => {
    const other = await SimulatedTdx.create();
    expect((await prove(other, quote)).code).toBe("root_untrusted");
    const trusted = await prove(tdx, await other.quote());
    expect(trusted).toMatchObject({ code: "root_untrusted", field: "root certificate" });
    // Intel's name and the trusted key's place, under another key.
    const mixed = await tdx.quote({ chain: [tdx.pck, tdx.pckAuthority, other.root] });
    expect((await prove(tdx, mixed)).code).toBe("root_untrusted");
  });

  test("case 246: more, fewer, repeated or reordered certificates", async () => {
    const { pck, pckAuthority, root } = tdx;
    const foreign = await SimulatedTdx.create();
    for (const [chain, code] of [
      [[], "collateral_malformed"],
      [[pck], "chain_invalid"],
      [[pck, pckAuthority], "chain_invalid"],
      [[pck, root], "chain_invalid"],
      [[pck, pckAuthority, root, root], "chain_invalid"],
      [[pck, pckAuthority, pckAuthority, root], "chain_invalid"],
      [[pck, pckAuthority, root, foreign.root], "chain_invalid"],
      [[root, pckAuthority, pck], "chain_invalid"],
      [[pck, root, pckAuthority], "chain_invalid"],
      [[pckAuthority, pck, root], "chain_invalid"],
      [[pck, pck, root], "chain_invalid"],
      [[pckAuthority, pckAuthority, root], "chain_invalid"],
      [[root, root, root], "chain_invalid"],
      [[foreign.pck, pckAuthority, root], "chain_invalid"],
      [[pck, foreign.pckAuthority, root], "chain_invalid"],
      [[pck, tdx.tcbSigning, root], "chain_invalid"],
    ] as const) {
      const bytes = await tdx.quote({ chain });
      expect((await prove(tdx, bytes)).code, String(chain.length)).toBe(code);
    }
  });

  test("case 247: a forged member, though every other signature holds", async () => {
    const tamper: CertificateDefect = (parts) => ({
      ...parts,
      tamper: (signature) => {
        const bytes = signature.slice();
        bytes[bytes.length - 1]! ^= 1;
        return bytes;
      },
    });
    expect(await minted({ pckAuthority: tamper })).toBe("chain_invalid");
    expect(await minted({ pck: tamper })).toBe("chain_invalid");
    // Names of keys prove nothing: empty or absent ones change nothing about a chain whose signatures hold.
    expect(await minted({ pckAuthority: without("2.5.29.35"), pck: without("2.5.29.35") })).toBe(
      "ok",
    );
  });

  test("purposes and names", async () => {
    for (const [defects, code] of [
      [{ pckAuthority: without("2.5.29.19") }, "chain_invalid"],
      [{ pckAuthority: without("2.5.29.15") }, "chain_invalid"],
      [{ pckAuthority: replacing(basicConstraints(1)) }, "chain_invalid"],
      [{ pckAuthority: replacing(keyUsage(0x02)) }, "chain_invalid"],
      [{ pckAuthority: named("Intel SGX PCK Other CA") }, "chain_invalid"],
      [{ pck: replacing(basicConstraints(0)) }, "chain_invalid"],
      [{ pck: replacing(keyUsage(0x04)) }, "chain_invalid"],
      [{ pck: named("Intel SGX TCB Signing") }, "chain_invalid"],
      [
        { pck: (parts) => ({ ...parts, issuer: intelName("Intel SGX PCK Processor CA") }) },
        "chain_invalid",
      ],
    ] as readonly (readonly [Defects, string])[]) {
      expect(await minted(defects), JSON.stringify(Object.keys(defects))).toBe(code);
    }
  });

  test("dates of every member", async () => {
    const years = (count: number) => new Date(Date.now() + count * 365 * DAY_MS);
    expect((await prove(tdx, quote, [], years(-1))).code).toBe("collateral_not_yet_valid");
    expect((await prove(tdx, quote, [], years(60))).code).toBe("collateral_expired");
  });

  test("a root that is none cannot be trusted by name", async () => {
    for (const defect of [
      without("2.5.29.19"),
      without("2.5.29.15"),
      replacing(basicConstraints(0)),
      named("Intel SGX Root"),
    ]) {
      expect(await minted({ root: defect })).toBe("root_untrusted");
    }
  });
});

describe("case 274: the SGX extension", () => {
  const sgx =
    (change: (value: Uint8Array) => Uint8Array): CertificateDefect =>
    (parts) => ({
      ...parts,
      extensions: parts.extensions.map((each) =>
        each.id === SGX_ARC ? { ...each, value: change(each.value) } : each,
      ),
    });
  /** The element that begins with this object identifier's last arcs, by its place. */
  const at = (value: Uint8Array, ...arcs: readonly number[]) => {
    const oid = asn1.oid(`${SGX_ARC}.${arcs.join(".")}`);
    const place = Buffer.from(value).indexOf(oid);
    expect(place).toBeGreaterThan(0);
    return place + oid.length;
  };
  const written = (offset: (value: Uint8Array) => number, bytes: readonly number[]) =>
    sgx((value) => {
      const copy = value.slice();
      copy.set(bytes, offset(value));
      return copy;
    });

  test.each([
    ["absent", without(SGX_ARC)],
    ["empty", sgx(() => new Uint8Array())],
    ["no sequence", sgx(() => asn1.octetString(new Uint8Array(8)))],
    ["cut off", sgx((value) => value.slice(0, -1))],
    ["something behind it", sgx((value) => new Uint8Array([...value, 5, 0]))],
    ["nested without end", sgx(() => new Uint8Array(4000).fill(0x30))],
    ["a PPID that is no octet string", written((value) => at(value, 1), [0x02])],
    ["an FMSPC of another tag", written((value) => at(value, 4), [0x0c])],
    ["a negative component", written((value) => at(value, 2, 1) + 2, [0xff])],
    ["a component of another number", written((value) => at(value, 2, 16) - 1, [15])],
    ["CPUSVN under another number", written((value) => at(value, 2, 18) - 1, [17])],
    ["another field twice", written((value) => at(value, 3) - 1, [4])],
  ])("%s", async (_, defect) => {
    expect(await minted({ pck: defect })).toBe("collateral_malformed");
  });

  test("of a processor's PCK it has no platform instance", async () => {
    const processor = await SimulatedTdx.create({ ca: "processor" });
    expect((await judge(processor)).code).toBe("ok");
  });
});

const rootList = await tdx.rootRevocationList();
const pckList = await tdx.pckRevocationList();

describe("revocation lists", () => {
  const given = async (lists: readonly Uint8Array[]) => {
    const [info, identity] = await tdx.collateral();
    return judge(tdx, {}, { collateral: [info!, identity!, ...lists] });
  };

  test("case 248: that of the other PCK authority, and of another root", async () => {
    const other = await SimulatedTdx.create();
    expect((await given([rootList, await tdx.pckRevocationList({ ca: "processor" })])).code).toBe(
      "collateral_mismatch",
    );
    expect((await given([rootList, await other.pckRevocationList()])).code).toBe(
      "collateral_forged",
    );
    expect((await given([await other.rootRevocationList(), pckList])).code).toBe(
      "collateral_forged",
    );
  });

  test("case 249: every certificate that they can name", async () => {
    for (const [lists, field] of [
      [[rootList, await tdx.pckRevocationList({ revokePck: true })], "PCK certificate"],
      [[await tdx.rootRevocationList({ revokePckAuthority: true }), pckList], "intermediate"],
      [[await tdx.rootRevocationList({ revokeTcbSigning: true }), pckList], "TCB signing"],
    ] as const) {
      const { code, field: named = "" } = await given(lists);
      expect(code).toBe("collateral_revoked");
      expect(named).toContain(field);
    }
    // Others' serial numbers concern nobody here.
    const others = [asn1.integer(1), asn1.integer(2n ** 150n)];
    const lists = [
      await tdx.rootRevocationList({ revoked: others }),
      await tdx.pckRevocationList({ revoked: others }),
    ];
    expect((await given(lists)).code).toBe("ok");
  });

  test("case 250: a missing list is asked for, and never taken for an empty one", async () => {
    expect((await given([rootList])).code).toBe("endorsements_missing");
    expect((await given([pckList])).code).toBe("endorsements_missing");
    for (const junk of [new Uint8Array(), new Uint8Array([0x30, 0x00]), new Uint8Array([0])]) {
      expect((await given([rootList, junk])).code).toBe("collateral_malformed");
    }
  });

  test("dates, and two of one kind", async () => {
    const day = (count: number) => new Date(Date.now() + count * DAY_MS);
    const ended = await tdx.pckRevocationList({ from: day(-30), to: day(-1) });
    expect((await given([rootList, ended])).code).toBe("collateral_expired");
    const early = await tdx.rootRevocationList({ from: day(1) });
    expect((await given([early, pckList])).code).toBe("collateral_not_yet_valid");
    const second = await tdx.pckRevocationList({ from: day(-2) });
    expect((await given([rootList, pckList, second])).code).toBe("collateral_mismatch");
    const endless = await tdx.rootRevocationList({
      defect: ({ nextUpdate: _, ...parts }) => parts,
    });
    expect((await given([endless, pckList])).code).toBe("collateral_malformed");
  });

  test("certificates beside them: Intel's own are harmless, others are refused", async () => {
    const collateral = await tdx.collateral();
    const also = (...certificates: Uint8Array[]) =>
      judge(tdx, {}, { collateral: [...collateral, ...certificates] });
    expect((await also(tdx.pckAuthority, tdx.pck)).code).toBe("ok");
    const other = await SimulatedTdx.create();
    expect((await also(other.root)).code).toBe("root_untrusted");
    expect((await also(other.tcbSigning)).code).toBe("chain_invalid");
    expect((await also(other.pck)).code).toBe("chain_invalid");
  });
});
