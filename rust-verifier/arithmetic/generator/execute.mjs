// What is written, run on numbers: the proof says that nothing overflows, this that it is the product.
import { BoundError } from "./interval.mjs";
import { PRODUCTS } from "./products.mjs";

/** A function that runs a written product on limbs, and throws where the result is not what the product is. */
export function runner(field, kind) {
  const { operands: names, prepare = {}, products, less = [] } = PRODUCTS[kind];
  const body = field.written[kind].map(({ name, text }) => {
    const exact = text
      .replace(/(?<![a-z0-9])(\d+)/g, "$1n")
      .replace(/\[(\d+)n\]/g, "[$1]")
      .replace("MASK", `${field.mask}n`)
      .replace("HALF", `${field.half}n`)
      .replace("WIDTH", `${field.width}n`);
    return `const ${name}_ = ${exact.replace(/\b([a-z]+\d+)\b/g, "$1_")};`;
  });
  const limbs = Array.from({ length: field.limbs }, (_, index) => `r${index}_`);
  const run = new Function(...names, `${body.join("\n")} return [${limbs.join(",")}];`);
  const value = (limbs) =>
    limbs.reduce((sum, limb, index) => sum + (limb << (field.width * BigInt(index))), 0n);
  return (operands) => {
    const result = value(run(...operands));
    const values = Object.fromEntries(names.map((name, index) => [name, value(operands[index])]));
    for (const [name, terms] of Object.entries(prepare)) {
      values[name] = terms.reduce((sum, [factor, of]) => sum + BigInt(factor) * values[of], 0n);
    }
    const product = products.reduce(
      (sum, [sign, left, right]) => sum + BigInt(sign) * values[left] * values[right],
      0n,
    );
    const taken = less.reduce((sum, [factor, name]) => sum + BigInt(factor) * values[name], 0n);
    if (((result + taken) * field.R - product) % field.curve.prime !== 0n) {
      throw new BoundError(`${kind} is not what it says`);
    }
  };
}
