/** Every bundler: what it needs, how a page is built with it, and how the built page is opened. */
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { install } from "../runtimes/install.mjs";
import { begin, run, within } from "../runtimes/processes.mjs";

const here = fileURLToPath(new URL("./", import.meta.url));
const bin = (folder, name) => join(folder, "node_modules/.bin", name);
const BUILD_MS = 240_000;

/** The three words in which bundlers give a file's address. */
const ASSET = {
  imported: (path) => `import url from "${path}";\nexport const source = () => fetch(url);\n`,
  url: () =>
    'const url = new URL("witnesslock/verifier.wasm", import.meta.url);\nexport const source = () => fetch(url);\n',
  copied: () => 'export const source = () => fetch(new URL("verifier.wasm", document.baseURI));\n',
};

function writeSources(folder, asset) {
  for (const name of ["main.mjs", "library.mjs"]) copyFileSync(join(here, "page", name), join(folder, name)); // prettier-ignore
  writeFileSync(join(folder, "asset.mjs"), asset);
  mkdirSync(join(folder, "dist"), { recursive: true });
}

const PAGE = (script) =>
  `<!doctype html><meta charset="utf-8"><title>witnesslock</title><script type="module" src="${script}"></script>\n`;

function copyModule(folder) {
  const module = "node_modules/witnesslock/wasm/witnesslock_verifier_bg.wasm";
  copyFileSync(join(folder, module), join(folder, "dist/verifier.wasm"));
}

/** A server of the bundler's own; its address, and its end. */
async function serve(command, args, folder, pattern, env = {}) {
  const server = begin(command, args, { cwd: folder, timeoutMs: 300_000, env });
  try {
    const [, url] = await within(server.until(pattern), 60_000, `${args[0]}'s start`);
    return { url: url.replace("localhost", "127.0.0.1"), close: server.end };
  } catch (error) {
    server.end();
    throw error;
  }
}

async function vite(folder) {
  writeSources(folder, ASSET.imported("witnesslock/verifier.wasm?url"));
  writeFileSync(join(folder, "index.html"), PAGE("/main.mjs"));
}

const VITE = { vite: "8.4.0" };
const ROLLUP = {
  rollup: "4.68.8",
  "@rollup/plugin-node-resolve": "16.0.3",
  "@rollup/plugin-terser": "1.0.2",
};
const NEXT = { next: "16.4.6", react: "19.3.1", "react-dom": "19.3.1" };

async function next(folder) {
  cpSync(join(here, "next"), folder, { recursive: true });
  writeSources(folder, ASSET.copied());
  mkdirSync(join(folder, "public"), { recursive: true });
  copyFileSync(
    join(folder, "node_modules/witnesslock/wasm/witnesslock_verifier_bg.wasm"),
    join(folder, "public/verifier.wasm"),
  );
  const env = { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };
  await run(bin(folder, "next"), ["build"], { cwd: folder, timeoutMs: BUILD_MS, env });
  return serve(bin(folder, "next"), ["start", "-p", "0", "-H", "127.0.0.1"], folder, /(http:\/\/127\.0\.0\.1:[1-9]\d*)/, env); // prettier-ignore
}

/** `build` gives nothing where `dist/` is then the page, or a server. */
export const BUNDLERS = [
  {
    name: "Vite, dev",
    packages: VITE,
    async build(folder) {
      await vite(folder);
      return serve(bin(folder, "vite"), ["--port", "0", "--host", "127.0.0.1"], folder, /(http:\/\/127\.0\.0\.1:[1-9]\d*)/); // prettier-ignore
    },
  },
  {
    name: "Vite, build",
    packages: VITE,
    async build(folder) {
      await vite(folder);
      await run(bin(folder, "vite"), ["build"], { cwd: folder, timeoutMs: BUILD_MS });
    },
  },
  {
    name: "webpack",
    packages: { webpack: "5.113.0", "webpack-cli": "7.3.1" },
    async build(folder) {
      writeSources(folder, ASSET.url());
      const args = ["--mode", "production", "--entry", "./main.mjs", "--output-path", "dist"];
      await run(bin(folder, "webpack"), args, { cwd: folder, timeoutMs: BUILD_MS });
      writeFileSync(join(folder, "dist/index.html"), PAGE("/main.js"));
    },
  },
  {
    name: "rollup, terser",
    packages: ROLLUP,
    async build(folder) {
      writeSources(folder, ASSET.copied());
      const plugins = ["-p", "node-resolve={browser:true}", "-p", "terser"];
      const args = ["-i", "main.mjs", "-o", "dist/main.js", "-f", "es", ...plugins];
      await run(bin(folder, "rollup"), args, { cwd: folder, timeoutMs: BUILD_MS });
      // Case 325: what a tree-shaker and a minifier leave of the package, for the tests of the cases.
      const library = ["-i", "library.mjs", "-o", "library.min.mjs", "-f", "es", ...plugins];
      await run(bin(folder, "rollup"), library, { cwd: folder, timeoutMs: BUILD_MS });
      copyModule(folder);
      writeFileSync(join(folder, "dist/index.html"), PAGE("/main.js"));
    },
  },
  {
    name: "esbuild",
    packages: { esbuild: "0.28.2" },
    async build(folder) {
      writeSources(folder, ASSET.imported("witnesslock/verifier.wasm"));
      const args = ["main.mjs", "--bundle", "--minify", "--format=esm", "--outdir=dist", "--loader:.wasm=file", "--public-path=/"]; // prettier-ignore
      await run(bin(folder, "esbuild"), args, { cwd: folder, timeoutMs: BUILD_MS });
      writeFileSync(join(folder, "dist/index.html"), PAGE("/main.js"));
    },
  },
  {
    name: "bun build",
    packages: {},
    async build(folder) {
      writeSources(folder, ASSET.imported("witnesslock/verifier.wasm"));
      const program = bin(await install("bun"), "bun");
      const args = ["build", "main.mjs", "--outdir=dist", "--minify", "--target=browser", "--public-path=/"]; // prettier-ignore
      await run(program, args, { cwd: folder, timeoutMs: BUILD_MS });
      writeFileSync(join(folder, "dist/index.html"), PAGE("/main.js"));
    },
  },
  { name: "Next, client", packages: NEXT, build: next, handlers: ["node", "edge"] },
];

/** The version of a bundler, from what was installed. */
export async function versionOf(folder, { name, packages }) {
  if (name === "bun build")
    return (await run(bin(await install("bun"), "bun"), ["--version"])).trim();
  const [first] = Object.keys(packages);
  return JSON.parse(readFileSync(join(folder, "node_modules", first, "package.json"), "utf8")).version; // prettier-ignore
}
