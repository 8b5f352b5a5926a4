// Writes a simulated report of version 4 with its chain, for the native flips: no genuine sample is known.
//
//   node test/slow/mint-report.mjs FILE
import { writeFileSync } from "node:fs";
import { SimulatedTee } from "../../dist/testing.js";

const tee = await SimulatedTee.create({ fields: { version: 4 } });
const base64 = (bytes) => Buffer.from(bytes).toString("base64");
const [file] = process.argv.slice(2);
writeFileSync(
  file,
  JSON.stringify({
    report: base64(await tee.report()),
    endorsements: [tee.leaf, tee.intermediate].map(base64),
    root: base64(tee.root),
    now: Math.floor(Date.now() / 1000),
  }),
);
