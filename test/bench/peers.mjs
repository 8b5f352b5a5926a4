/**
 * Peers that are no dependencies of the project, because their licence (AGPL) must not reach its lockfile or because only the
 * benchmark needs them. Installed at these versions into build/, which is ignored, when a run begins.
 */

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** From the project's root. */
export const PEERS_FOLDER = "build/bench-peers/";

const PEERS = {
  "@tinfoilsh/verifier": [
    "@tinfoilsh/verifier@1.1.0",
    "@freedomofpress/crypto-browser@0.1.7",
    // Its newer releases ask for a release of tuf-browser that does not exist.
    "@freedomofpress/sigstore-browser@0.1.11",
    "@freedomofpress/tuf-browser@0.1.8",
  ],
  esbuild: ["esbuild@0.28.2"],
};

const folder = fileURLToPath(new URL(`../../${PEERS_FOLDER}`, import.meta.url));
const faults = {};

/** Why a peer cannot be used, or nothing. */
export const peerFault = (name) => faults[name];

/**
 * Installs what a run needs. A failure is kept as the reason with which the peer is skipped.
 *
 * @param {readonly string[]} names
 */
export function installPeers(names) {
  mkdirSync(folder, { recursive: true });
  // A package of its own, or npm would take one further up.
  if (!existsSync(`${folder}package.json`)) {
    writeFileSync(`${folder}package.json`, '{ "private": true }\n');
  }
  for (const name of names) {
    if (existsSync(`${folder}node_modules/${name}`)) continue;
    try {
      install(PEERS[name]);
    } catch (error) {
      const said = String(error.stderr || error.message).split("\n");
      const line = said.find((each) => /error/i.test(each)) ?? said[0];
      faults[name] = `does not install: ${line.trim().slice(0, 160)}`;
    }
  }
}

function install(packages) {
  const flags = [
    "--save-exact",
    "--no-package-lock",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
  ];
  execFileSync("npm", ["install", ...flags, "--prefix", folder, ...packages], {
    stdio: ["ignore", "ignore", "pipe"],
    timeout: 120_000,
    encoding: "utf8",
  });
}
