/** A fresh process: import the package, and give one verdict. Run by bench.mjs, which hands the evidence in on standard input. */

import { readFileSync } from "node:fs";

const [mode] = process.argv.slice(2);
const { header, intermediate, root, now } = JSON.parse(readFileSync(0, "utf8"));

if (mode === "witnesslock") {
  const { authenticate } = await import("../../dist/index.js");
  await authenticate(header, {
    now,
    offline: true,
    dangerouslyTrustRoots: [Buffer.from(root, "base64")],
  });
} else {
  const { nodeCryptoReference } = await import("./reference.mjs");
  nodeCryptoReference(Buffer.from(intermediate, "base64")).cold(header);
}
