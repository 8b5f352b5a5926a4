/** Vercel's edge VM with code generation off, as in production: the module is compiled outside, in another realm. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { bundle } from "../bundle.mjs";
import { install } from "../install.mjs";

async function start({ EdgeVM }, project, name, conditions) {
  const out = `${name}.js`;
  await bundle({ folder: project, entry: "handler.mjs", out, conditions, global: "edge" });
  const module = await WebAssembly.compile(
    readFileSync(join(project, "node_modules/witnesslock/wasm/witnesslock_verifier_bg.wasm")),
  );
  const vm = new EdgeVM({
    codeGeneration: { strings: false, wasm: false },
    extend: (context) => Object.assign(context, { verifierModule: module, EdgeRuntime: "edge-runtime" }), // prettier-ignore
  });
  const began = performance.now();
  vm.evaluate(readFileSync(join(project, out), "utf8"));
  return { vm, began };
}

export async function edgeVm({ project, fixturePath }) {
  const folder = await install("edge-vm");
  const require = createRequire(join(folder, "package.json"));
  const { version } = JSON.parse(readFileSync(join(folder, "node_modules/@edge-runtime/vm/package.json"), "utf8")); // prettier-ignore
  const body = JSON.stringify(readFileSync(fixturePath, "utf8"));
  const ask = async ({ vm }, path) => {
    const call = `edge.handle(new Request("http://edge${path}", { method: "POST", body: ${body} })).then((answer) => answer.text())`;
    return JSON.parse(await vm.evaluate(call));
  };
  const library = require("@edge-runtime/vm");
  const right = await start(library, project, "edge", ["edge-light", "worker", "browser"]);
  await ask(right, "/first");
  const coldStartMs = performance.now() - right.began;
  const isOfThisRealm = right.vm.evaluate("verifierModule instanceof WebAssembly.Module");
  if (isOfThisRealm) throw new Error("the module is of the VM's own realm: this shows nothing");
  const answers = await ask(right, "/");
  const wrong = await start(library, project, "edge-default", ["browser"]);
  const { refused } = await ask(wrong, "/refused");
  return { version, engine: `V8 ${process.versions.v8}`, ...answers, coldStartMs, refused };
}
