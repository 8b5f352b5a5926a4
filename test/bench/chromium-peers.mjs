/** Peers that a page cannot import as they are published: bundled by esbuild, itself a peer that only a run installs. */

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { projectFolder } from "./environment.mjs";
import { PEERS_FOLDER, peerFault } from "./peers.mjs";

const folder = projectFolder + PEERS_FOLDER;

/** Entry of each bundle. The bundle of dcap-qvl hands out the Buffer that it calls for. */
const BUNDLES = {
  "@tinfoilsh/verifier": {
    file: "tinfoil-verifier.js",
    from: folder,
    entry: 'export * from "@tinfoilsh/verifier";',
  },
  "@phala/dcap-qvl": {
    file: "dcap-qvl.js",
    from: projectFolder,
    entry: 'export { QuoteVerifier } from "@phala/dcap-qvl"; export { Buffer } from "buffer";',
  },
};

const esbuild = `${folder}node_modules/.bin/esbuild`;

function withoutEsbuild() {
  if (existsSync(esbuild)) return undefined;
  return `cannot be bundled for a page: esbuild ${peerFault("esbuild") ?? "is absent"}`;
}

/** Bundles all of them. @returns by name, why one is not to be had */
export function bundlePeers() {
  const faults = {};
  for (const [name, { file, from, entry }] of Object.entries(BUNDLES)) {
    const fault = peerFault(name) ?? withoutEsbuild();
    if (fault !== undefined) {
      faults[name] = fault;
      continue;
    }
    // A page never comes to the import of zlib: it has a DecompressionStream.
    const flags = ["--bundle", "--format=esm", "--platform=browser"];
    flags.push("--define:global=globalThis", "--external:zlib");
    try {
      execFileSync(esbuild, [...flags, `--outfile=${folder}${file}`], {
        cwd: from,
        input: entry,
        encoding: "utf8",
        stdio: ["pipe", "ignore", "pipe"],
      });
    } catch (error) {
      const line = String(error.stderr)
        .split("\n")
        .find((each) => each.includes("ERROR"));
      faults[name] = `cannot be bundled for a page: ${line?.trim().slice(0, 160)}`;
    }
  }
  return faults;
}
