/**
 * `npm run test:runtimes`: the packed tarball, installed as a user would, in every runtime. Case 299: one verdict in all of
 * them. Case 295: WebAssembly forbidden, absent, or served wrongly, for real. A runtime that cannot be had is a failure.
 *
 *   node test/runtimes/check.mjs [part of a name...]   only these
 *   node test/runtimes/check.mjs --record              and writes matrix.json, from which the README's table is made
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeFixture } from "./fixture.mjs";
import { RUNTIMES as FOLDER } from "./install.mjs";
import * as judge from "./judge.mjs";
import { within } from "./processes.mjs";
import { load, makeProject, pack } from "./project.mjs";
import { RUNTIMES } from "./runners/index.mjs";
import { serveSite } from "./site.mjs";
import { agrees, markdown, record } from "./table.mjs";

const words = process.argv.slice(2).filter((word) => word !== "--record");
const chosen = RUNTIMES.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word))); // prettier-ignore
const MAX_RUN_MS = 300_000;

const began = performance.now();
const tarball = await pack(join(FOLDER, "tarball"));
const project = await makeProject(join(FOLDER, "project"), tarball);
const installed = await load(project);
const { fixture, reference, close } = await makeFixture(installed);
const fixturePath = join(project, "fixture.json");
writeFileSync(fixturePath, JSON.stringify(fixture));
const site = await serveSite(project, fixture);

const rows = [];
for (const runtime of chosen) {
  const row = await runOne(runtime);
  rows.push(row);
  console.log(`${row.failed.length === 0 ? "ok    " : "FAILED"} ${row.name} ${row.version ?? ""} (${row.seconds} s)`); // prettier-ignore
  for (const failure of row.failed) console.log(`       ${failure}`);
}
site.close();
close();

async function runOne(runtime) {
  const { name, run } = runtime;
  const start = performance.now();
  const row = { name, cells: {}, failed: [] };
  try {
    const answers = await within(run({ project, fixturePath, site }), MAX_RUN_MS, name);
    if (answers.crashed !== undefined) throw new Error(answers.crashed);
    row.version = answers.version;
    row.engine = answers.engine;
    row.limits = answers.limits;
    row.message = answers.refused?.verdict.error.message;
    if (answers.coldStartMs !== undefined) row.coldStartMs = Math.round(answers.coldStartMs);
    for (const [cell, check] of cellsOf(runtime, answers)) {
      try {
        row.cells[cell] = check();
      } catch (error) {
        row.cells[cell] = "✗";
        row.failed.push(`${cell}: ${String(error.message).slice(0, 1500)}`);
      }
    }
  } catch (error) {
    row.failed.push(String(error.stack ?? error).slice(0, 3000));
  }
  row.seconds = Math.round((performance.now() - start) / 1000);
  return row;
}

function cellsOf({ refusedOnly = false }, answers) {
  const refused = ["refused", () => judge.refused(answers)];
  if (refusedOnly) return [refused];
  return [
    ["verdicts", () => judge.sameVerdicts(answers, fixture, reference)],
    ["calls", () => judge.calls(answers)],
    ["slim", () => judge.slim(answers)],
    ["limits", () => judge.limits(answers)],
    ...(answers.limitsByFlag === undefined ? [] : [["remedies", () => judge.remedies(answers)]]),
    ...(answers.refused === undefined ? [] : [refused]),
    ...(answers.mime === undefined ? [] : [["mime", () => judge.mime(answers)]]),
  ];
}

const matrix = { date: new Date().toISOString().slice(0, 10), questions: fixture.questions.length, rows }; // prettier-ignore
mkdirSync(FOLDER, { recursive: true });
writeFileSync(join(FOLDER, "matrix.json"), `${JSON.stringify(matrix, null, 2)}\n`);
console.log(`\n${markdown(matrix)}\n`);
console.log(`${Math.round((performance.now() - began) / 1000)} s; the whole answer: build/runtimes/matrix.json`); // prettier-ignore
if (process.argv.includes("--record")) record(matrix);
const failed = rows.filter((row) => row.failed.length > 0);
const different = words.length === 0 ? agrees(matrix) : [];
for (const line of different) console.log(`the README's table differs: ${line} (npm run test:runtimes -- --record)`); // prettier-ignore
process.exit(failed.length + different.length === 0 ? 0 : 1);
