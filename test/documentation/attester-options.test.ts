/** The README's tables of the prover's side have every option that there is, and no other. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { configfsTsm, createAttester, createMirror } from "../../src/attester/index.ts";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

/** The name in each row. */
function tableOf(name: string): readonly string[] {
  const [, rows = ""] = new RegExp(`\\n\\| option of \`${name}\` \\|.*\\n.*\\n((?:\\|.*\\n)+)`).exec(readme) ?? []; // prettier-ignore
  return Array.from(rows.matchAll(/^\| `(\w+)` \|/gm), ([, option = ""]) => option);
}

/** What a function says of its own options where it is given another. */
function optionsOf(make: (options: never) => unknown): readonly string[] {
  try {
    make({ noSuchOption: 1 } as never);
  } catch (error) {
    return (/its options are (.*)$/.exec((error as Error).message)?.[1] ?? "").split(", ");
  }
  throw new Error("an option that does not exist is taken");
}

test.each([
  ["createAttester", createAttester],
  ["createMirror", createMirror],
  ["configfsTsm", configfsTsm],
])("%s", (name, make) => {
  const options = optionsOf(make);
  expect(options.length).toBeGreaterThan(2);
  expect([...tableOf(name)].sort()).toEqual([...options].sort());
});
