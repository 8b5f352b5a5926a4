/**
 * `npm run bench`: from the header to the verdict, cold and warm, against a hand-written node:crypto reference in the
 * same interleaved run; cold start in a fresh process; sizes. Prints a table, writes build/bench.json, and with
 * `--write-readme` puts the table into the README. `--quick` takes few rounds, to see that it runs.
 */

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { appraise, authenticate } from "../../dist/index.js";
import { SimulatedTdx, SimulatedTee } from "../../dist/testing.js";
import { interleave } from "./interleave.mjs";
import { QuoteVerifier } from "@phala/dcap-qvl";
import * as tdxWebPeer from "@phala/dcap-qvl-web";
import { flowTasks } from "./flow.mjs";
import { nodeCryptoReference } from "./reference.mjs";
import { tdxReference } from "./tdx-reference.mjs";

const at = (path) => new URL(`../../${path}`, import.meta.url);
const quick = process.argv.includes("--quick");

const tee = await SimulatedTee.create();
const header = await tee.header({ reportData: new Uint8Array(64).fill(7) });
const now = Math.floor(Date.now() / 1000);
const options = { now, offline: true, dangerouslyTrustRoots: [tee.root] };
const policy = { snp: { measurements: "any", products: ["milan", "genoa", "turin"] } };
const reference = nodeCryptoReference(tee.intermediate);

const tdx = await SimulatedTdx.create();
const tdxHeader = await tdx.header();
const tdxOptions = { now, offline: true, dangerouslyTrustRoots: [tdx.root] };
const tdxPolicy = { tdx: { mrTd: "any", rtmr: ["any", "any", "any", "any"] } };
const tdxPeer = QuoteVerifier.newWithRootCa(Buffer.from(tdx.root));
const tdxQuote = Buffer.from(await tdx.quote());
const tdxBundle = JSON.parse(await tdx.bundle());
const tdxNodeCrypto = tdxReference(tdx.root);

// The peer in WebAssembly knows no root but Intel's: it takes genuine evidence, where the vector set is present.
const vectors = at("../shared/vectors/");
const genuine = existsSync(vectors) ? await genuineTasks() : undefined;

async function genuineTasks() {
  const quote = readFileSync(new URL("tdx-v4/canvasxyz-teekit-b0c06f-f1c85033/quote.bin", vectors));
  const bundle = readFileSync(
    new URL("dcap-collateral-bundle/dcap-qvl-tdx/tdx_quote_collateral.json", vectors),
  );
  const day = Date.parse("2025-06-25T00:00:00Z") / 1000;
  tdxWebPeer.initSync({
    module: readFileSync(at("node_modules/@phala/dcap-qvl-web/dcap-qvl-web_bg.wasm")),
  });
  const collateral = JSON.parse(bundle.toString());
  const options = { now: day, offline: true, endorsements: [bundle], expectedBinding: "any" };
  const peer = QuoteVerifier.newProd();
  return {
    genuine: () => appraise(quote, tdxPolicy, options),
    genuinePeer: () => peer.verify(quote, collateral, day),
    genuineWebPeer: () => tdxWebPeer.js_verify(quote, collateral, BigInt(day)),
  };
}

const times = await interleave(
  {
    tdxAppraise: () => appraise(tdxHeader, tdxPolicy, { ...tdxOptions, expectedBinding: "any" }),
    tdxReference: () => tdxNodeCrypto(tdxHeader),
    // From a quote and a bundle that are already apart: the header is not its business.
    tdxPeer: () => tdxPeer.verify(tdxQuote, tdxBundle, now),
    ...genuine,
    authenticate: () => authenticate(header, options),
    appraise: () =>
      appraise(header, policy, { ...options, expectedBinding: new Uint8Array(64).fill(7) }),
    referenceCold: () => reference.cold(header),
    referenceWarm: () => reference.warm(header),
  },
  quick ? { rounds: 5, warmup: 1 } : { rounds: 60, warmup: 10 },
);

const input = JSON.stringify({
  header,
  now,
  intermediate: Buffer.from(tee.intermediate).toString("base64"),
  root: Buffer.from(tee.root).toString("base64"),
  tdx: {
    header: tdxHeader,
    root: Buffer.from(tdx.root).toString("base64"),
    quote: tdxQuote.toString("base64"),
    bundle: tdxBundle,
  },
});
const process_ = (mode) => () =>
  execFileSync(process.execPath, [at("test/bench/cold-start.mjs").pathname, mode], { input });
