/** DER as lines, to compare how two vendors' tools write one structure. */
import * as asn1js from "asn1js";
import { expect } from "vitest";

/**
 * What stands for the contents of a primitive element.
 *
 * @param parent - the object identifier that begins the sequence around it
 * @param inner - the lines of DER inside it
 */
export type Describe = (
  block: asn1js.BaseBlock,
  contents: Uint8Array,
  parent: string,
  inner: (der: Uint8Array) => string[],
) => string | string[];

/** One line for every element: depth, class, tag, and its object identifier or what `describe` says. */
export function layout(der: Uint8Array, describe: Describe): string[] {
  const { offset, result } = asn1js.fromBER(new Uint8Array(der).buffer);
  expect(offset).toBe(der.length);
  return linesOf(result, describe, 0, "");
}

function linesOf(
  block: asn1js.BaseBlock,
  describe: Describe,
  depth: number,
  parent: string,
): string[] {
  const { tagClass, tagNumber } = block.idBlock;
  const line = (contents: string) => `${"  ".repeat(depth)}${tagClass}:${tagNumber} ${contents}`;
  if (block instanceof asn1js.ObjectIdentifier) return [line(block.valueBlock.toString())];
  const { value } = block.valueBlock as unknown as { readonly value?: unknown };
  if (block.idBlock.isConstructed && Array.isArray(value)) {
    const children = value as asn1js.BaseBlock[];
    const [first] = children;
    const id = first instanceof asn1js.ObjectIdentifier ? first.valueBlock.toString() : "";
    return [line(""), ...children.flatMap((child) => linesOf(child, describe, depth + 1, id))];
  }
  const inner = (bytes: Uint8Array) =>
    linesOf(asn1js.fromBER(new Uint8Array(bytes).buffer).result, describe, depth + 1, "");
  const contents = new Uint8Array(block.valueBeforeDecodeView.slice(2));
  const described = describe(block, contents, parent, inner);
  return typeof described === "string" ? [line(described)] : [line(""), ...described];
}
