/**
 * `npm run test:bundlers`: a page with every bundler, from the packed tarball, opened in Chromium and asked what every runtime
 * is asked. Case 299: the same verdicts. Case 325: what a tree-shaker and a minifier leave runs the tests of the cases.
 *
 *   node test/bundlers/check.mjs [part of a name...]   only these
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { withChromium } from "../runtimes/browsers.mjs";
import { makeFixture } from "../runtimes/fixture.mjs";
import { RUNTIMES as FOLDER } from "../runtimes/install.mjs";
import * as judge from "../runtimes/judge.mjs";
import { run, within } from "../runtimes/processes.mjs";
import { load, makeProject, pack } from "../runtimes/project.mjs";
import { serveSite } from "../runtimes/site.mjs";
import { BUNDLERS, versionOf } from "./bundlers.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const words = process.argv.slice(2);
const chosen = BUNDLERS.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word))); // prettier-ignore
const began = performance.now();
const tarball = await pack(join(FOLDER, "tarball-bundlers"));
const folderOf = (name) => join(FOLDER, "bundlers", name.replace(/\W+/g, "-").toLowerCase());
const installed = await load(await makeProject(join(FOLDER, "bundlers/reference"), tarball));
const { fixture, reference, close } = await makeFixture(installed);
const rows = [];

await withChromium(async (context) => {
  for (const bundler of chosen) rows.push(...(await buildAndAsk(context, bundler)));
});
close();

async function buildAndAsk(context, bundler) {
  const start = performance.now();
  const found = [];
  let [version, page, server] = ["", undefined, undefined];
  const note = (name, answers) => {
    const row = { name, version, failed: [], cells: {} };
    for (const [cell, check] of cellsOf(answers)) {
      try {
        row.cells[cell] = check();
      } catch (error) {
        row.failed.push(`${cell}: ${String(error.message).slice(0, 1500)}`);
      }
    }
    row.seconds = Math.round((performance.now() - start) / 1000);
    found.push(row);
    say(row);
  };
  try {
    const packages = Object.entries(bundler.packages).map(([name, release]) => `${name}@${release}`); // prettier-ignore
    const folder = await makeProject(folderOf(bundler.name), tarball, packages);
    rmSync(join(folder, "dist"), { recursive: true, force: true });
    version = await versionOf(folder, bundler);
    server = await bundler.build(folder);
    const site = await serveSite(join(folder, "dist"), fixture);
    try {
      page = await context.newPage();
      const id = bundler.name;
      const answer = site.waitFor(id);
      const told = new URLSearchParams({ fixture: `${site.url}/fixture.json`, result: `${site.url}/result?id=${id}` }); // prettier-ignore
      const address = server?.url ?? `${site.url}/index.html`;
      await page.goto(`${address}${server === undefined ? "" : "/"}?${told}`);
      note(bundler.name, await within(answer, 120_000, `the page of ${bundler.name}`));
      for (const handler of bundler.handlers ?? []) {
        const response = await fetch(`${server.url}/${handler}`, {
          method: "POST",
          body: JSON.stringify(fixture),
          signal: AbortSignal.timeout(120_000),
        });
        note(`${bundler.name.replace(", client", "")}, ${handler}`, await response.json());
      }
    } finally {
      site.close();
    }
  } catch (error) {
    const row = { name: bundler.name, version, failed: [String(error.stack ?? error).slice(0, 3000)], cells: {} }; // prettier-ignore
    found.push(row);
    say(row);
  } finally {
    await page?.close();
    server?.close();
  }
  return found;
}

function cellsOf(answers) {
  if (answers.crashed !== undefined) throw new Error(answers.crashed);
  return [
    ["verdicts", () => judge.sameVerdicts(answers, fixture, reference)],
    ["calls", () => judge.calls(answers)],
    ["limits", () => judge.limits(answers)],
    ...(answers.slim === undefined ? [] : [["slim", () => judge.slim(answers)]]),
  ];
}

function say({ name, version, seconds = "", failed }) {
  console.log(`${failed.length === 0 ? "ok    " : "FAILED"} ${name} ${version} (${seconds} s)`);
  for (const failure of failed) console.log(`       ${failure}`);
}

const library = join(folderOf("rollup, terser"), "library.min.mjs");
if (rows.some(({ name, failed }) => name === "rollup, terser" && failed.length === 0)) {
  const bytes = readFileSync(library);
  console.log(`the minified library: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} gzipped`); // prettier-ignore
  const config = ["--config", "test/bundlers/vitest.config.ts"];
  const env = { WITNESSLOCK_LIBRARY: library };
  const said = await run("npx", ["vitest", "run", ...config], { cwd: root, env, timeoutMs: 900_000 }).catch((error) => error); // prettier-ignore
  const passed = typeof said === "string";
  rows.push({ name: "tests of the cases, on what rollup and terser leave", version: "", cells: {}, failed: passed ? [] : [said.message] }); // prettier-ignore
  say(rows.at(-1));
  if (passed) console.log(said.split("\n").filter((line) => /Tests|Test Files/.test(line)).join("\n")); // prettier-ignore
}

const COLUMNS = {
  verdicts: "same verdicts",
  calls: "attested fetch",
  slim: "slim, module as an asset",
};
console.log(
  `\n| bundler | version | ${Object.values(COLUMNS).join(" | ")} |\n|---|---|---|---|---|`,
);
for (const { name, version, cells, failed } of rows) {
  const filled = Object.keys(COLUMNS).map((cell) => cells[cell] ?? (failed.length > 0 ? "✗" : ""));
  console.log(`| ${[name, version, ...filled].join(" | ")} |`);
}
writeFileSync(join(FOLDER, "bundlers.json"), `${JSON.stringify(rows, null, 2)}\n`);
console.log(`\n${Math.round((performance.now() - began) / 1000)} s`);
process.exit(rows.every(({ failed }) => failed.length === 0) ? 0 : 1);
