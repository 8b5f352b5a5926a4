// The README's tables of speed and size, from the last recorded runs (results.json). Values are recorded, never asserted.
//
//   node test/bench/readme.mjs            writes
//   node test/bench/readme.mjs --check    fails where the README shows something else than the record
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { BASE, OURS } from "./cases.mjs";
import { factRows } from "./facts.mjs";
import { figure } from "./goals.mjs";
import { readResults } from "./results.mjs";

const BEGIN = "<!-- bench:begin -->";
const END = "<!-- bench:end -->";
const own = Object.values(OURS);
const GOALS =
  "Of a goal, *must* is what the figure is to be at most and *stretch* what would be good: a pair for each figure, multiples where no unit stands. They are aims; nothing asserts them.";

function ourCell({ base, subjects, goalUnit }) {
  return own
    .filter((name) => name in subjects)
    .map((name) => {
      const { ms, ratio } = subjects[name];
      const notes = [
        ...(goalUnit === "ms" ? [`${figure(ms)} ms`] : []),
        ...name.split(", ").slice(1),
      ];
      const times = base === undefined || ratio === undefined ? "" : `**${figure(ratio[0])}**`;
      return notes.length === 0 ? times : `${times} (${notes.join(", ")})`;
    })
    .join(", ");
}

const goalCell = ({ base, goals, goalUnit, subjects }) =>
  goals === undefined || (base !== BASE.node && goalUnit !== "ms")
    ? ""
    : own
        .filter((name) => name in goals && name in subjects)
        .map((name) => {
          const unit = goalUnit === undefined ? "" : ` ${goalUnit}`;
          return `${goals[name].must} / ${goals[name].stretch}${unit}`;
        })
        .join(", ");

const othersCell = ({ base, subjects }) =>
  Object.entries(subjects)
    .filter(([name, { ratio }]) => name !== base && !own.includes(name) && ratio !== undefined)
    .sort(([, a], [, b]) => a.ratio[0] - b.ratio[0])
    .map(([name, { ratio }]) => `${name} ${figure(ratio[0])}`)
    .join(", ");

function table(engineName, run) {
  const base = BASE[engineName];
  const measured = run.cases.filter(({ subjects }) => own.some((name) => name in subjects));
  const facts = factRows(run).map(([label, text]) => `| ${label} | ${text} | | |`);
  const hasGoals = measured.some((each) => goalCell(each) !== "");
  const row = (cells) =>
    `| ${(hasGoals ? cells : cells.filter((_, at) => at !== 2)).join(" | ")} |`;
  return [
    `**${run.engine}**, ${run.cpu}, ${run.date}. Multiples of the time that ${base} takes; less is faster.`,
    ...(hasGoals ? [GOALS] : []),
    "",
    row(["", "witnesslock", "goal: must / stretch", "others"]),
    row(["---", "---", "---", "---"]),
    ...measured.map((each) => row([each.title, ourCell(each), goalCell(each), othersCell(each)])),
    ...facts.map((line) => (hasGoals ? line : line.replace(/ \|$/, ""))),
  ].join("\n");
}

/** What stands between the markers. */
export const block = (results) =>
  Object.keys(BASE)
    .filter((engineName) => engineName in results)
    .map((engineName) => table(engineName, results[engineName]))
    .join("\n\n");

/** The README with the block in it. */
export function withBlock(readme, results) {
  const [from, to] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (from < 0 || to < from) throw new Error("README.md has no bench markers");
  return `${readme.slice(0, from + BEGIN.length)}\n${block(results)}\n${readme.slice(to)}`;
}

const path = fileURLToPath(new URL("../../README.md", import.meta.url));

/** Writes the README, or with `check` fails where it would. */
export function updateReadme(check = false) {
  const before = readFileSync(path, "utf8");
  const after = withBlock(before, readResults());
  if (!check) writeFileSync(path, after);
  else if (after !== before) {
    throw new Error(
      "README.md shows another run than test/bench/results.json: node test/bench/readme.mjs",
    );
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) updateReadme(process.argv[2] === "--check");
