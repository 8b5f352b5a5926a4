/** The certificate table behind an extended report (GHCB specification, "SNP Extended Guest Request"). */

/** What a table may hold, with its GUID in the order of the text form. */
export const GUIDS = {
  vcek: "63da758d-e664-4564-adc5-f4b93be8accd",
  vlek: "a8074bc2-a25a-483e-aae6-39c045a0b8a1",
  ask: "4ab7b379-bbac-4fe4-a02f-05aef327c782",
  ark: "c0b406a4-a803-4952-9743-3fb6014cd0ae",
  crl: "92f81bc3-5811-4d3d-97ff-d19f88dc67ea",
} as const;

const ENTRY_BYTES = 24;

/** Writes a table: entries of GUID, offset and length, a zero entry, then the contents. */
export function certificateTable(
  contents: readonly (readonly [keyof typeof GUIDS, Uint8Array])[],
): Uint8Array {
  let offset = (contents.length + 1) * ENTRY_BYTES;
  const table = new Uint8Array(contents.reduce((total, [, bytes]) => total + bytes.length, offset));
  const view = new DataView(table.buffer);
  contents.forEach(([name, bytes], index) => {
    const entry = index * ENTRY_BYTES;
    const digits = GUIDS[name].replaceAll("-", "");
    for (let at = 0; at < 16; at += 1)
      table[entry + at] = Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16);
    view.setUint32(entry + 16, offset, true);
    view.setUint32(entry + 20, bytes.length, true);
    table.set(bytes, offset);
    offset += bytes.length;
  });
  return table;
}
