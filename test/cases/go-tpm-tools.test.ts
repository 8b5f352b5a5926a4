/** Google Cloud: go-tpm-tools documents, and the TEE's own envelopes under the cloud's name. */
import { beforeAll, describe, expect, test } from "vitest";
import { appraise, authenticate, stapler } from "../../src/index.ts";
import { concatenated, toBase64 } from "../../src/bytes.ts";
import {
  SimulatedTdx,
  SimulatedTee,
  SimulatedVtpm,
  documentFields,
  goTpmToolsDocument,
  lengthDelimited,
  varint,
  writeMessage,
} from "../../src/testing/index.ts";
import type { ProtobufField } from "../../src/testing/index.ts";
import { codeOf, errorOf } from "../support.ts";

let snp: SimulatedTee;
let tdx: SimulatedTdx;
let vtpm: SimulatedVtpm;
let document: Uint8Array;
let fields: readonly ProtobufField[];

const partOf = async (reportData = new Uint8Array(64)) => ({
  report: await snp.report({ reportData }),
  vcek: snp.leaf,
  ask: snp.intermediate,
});
const trusting = () => ({ dangerouslyTrustRoots: [snp.root, tdx.root], offline: true });
const read = (bytes: Uint8Array) => authenticate(bytes, trusting());

beforeAll(async () => {
  [snp, tdx, vtpm] = await Promise.all([
    SimulatedTee.create(),
    SimulatedTdx.create(),
    SimulatedVtpm.create(),
  ]);
  fields = await documentFields({ vtpm, snp: await partOf(), eventLog: new Uint8Array(100) });
  document = writeMessage(fields);
}, 60_000);

describe("a document", () => {
  test.each(["milan", "genoa", "bergamo-siena", "turin"] as const)(
    "of SEV-SNP on %s is the report that it was made of",
    async (processor) => {
      const tee = await SimulatedTee.create({ processor });
      const report = await tee.report({ reportData: new Uint8Array(64).fill(9) });
      const part = { report, vcek: tee.leaf, ask: tee.intermediate };
      const options = { dangerouslyTrustRoots: [tee.root], offline: true };
      const result = await authenticate(await goTpmToolsDocument({ vtpm, snp: part }), options);
      const bare = await authenticate(report, {
        ...options,
        endorsements: [tee.leaf, tee.intermediate],
      });
      expect(result).toMatchObject({ tee: "snp", platform: "gcp", claims: bare.claims });
    },
  );

  test("of TDX is the quote that it was made of, zeros behind it included", async () => {
    const quote = await tdx.quote({ padding: new Uint8Array(307) });
    const result = await read(await goTpmToolsDocument({ vtpm, tdx: quote }));
    const bare = await read(quote);
    expect(result).toMatchObject({ tee: "tdx", platform: "gcp", claims: bare.claims });
    expect(result.checks.find(({ id }) => id === "trailing-bytes")?.reason).toContain("307");
    const text = toBase64(await goTpmToolsDocument({ vtpm, tdx: quote }));
    expect(await authenticate(text, trusting())).toEqual(result);
  });

  test("case 222: its TPM is shown and not trusted, with a certificate or without", async () => {
    const part = await partOf();
    const plain = await read(await goTpmToolsDocument({ vtpm, snp: part }));
    const certified = await read(
      await goTpmToolsDocument({ vtpm, snp: part, keyCertificate: snp.leaf, eventLog: new Uint8Array(5) }), // prettier-ignore
    );
    expect(plain.vtpm).toMatchObject({ trusted: false, certificateSha256: null, quotes: 1 });
    expect(certified.vtpm).toMatchObject({
      trusted: false,
      eventLog: { bytes: 5, leadsToPcrs: false },
    });
    expect(certified.vtpm).toHaveProperty("certificateSha256", expect.stringMatching(/^[0-9a-f]{64}$/)); // prettier-ignore
    for (const { checks } of [plain, certified]) {
      const check = checks.find(({ id }) => id === "tpm-quote-signature");
      expect(check?.outcome).toBe("skipped");
      expect(check?.reason).toContain("not trusted");
    }
    // A quote by any key at all changes nothing of the verdict.
    const stranger = await SimulatedVtpm.create({ 4: new Uint8Array(32) });
    const other = await read(await goTpmToolsDocument({ vtpm: stranger, snp: part }));
    expect(other.claims).toEqual(plain.claims);
  });

  test("case 221: without a part of a TEE it is refused by name", async () => {
    const error = await errorOf(read(await goTpmToolsDocument({ vtpm })));
    expect(error?.code).toBe("evidence_no_tee");
    expect(error?.message).toContain("TPM alone");
    expect(await codeOf(read(writeMessage(fields.filter(([number]) => number !== 8))))).toBe("evidence_no_tee"); // prettier-ignore
  });

  test("case 223: its nonce is all 64 bytes of REPORT_DATA", async () => {
    const nonce = new TextEncoder().encode("fixed-deterministic-nonce-for-server");
    const padded = new Uint8Array(64);
    padded.set(nonce);
    const bytes = await goTpmToolsDocument({ vtpm, snp: await partOf(padded) });
    const judge = (expectedBinding: Uint8Array) =>
      codeOf(appraise(bytes, { snp: { measurements: "any" } }, { ...trusting(), expectedBinding }));
    expect(await judge(padded)).toBe("ok");
    const long = new Uint8Array(65);
    long.set(nonce);
    for (const wrong of [nonce, nonce.slice(0, 32), long]) {
      expect(await judge(wrong)).toBe("input_invalid");
    }
    expect(await judge(padded.map((byte, index) => (index === 63 ? 1 : byte)))).toBe(
      "policy_binding",
    );
    // 48 bytes are for another kind of evidence: the document's TPM does not bind it.
    expect(await judge(new Uint8Array(48))).toBe("policy_binding");
  });

  test("an altered report is not signed", async () => {
    for (const [number, value] of [
      [2, 7],
      [12, new Uint8Array(48)],
      [30, 1n],
    ] as const) {
      // prettier-ignore
      const changed = fields.map(([top, part]): ProtobufField => {
        if (top !== 8 || !Array.isArray(part)) return [top, part];
        const [[, report] = [0, []], ...rest] = part as ProtobufField[];
        const others = (report as ProtobufField[]).filter(([known]) => known !== number);
        return [8, [[1, [...others, [number, value]]], ...rest]];
      });
      expect(await codeOf(read(writeMessage(changed)))).toBe("signature_invalid");
    }
  });
});

