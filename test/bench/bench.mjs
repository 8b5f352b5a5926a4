/**
 * `npm run bench`: the place to look. Primitives and whole verdicts, keys seen before and at first sight, against node:crypto
 * and everybody else who can do the same, interleaved; fresh processes; memory; sizes; what a sealed call costs.
 *
 *   npm run bench                    in this Node; writes build/bench.json
 *   npm run bench -- --browser       in headless Chromium; writes build/bench-chromium.json
 *   npm run bench -- --quick         few rounds, to see that it runs; its figures mean nothing
 *   npm run bench -- --only p384     the cases whose id contains this, and nothing else
 *   npm run bench -- --record        also into test/bench/results.json and the README
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { BASE, CASES } from "./cases.mjs";
import { caseText } from "./console-table.mjs";
import { chromiumCases } from "./chromium.mjs";
import { coldStarts } from "./cold-starts.mjs";
import { environment } from "./environment.mjs";
import { factText } from "./facts.mjs";
import { flow } from "./flow.mjs";
import { processStarter } from "./fresh-process.mjs";
import { makeInputs } from "./inputs.mjs";
import { FULL, QUICK } from "./interleave.mjs";
import { measure } from "./measure.mjs";
import { memoryAfter } from "./memory.mjs";
import { installPeers } from "./peers.mjs";
import { updateReadme } from "./readme.mjs";
import { record } from "./results.mjs";
import { sizes } from "./sizes.mjs";
import { subjectsIn } from "./subjects/index.mjs";

const KNOWN = ["--quick", "--browser", "--record", "--only"];
const given = process.argv.slice(2);
const only = given.includes("--only") ? given[given.indexOf("--only") + 1] : "";
const unknown = given.find((word) => !KNOWN.includes(word) && (word !== only || only === ""));
if (unknown !== undefined) throw new Error(`unknown: ${unknown}; there is ${KNOWN.join(", ")}`);
const [quick, browser, recorded] = KNOWN.slice(0, 3).map((word) => given.includes(word));
if (recorded && (quick || only !== "")) throw new Error("only a whole, slow run is recorded");

const pace = quick ? QUICK : FULL;
const cases = CASES.filter(({ id }) => id.includes(only));
const say = (result) => console.log(caseText(result));

async function inNode(inputs) {
  const { node, v8, openssl } = process.versions;
  const run = { engine: `Node ${node}, V8 ${v8}, OpenSSL ${openssl}`, cases: [] };
  const subjects = await subjectsIn("node");
  for (const each of cases) {
    const result = await measure(each, subjects, inputs, environment, BASE.node, pace);
    say(result);
    run.cases.push(result);
  }
  if (only !== "") return run;
  const where = { engineName: "node", what: "process", base: BASE.node, measured: run.cases };
  const starts = await coldStarts(where, processStarter(inputs), quick);
  starts.forEach(say);
  run.cases.push(...starts);
  const facts = {
    memory: memoryAfter(quick ? 300 : 10_000),
    sizes: sizes(),
    flow: await flow(quick),
  };
  console.log(factText(facts));
  return { ...run, ...facts };
}

installPeers(browser ? ["@tinfoilsh/verifier", "esbuild"] : ["@tinfoilsh/verifier"]);
const inputs = await makeInputs();
const engineName = browser ? "chromium" : "node";
const run = {
  date: new Date().toISOString().slice(0, 10),
  cpu: `${cpus()[0]?.model.trim()}, ${cpus().length} cores`,
  ...(await (browser
    ? chromiumCases(cases, inputs, { pace, quick, withStarts: only === "" }, say)
    : inNode(inputs))),
};
console.log(
  `\n${run.engine}, ${run.cpu}, ${run.date}${quick ? "; quick: figures mean nothing" : ""}`,
);

const file = browser ? "build/bench-chromium.json" : "build/bench.json";
mkdirSync(new URL("../../build/", import.meta.url), { recursive: true });
writeFileSync(
  new URL(`../../${file}`, import.meta.url),
  `${JSON.stringify({ ...run, quick }, null, 2)}\n`,
);
console.log(`written: ${file}`);
if (recorded) {
  record(engineName, run);
  updateReadme();
  console.log("recorded: test/bench/results.json, README.md");
}
