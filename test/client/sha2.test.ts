/** SHA-2 against Node's, which is OpenSSL's. */
import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { sha256, sha384, sha512 } from "../../src/sha2.ts";

const HASHES = { sha256, sha384, sha512 };

test.each(Object.entries(HASHES))("%s: every length over several blocks", (name, hash) => {
  const data = new Uint8Array(randomBytes(520));
  for (let length = 0; length <= data.length; length += 1) {
    // Behind other bytes of the same buffer, and before others.
    const part = data.subarray((data.length - length) >> 1).subarray(0, length);
    const wanted = createHash(name).update(part).digest("hex");
    expect(Buffer.from(hash(part)).toString("hex"), `${length} bytes`).toBe(wanted);
  }
});

test.each(Object.entries(HASHES))(
  "%s: words of all ones and zeros, and long data",
  (name, hash) => {
    const long = new Uint8Array(randomBytes(70_001));
    for (const data of [
      new Uint8Array(256).fill(255),
      new Uint8Array(256),
      long,
      Buffer.from(long),
    ]) {
      expect(Buffer.from(hash(data))).toEqual(createHash(name).update(data).digest());
    }
  },
);

test("the standard's own examples", () => {
  const abc = new TextEncoder().encode("abc");
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
  expect(hex(sha256(abc))).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(hex(sha384(abc)).slice(0, 32)).toBe("cb00753f45a35e8bb5a03d699ac65007");
  expect(hex(sha512(abc)).slice(0, 32)).toBe("ddaf35a193617abacc417349ae204131");
});