describe("the wire format", () => {
  const broken = async (bytes: Uint8Array) => {
    expect(await codeOf(read(bytes))).toBe("evidence_malformed");
  };
  const behind = (...bytes: number[]) => concatenated([document, new Uint8Array(bytes)]);

  test("case 50: overlong varints", async () => {
    await broken(behind(...new Uint8Array(11).fill(0x80)));
    await broken(behind(0xc2, 0x00));
    await broken(behind(0x22, 0x80, 0x00));
    await broken(new Uint8Array([0x0a, ...new Uint8Array(11).fill(0xff)]));
  });

  test("case 51: lengths past the end", async () => {
    await broken(behind(0x22, 1));
    await broken(behind(0x22, ...varint(2n ** 63n)));
    await broken(behind(0x22, ...varint(2n ** 64n - 1n)));
    await broken(behind(0x22, ...varint(2n ** 32n)));
    await broken(document.slice(0, -1));
  });

  test("case 52: a singular field twice", async () => {
    for (const number of [1, 3, 8]) {
      const again = fields.filter(([known]) => known === number);
      await broken(writeMessage([...fields, ...again]));
    }
    const both = await documentFields({ vtpm, snp: await partOf(), tdx: await tdx.quote() });
    await broken(writeMessage(both));
  });

  test("case 53: nesting", async () => {
    let nested = new Uint8Array();
    for (let depth = 0; depth < 10_000 && nested.length < 100_000; depth += 1) {
      nested = new Uint8Array(lengthDelimited(8, nested));
    }
    await broken(concatenated([document, nested]));
    await broken(concatenated([writeMessage(fields.slice(0, 1)), nested]));
    // Deep inside a field that is passed over nothing is read.
    expect(await codeOf(read(concatenated([document, lengthDelimited(4, nested)])))).toBe("ok");
  });

  test("case 54: groups, other wire types, other fields", async () => {
    for (const type of [1, 3, 4, 5, 6, 7])
      await broken(behind(0x20 | type, 0, 0, 0, 0, 0, 0, 0, 0));
    await broken(behind(0x02, 0));
    // A field that this version does not know may be a TEE's part.
    for (const number of [10, 15, 16, 1000]) {
      await broken(concatenated([document, lengthDelimited(number, new Uint8Array(1))]));
    }
    await broken(behind(0x20, 1));
  });

  test("cases 56, 57: cut off anywhere, every length field at its most", async () => {
    for (const bytes of [document, await goTpmToolsDocument({ vtpm, tdx: await tdx.quote() })]) {
      for (let length = 1; length < bytes.length; length += 97) {
        const code = await codeOf(read(bytes.slice(0, length)));
        expect(code, String(length)).toMatch(/^evidence_(malformed|no_tee|unsupported)$/);
      }
      for (let at = 0; at < bytes.length; at += 61) {
        const changed = bytes.slice();
        changed[at] = 0xff;
        expect(await codeOf(read(changed)), String(at)).not.toBe("internal");
      }
    }
  });
});

test("the envelopes gcp-snp and gcp-tdx are the TEE's own under the cloud's name", async () => {
  const [report, quote] = [await snp.envelope({}, "gcp-snp"), await tdx.envelope({ platform: "gcp-tdx" })]; // prettier-ignore
  expect(await authenticate(report, trusting())).toMatchObject({ tee: "snp", platform: "gcp" });
  expect(await authenticate(quote, trusting())).toMatchObject({ tee: "tdx", platform: "gcp" });
  expect((await authenticate(report, trusting())).vtpm).toBeUndefined();
});

test("stapled, the TPM's part is left out", async () => {
  const stapled = await stapler(trusting())(document);
  const result = await read(stapled);
  expect(JSON.parse(new TextDecoder().decode(stapled))).toMatchObject({ platform: "gcp-snp" });
  expect(result.claims).toEqual((await read(document)).claims);
  expect(result.vtpm).toBeUndefined();
});

test("case 3: a failure sent in place of evidence is named", async () => {
  const marker = toBase64(new TextEncoder().encode("attestation-generation-failed"));
  const error = await errorOf(authenticate(marker, { offline: true }));
  expect(error?.code).toBe("evidence_unsupported");
  expect(error?.message).toContain("failure marker");
});