const starts = await interleave(
  {
    witnesslock: process_("witnesslock"),
    reference: process_("reference"),
    tdx: process_("tdx"),
    tdxReference: process_("tdx-reference"),
    tdxPeer: process_("tdx-peer"),
  },
  quick ? { rounds: 1, warmup: 0 } : { rounds: 9, warmup: 1 },
);

const size = (path) => {
  const bytes = readFileSync(at(path));
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
};
/** What an entry imports of this package, itself included. */
const closure = (path, seen = new Set()) => {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const [, name] of readFileSync(at(path), "utf8").matchAll(/from\s*['"]\.\/([^'"]+)['"]/g)) {
    closure(`dist/${name}`, seen);
  }
  return seen;
};
const bundle = Buffer.concat([...closure("dist/index.js")].map((path) => readFileSync(at(path))));
const sizes = {
  wasm: size("wasm/witnesslock_verifier_bg.wasm"),
  entry: { raw: bundle.length, gzip: gzipSync(bundle, { level: 9 }).length },
};

const flow = await flowTasks(quick);
const engine = `Node ${process.versions.node}, V8 ${process.versions.v8}`;
const date = new Date().toISOString().slice(0, 10);
const ratio = (a, b) => (a / b).toFixed(2);
// A mint proven by miden-remote-prover 0.13.9 on the machine of this table takes 8 s.
const PROOF_MS = 8000;
const share = (milliseconds) => `${((milliseconds / PROOF_MS) * 100).toFixed(2)} %`;
const kib = ({ raw, gzip }) =>
  `${(raw / 1024).toFixed(0)} KiB, ${(gzip / 1024).toFixed(0)} KiB gzipped`;
const rows = [
  [
    "header to verdict, leaf certificate verified (`appraise`)",
    `${ratio(times.appraise, times.referenceCold)} x node:crypto`,
  ],
  [
    "header to authenticity, leaf certificate verified (`authenticate`)",
    `${ratio(times.authenticate, times.referenceCold)} x node:crypto`,
  ],
  [
    "the same, against a reference that keeps the leaf's key",
    `${ratio(times.authenticate, times.referenceWarm)} x node:crypto`,
  ],
  [
    "fresh process to first verdict",
    `${ratio(starts.witnesslock, starts.reference)} x node:crypto`,
  ],
  [
    "TDX: header with quote and full collateral to verdict (`appraise`)",
    `${ratio(times.tdxAppraise, times.tdxReference)} x node:crypto, ${ratio(times.tdxAppraise, times.tdxPeer)} x @phala/dcap-qvl`,
  ],
  [
    "TDX: fresh process to first verdict",
    `${ratio(starts.tdx, starts.tdxReference)} x node:crypto, ${ratio(starts.tdx, starts.tdxPeer)} x @phala/dcap-qvl`,
  ],
  ...(genuine === undefined
    ? []
    : [
        [
          "TDX: genuine quote and genuine collateral to verdict",
          `${ratio(times.genuine, times.genuinePeer)} x @phala/dcap-qvl, ${ratio(times.genuine, times.genuineWebPeer)} x @phala/dcap-qvl-web`,
        ],
      ]),
  [
    "a call of 159 KB: sealed, attested anew / sealed, challenge reused / unsealed, attested (loopback, no proving)",
    `${ratio(flow.sealedFresh, flow.plain)} / ${ratio(flow.sealedReused, flow.plain)} / ${ratio(flow.unsealed, flow.plain)} x plain fetch`,
  ],
  [
    "what sealing and attestation add to that call, as a share of a proof of 8 s",
    `${share(flow.sealedFresh - flow.plain)} anew, ${share(flow.sealedReused - flow.plain)} reused`,
  ],
  ["wasm", kib(sizes.wasm)],
  ["default entry, wasm inlined", kib(sizes.entry)],
];
const table = [
  `| ${engine}, ${date} | |`,
  "|---|---|",
  ...rows.map((row) => `| ${row.join(" | ")} |`),
].join("\n");

console.log(table);
mkdirSync(at("build/"), { recursive: true });
writeFileSync(
  at("build/bench.json"),
  `${JSON.stringify({ engine, date, milliseconds: { ...times, flow, starts }, sizes }, null, 2)}\n`,
);

if (process.argv.includes("--write-readme")) {
  const readme = readFileSync(at("README.md"), "utf8");
  const between = /(<!-- bench:begin -->\n)[\s\S]*?(<!-- bench:end -->)/;
  if (!between.test(readme)) throw new Error("README.md has no bench markers");
  writeFileSync(at("README.md"), readme.replace(between, `$1${table}\n$2`));
}
