// Writes the field code of arithmetic/src/generated/, and proves its bounds by interval arithmetic as it writes:
//
//   node rust-verifier/arithmetic/generator/main.mjs           writes
//   node rust-verifier/arithmetic/generator/main.mjs --check   proves anew and compares bytes
//
// No dependencies: it runs wherever the tests run.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CURVES, basePoint } from "./curves.mjs";
import { runner } from "./execute.mjs";
import { Field } from "./field.mjs";
import { prove } from "./bounds.mjs";
import { BoundError } from "./interval.mjs";
import { PRODUCTS } from "./products.mjs";
import { ROW, writeRow } from "./row.mjs";
import { writeCurve } from "./rust.mjs";

const folder = new URL("../src/generated/", import.meta.url);

/** Limbs at their ends and at random: what is written is run on numbers too. */
function runOnNumbers(field) {
  let state = 1n;
  const random = ({ lo, hi }) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) % 2n ** 64n;
    return lo + (state % (hi - lo + 1n));
  };
  const picks = [({ lo }) => lo, ({ hi }) => hi, random, (i) => (random(i) & 1n ? i.lo : i.hi)];
  for (const [kind, operations] of Object.entries(field.written)) {
    const bounds = new Map(operations.map(({ name, interval }) => [name, interval]));
    const choices = PRODUCTS[kind].operands.map((operand) =>
      picks.map((pick) =>
        Array.from({ length: field.limbs }, (_, index) => pick(bounds.get(`${operand}${index}`))),
      ),
    );
    const cases = choices.reduce(
      (before, choice) => before.flatMap((chosen) => choice.map((limbs) => [...chosen, limbs])),
      [[]],
    );
    const run = runner(field, kind);
    for (const operands of cases) run(operands);
  }
}

/** The Rust text of one curve; throws a BoundError where a bound does not hold. */
export function generate(curve) {
  const field = new Field(curve);
  const base = basePoint(curve);
  const proof = prove(field);
  runOnNumbers(field);
  return writeCurve(field, proof, base);
}

/** Every file that the generator writes. */
export function files() {
  const curves = Object.entries(CURVES).map(([id, curve]) => [`${id}.rs`, generate(curve)]);
  return [...curves, ["row.rs", writeRow(ROW)]].map(([name, text]) => ({
    path: new URL(name, folder),
    text,
  }));
}

function main(mode) {
  for (const { path, text } of files()) {
    const name = fileURLToPath(path);
    if (mode === "--check") {
      if (readFileSync(path, "utf8") !== text) {
        throw new Error(`${name} is not what its generator writes; run it without --check`);
      }
      console.log(`${name}: proven anew, byte for byte`);
    } else {
      writeFileSync(path, text);
      console.log(`${name}: ${text.split("\n").length} lines`);
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv[2]);
export { BoundError, CURVES, PRODUCTS, ROW, writeRow };
