/** The README's tables of options name those that the code takes, all of them and no others, and the command line's. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { configfsTsm, createAttester, createMirror } from "../../src/attester/index.ts";
import { appraise, authenticate, createAttestedFetch, stapler } from "../../src/index.ts";
import { USAGE } from "../../src/cli/usage.ts";
import { errorOf, policyOf } from "../support.ts";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

/** The first column of the table whose head names a function. */
function documented(of: string): string[] {
  const [, table = ""] = readme.split(`| option of \`${of}\` |`);
  return [...(/^[^]*?\n\n/.exec(table)?.[0] ?? "").matchAll(/^\| `(\w+)` \|/gm)].map(
    ([, name]) => name ?? "",
  );
}

/** What an option that there is not is answered with: the list of those that there are. */
async function known(call: () => unknown): Promise<string[]> {
  const error = await errorOf(Promise.resolve().then(call));
  expect(error?.code).toBe("input_invalid");
  return (error?.context.expected as string).replace("an object of ", "").split(", ");
}

const unknown = { none: 1 } as never;

test.each<[string, () => unknown]>([
  ["createAttestedFetch", () => createAttestedFetch(unknown)],
  ["appraise", () => appraise("", policyOf(), unknown)],
])("of %s", async (of, call) => {
  expect(documented(of).toSorted()).toEqual((await known(call)).toSorted());
});

test("of stapler, beside those of authenticate", async () => {
  const authenticating = await known(() => authenticate("", unknown));
  const own = (await known(() => stapler(unknown))).filter(
    (name) => !authenticating.includes(name),
  );
  expect(own.length).toBeGreaterThan(1);
  expect(documented("stapler").toSorted()).toEqual(own.toSorted());
});

/** What a function of the prover's side says of its own options where it is given another. */
function knownAtProver(make: (options: never) => unknown): string[] {
  try {
    make(unknown);
  } catch (error) {
    return (/its options are (.*)$/.exec((error as Error).message)?.[1] ?? "").split(", ");
  }
  throw new Error("an option that does not exist is taken");
}

test.each([
  ["createAttester", createAttester],
  ["createMirror", createMirror],
  ["configfsTsm", configfsTsm],
])("of %s, at the prover", (of, make) => {
  const options = knownAtProver(make);
  expect(options.length).toBeGreaterThan(2);
  expect(documented(of).toSorted()).toEqual(options.toSorted());
});

test("of the source of endorsements, in its row", async () => {
  const endorsementSource = unknown;
  const names = await known(() => createAttestedFetch({ policy: policyOf(), endorsementSource }));
  const [, row = ""] = /^\| `endorsementSource` \| `\{ (.*?) \}`/m.exec(readme) ?? [];
  expect(row.split(", ").toSorted()).toEqual(names.toSorted());
});

test("of the command line: what is written of it exists", () => {
  const [, section = ""] = /^## Command line\n([^]*?)^## /m.exec(readme) ?? [];
  const options = [...section.matchAll(/--[a-z][a-z-]*/g)].map(([option]) => option);
  expect(options).toEqual(expect.arrayContaining(["--binding", "--dangerously-trust-root"]));
  for (const option of options) expect(USAGE).toContain(option);
});
