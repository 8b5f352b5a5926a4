/** Which cases the tests name: "case 57", "cases 57, 58", "cases 13-15", `case_60_to_74_`. */
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join, relative } from "node:path";

const root = fileURLToPath(new URL("../", import.meta.url));
const MENTION = /\bcases?[ _]((?:\d{1,3})(?:(?:, | and |, and |_|-|_to_)\d{1,3})*)/gi;

function testFiles(): string[] {
  const list = (folder: string) =>
    readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)));
  return [
    ...list("test").filter((path) => path.endsWith(".test.ts") || path.endsWith("check.mjs")),
    ...list("rust-verifier/tests").filter((path) => path.endsWith(".rs")),
    ...list("rust-verifier/src").filter((path) => path.endsWith(".rs")),
  ];
}

function numbersIn(mention: string): number[] {
  const numbers: number[] = [];
  for (const [, separator = "", digits = ""] of mention.matchAll(
    /(^|, and |, | and |_to_|_|-)(\d{1,3})/g,
  )) {
    const last = numbers.at(-1);
    const next = Number(digits);
    if (last !== undefined && (separator === "-" || separator === "_to_")) {
      for (let between = last + 1; between < next; between += 1) numbers.push(between);
    }
    numbers.push(next);
  }
  return numbers;
}

/** The files that name each case. */
export function coveredCases(): Map<number, string[]> {
  const covered = new Map<number, string[]>();
  for (const path of testFiles()) {
    const text = readFileSync(join(root, path), "utf8");
    const numbers = new Set(
      [...text.matchAll(MENTION)].flatMap(([, mention = ""]) => numbersIn(mention)),
    );
    for (const number of numbers) covered.set(number, [...(covered.get(number) ?? []), path]);
  }
  return covered;
}
