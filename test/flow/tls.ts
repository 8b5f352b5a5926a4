/** A certificate for a server on this machine, made for this run: what a machine in the middle shows to whoever does not look. */
import {
  bitString,
  explicit,
  integer,
  oid,
  sequence,
  set,
  time,
  utf8,
} from "../../src/testing/asn1.ts";
import { toPem } from "../../src/testing/tdx/pem.ts";

/** A self-signed certificate and its key, PEM. */
export async function selfSigned(): Promise<{ readonly cert: string; readonly key: string }> {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign"]); // prettier-ignore
  const [spki, pkcs8] = await Promise.all([
    crypto.subtle.exportKey("spki", pair.publicKey),
    crypto.subtle.exportKey("pkcs8", pair.privateKey),
  ]);
  const algorithm = sequence(oid("1.2.840.10045.4.3.2"));
  const name = sequence(set(sequence(oid("2.5.4.3"), utf8("127.0.0.1"))));
  const day = 86_400_000;
  const tbs = sequence(
    explicit(0, integer(2)),
    integer(1),
    algorithm,
    name,
    sequence(time(new Date(Date.now() - day)), time(new Date(Date.now() + day))),
    name,
    new Uint8Array(spki),
  );
  const raw = new Uint8Array(
    await crypto.subtle.sign(
      { name: "ECDSA", hash: "SHA-256" },
      pair.privateKey,
      new Uint8Array(tbs),
    ),
  );
  // A leading zero keeps an INTEGER positive, and the rest of them go.
  const half = (from: number) => {
    let at = from;
    while (at < from + 31 && raw[at] === 0) at += 1;
    const value = raw.slice(at, from + 32);
    const padded = value[0]! >= 0x80 ? Uint8Array.of(0, ...value) : value;
    return Uint8Array.of(2, padded.length, ...padded);
  };
  const signature = bitString(sequence(half(0), half(32)));
  const lines = Buffer.from(pkcs8).toString("base64").match(/.{1,64}/g) ?? []; // prettier-ignore
  return {
    cert: toPem([sequence(tbs, algorithm, signature)]),
    key: `-----BEGIN PRIVATE KEY-----\n${lines.join("\n")}\n-----END PRIVATE KEY-----\n`,
  };
}
