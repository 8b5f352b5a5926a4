/** What the sealed forms refuse, and that nothing but a refusal comes of bytes that somebody made up. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatenated } from "../../src/bytes.ts";
import type { BinaryRequest } from "../../src/sealing/binary-http.ts";
import { decodeRequest, decodeResponse } from "../../src/sealing/binary-http-decode.ts";
import { encodeRequest, encodeResponse } from "../../src/sealing/binary-http-encode.ts";
import { variableLength } from "../../src/sealing/byte-reader.ts";
import { openRequest, sealRequest } from "../../src/sealing/encapsulation.ts";
import { chooseKey, decodeKeys, encodeKeys } from "../../src/sealing/key-configuration.ts";
import { Malformed } from "../../src/sealing/malformed.ts";
import { suiteOf } from "../../src/sealing/suites.ts";

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const vector = (value: Uint8Array) => concatenated([variableLength(value.length), value]);

/** A request by hand, for what the encoder would not write. */
function raw(
  { method = "POST", scheme = "https", authority = "p.example", path = "/x" } = {},
  fields: readonly (readonly [string, string])[] = [],
  tail = Uint8Array.of(0, 0),
) {
  const section = concatenated(fields.flatMap((field) => field.map((part) => vector(bytes(part)))));
  const control = [method, scheme, authority, path].map((part) => vector(bytes(part)));
  return concatenated([Uint8Array.of(0), ...control, vector(section), tail]);
}

const REQUEST: BinaryRequest = {
  method: "POST",
  scheme: "https",
  authority: "p.example",
  path: "/prove?x=1",
  fields: [
    ["content-type", "application/grpc-web+proto"],
    ["x-latin", "caf\u00e9"],
  ],
  content: new Uint8Array(70_000).fill(7),
};

test("a content in parts without number is refused, and one in many parts is read", () => {
  const inParts = (count: number) => {
    const control = ["POST", "https", "p.example", "/x"].map((part) => vector(bytes(part)));
    const parts = new Uint8Array(2 * count).map((_, index) => (index % 2 === 0 ? 1 : 7));
    return concatenated([Uint8Array.of(2), ...control, Uint8Array.of(0), parts, Uint8Array.of(0)]);
  };
  expect(decodeRequest(inParts(65_536)).content).toEqual(new Uint8Array(65_536).fill(7));
  expect(() => decodeRequest(inParts(65_537))).toThrow(Malformed);
});

