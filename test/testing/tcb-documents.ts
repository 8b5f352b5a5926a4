/** A reader of collateral on Node's cryptography, apart from everything that writes it. */
import * as asn1js from "asn1js";
import { verify } from "node:crypto";
import type { KeyObject, X509Certificate } from "node:crypto";
import type { EnclaveIdentity, TcbInfo, TcbStatus } from "../../src/testing/index.ts";

/** A document of the Provisioning Certification Service. */
export interface Answer<Document> {
  /** What is signed. */
  readonly text: string;
  readonly document: Document;
  readonly signature: Buffer;
}

/** Reads an answer: the signed text is what stands between the name and the signature. */
export function readAnswer(name: "tcbInfo", answer: Uint8Array): Answer<TcbInfo>;
export function readAnswer(name: "enclaveIdentity", answer: Uint8Array): Answer<EnclaveIdentity>;
export function readAnswer(name: string, answer: Uint8Array): Answer<unknown> {
  const [line = ""] = Buffer.from(answer).toString("utf8").split("\n");
  const match = /^\{"(\w+)":(\{.*\}),"signature":"([0-9a-f]{128})"\}$/.exec(line);
  if (match?.[1] !== name) throw new TypeError(`no ${name}`);
  const [, , text = "", signature = ""] = match;
  return { text, document: JSON.parse(text), signature: Buffer.from(signature, "hex") };
}

/** The statuses of the first level that a platform reaches, with its certificate alone and with its TEE_TCB_SVN too. */
export function statusesOf(
  { tcbLevels }: TcbInfo,
  platform: { readonly sgx: Uint8Array; readonly pceSvn: number; readonly teeTcbSvn: Uint8Array },
): readonly [sgx: TcbStatus | undefined, tdx: TcbStatus | undefined] {
  const { sgx, pceSvn, teeTcbSvn } = platform;
  const first = (teeTcbSvn[1] ?? 0) > 0 ? 2 : 0;
  const ofSgx = tcbLevels.filter(
    ({ tcb }) =>
      pceSvn >= tcb.pcesvn &&
      tcb.sgxtcbcomponents.every(({ svn }, index) => (sgx[index] ?? 0) >= svn),
  );
  const ofTdx = ofSgx.filter(({ tcb }) =>
    tcb.tdxtcbcomponents.every(({ svn }, index) => index < first || (teeTcbSvn[index] ?? 0) >= svn),
  );
  return [ofSgx[0]?.tcbStatus, ofTdx[0]?.tcbStatus];
}

/** Whether r and s sign a message. */
export function isSignedRaw(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  return verify("sha256", message, { key, dsaEncoding: "ieee-p1363" }, signature);
}

/** Whether a certificate's key signed a revocation list; and the serial numbers on it, hexadecimal. */
export function readList(
  der: Uint8Array,
  issuer: X509Certificate,
): { readonly isSigned: boolean; readonly revoked: readonly string[] } {
  const list = sequence(asn1js.fromBER(new Uint8Array(der).buffer).result);
  const [tbs, , signature] = list;
  if (tbs === undefined || !(signature instanceof asn1js.BitString)) throw new TypeError("no list");
  const message = new Uint8Array(tbs.valueBeforeDecodeView);
  const value = new Uint8Array(signature.valueBlock.valueHexView);
  const entries = sequence(tbs)[5];
  return {
    isSigned: verify("sha256", message, { key: issuer.publicKey, dsaEncoding: "der" }, value),
    revoked:
      entries instanceof asn1js.Sequence
        ? sequence(entries).map((entry) => {
            const [serial] = sequence(entry);
            if (!(serial instanceof asn1js.Integer)) throw new TypeError("no serial number");
            const digits = Buffer.from(serial.valueBlock.valueHexView).toString("hex");
            return digits.replace(/^00/, "").toUpperCase();
          })
        : [],
  };
}

function sequence(block: asn1js.BaseBlock): asn1js.BaseBlock[] {
  if (!(block instanceof asn1js.Sequence)) throw new TypeError("no SEQUENCE");
  return block.valueBlock.value;
}
