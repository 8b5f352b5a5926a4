/** One file for runtimes that take no packages, by esbuild: what wrangler, Vercel and makers of extensions use. */
import { copyFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { install } from "./install.mjs";

/** @returns the names of WebAssembly files that the bundle imports and that now lie beside it */
export async function bundle({ folder, entry, out, conditions, define = {}, global }) {
  const tools = createRequire(join(await install("tools"), "package.json"));
  const wasm = new Set();
  const modules = {
    name: "wasm-modules",
    setup(build) {
      build.onResolve(
        { filter: /\.wasm(\?module)?$/ },
        async ({ path, resolveDir, pluginData }) => {
          if (pluginData === "inner") return undefined;
          const plain = path.replace("?module", "");
          const found = await build.resolve(plain, { kind: "import-statement", resolveDir, pluginData: "inner" }); // prettier-ignore
          if (global !== undefined) return { path: found.path, namespace: "global-module" };
          const name = basename(found.path);
          copyFileSync(found.path, join(folder, name));
          wasm.add(name);
          return { path: `./${name}`, external: true };
        },
      );
      // What Vercel's build does: the module is a global of the VM.
      build.onLoad({ filter: /./, namespace: "global-module" }, () => ({
        contents: "export default globalThis.verifierModule;",
      }));
    },
  };
  await tools("esbuild").build({
    absWorkingDir: folder,
    entryPoints: [entry],
    outfile: out,
    bundle: true,
    format: global === undefined ? "esm" : "iife",
    ...(global === undefined ? {} : { globalName: global }),
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: [...conditions, "import"],
    define,
    plugins: [modules],
    logLevel: "silent",
  });
  return { wasm: [...wasm] };
}
