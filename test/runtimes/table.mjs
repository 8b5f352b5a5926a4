/**
 * The support table: written by a run (matrix.json), put into the README by `npm run documents`.
 *
 *   node test/runtimes/table.mjs            writes the README's block
 *   node test/runtimes/table.mjs --check    fails where it shows something else than matrix.json
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const RECORDED = path("matrix.json");
const README = path("../../README.md");
const [BEGIN, END] = ["<!-- runtimes:begin -->", "<!-- runtimes:end -->"];

const HEADS = {
  verdicts: "same verdicts",
  calls: "attested fetch",
  slim: "slim",
  refused: "WebAssembly refused",
  mime: "media types",
  limits: "longest header read, bytes",
  remedies: "longer ones by",
};

/** The table of a run. */
export function markdown({ date, questions, rows }) {
  const names = Object.keys(HEADS);
  const lines = rows.map(
    ({ name, version = "absent", engine = "", cells, coldStartMs, failed }) => {
      const filled = names.map((cell) => cells[cell] ?? (failed.length > 0 && Object.keys(cells).length === 0 ? "✗" : "")); // prettier-ignore
      const cold = coldStartMs === undefined ? "" : `${coldStartMs} ms`;
      return `| ${[name, `${version}, ${engine}`, ...filled, cold].join(" | ")} |`;
    },
  );
  return [
    `| ${date}, ${questions} questions | version | ${Object.values(HEADS).join(" | ")} | cold start |`,
    `|---|---|${names.map(() => "---|").join("")}---|`,
    ...lines,
  ].join("\n");
}

/** Keeps a run for the README. */
export function record({ date, questions, rows }) {
  const kept = rows.map(({ name, version, engine, cells, coldStartMs, failed }) => {
    if (failed.length > 0) throw new Error(`${name} failed: not recorded`);
    return { name, version, engine, cells, ...(coldStartMs === undefined ? {} : { coldStartMs }), failed }; // prettier-ignore
  });
  writeFileSync(RECORDED, `${JSON.stringify({ date, questions, rows: kept }, null, 2)}\n`);
  writeFileSync(README, readme());
}

/**
 * What a run shows otherwise than the README: rows and cells, whatever the versions and times; and whether the README's whole
 * block is what the record gives, which this run does not change.
 */
export function agrees({ rows }) {
  if (!existsSync(RECORDED)) return ["nothing is recorded"];
  const { rows: recorded } = JSON.parse(readFileSync(RECORDED, "utf8"));
  const told = (list) => list.map(({ name, cells }) => `${name}: ${Object.keys(cells).join(", ")}`);
  const [here, there] = [told(rows), told(recorded)];
  return [
    ...here.filter((line) => !there.includes(line)),
    ...there.filter((line) => !here.includes(line)),
    ...stale(),
  ];
}

/** Nothing where the README's block is, to the letter, the recorded run's. */
export function stale() {
  return readme() === readFileSync(README, "utf8")
    ? []
    : ["README.md shows another table than test/runtimes/matrix.json: npm run documents"];
}

function readme() {
  const text = readFileSync(README, "utf8");
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < 0) throw new Error(`README.md has no ${BEGIN}`);
  const table = markdown(JSON.parse(readFileSync(RECORDED, "utf8")));
  return `${text.slice(0, from + BEGIN.length)}\n${table}\n${text.slice(to)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv[2] !== "--check") writeFileSync(README, readme());
  else for (const fault of stale()) throw new Error(fault);
}
