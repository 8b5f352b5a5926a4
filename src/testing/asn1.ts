/** DER (X.690) through an ASN.1 library, as bytes in and bytes out, so that a defect can replace any part. */
import * as asn1js from "asn1js";

interface Block {
  toBER(): ArrayBuffer;
}

function der(block: Block): Uint8Array {
  return new Uint8Array(block.toBER());
}

/** One element around others, whatever their bytes are: a parsed child would be written anew, and a defect mended. */
function constructed(
  tagClass: 1 | 3,
  tagNumber: number,
  elements: readonly Uint8Array[],
): Uint8Array {
  const contents = new Uint8Array(elements.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const element of elements) {
    contents.set(element, at);
    at += element.length;
  }
  const block = new asn1js.Primitive({
    idBlock: { tagClass, tagNumber },
    valueHex: contents.buffer,
  });
  block.idBlock.isConstructed = true;
  return der(block);
}

/** SEQUENCE */
export function sequence(...elements: readonly Uint8Array[]): Uint8Array {
  return constructed(1, 16, elements);
}

/** SET of one element. */
export function set(element: Uint8Array): Uint8Array {
  return constructed(1, 17, [element]);
}

/** [number] EXPLICIT */
export function explicit(number: number, ...elements: readonly Uint8Array[]): Uint8Array {
  return constructed(3, number, elements);
}

/** [number] IMPLICIT around the contents of a primitive element. */
export function implicit(number: number, contents: Uint8Array): Uint8Array {
  return der(
    new asn1js.Primitive({
      idBlock: { tagClass: 3, tagNumber: number },
      valueHex: new Uint8Array(contents).buffer,
    }),
  );
}

/** INTEGER from 0. */
export function integer(value: number | bigint): Uint8Array {
  return der(asn1js.Integer.fromBigInt(BigInt(value)));
}

/** INTEGER with contents of its own, canonical or not. */
export function rawInteger(contents: Uint8Array): Uint8Array {
  return der(new asn1js.Integer({ valueHex: new Uint8Array(contents).buffer }));
}

/** OBJECT IDENTIFIER */
export function oid(value: string): Uint8Array {
  return der(new asn1js.ObjectIdentifier({ value }));
}

/** NULL */
export function nul(): Uint8Array {
  return der(new asn1js.Null());
}

/** ENUMERATED from 0. */
export function enumerated(value: number): Uint8Array {
  return der(new asn1js.Enumerated({ value }));
}

/** BOOLEAN */
export function boolean(value: boolean): Uint8Array {
  return der(new asn1js.Boolean({ value }));
}

/** OCTET STRING */
export function octetString(contents: Uint8Array): Uint8Array {
  return der(new asn1js.OctetString({ valueHex: new Uint8Array(contents).buffer }));
}

/** BIT STRING */
export function bitString(contents: Uint8Array, unusedBits = 0): Uint8Array {
  return der(new asn1js.BitString({ valueHex: new Uint8Array(contents).buffer, unusedBits }));
}

/** UTF8String */
export function utf8(value: string): Uint8Array {
  return der(new asn1js.Utf8String({ value }));
}

/** PrintableString */
export function printable(value: string): Uint8Array {
  return der(new asn1js.PrintableString({ value }));
}

/** IA5String */
export function ia5(value: string): Uint8Array {
  return der(new asn1js.IA5String({ value }));
}

/** UTCTime until 2049, GeneralizedTime from 2050 on (RFC 5280, section 4.1.2.5). */
export function time(date: Date): Uint8Array {
  const whole = new Date(Math.floor(date.getTime() / 1000) * 1000);
  if (whole.getUTCFullYear() < 2050) return der(new asn1js.UTCTime({ valueDate: whole }));
  // Written out: the library adds fractions of a second, which the profile forbids.
  const digits = whole.toISOString().replace(/[-:T]|\.\d+/g, "");
  return der(
    new asn1js.Primitive({
      idBlock: { tagClass: 1, tagNumber: 24 },
      valueHex: new TextEncoder().encode(digits).buffer,
    }),
  );
}
