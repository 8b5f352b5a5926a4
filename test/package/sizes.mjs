/**
 * What the package weighs, as a user's bundler leaves it: minified by esbuild, gzipped. `limit` in budgets.json is what holds
 * today, `target` what is aimed at; where they differ a line says so. Nothing of sealing is in a bundle that does not seal.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { install } from "../runtimes/install.mjs";

const BUDGETS = JSON.parse(readFileSync(new URL("budgets.json", import.meta.url), "utf8"));

/** Words of HPKE, of Oblivious HTTP and of its curves, and the file that holds these. */
const SEALING = ["HPKE-v1", "message/bhttp", "x25519", "dist/oblivious-http.js"];

/** @param project - a folder where the tarball is installed */
export async function checkSizes(project, tarballBytes, say) {
  const { build } = createRequire(join(await install("tools"), "package.json"))("esbuild");
  const bundle = async (contents) => {
    const stdin = { contents, resolveDir: project };
    const options = {
      stdin,
      bundle: true,
      minify: true,
      format: "esm",
      write: false,
      metafile: true,
    };
    const { outputFiles, metafile } = await build({ ...options, logLevel: "silent" });
    const [{ text }] = outputFiles;
    const [{ inputs }] = Object.values(metafile.outputs);
    const parts = Object.keys(inputs).filter((path) => inputs[path].bytesInOutput > 0);
    return { gzip: gzipSync(text, { level: 9 }).length, all: text + parts.join() };
  };
  const wasm = readFileSync(
    join(project, "node_modules/witnesslock/wasm/witnesslock_verifier_bg.wasm"),
  );
  const wasmGzip = gzipSync(wasm, { level: 9 }).length;
  const verdicts = await bundle('export { appraise, authenticate, init } from "witnesslock"');
  const slimVerdicts = await bundle(
    'export { appraise, authenticate, init } from "witnesslock/slim"',
  );
  const slim = await bundle('export * from "witnesslock/slim"');
  const whole = await bundle('export * from "witnesslock"');
  const sealing = await bundle('export * from "witnesslock/sealing"');
  const measured = {
    "wasm, raw": wasm.length,
    "wasm, gzip": wasmGzip,
    "default entry, verdicts: above the wasm, gzip": verdicts.gzip - wasmGzip,
    "default entry, all of it: above the wasm, gzip": whole.gzip - wasmGzip,
    "slim, verdicts: gzip": slimVerdicts.gzip,
    "slim, all of it: gzip": slim.gzip,
    "sealing: gzip": sealing.gzip,
    tarball: tarballBytes,
  };
  assert.deepEqual(Object.keys(measured), Object.keys(BUDGETS));
  for (const [name, { limit, target }] of Object.entries(BUDGETS)) {
    const bytes = measured[name];
    const aim = typeof target === "number" ? target : wasmGzip * 0.4 + 15_000;
    const note = bytes > aim ? `; aimed at: ${Math.round(aim)}` : "";
    say(`${name}: ${bytes} bytes, at most ${limit}${note}`);
    assert.ok(bytes <= limit, `${name}: ${bytes} bytes are above ${limit}`);
  }
  for (const words of SEALING) {
    assert.ok(whole.all.includes(words), `"${words}" is found where sealing is`);
    for (const { all } of [verdicts, slimVerdicts, slim]) {
      assert.ok(!all.includes(words), `"${words}" in a bundle that does not seal`);
    }
  }
  say("bundles that do not seal hold nothing of HPKE, binary HTTP and curves");
}
