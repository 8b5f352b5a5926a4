/** The body of the challenge endpoint is read strictly; the bindings are those of PROTOCOL.md. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  answerBinding,
  createNonce,
  keyAndNonce,
  keyBinding,
  nonceBinding,
  nonceZeroPadded,
} from "../../src/index.ts";
import type { Binding } from "../../src/index.ts";
import { readChallengeAnswer } from "../../src/evidence-source.ts";
import { parseStrictJson } from "../../src/strict-json.ts";
import { fromBase64Url } from "../../src/bytes.ts";

const read = (body: string) => readChallengeAnswer(new Response(body));
const RECORD = '["application/vnd.witnesslock.evidence","AAECAw",4]';

test("evidence, and endorsements beside it", async () => {
  const body = `{"__cmwc_t":"tag:x","evidence":${RECORD},"endorsements":{"vcek":["application/pkix-cert","BQ",2]}}`;
  expect(await read(body)).toEqual({
    evidence: new Uint8Array([0, 1, 2, 3]),
    endorsements: [new Uint8Array([5])],
  });
});

test.each([
  ["no JSON", "<html>"],
  ["nothing", ""],
  ["an array", `[${RECORD}]`],
  ["no evidence", "{}"],
  ["evidence twice", `{"evidence":${RECORD},"evidence":${RECORD}}`],
  ["evidence twice, escaped", `{"evidence":${RECORD},"\\u0065vidence":${RECORD}}`],
  ["an unknown member", `{"evidence":${RECORD},"ohttpKeys":["x","AA",4]}`],
  ["__proto__", `{"evidence":${RECORD},"__proto__":{}}`],
  ["another indicator", '{"evidence":["x","AAAA",2]}'],
  ["standard base64", '{"evidence":["x","++++",4]}'],
  ["base64 that is not canonical", '{"evidence":["x","AB",4]}'],
  ["padding", '{"evidence":["x","AA==",4]}'],
  ["no record", '{"evidence":"AAAA"}'],
  ["a record of one", '{"evidence":["x"]}'],
  ["endorsements of another kind", `{"evidence":${RECORD},"endorsements":[1]}`],
  [
    "nine endorsements",
    `{"evidence":${RECORD},"endorsements":{${Array.from({ length: 9 }, (_, index) => `"${index}":["x","AA",2]`).join()}}}`,
  ],
  ["something behind it", `{"evidence":${RECORD}}x`],
  ["a byte order mark", `\uFEFF{"evidence":${RECORD}}`],
  ["too deep", `{"evidence":${"[".repeat(100)}${"]".repeat(100)}}`],
])("refused: %s", async (_name, body) => {
  await expect(read(body)).rejects.toMatchObject({ code: "prover_protocol" });
});

test("a body above the limit is not read to its end", async () => {
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      controller.enqueue(new Uint8Array(1024 * 1024));
    },
  });
  await expect(readChallengeAnswer(new Response(body))).rejects.toMatchObject({
    code: "transport_too_large",
  });
});

test("names in strings and arrays are no names", () => {
  const text = '{"a":["a","a",{"a":1}],"b":"{\\"a\\":1,\\"a\\":2}"}';
  expect(parseStrictJson(new TextEncoder().encode(text))).toEqual(JSON.parse(text));
});

describe("bindings", () => {
  const nonce = Uint8Array.from({ length: 32 }, (_, index) => index);
  const bytes = (text: string) => new TextEncoder().encode(text);
  const hex = (value: Uint8Array) => Buffer.from(value).toString("hex");

  test("are those of PROTOCOL.md", () => {
    const document = readFileSync(new URL("../../PROTOCOL.md", import.meta.url), "utf8");
    const vector = (name: string, digits: number) =>
      new RegExp(`\\| \`${name}\` \\| \`([0-9a-f]{${digits}})\` \\|`).exec(document)?.[1];
    const expectVectors = (name: string, { reportData, extraData }: Binding) => {
      expect(vector(name, 128)).toBe(hex(reportData));
      expect(vector(`${name}/tpm`, 96)).toBe(hex(extraData));
    };
    expectVectors("nonce", nonceBinding(nonce));
    const parts = {
      nonce,
      requestBody: bytes("witness"),
      status: 200,
      responseBody: bytes("proof"),
    };
    expectVectors("answer", answerBinding(parts));
    const keys = Buffer.from(
      "002d01002031e1f05a740102115220e9af918f738674aec95f54db6e04eb705aae8e79815500080001000100010003",
      "hex",
    );
    expectVectors("key", keyBinding(nonce, keys));
  });

  test("cases 201, 197: differ in every part, and the nonce is the client's own", () => {
    const parts = { nonce, requestBody: bytes("a"), status: 200, responseBody: bytes("b") };
    const all = [
      nonceBinding(nonce),
      keyBinding(nonce, new Uint8Array()),
      keyBinding(nonce, nonce),
      keyBinding(createNonce(), nonce),
      answerBinding(parts),
      answerBinding({ ...parts, nonce: createNonce() }),
      answerBinding({ ...parts, requestBody: bytes("b") }),
      answerBinding({ ...parts, status: 201 }),
      answerBinding({ ...parts, responseBody: bytes("a") }),
    ];
    const both = all.flatMap(({ reportData, extraData }) => [reportData, extraData]);
    expect(new Set(both.map(hex)).size).toBe(2 * all.length);
  });

  test("of other systems", () => {
    expect(hex(nonceZeroPadded(nonce))).toBe(hex(nonce) + "00".repeat(32));
    expect(hex(keyAndNonce(bytes("key"), nonce))).toMatch(/^[0-9a-f]{96}0{32}$/);
    expect(() => nonceBinding(nonce.slice(1))).toThrow(/32 bytes/);
    expect(() => nonceZeroPadded(new Uint8Array(65))).toThrow(/64 bytes/);
  });

  test("nonces are 32 bytes in their one encoding", () => {
    expect(createNonce()).toHaveLength(32);
    expect(fromBase64Url("AA")).toEqual(new Uint8Array([0]));
    for (const bad of ["A", "AB", "AA==", "A A", "AA\n", "++"])
      expect(fromBase64Url(bad)).toBeUndefined();
  });
});
