/** How subjects reach files and peers in Node. A page has its own (page.mjs). */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { PEERS_FOLDER, peerFault } from "./peers.mjs";
import { Unavailable } from "./subjects/unavailable.mjs";

const root = new URL("../../", import.meta.url);
const IN_BUILD = {
  "@tinfoilsh/verifier": `${PEERS_FOLDER}node_modules/@tinfoilsh/verifier/dist/index.js`,
};

export const environment = {
  engine: "node",
  url: (path) => new URL(path, root).href,
  read: async (path) => readFileSync(new URL(path, root)),
  async peer(name) {
    const fault = peerFault(name);
    if (fault !== undefined) throw new Unavailable(fault);
    const path = IN_BUILD[name];
    const peer = await import(path === undefined ? name : new URL(path, root).href);
    return { Buffer, ...peer };
  },
};

/** Where the project is. */
export const projectFolder = fileURLToPath(root);
