// One source: the core and its subpaths, for runtimes that compile WebAssembly and for those that do not. ESM only, nothing dynamic.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import license from "rollup-plugin-license";
import nodeResolve from "@rollup/plugin-node-resolve";
import typescript from "@rollup/plugin-typescript";
import { FLAVOURS, flavour, moduleChunk } from "./rollup.flavours.mjs";
import { lazy, lazyChunk } from "./rollup.lazy.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));

/** Puts the committed module into a bundle, or a test, as base64 of its gzip; and its hash, apart from it. */
export function wasmInline(path = `${root}wasm/witnesslock_verifier_bg.wasm`) {
  const WASM = "virtual:witnesslock-wasm";
  const IDENTITY = "virtual:witnesslock-identity";
  return {
    name: "wasm-inline",
    resolveId: (source) => (source === WASM || source === IDENTITY ? `\0${source}` : null),
    load(resolved) {
      if (resolved !== `\0${WASM}` && resolved !== `\0${IDENTITY}`) return null;
      const bytes = readFileSync(path);
      if (resolved === `\0${WASM}`) {
        const packed = gzipSync(bytes, { level: 9 }).toString("base64");
        return `export const wasmGzip = ${JSON.stringify(packed)};`;
      }
      const [section] = WebAssembly.Module.customSections(
        new WebAssembly.Module(bytes),
        "witnesslock.sources",
      );
      const wasmSha256 = createHash("sha256").update(bytes).digest("hex");
      return [
        `export const wasmSha256 = ${JSON.stringify(wasmSha256)};`,
        `export const sourcesSha256 = ${JSON.stringify(new TextDecoder().decode(section))};`,
      ].join("\n");
    },
  };
}

const external = [/^node:/];

// A function, so that tests can import the plugin above without starting a compiler.
export default (dir = "dist") => ({
  input: {
    index: "src/index.ts",
    slim: "src/slim.ts",
    sealing: "src/sealing/index.ts",
    attester: "src/attester/index.ts",
    miden: "src/miden/index.ts",
    midnight: "src/midnight/index.ts",
    testing: "src/testing/index.ts",
    node: "src/node.ts",
    cli: "src/cli/main.ts",
  },
  external,
  // What is imported for its side effects alone is left out: no dependency has any.
  // The hybrids of @noble/post-quantum that nothing here uses would be made at import, with P-256 and P-384.
  treeshake: { moduleSideEffects: "no-external", manualPureFunctions: ["QSF", "ecdhKem"] },
  plugins: [
    wasmInline(),
    nodeResolve({ preferBuiltins: true }),
    // What is bundled keeps its licence beside it.
    license({
      thirdParty: {
        allow: { test: "(MIT OR Apache-2.0 OR ISC OR BSD-3-Clause)", failOnViolation: true },
        output: `${typeof dir === "string" ? dir : "dist"}/THIRD-PARTY-LICENSES.txt`,
      },
    }),
    // Transpiles; the declarations are tsc's own.
    typescript({
      tsconfig: "./src/tsconfig.json",
      compilerOptions: {
        declaration: false,
        emitDeclarationOnly: false,
        module: "ESNext",
        moduleResolution: "bundler",
        outDir: typeof dir === "string" ? dir : "dist",
      },
    }),
  ],
  output: Object.keys(FLAVOURS).map((folder) => ({
    dir: typeof dir === "string" ? dir : "dist",
    plugins: [lazy, flavour(folder)],
    manualChunks: (id) => moduleChunk(id, folder) ?? lazyChunk(id),
    // The same names in every folder.
    minifyInternalExports: false,
    // Hoisted, they are imports of no name, and esbuild warns its user of each where a package has no side effects.
    hoistTransitiveImports: false,
    format: "es",
    entryFileNames: `${folder}[name].js`,
    chunkFileNames: `${folder}[name].js`,
    sourcemap: false,
    banner: (chunk) => (chunk.name === "cli" ? "#!/usr/bin/env node" : ""),
  })),
});
