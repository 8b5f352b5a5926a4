// Builds wasm/ from this crate, reproducibly: the same compiler and tools give the same bytes in any folder.
//
//   node rust-verifier/build-wasm.mjs                builds wasm/ and its PROVENANCE.json
//   node rust-verifier/build-wasm.mjs --check        rebuilds elsewhere and compares
//   node rust-verifier/build-wasm.mjs --test-exports builds build/test-exports/ (primitives and a panic; never shipped)
//
// Needs: rustc with the target wasm32-unknown-unknown, wasm-pack, wasm-bindgen-cli of Cargo.lock's version; wasm-opt comes
// from node_modules.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { trappingSysroot } from "./wasm-sysroot.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const crate = join(root, "rust-verifier");
const NAME = "witnesslock_verifier";
const OPTIMISER = [
  "--flatten",
  "--rereloop",
  "-Oz",
  // A runtime compiles a function when it is first called, whole: a room that is not entered must not stand in another.
  "--one-caller-inline-max-function-size=250",
  "--converge",
  // A sum of an address and a constant becomes the load's own offset, which does not wrap around: the two differ only where
  // the sum would come to lie in the first KiB, and there is nothing but the far end of the stack.
  "--low-memory-unused",
  "--optimize-added-constants-propagate",
  "--strip-debug",
  "--strip-producers",
  "--strip-target-features",
];
const FEATURES = [
  "--enable-bulk-memory",
  "--enable-sign-ext",
  "--enable-mutable-globals",
  "--enable-nontrapping-float-to-int",
  "--enable-reference-types",
  "--enable-multivalue",
];

/** SHA-256 of a file or bytes, hexadecimal. */
export const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** One hash over every file that the module is made of, by path; it needs no Rust, so every test run compares it. */
export function hashSources() {
  const files = [
    ...sources(join(crate, "src")),
    ...sources(join(crate, "arithmetic/src")),
    join(crate, "Cargo.toml"),
    join(crate, "arithmetic/Cargo.toml"),
    join(crate, "Cargo.lock"),
  ];
  const lines = files.map((file) => {
    const path = relative(root, file).replaceAll("\\", "/");
    return `${path} ${sha256(readFileSync(file, "utf8").replaceAll("\r\n", "\n"))}\n`;
  });
  return sha256(lines.sort().join(""));
}

const run = (command, args, env = {}) =>
  execFileSync(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });

const version = (command) => run(command, ["--version"]).trim();

function tools() {
  const optimiser = join(root, "node_modules/.bin/wasm-opt");
  return {
    rustc: version("rustc"),
    wasmPack: version("wasm-pack"),
    wasmBindgen: version("wasm-bindgen"),
    wasmOpt: version(optimiser),
  };
}

function build(out, extra = []) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  // Paths of this machine must not reach the module, and names of symbols must not depend on them.
  const cargoHome = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
  const remappings = [
    `--remap-path-prefix=${cargoHome}=/cargo`,
    `--remap-path-prefix=${root.replace(/\/$/, "")}=/witnesslock`,
    `--remap-path-prefix=${run("rustc", ["--print", "sysroot"]).trim()}=/rustc`,
  ];
  // Calls are small and copies are not: only what is no larger than its call is copied into its callers, and what is fast
  // for being there says so itself.
  const inlining = ["-Cllvm-args=--inline-threshold=8"];
  const trapping = trappingSysroot(join(root, "build/wasm-sysroot"), remappings);
  if (!trapping)
    console.log(
      "This compiler cannot build the standard library so that panics only trap: the module carries their sentences.",
    );
  run(
    "wasm-pack",
    [
      "build",
      crate,
      "--release",
      "--target",
      "web",
      "--no-pack",
      "--mode",
      "no-install",
      "--out-name",
      NAME,
      "--out-dir",
      out,
      "--",
      "--locked",
      ...extra,
    ],
    {
      CARGO_ENCODED_RUSTFLAGS: [...(trapping?.flags ?? []), ...remappings, ...inlining].join(
        "\x1f",
      ),
      SOURCE_DATE_EPOCH: "0",
      ...trapping?.environment,
    },
  );
  rmSync(join(out, ".gitignore"), { force: true });
  const module = join(out, `${NAME}_bg.wasm`);
  run(join(root, "node_modules/.bin/wasm-opt"), [...FEATURES, ...OPTIMISER, module, "-o", module]);
  const bytes = Buffer.concat([readFileSync(module), buildIdentity()]);
  writeFileSync(module, bytes);
  return bytes;
}

/** A custom section that names the sources: what a loader compares where it has a compiled module and no bytes. */
function buildIdentity() {
  const [name, identity] = [Buffer.from("witnesslock.sources"), Buffer.from(hashSources())];
  const length = 1 + name.length + identity.length;
  return Buffer.concat([Buffer.from([0, length, name.length]), name, identity]);
}

function main(mode) {
  if (mode === "--test-exports") {
    const bytes = build(join(root, "build/test-exports"), ["--features", "test-exports"]);
    console.log(`build/test-exports: ${bytes.length} bytes`);
    return;
  }
  const provenancePath = join(root, "wasm/PROVENANCE.json");
  if (mode === "--check") {
    const recorded = JSON.parse(readFileSync(provenancePath, "utf8"));
    const out = join(root, "build/wasm-check");
    const bytes = build(out);
    const now = tools();
    const different = Object.keys(now).filter((tool) => now[tool] !== recorded.tools[tool]);
    if (sha256(bytes) === recorded.wasmSha256) {
      for (const name of readdirSync(out)) {
        if (
          sha256(readFileSync(join(out, name))) !== sha256(readFileSync(join(root, "wasm", name)))
        ) {
          throw new Error(`wasm/${name} is not what its sources give; run npm run wasm`);
        }
      }
      console.log(`wasm/ is what its sources give, byte for byte (${recorded.wasmSha256})`);
      return;
    }
    if (different.length === 0) {
      throw new Error(
        "wasm/ is not what its sources give with the recorded tools; run npm run wasm and commit the result",
      );
    }
    for (const tool of different)
      console.log(`${tool}: recorded ${recorded.tools[tool]}, here ${now[tool]}`);
    console.log(
      "The bytes differ, as other tools may give others; the conformance tests now run on the module built here.",
    );
    run("npx", ["vitest", "run", "test/conformance"], {
      WITNESSLOCK_WASM: join(out, `${NAME}_bg.wasm`),
    });
    console.log("The module built here passes the conformance tests.");
    return;
  }
  const out = join(root, "build/wasm");
  const bytes = build(out);
  mkdirSync(join(root, "wasm"), { recursive: true });
  for (const name of readdirSync(out)) copyFileSync(join(out, name), join(root, "wasm", name));
  const provenance = {
    tools: tools(),
    optimiser: OPTIMISER,
    wasmBytes: bytes.length,
    wasmSha256: sha256(bytes),
    sourcesSha256: hashSources(),
  };
  writeFileSync(provenancePath, `${JSON.stringify(provenance, null, 2)}\n`);
  console.log(`wasm/: ${bytes.length} bytes, SHA-256 ${provenance.wasmSha256}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv[2] === "--hash") console.log(hashSources());
  else main(process.argv[2]);
}
