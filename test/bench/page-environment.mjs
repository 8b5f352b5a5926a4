/** How subjects reach files and peers in a page. */

import { Unavailable } from "./subjects/unavailable.mjs";

const MODULES = {
  "@phala/dcap-qvl": "/build/bench-peers/dcap-qvl.js",
  "@phala/dcap-qvl-web": "/node_modules/@phala/dcap-qvl-web/dcap-qvl-web.js",
  "@tinfoilsh/verifier": "/build/bench-peers/tinfoil-verifier.js",
};

/** @param {Record<string, string>} faults why a peer is not to be had */
export const pageEnvironment = (faults) => ({
  engine: "chromium",
  url: (path) => new URL(`/${path}`, location.href).href,
  async read(path) {
    const answer = await fetch(`/${path}`);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  },
  peer(name) {
    if (faults[name] !== undefined) throw new Unavailable(faults[name]);
    return import(MODULES[name]);
  },
});
