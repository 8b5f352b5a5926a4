// One build, several folders: what differs between runtimes is how the verifier's module gets into the code.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL(".", import.meta.url));

/** The one file that differs; where the module is inside the code, it is inside `core.js`. */
const MODULE = "verifier-module.js";

/** Folder of `dist`: the source file that takes the place of `src/entry-inline.ts`, and the entries that are written. */
export const FLAVOURS = {
  "": { entry: "entry-inline", names: /^(?!slim$)/ },
  "workerd/": { entry: "entry-workerd", names: /^(index|miden|midnight)$/ },
  "edge-light/": { entry: "entry-edge-light", names: /^(index|miden|midnight)$/ },
  "slim/": { entry: "entry-slim", names: /^slim$/ },
};

/** What the attester and the simulated TEE need too, or what all files need: together, because every file costs a start's time. */
const SHARED =
  /src\/(binding|bounded-body|bytes|channel-binding|errors|evidence-trailer|grpc-web-frames|growing-bytes|gzip|input|listener|node-fetch|protocol|sealing\/media-types|sha2|strict-json)\.ts$/;
/** What every entry with a verifier has. */
const CORE = /src\/(attested-fetch|cache-indexed-db|cache-memory|stapler)\.ts$/;

/**
 * For `output.manualChunks`: the file that differs, alone where another takes its place; and apart from it what it needs, which
 * would be drawn into it.
 */
export function moduleChunk(id, folder) {
  if (/entry-inline\.ts$|virtual:witnesslock-wasm$/.test(id))
    return folder === "" ? "core" : "verifier-module";
  if (SHARED.test(id)) return "shared";
  return CORE.test(id) ? "core" : undefined;
}

/** For `output.plugins`: writes one flavour. What does not depend on the module is taken from `dist` itself, not copied. */
export function flavour(folder) {
  const { entry, names } = FLAVOURS[folder];
  const file = `${folder}${MODULE}`;
  return {
    name: `flavour-${entry}`,
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter(({ type }) => type === "chunk");
      const entries = chunks.filter(({ isEntry, name }) => isEntry && names.test(name));
      const reached = new Set(entries.flatMap((chunk) => [...closure(bundle, chunk)]));
      const isOwn = (chunk) => folder === "" || closure(bundle, chunk).has(file);
      const kept = chunks.filter((chunk) => reached.has(chunk.fileName) && isOwn(chunk));
      const shared = chunks
        .filter((chunk) => !kept.includes(chunk))
        .map(({ fileName }) => fileName);
      for (const fileName of shared) delete bundle[fileName];
      for (const chunk of kept) {
        for (const other of chunk.imports.filter((name) => shared.includes(name))) {
          const name = other.slice(folder.length);
          chunk.code = chunk.code.replaceAll(`'./${name}'`, `'../${name}'`);
        }
      }
      if (folder === "") return;
      const { exports } = bundle[file];
      if (exports.join() !== "shipped") throw new Error(`${file} exports ${exports.join()}`);
      bundle[file].code = transpiled(entry);
    },
  };
}

function closure(bundle, chunk, seen = new Set()) {
  if (chunk === undefined || seen.has(chunk.fileName)) return seen;
  seen.add(chunk.fileName);
  for (const name of chunk.imports) closure(bundle, bundle[name], seen);
  return seen;
}

function transpiled(entry) {
  const source = readFileSync(join(root, "src", `${entry}.ts`), "utf8");
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(source, { compilerOptions });
  // From src/ it is one folder up to wasm/, from dist/workerd/ two.
  return outputText.replaceAll('"../wasm/', '"../../wasm/');
}
