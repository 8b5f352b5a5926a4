/**
 * The packed tarball, as a stranger gets it: what is in it, what it imports, and that it works where it is installed.
 * Case 329: nothing of the simulated TEE reaches a production entry.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkSizes } from "./sizes.mjs";
import { checkDocumentation, checkTypes } from "./types.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const folder = mkdtempSync(join(tmpdir(), "witnesslock-package-"));
const run = (command, args, cwd = root) =>
  execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NO_COLOR: "1" },
  });
const say = (text) => console.log(text);

try {
  const [packed] = JSON.parse(
    run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder]),
  );
  const tarball = join(folder, packed.filename);
  const names = packed.files.map(({ path }) => path);
  say(`${packed.filename}: ${packed.files.length} files, ${packed.size} bytes packed`);
  for (const name of names) {
    assert.match(
      name,
      /^(dist|wasm)\/|^(package\.json|README\.md|LICENSE|SECURITY\.md|PROTOCOL\.md|CHANGELOG\.md)$/,
      name,
    );
    assert.doesNotMatch(name, /test\/|test-exports|\.rs$|fixtures/, name);
  }
  for (const name of ["preinstall", "install", "postinstall", "prepare"]) {
    assert.equal(manifest.scripts[name], undefined, `${name} would run on the user's machine`);
  }
  assert.equal(manifest.dependencies, undefined, "what is needed is bundled, with its licence");
  for (const version of Object.values(manifest.devDependencies)) {
    assert.match(version, /^\d+\.\d+\.\d+$/, "dependencies are pinned");
  }
  const licences = readFileSync(join(root, "dist/THIRD-PARTY-LICENSES.txt"), "utf8");
  for (const name of [
    "@noble/curves",
    "@noble/hashes",
    "@noble/post-quantum",
    "@noble/ciphers",
    "hpke",
    "@panva/hpke-noble",
  ]) {
    assert.match(licences, new RegExp(`^Name: ${name}$`, "m"), `the licence of ${name}`);
  }
  const lock = readFileSync(join(root, "package-lock.json"), "utf8");
  assert.doesNotMatch(lock, /"resolved"/, "the lockfile names a registry");
  say("contents, scripts, dependencies, licences: as they must be");

  const closure = (path, seen = new Set()) => {
    if (seen.has(path)) return seen;
    seen.add(path);
    const text = readFileSync(join(root, path), "utf8");
    for (const [, name] of text.matchAll(/from\s*['"](\.\.?\/[^'"]+\.js)['"]/g))
      closure(join(dirname(path), name), seen);
    return seen;
  };
  const textOf = (entry) =>
    [...closure(`dist/${entry}.js`)].map((path) => readFileSync(join(root, path), "utf8")).join("");
  const SIMULATED = /asn1js|ASN1|simulated-tee|authorityKey|1\.3\.6\.1\.4\.1\.3704/;
  for (const [entry, isSimulated] of [
    ["index", false],
    ["attester", false],
    ["miden", false],
    ["midnight", false],
    ["slim/slim", false],
    ["sealing", false],
    ["workerd/index", false],
    ["workerd/miden", false],
    ["workerd/midnight", false],
    ["edge-light/index", false],
    ["node", false],
    ["testing", true],
  ]) {
    const text = textOf(entry);
    assert.equal(SIMULATED.test(text), isSimulated, `the simulated TEE in dist/${entry}.js`);
    assert.equal(
      /from\s*['"]node:/.test(text),
      entry === "node",
      `Node's modules in dist/${entry}.js`,
    );
    // The module that begins a page's worker is text, and loads two others in their order.
    const own = text.replace(/const source = \[[\s\S]*?\]\.join/, "");
    assert.doesNotMatch(own, /\bimport\s*\(/, `dynamic import in dist/${entry}.js`);
    assert.doesNotMatch(text, /PRIVATE KEY/, `a key in dist/${entry}.js`);
  }
  say("the simulated TEE is in witnesslock/testing and the command line alone");
  for (const [entry, verifies] of [
    ["index", true],
    ["attester", false],
    ["sealing", false],
    ["node", false],
    ["testing", false],
  ]) {
    assert.equal(/\bwasmGzip\b/.test(textOf(entry)), verifies, `the verifier in dist/${entry}.js`);
  }
  say("what verifies nothing loads no verifier");

  say(run("npx", ["publint", "--strict", tarball]).trim());
  say(
    run("npx", [
      "attw",
      tarball,
      "--profile",
      "esm-only",
      "--no-color",
      "--exclude-entrypoints",
      "./policy.schema.json",
    ]).trim(),
  );

  const consumer = join(folder, "consumer");
  mkdirSync(consumer);
  writeFileSync(join(consumer, "package.json"), '{"type":"module","private":true}');
  run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", tarball], consumer);
  const installed = readdirSync(join(consumer, "node_modules"));
  assert.deepEqual(installed.filter((name) => !name.startsWith(".")).sort(), ["witnesslock"]);
  for (const name of ["attested-call.mjs", "appraise.mjs", "tdx.mjs"]) {
    writeFileSync(join(consumer, name), readFileSync(join(root, "examples", name)));
  }
  writeFileSync(join(consumer, "main.mjs"), readFileSync(join(root, "test/package/consumer.mjs")));
  say(run(process.execPath, ["main.mjs"], consumer).trim());
  say(run("npx", ["--no-install", "witnesslock", "demo"], consumer).trim().split("\n").at(-1));

  await checkTypes(consumer, say);
  await checkSizes(consumer, packed.size, say);
  await checkDocumentation(say);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
