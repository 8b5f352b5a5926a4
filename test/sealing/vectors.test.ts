/**
 * The complete exchanges that PROTOCOL.md points to, for other implementations. With WITNESSLOCK_WRITE_VECTORS=1 they are
 * made anew; always they are read as any other implementation would read them.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { toHex } from "../../src/bytes.ts";
import { decodeRequest, decodeResponse } from "../../src/sealing/binary-http-decode.ts";
import { encodeRequest, encodeResponse } from "../../src/sealing/binary-http-encode.ts";
import { openRequest, responseKeys, sealRequest } from "../../src/sealing/encapsulation.ts";
import { chooseKey, encodeKeys } from "../../src/sealing/key-configuration.ts";
import { suiteOf } from "../../src/sealing/suites.ts";

interface Vector {
  readonly name: string;
  readonly kem: number;
  readonly kdf: number;
  readonly aead: number;
  readonly privateKey: string;
  readonly ohttpKeys: string;
  readonly request: string;
  readonly encapsulatedRequest: string;
  readonly response: string;
  readonly encapsulatedResponse: string;
}

const file = new URL("vectors.json", import.meta.url);
const unhex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));
const bytes = (text: string) => new TextEncoder().encode(text);

const KINDS = [
  { name: "MLKEM768-X25519, HKDF-SHA256, AES-256-GCM", kem: 0x647a, kdf: 1, aead: 2 },
  { name: "DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM", kem: 0x0020, kdf: 1, aead: 1 },
];

async function make({ name, kem, kdf, aead }: (typeof KINDS)[number]): Promise<Vector> {
  const { suite } = suiteOf(kem, { kdf, aead })!;
  const pair = await suite.GenerateKeyPair(true);
  const publicKey = await suite.SerializePublicKey(pair.publicKey);
  const ohttpKeys = encodeKeys([{ keyId: 7, kem, publicKey, symmetric: [{ kdf, aead }] }]);
  const request = encodeRequest({
    method: "POST",
    scheme: "https",
    authority: "prover.example",
    path: "/remote_prover.Api/Prove",
    fields: [["content-type", "application/grpc-web+proto"]],
    content: bytes("witness"),
  });
  const response = encodeResponse({ status: 200, fields: [], content: bytes("proof") });
  const sealed = await sealRequest(chooseKey(ohttpKeys)!, request);
  const opened = await openRequest(suiteOf(kem, { kdf, aead })!, pair, sealed.message);
  return {
    name,
    kem,
    kdf,
    aead,
    privateKey: toHex(await suite.SerializePrivateKey(pair.privateKey)),
    ohttpKeys: toHex(ohttpKeys),
    request: toHex(request),
    encapsulatedRequest: toHex(sealed.message),
    response: toHex(response),
    encapsulatedResponse: toHex(await opened.seal(response)),
  };
}

if (process.env["WITNESSLOCK_WRITE_VECTORS"] === "1") {
  const made = await Promise.all(KINDS.map(make));
  writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`);
}

const vectors = JSON.parse(readFileSync(file, "utf8")) as readonly Vector[];

test("there is one for every KEM", () => {
  expect(vectors.map(({ name }) => name)).toEqual(KINDS.map(({ name }) => name));
});

test.each(vectors)("$name", async (vector) => {
  const key = chooseKey(unhex(vector.ohttpKeys))!;
  expect([key.kem, key.algorithms.kdf, key.algorithms.aead]).toEqual([vector.kem, vector.kdf, vector.aead]); // prettier-ignore
  const suite = suiteOf(vector.kem, vector)!;
  const pair = {
    privateKey: await suite.suite.DeserializePrivateKey(unhex(vector.privateKey), false),
    publicKey: await suite.suite.DeserializePublicKey(key.publicKey),
  };
  const message = unhex(vector.encapsulatedRequest);
  const opened = await openRequest(suite, pair, message);
  expect(toHex(opened.request)).toBe(vector.request);
  expect(decodeRequest(opened.request)).toMatchObject({ path: "/remote_prover.Api/Prove", content: bytes("witness") }); // prettier-ignore
  const info = Buffer.concat([
    bytes("message/bhttp request"),
    Buffer.of(0),
    message.subarray(0, 7),
  ]);
  const context = await suite.suite.SetupRecipient(pair, opened.encapsulatedKey, { info });
  const answer = unhex(vector.encapsulatedResponse);
  const length = Math.max(suite.aead.Nk, suite.aead.Nn);
  const keys = await responseKeys(suite, context, opened.encapsulatedKey, answer.subarray(0, length)); // prettier-ignore
  const plain = await suite.aead.Open(keys.key, keys.nonce, new Uint8Array(), answer.subarray(length)); // prettier-ignore
  expect(toHex(plain)).toBe(vector.response);
  expect(decodeResponse(plain)).toMatchObject({ status: 200, content: bytes("proof") });
});
