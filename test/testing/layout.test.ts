/** The layout of minted certificates and lists, compared with genuine bytes: same elements, same order, same types. */
import * as asn1js from "asn1js";
import { X509Certificate } from "node:crypto";
import { describe, expect, test } from "vitest";
import { SimulatedTee } from "../../src/testing/index.ts";
import { certificates, hasVectors, read, vector } from "../vectors.ts";

interface Node {
  readonly tag: string;
  readonly text?: string;
  readonly children?: readonly Node[];
}

/** Tags and object identifiers, and no other contents. */
function shapeOf(block: asn1js.BaseBlock): Node {
  const tag = `${block.idBlock.tagClass}:${block.idBlock.tagNumber}`;
  if (block instanceof asn1js.ObjectIdentifier) return { tag, text: block.valueBlock.toString() };
  const { value } = block.valueBlock as unknown as { readonly value?: unknown };
  return block.idBlock.isConstructed && Array.isArray(value)
    ? { tag, children: (value as asn1js.BaseBlock[]).map(shapeOf) }
    : { tag };
}

function shape(der: Uint8Array): Node {
  const { offset, result } = asn1js.fromBER(new Uint8Array(der).buffer);
  expect(offset).toBe(der.length);
  return shapeOf(result);
}

/** Authorities also carry key identifiers and the address of their list, which no verifier of them reads. */
const INFORMATIVE = ["2.5.29.14", "2.5.29.35", "2.5.29.31"];

function withoutInformative(node: Node): Node {
  const children = node.children
    ?.filter((child) => !INFORMATIVE.includes(child.children?.[0]?.text ?? ""))
    .map(withoutInformative);
  return children === undefined ? node : { ...node, children };
}

function sorted(node: Node): Node {
  if (node.children === undefined) return node;
  const children = node.children.map(sorted);
  if (node.tag !== "1:16" || !children.every((child) => child.children?.[0]?.tag === "1:6")) {
    return { ...node, children };
  }
  const key = (child: Node) => child.children?.[0]?.text ?? "";
  return { ...node, children: children.sort((one, other) => key(one).localeCompare(key(other))) };
}

describe.skipIf(!hasVectors)("minted as AMD mints", () => {
  test.each([
    ["milan", "snp-v3-milan-vcek/veraison-services-11b7048a"],
    ["genoa", "snp-v3-genoa-vcek/microsoft-tee-attestation-ve-4ae0e73a"],
    ["turin", "snp-v5-turin-vcek/microsoft-tee-attestation-ve-85da705e"],
  ] as const)("the VCEK of %s", async (processor, id) => {
    const tee = await SimulatedTee.create({ processor });
    const [genuine] = certificates(vector(id));
    if (genuine === undefined) throw new Error("no certificate");
    const expected = sorted(shape(genuine));
    const minted = sorted(shape(tee.leaf));
    // Half of the genuine leaves write the trailerField, half leave it out; the rest is the same.
    const normal = (node: Node) =>
      JSON.parse(
        JSON.stringify(node).replaceAll(',{"tag":"3:3","children":[{"tag":"1:2"}]}]}', "]}"),
      ) as Node;
    expect(normal(minted)).toEqual(normal(expected));
  });

  test("the VLEK", async () => {
    const tee = await SimulatedTee.create({ processor: "milan", signer: "vlek" });
    const [genuine] = certificates(
      vector("snp-v3-milan-vlek/confidential-containers-trus-decdab94"),
    );
    if (genuine === undefined) throw new Error("no certificate");
    expect(sorted(shape(tee.leaf))).toEqual(sorted(shape(genuine)));
  });

  test.each(["milan", "genoa", "turin"] as const)("the authorities of %s", async (processor) => {
    const vcek = await SimulatedTee.create({ processor });
    const vlek = await SimulatedTee.create({ processor, signer: "vlek" });
    const genuine = vector(`amd-ca/${processor}`);
    for (const [minted, name] of [
      [vcek.root, "ark.der"],
      [vcek.intermediate, "ask.der"],
      [vlek.intermediate, "asvk.der"],
    ] as const) {
      const expected = withoutInformative(sorted(shape(read(genuine, name))));
      expect(withoutInformative(sorted(shape(minted))), name).toEqual(expected);
    }
  });

  test("the revocation list", async () => {
    const tee = await SimulatedTee.create();
    const genuine = read(vector("amd-crl/genoa-2024-10-23"), "crl.der");
    const expected = withoutInformative(shape(genuine));
    expect(withoutInformative(shape(await tee.revocationList()))).toEqual(expected);
  });
});

test("Node's own X.509 agrees with the chain", async () => {
  const tee = await SimulatedTee.create({ processor: "turin" });
  const [root, intermediate, leaf] = [tee.root, tee.intermediate, tee.leaf].map(
    (der) => new X509Certificate(der),
  );
  if (!root || !intermediate || !leaf) throw new Error("three certificates");
  expect(root.verify(root.publicKey)).toBe(true);
  expect(intermediate.verify(root.publicKey)).toBe(true);
  expect(leaf.verify(intermediate.publicKey)).toBe(true);
  expect(leaf.verify(root.publicKey)).toBe(false);
  expect(leaf.subject).toContain("CN=SEV-VCEK");
  expect(leaf.serialNumber).toMatch(/^0+$/);
});
