// Two builds of one source: the core with the verifier inlined, and the subpaths beside it. ESM only, nothing dynamic.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import license from "rollup-plugin-license";
import nodeResolve from "@rollup/plugin-node-resolve";
import typescript from "@rollup/plugin-typescript";

const root = fileURLToPath(new URL(".", import.meta.url));

/** Puts the committed module into a bundle, or a test, as base64 with its hash. */
export function wasmInline(path = `${root}wasm/witnesslock_verifier_bg.wasm`) {
  const id = "virtual:witnesslock-wasm";
  return {
    name: "wasm-inline",
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load(resolved) {
      if (resolved !== `\0${id}`) return null;
      const bytes = readFileSync(path);
      const [section] = WebAssembly.Module.customSections(
        new WebAssembly.Module(bytes),
        "witnesslock.sources",
      );
      const constants = {
        wasmBase64: bytes.toString("base64"),
        wasmSha256: createHash("sha256").update(bytes).digest("hex"),
        sourcesSha256: new TextDecoder().decode(section),
      };
      return Object.entries(constants)
        .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
        .join("\n");
    },
  };
}

const external = [/^node:/, /^@noble\/(curves|hashes)\//];

// A function, so that tests can import the plugin above without starting a compiler.
export default (dir = "dist") => ({
  input: {
    index: "src/index.ts",
    attester: "src/attester/index.ts",
    miden: "src/miden/index.ts",
    midnight: "src/midnight/index.ts",
    testing: "src/testing/index.ts",
    node: "src/node.ts",
    cli: "src/cli/main.ts",
  },
  external,
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
  output: {
    dir: typeof dir === "string" ? dir : "dist",
    hoistTransitiveImports: false,
    format: "es",
    entryFileNames: "[name].js",
    chunkFileNames: "[name]-[hash].js",
    sourcemap: false,
    banner: (chunk) => (chunk.name === "cli" ? "#!/usr/bin/env node" : ""),
  },
});
