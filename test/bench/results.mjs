/** The last recorded run of each engine, committed: what the README's tables are made of. */

import { readFileSync, writeFileSync } from "node:fs";
import { CASES } from "./cases.mjs";

const file = new URL("results.json", import.meta.url);
const short = (value) => Number(value.toPrecision(3));

/** Medians and quartiles of ratios, milliseconds, and why somebody is missing. */
function compactCase({ id, title, base, goals, goalUnit, subjects = {}, skipped = {} }) {
  const own = goals ?? CASES.find((each) => each.id === id)?.goals;
  return {
    id,
    title,
    base,
    ...(own === undefined ? {} : { goals: own }),
    ...(goalUnit === undefined ? {} : { goalUnit }),
    subjects: Object.fromEntries(
      Object.entries(subjects).map(([name, { ms, ratio }]) => [
        name,
        {
          ms: short(ms.median),
          ...(ratio === undefined
            ? {}
            : { ratio: [ratio.median, ratio.low, ratio.high].map(short) }),
        },
      ]),
    ),
    skipped,
  };
}

/** @returns {Record<string, object>} by engine */
export const readResults = () => JSON.parse(readFileSync(file, "utf8"));

/** Replaces the record of one engine. */
export function record(engineName, run) {
  const { cases, ...rest } = run;
  const results = { ...readResults(), [engineName]: { ...rest, cases: cases.map(compactCase) } };
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
}