describe("Binary HTTP", () => {
  test.each<[string, Parameters<typeof raw>]>([
    ["a method with a blank", [{ method: "PO ST" }]],
    ["no method", [{ method: "" }]],
    ["another scheme", [{ scheme: "file" }]],
    ["a user in the authority", [{ authority: "a@p.example" }]],
    ["a path in the authority", [{ authority: "p.example/x" }]],
    ["no authority at all", [{ authority: "" }]],
    ["Host and authority that disagree", [{}, [["host", "q.example"]]]],
    ["two hosts", [{ authority: "" }, [["host", "q.example"], ["host", "p.example"]]]], // prettier-ignore
    ["a path without its slash", [{ path: "x" }]],
    ["a path with a blank", [{ path: "/a b" }]],
    ["a fragment", [{ path: "/a#b" }]],
    ["a name in upper case", [{}, [["Accept", "*/*"]]]],
    ["a pseudo-field", [{}, [[":path", "/y"]]]],
    ["an empty name", [{}, [["", "x"]]]],
    ["a line's end in a value", [{}, [["x", "a\r\nb: c"]]]],
    ["a NUL in a value", [{}, [["x", "a\0"]]]],
    ["a blank around a value", [{}, [["x", " a"]]]],
    ["padding that is not zero", [{}, [], Uint8Array.of(0, 0, 0, 1)]],
    ["a content longer than the message", [{}, [], Uint8Array.of(0x3f, 1)]],
    ["a content of 2^62 bytes", [{}, [], Uint8Array.of(0xff, 255, 255, 255, 255, 255, 255, 255)]],
    ["too many fields", [{}, Array.from({ length: 257 }, () => ["a", ""] as const)]],
    ["a string above 16 KiB", [{}, [["a", "x".repeat(16_385)]]]],
    ["a section above 64 KiB", [{}, Array.from({ length: 5 }, () => ["a", "x".repeat(16_000)] as const)]], // prettier-ignore
  ])("refuses %s", (_name, parts) => {
    expect(() => decodeRequest(raw(...parts))).toThrow(Malformed);
  });

  test.each([99, 600, 0, 1000])("refuses the status %s", (status) => {
    const message = concatenated([
      Uint8Array.of(1),
      variableLength(status),
      Uint8Array.of(0, 0, 0),
    ]);
    expect(() => decodeResponse(message)).toThrow(Malformed);
  });

  test("refuses endless informational answers, and a message of the other kind", () => {
    const one = concatenated([variableLength(103), Uint8Array.of(0)]);
    const many = concatenated([Uint8Array.of(1), ...Array.from({ length: 9 }, () => one), bytes("@\xc8")]); // prettier-ignore
    expect(() => decodeResponse(many)).toThrow(Malformed);
    expect(() => decodeRequest(encodeResponse({ status: 200, fields: [], content: bytes("") }))).toThrow(Malformed); // prettier-ignore
  });

  test("comes back as it went, and cut or flipped refuses or differs", () => {
    const small = { ...REQUEST, content: bytes("content") };
    const message = encodeRequest(small);
    expect(decodeRequest(encodeRequest(REQUEST))).toEqual(REQUEST);
    // What is empty at the end may be left out (RFC 9292, section 3.8), so a cut there reads as a shorter message; the seal
    // around it is what shows the cut.
    let read = 0;
    for (let length = 0; length < message.length - 1; length += 1) {
      try {
        const cut = decodeRequest(message.subarray(0, length));
        expect(cut.content, String(length)).toHaveLength(0);
        read += 1;
      } catch (error) {
        expect(error).toBeInstanceOf(Malformed);
      }
    }
    expect(read).toBe(2);
    for (let bit = 0; bit < message.length * 8; bit += 1) {
      const flipped = message.slice();
      flipped[bit >> 3] = flipped[bit >> 3]! ^ (1 << (bit & 7));
      let decoded: unknown;
      try {
        decoded = decodeRequest(flipped);
      } catch (error) {
        expect(error).toBeInstanceOf(Malformed);
        continue;
      }
      // The one byte that means nothing is the shape of the framing indicator's length.
      if (bit >= 8) expect(decoded, String(bit)).not.toEqual(small);
    }
  });

  test("bytes that somebody made up are refused or read, and nothing else", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (made) => {
        for (const decode of [decodeRequest, decodeResponse, decodeKeys]) {
          try {
            decode(made);
          } catch (error) {
            if (!(error instanceof Malformed)) throw error;
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("any request that HTTP allows comes back as it went", () => {
    const token = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9a-z-]{1,20}$/);
    const value = fc.stringMatching(/^([!-~][ -~]{0,30}[!-~])?$/);
    const field = fc.tuple(token.filter((name) => name !== "host"), value); // prettier-ignore
    fc.assert(
      fc.property(
        token,
        fc.array(field, { maxLength: 20 }),
        fc.uint8Array(),
        (method, fields, content) => {
          // prettier-ignore
          const request = { ...REQUEST, method, fields, content };
          expect(decodeRequest(encodeRequest(request))).toEqual(request);
        },
      ),
    );
  });
});

describe("key configurations", () => {
  const gcm = { kdf: 1, aead: 1 };
  const key = (kem: number, length: number, keyId = 1) => ({
    keyId,
    kem,
    publicKey: new Uint8Array(length).fill(9),
    symmetric: [gcm],
  });

  test("the hybrid is chosen wherever it stands, and unknown kinds are passed over", () => {
    const document = encodeKeys([key(0x9999, 5), key(0x0020, 32, 2), key(0x647a, 1216, 3)]);
    expect(chooseKey(document)).toMatchObject({ keyId: 3, kem: 0x647a });
    expect(chooseKey(encodeKeys([key(0x9999, 5), key(0x0020, 32)]))).toMatchObject({ kem: 0x0020 });
  });

  test("nothing is chosen where nothing is known", () => {
    expect(chooseKey(new Uint8Array())).toBeUndefined();
    expect(chooseKey(encodeKeys([key(0x9999, 5)]))).toBeUndefined();
    const unknown = { ...key(0x0020, 32), symmetric: [{ kdf: 1, aead: 9 }, { kdf: 3, aead: 1 }] }; // prettier-ignore
    expect(chooseKey(encodeKeys([unknown]))).toBeUndefined();
  });

  test.each([
    ["a truncated document", (document: Uint8Array) => document.subarray(0, -1)],
    ["a byte behind", (document: Uint8Array) => concatenated([document, Uint8Array.of(0)])],
    ["more than 16 KiB", (document: Uint8Array) => concatenated(Array(400).fill(document) as Uint8Array[])], // prettier-ignore
    ["half an algorithm", (document: Uint8Array) => document.map((byte, at) => (at === 38 ? 3 : byte))], // prettier-ignore
  ])("refuses %s", (_name, change) => {
    expect(() => chooseKey(change(encodeKeys([key(0x0020, 32)])))).toThrow(Malformed);
  });
});

describe.each([
  ["MLKEM768-X25519", 0x647a, { kdf: 1, aead: 2 }, 1120],
  ["MLKEM768-X25519 with ChaCha20-Poly1305", 0x647a, { kdf: 1, aead: 3 }, 1120],
  ["DHKEM(X25519)", 0x0020, { kdf: 1, aead: 1 }, 32],
] as const)("encapsulation with %s", async (_name, kem, algorithms, encapsulated) => {
  const suite = suiteOf(kem, algorithms)!;
  const pair = await suite.suite.GenerateKeyPair(false);
  const publicKey = await suite.suite.SerializePublicKey(pair.publicKey);
  const key = { ...suite, keyId: 200, kem, publicKey, algorithms };

  test("request and answer arrive, and nothing of them shows", async () => {
    const sealed = await sealRequest(key, bytes("WITNESS"));
    expect(sealed.message).toHaveLength(7 + encapsulated + 7 + 16);
    expect(Buffer.from(sealed.message).includes("WITNESS")).toBe(false);
    const opened = await openRequest(suite, pair, sealed.message);
    expect(opened.request).toEqual(bytes("WITNESS"));
    const answer = await opened.seal(bytes("PROOF"));
    expect(Buffer.from(answer).includes("PROOF")).toBe(false);
    expect(await sealed.open(answer)).toEqual(bytes("PROOF"));
  });

  test("an altered request or answer, another's answer and another's key do not open", async () => {
    const sealed = await sealRequest(key, bytes("WITNESS"));
    const opened = await openRequest(suite, pair, sealed.message);
    const answer = await opened.seal(bytes("PROOF"));
    for (const at of [0, 5, 6, 7, 40, sealed.message.length - 1]) {
      const altered = sealed.message.slice();
      altered[at] = altered[at]! ^ 1;
      await expect(openRequest(suite, pair, altered), String(at)).rejects.toThrow();
    }
    for (const at of answer.keys()) {
      const altered = answer.slice();
      altered[at] = altered[at]! ^ 1;
      await expect(sealed.open(altered), String(at)).rejects.toThrow();
      await expect(sealed.open(answer.subarray(0, at)), String(at)).rejects.toThrow();
    }
    const other = await sealRequest(key, bytes("WITNESS"));
    await expect(other.open(answer)).rejects.toThrow();
    const stranger = await suite.suite.GenerateKeyPair(false);
    await expect(openRequest(suite, stranger, sealed.message)).rejects.toThrow();
  });
});
