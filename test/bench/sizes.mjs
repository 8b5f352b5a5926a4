/** What is shipped: the module, and the default entry with the module inlined. */

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const at = (path) => new URL(`../../${path}`, import.meta.url);

const kib = (bytes) => ({
  raw: bytes.length / 1024,
  gzip: gzipSync(bytes, { level: 9 }).length / 1024,
});

/** What an entry imports of this package, itself included. */
function closure(path, seen = new Set()) {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const [, name] of readFileSync(at(path), "utf8").matchAll(/from\s*['"]\.\/([^'"]+)['"]/g)) {
    closure(`dist/${name}`, seen);
  }
  return seen;
}

/** KiB, raw and gzipped. */
export function sizes() {
  const entry = [...closure("dist/index.js")].map((path) => readFileSync(at(path)));
  return {
    wasm: kib(readFileSync(at("wasm/witnesslock_verifier_bg.wasm"))),
    entry: kib(Buffer.concat(entry)),
  };
}
