/** A fresh process: import the package, and give one verdict. Run by bench.mjs, which hands the evidence in on standard input. */

import { readFileSync } from "node:fs";

const [mode] = process.argv.slice(2);
const { header, intermediate, root, now, tdx } = JSON.parse(readFileSync(0, "utf8"));

const RUNS = {
  witnesslock: async () => {
    const { authenticate } = await import("../../dist/index.js");
    await authenticate(header, {
      now,
      offline: true,
      dangerouslyTrustRoots: [Buffer.from(root, "base64")],
    });
  },
  reference: async () => {
    const { nodeCryptoReference } = await import("./reference.mjs");
    nodeCryptoReference(Buffer.from(intermediate, "base64")).cold(header);
  },
  tdx: async () => {
    const { appraise } = await import("../../dist/index.js");
    const policy = { tdx: { mrTd: "any", rtmr: ["any", "any", "any", "any"] } };
    await appraise(tdx.header, policy, {
      now,
      offline: true,
      expectedBinding: "any",
      dangerouslyTrustRoots: [Buffer.from(tdx.root, "base64")],
    });
  },
  "tdx-reference": async () => {
    const { tdxReference } = await import("./tdx-reference.mjs");
    tdxReference(Buffer.from(tdx.root, "base64"))(tdx.header);
  },
  "tdx-peer": async () => {
    const { QuoteVerifier } = await import("@phala/dcap-qvl");
    const verifier = QuoteVerifier.newWithRootCa(Buffer.from(tdx.root, "base64"));
    verifier.verify(Buffer.from(tdx.quote, "base64"), tdx.bundle, now);
  },
};

await RUNS[mode]();
