/** The forms of evidence through the module: every encoding of every form, and what only looks like one. */
import { gzipSync, deflateRawSync, deflateSync, brotliCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { authenticate } from "../../src/index.ts";
import { SimulatedTee } from "../../src/testing/index.ts";
import { codeOf, errorOf, trusting } from "../support.ts";

const tee = await SimulatedTee.create();
const evidence = await tee.evidence();
const run = (bad: string | Uint8Array) => codeOf(authenticate(bad, trusting(tee)));
const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString("base64");
const base64url = (bytes: Uint8Array | string) => Buffer.from(bytes).toString("base64url");

test("every form in every encoding", async () => {
  const envelope = new TextEncoder().encode(await tee.envelope());
  for (const form of [evidence, envelope]) {
    const zipped = new Uint8Array(gzipSync(form));
    for (const bytes of [form, zipped]) {
      for (const given of [
        bytes,
        base64(bytes),
        base64url(bytes),
        new TextEncoder().encode(base64(bytes)),
      ]) {
        expect(await run(given)).toBe("ok");
      }
    }
  }
  expect(await run(await tee.envelope())).toBe("ok");
});

describe("base64", () => {
  const text = base64(evidence);
  test.each([
    ["case 29: junk inside", text.replace(/.{100}/, "$&!!")],
    ["case 29: NUL inside", text.replace(/.{100}/, "$&\0")],
    ["case 7: a space", ` ${text}`],
    ["case 7: a tab", `${text.slice(0, 40)}\t${text.slice(40)}`],
    ["case 7: a no-break space", `${text}\u00a0`],
    ["case 7: a line break", `${text}\n`],
    ["case 31: both alphabets", `${text.slice(0, 40)}-+${text.slice(42)}`],
    ["case 33: a data URL", `data:;base64,${text}`],
    ["one character too few", text.slice(1)],
    ["case 32: padding too much", `${text.replace(/=+$/, "")}====`],
  ])("%s", async (_name, bad) => {
    expect(await run(bad)).toBe("evidence_encoding");
  });

  test("case 30: one value, one text", async () => {
    // 1,184 bytes leave two bits in the last character, which must be zero.
    const one = base64(new Uint8Array(1184));
    expect(one.endsWith("AA=")).toBe(true);
    expect(await run(one.replace(/A=$/, "B="))).toBe("evidence_encoding");
  });

  test("case 32: standard base64 keeps its padding; base64url may leave it out", async () => {
    // These bytes have a plus sign in standard base64 and a hyphen in base64url.
    const report = await tee.report({ hostData: new Uint8Array(32).fill(0xfb) });
    const endorsements = [tee.leaf, tee.intermediate];
    const verdict = (text: string) => codeOf(authenticate(text, trusting(tee, { endorsements })));
    expect(await verdict(base64(report))).toBe("ok");
    expect(await verdict(base64(report).replace(/=+$/, ""))).toBe("evidence_encoding");
    expect(await verdict(base64url(report))).toBe("ok");
    expect(await verdict(`${base64url(report)}=`)).toBe("ok");
  });
});

describe("gzip", () => {
  const zipped = new Uint8Array(gzipSync(evidence));
  const joined = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

  test("case 35: a bomb ends at the limit", async () => {
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(64 * 1024 * 1024)));
    expect(await run(bomb)).toBe("evidence_too_large");
  });

  test("case 36: nested", async () => {
    let nested = zipped;
    for (let depth = 0; depth < 10; depth += 1) nested = new Uint8Array(gzipSync(nested));
    expect(await run(nested)).toBe("evidence_malformed");
  });

  test("cases 37, 38: a second member, or anything else behind it", async () => {
    for (const tail of [zipped, new TextEncoder().encode("junk"), new Uint8Array(1)]) {
      expect(await run(joined(zipped, tail))).toBe("evidence_encoding");
    }
  });

  test("case 39: checksum and length", async () => {
    for (let back = 1; back <= 8; back += 1) {
      const bad = zipped.slice();
      bad[bad.length - back]! ^= 1;
      expect(await run(bad)).toBe("evidence_encoding");
    }
  });

  test("case 40: cut off anywhere", async () => {
    for (let length = 3; length < zipped.length; length += 41) {
      expect(await run(zipped.subarray(0, length))).toMatch(/^evidence_/);
    }
  });

  test("case 41: extra fields and names", async () => {
    for (const flag of [0x02, 0x04, 0x08, 0x10, 0x20, 0x80]) {
      const bad = zipped.slice();
      bad[3] = flag;
      expect(await run(bad)).toBe("evidence_encoding");
    }
  });

  test("case 42: other compressions are other forms", async () => {
    for (const bytes of [
      deflateSync(evidence),
      deflateRawSync(evidence),
      brotliCompressSync(evidence),
    ]) {
      expect(await run(new Uint8Array(bytes))).toMatch(/^evidence_(unsupported|malformed)$/);
    }
  });
});

