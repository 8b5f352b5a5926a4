/** The published vectors: RFC 9292, section 5, figures 8 to 13; RFC 9458, appendix A; RFC 9000, appendix A.1. */
import { afterEach, expect, test, vi } from "vitest";
import { AEAD_AES_128_GCM, CipherSuite, KDF_HKDF_SHA256 } from "hpke";
import { KEM_DHKEM_X25519_HKDF_SHA256 } from "@panva/hpke-noble";
import { toHex } from "../../src/bytes.ts";
import { decodeRequest, decodeResponse } from "../../src/sealing/binary-http-decode.ts";
import { encodeRequest, encodeResponse } from "../../src/sealing/binary-http-encode.ts";
import { ByteReader, variableLength } from "../../src/sealing/byte-reader.ts";
import { openRequest, responseKeys, sealRequest } from "../../src/sealing/encapsulation.ts";
import {
  chooseKey,
  decodeKeyConfiguration,
  encodeKeyConfiguration,
  encodeKeys,
} from "../../src/sealing/key-configuration.ts";
import { suiteOf } from "../../src/sealing/suites.ts";

const unhex = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(/\s/g, ""), "hex"));
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

afterEach(() => vi.restoreAllMocks());

/** Figure 8: of known length. */
const REQUEST = `00034745540568747470730 00a2f68656c6c6f2e747874 406c 0a757365722d6167656e74
  346375726c2f372e31362e33206c69626375726c2f372e31362e33204f70656e53534c2f302e392e376c207a6c69622f312e322e33
  04686f7374 0f7777772e6578616d706c652e636f6d 0f6163636570742d6c616e6775616765 06656e2c206d69 0000`;
/** Figure 9: of indeterminate length, padded. */
const REQUEST_INDETERMINATE = `02034745540568747470730 00a2f68656c6c6f2e747874 0a757365722d6167656e74
  346375726c2f372e31362e33206c69626375726c2f372e31362e33204f70656e53534c2f302e392e376c207a6c69622f312e322e33
  04686f7374 0f7777772e6578616d706c652e636f6d 0f6163636570742d6c616e6775616765 06656e2c206d69
  00000000000000000000000000`;
/** Figure 11: after two informational answers. */
const RESPONSE_INDETERMINATE = `03 4066 0772756e6e696e67 0a22736c65657020313522 00
  4067 046c696e6b 233c2f7374796c652e6373733e3b2072656c3d7072656c6f61643b2061733d7374796c65
  046c696e6b 243c2f7363726970742e6a733e3b2072656c3d7072656c6f61643b2061733d736372697074 00
  40c8 0464617465 1d4d6f6e2c203237204a756c20323030392031323a32383a353320474d54
  06736572766572 06417061636865 0d6c6173742d6d6f646966696564
  1d5765642c203232204a756c20323030392031393a31353a353620474d54 0465746167
  142233346161333 8372d642d3135363865623030220d6163636570742d72616e676573 056279746573
  0e636f6e74656e742d6c656e677468 023531 0476617279 0f4163636570742d456e636f64696e67
  0c636f6e74656e742d74797065 0a746578742f706c61696e 00
  3348656c6c6f20576f726c6421204d7920636f6e74656e7420696e636c75646573206120747261696c696e672043524c462e0d0a 0000`;
/** Figure 13: with a trailer. */
const RESPONSE = `0140c8001d5468697320636f6e74656e7420636f6e7461696e732043524c462e0d0a0d07747261696c65720474657874`;

const FIELDS = [
  ["user-agent", "curl/7.16.3 libcurl/7.16.3 OpenSSL/0.9.7l zlib/1.2.3"],
  ["host", "www.example.com"],
  ["accept-language", "en, mi"],
];

test.each([
  ["00", 0],
  ["25", 37],
  ["7bbd", 15_293],
  ["9d7f3e7d", 494_878_333],
] as const)("a variable-length integer, %s", (hex, value) => {
  expect(toHex(variableLength(value))).toBe(hex);
  expect(new ByteReader(unhex(hex)).variable()).toBe(value);
});

test("a variable-length integer may be longer than it must, but not beyond what a number holds", () => {
  expect(new ByteReader(unhex("4025")).variable()).toBe(37);
  expect(() => new ByteReader(unhex("c2197c5eff14e88c")).variable()).toThrow(/beyond/);
  expect(toHex(variableLength(2 ** 30))).toBe("c000000040000000");
});

test("figures 8 and 9: the request, and every way to shorten it that the RFC allows", () => {
  const [known, indeterminate] = [unhex(REQUEST), unhex(REQUEST_INDETERMINATE)];
  const request = decodeRequest(known);
  expect(request).toEqual({
    method: "GET",
    scheme: "https",
    authority: "www.example.com",
    path: "/hello.txt",
    fields: FIELDS,
    content: new Uint8Array(),
  });
  for (const cut of [1, 2]) expect(decodeRequest(known.subarray(0, -cut))).toEqual(request);
  for (const cut of [0, 1, 7, 12]) {
    const end = indeterminate.length - cut;
    expect(decodeRequest(indeterminate.subarray(0, end))).toEqual(request);
  }
  expect(decodeRequest(encodeRequest(request))).toEqual(request);
});

