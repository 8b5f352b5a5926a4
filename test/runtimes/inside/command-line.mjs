// Node, Deno, Bun: the package by its name, as a user's program imports it.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const [, , path, mode] = process.argv;
const fixture = JSON.parse(await readFile(path, "utf8"));
const began = performance.now();
const witnesslock = await import("witnesslock");
const suite = await import("./suite.mjs");

async function answers() {
  if (mode === "refused") return { refused: await suite.refused(witnesslock, fixture) };
  if (mode === "limits") return { limits: await suite.limits(witnesslock, fixture) };
  const coldStartMs = await suite.firstVerdict(witnesslock, fixture, began);
  const slim = {
    slim: await import("witnesslock/slim"),
    sealing: await import("witnesslock/sealing"),
    source: () => readFile(fileURLToPath(import.meta.resolve("witnesslock/verifier.wasm"))),
  };
  const { nodeFetch } = await import("witnesslock/node");
  return {
    coldStartMs,
    ...(await suite.run(witnesslock, fixture, { slim })),
    limitsOfOwnFetch: await suite.limits(witnesslock, fixture, globalThis.fetch),
    limitsOfNodeFetch: await suite.limits(witnesslock, fixture, nodeFetch()),
  };
}

const text = JSON.stringify(await answers());
await new Promise((resolve) => process.stdout.write(text, resolve));
// Connections kept alive would keep it running.
process.exit(0);