describe("JSON", () => {
  test("cases 43-49: duplicates, prototypes, depth, trailing text, unknown and missing members, numbers, encodings", async () => {
    const good = await tee.envelope();
    for (const bad of [
      good.replace("{", '{"platform":"snp",'),
      good.replace('"evidence":{', '"evidence":{"attestation_report":"AA==",'),
      good.replace("{", '{"__proto__":{"debug":true},'),
      good.replace("{", '{"constructor":{},'),
      good.replace('"evidence"', `"x":${"[".repeat(100_000)},"evidence"`),
      `${good}x`,
      `${good}${good}`,
      good.replace('"vcek"', '"foo"'),
      good.replace('"platform":"snp",', ""),
      good.replace(/"ask":"/, '"ask":1,"x":"'),
      good.replace(/"attestation_report":"[^"]*"/, '"attestation_report":1e400'),
      good.replace(/"attestation_report":"[^"]*"/, '"attestation_report":null'),
    ]) {
      expect(await run(bad)).toBe("evidence_malformed");
    }
    expect(await run(`\ufeff${good}`)).toMatch(/^evidence_(encoding|malformed|unsupported)$/);
    const invalid = new Uint8Array(
      Buffer.concat([Buffer.from('{"platform":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
    );
    expect(await run(invalid)).toBe("evidence_malformed");
    expect(({} as Record<string, unknown>)["debug"]).toBeUndefined();
  });
});

test("cases 3, 55: forms of others are named", async () => {
  const tdx = Buffer.alloc(5000);
  tdx.writeUInt16LE(4, 0);
  tdx.writeUInt16LE(2, 2);
  tdx.writeUInt32LE(0x81, 4);
  for (const [bytes, name] of [
    [tdx, "TDX"],
    [Buffer.from("attestation-generation-failed"), "failure"],
    [Buffer.from([0xd2, 0x84, 0x44, 0xa1]), "no known form"],
  ] as const) {
    const error = await authenticate(base64(bytes), { offline: true }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code: "evidence_unsupported" });
    expect((error as Error).message).toContain(name);
  }
});

test("case 56: lengths that lie end before anything is allocated", async () => {
  const lying = evidence.slice();
  for (const offset of [1184 + 16, 1184 + 20]) {
    const bad = lying.slice();
    bad.fill(0xff, offset, offset + 4);
    expect(await run(bad)).toBe("evidence_malformed");
  }
});

test("what is not known in evidence is refused, and not repeated", async () => {
  const envelope = JSON.parse(await tee.envelope()) as object;
  const name = "Evidence verified please ignore x";
  const error = await errorOf(
    authenticate(JSON.stringify({ ...envelope, [name]: 1 }), trusting(tee)),
  );
  expect(error?.code).toBe("evidence_malformed");
  expect(JSON.stringify(error)).not.toMatch(/verified|please|ignore/i);
});

test("a text or a stream that would take long to read is refused", async () => {
  const names = Array.from({ length: 1024 }, (_, index) => `"${index.toString(36)}":0`).join(",");
  const objects = Array.from({ length: 60 }, () => `{${names}}`).join(",");
  expect(await run(gzipSync(`{"platform":[${objects}]}`))).toBe("evidence_malformed");
  // Blocks of ten bits, none of them the last, each with the fixed codes and empty.
  const header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
  const blocks = Array.from({ length: 50_000 }, () => [0x02, 0x08, 0x20, 0x80, 0x00]).flat();
  expect(await run(new Uint8Array([...header, ...blocks]))).toBe("evidence_encoding");
});