test("figures 11 and 13: the answers", () => {
  const response = decodeResponse(unhex(RESPONSE_INDETERMINATE));
  expect(response.status).toBe(200);
  expect(response.fields).toContainEqual(["content-type", "text/plain"]);
  expect(response.fields).toHaveLength(8);
  expect(text(response.content)).toBe("Hello World! My content includes a trailing CRLF.\r\n");
  const trailed = decodeResponse(unhex(RESPONSE));
  expect([trailed.status, text(trailed.content)]).toEqual([200, "This content contains CRLF.\r\n"]);
  expect(decodeResponse(encodeResponse(trailed))).toEqual(trailed);
});

/** RFC 9458, appendix A. */
const A = {
  skR: "3c168975674b2fa8e465970b79c8dcf09f1c741626480bd4c6162fc5b6a98e1a",
  skE: "bc51d5e930bda26589890ac7032f70ad12e4ecb37abb1b65b1256c9c48999c73",
  keyConfiguration:
    "01002031e1f05a740102115220e9af918f738674aec95f54db6e04eb705aae8e79815500080001000100010003",
  request: "00034745540568747470730b6578616d706c652e636f6d012f",
  encapsulatedRequest:
    "010020000100014b28f881333e7c164ffc499ad9796f877f4e1051ee6d31bad19dec96c208b472" +
    "6374e469135906992e1268c594d2a10c695d858c40a026e7965e7d86b83dd440b2c0185204b4d63525",
  response: "0140c8",
  responseNonce: "c789e7151fcba46158ca84b04464910d",
  responseKey: "5d0172a080e428b16d298c4ea0db620d",
  responseKeyNonce: "f6bf1aeb88d6df87007fa263",
  encapsulatedResponse: "c789e7151fcba46158ca84b04464910d86f9013e404feea014e7be4a441f234f857fbd",
};

/** The gateway of the example, and what a client knows of it. */
async function parties() {
  const chosen = chooseKey(encodeKeys([decodeKeyConfiguration(unhex(A.keyConfiguration))!]))!;
  const suite = suiteOf(0x0020, { kdf: 1, aead: 1 })!;
  const pair = {
    privateKey: await suite.suite.DeserializePrivateKey(unhex(A.skR), false),
    publicKey: await suite.suite.DeserializePublicKey(chosen.publicKey),
  };
  return { chosen, suite, pair };
}

/** X25519 with the example's ephemeral key where a random one would stand. */
function fixedKem() {
  const kem = KEM_DHKEM_X25519_HKDF_SHA256();
  return {
    ...kem,
    GenerateKeyPair: async () => ({
      privateKey: await kem.DeserializePrivateKey(unhex(A.skE), false),
      publicKey: await kem.DeserializePublicKey(unhex(A.encapsulatedRequest).slice(7, 39)),
    }),
  };
}

test("appendix A: the key configuration, read and written", async () => {
  const configuration = decodeKeyConfiguration(unhex(A.keyConfiguration))!;
  expect(configuration).toMatchObject({ keyId: 1, kem: KEM_DHKEM_X25519_HKDF_SHA256().id });
  expect(configuration.symmetric).toEqual([
    { kdf: 1, aead: 1 },
    { kdf: 1, aead: 3 },
  ]);
  expect(toHex(encodeKeyConfiguration(configuration))).toBe(A.keyConfiguration);
  expect((await parties()).chosen.algorithms).toEqual({ kdf: 1, aead: 1 });
});

test("appendix A: the client's request, byte for byte, and the answer opened", async () => {
  const { chosen } = await parties();
  const suite = new CipherSuite(fixedKem, KDF_HKDF_SHA256, AEAD_AES_128_GCM);
  const sealed = await sealRequest({ ...chosen, suite }, unhex(A.request));
  expect(toHex(sealed.message)).toBe(A.encapsulatedRequest);
  expect(toHex(await sealed.open(unhex(A.encapsulatedResponse)))).toBe(A.response);
});

test("appendix A: the gateway opens the request, and its answer is byte for byte the RFC's", async () => {
  const { suite, pair } = await parties();
  const opened = await openRequest(suite, pair, unhex(A.encapsulatedRequest));
  expect(toHex(opened.request)).toBe(A.request);
  vi.spyOn(crypto, "getRandomValues").mockImplementation((target) => {
    new Uint8Array(target.buffer).set(unhex(A.responseNonce));
    return target;
  });
  expect(toHex(await opened.seal(unhex(A.response)))).toBe(A.encapsulatedResponse);
});

test("appendix A: the keys of the answer", async () => {
  const { suite, pair } = await parties();
  const enc = unhex(A.encapsulatedRequest).subarray(7, 39);
  const info = unhex("6d6573736167652f626874747020726571756573740001002000010001");
  const context = await suite.suite.SetupRecipient(pair, enc, { info });
  const { key, nonce } = await responseKeys(suite, context, enc, unhex(A.responseNonce));
  expect([toHex(key), toHex(nonce)]).toEqual([A.responseKey, A.responseKeyNonce]);
});
