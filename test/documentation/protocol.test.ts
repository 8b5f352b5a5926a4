/** PROTOCOL.md names every form of evidence that the verifier reads, and no other. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const [, section = ""] = /\n## Evidence\n([^]*?)\n## /.exec(read("PROTOCOL.md")) ?? [];
const named = new Set(Array.from(section.matchAll(/`([^`]+)`/g), ([, name = ""]) => name));

/** A list of texts in the verifier's sources. */
function list(path: string, name: string): readonly string[] {
  const source = read(`rust-verifier/src/evidence/${path}.rs`);
  const [, items] = new RegExp(`const ${name}: \\[&str; \\d+\\] =\\s*\\[([^\\]]*)\\]`).exec(source) ?? []; // prettier-ignore
  return Array.from(items?.matchAll(/"([^"]+)"/g) ?? [], ([, item = ""]) => item);
}

test("the platforms are the verifier's", () => {
  const column = section.matchAll(/^\| (`[^|]+`) \|/gm);
  const platforms = Array.from(column, ([, cell = ""]) => cell.replaceAll("`", "").split(", "));
  expect(platforms.flat().sort()).toEqual([...list("envelope", "PLATFORMS")].sort());
});

test.each([
  ["envelope", "CERTIFICATES"],
  ["envelope", "BUNDLE_MEMBERS"],
  ["dstack", "UNREAD"],
])("the members of %s.rs are named: %s", (path, name) => {
  const members = list(path, name);
  expect(members.length).toBeGreaterThan(2);
  expect(members.filter((member) => !named.has(member))).toEqual([]);
});
