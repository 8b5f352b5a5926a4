/**
 * The evidence that is measured, in Node, as plain data that a page can be handed too. Simulated evidence is always there;
 * genuine evidence is read from the vector set beside the project.
 */

import { existsSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { SimulatedTdx, SimulatedTee, certificateTable } from "../../dist/testing.js";
import { flipped, primitiveInputs } from "./inputs-primitives.mjs";

const vectors = new URL("../../../shared/vectors/", import.meta.url);
const ABSENT = "the vector set is not beside the project";
const vector = (path) => new Uint8Array(readFileSync(new URL(path, vectors)));
const seconds = (date) => Math.floor(new Date(date).getTime() / 1000);

/** Signed bytes of a report: its measurement. Of a quote: MRTD. */
const [MEASUREMENT, MRTD] = [0x90, 48 + 136];
/** Signature bytes of a report and of a quote. */
const [REPORT_SIGNATURE, QUOTE_SIGNATURE] = [0x2a0, 636];

const header = (bytes) => gzipSync(bytes).toString("base64url");

function snpForms(report, leaf, intermediate) {
  const table = certificateTable([
    ["vcek", leaf],
    ["ask", intermediate],
  ]);
  return { header: header(Buffer.concat([report, table])), report, leaf };
}

const snpInput = (report, leaf, intermediate, more) => ({
  good: snpForms(report, leaf, intermediate),
  damaged: [MEASUREMENT, REPORT_SIGNATURE].map((at) =>
    snpForms(flipped(report, at), leaf, intermediate),
  ),
  intermediate,
  ...more,
});

async function snpSimulated() {
  const [tee, other] = [await SimulatedTee.create(), await SimulatedTee.create()];
  return snpInput(await tee.report(), tee.leaf, tee.intermediate, {
    now: seconds(Date.now()),
    root: tee.root,
    other: { header: await other.header(), root: other.root, now: seconds(Date.now()) },
  });
}

function snpGenuine(other) {
  const report = vector("snp-v3-genoa-vcek/tinfoil-bundle/report.bin");
  const leaf = vector("snp-v3-genoa-vcek/tinfoil-bundle/vcek.der");
  const more = { now: seconds("2026-11-23T12:00:00Z"), other };
  return snpInput(report, leaf, vector("amd-ca/genoa/ask.der"), more);
}

function tdxForms(quote, bundle) {
  const evidence = { quote: Buffer.from(quote).toString("base64"), collateral: bundle };
  return { header: header(JSON.stringify({ platform: "tdx", evidence })), quote, bundle };
}

const tdxInput = (quote, bundle, more) => ({
  good: tdxForms(quote, bundle),
  damaged: [
    ...[MRTD, QUOTE_SIGNATURE].map((at) => tdxForms(flipped(quote, at), bundle)),
    tdxForms(quote, { ...bundle, tcb_info: bundle.tcb_info.replace('"version":3', '"version":4') }),
  ],
  ...more,
});

async function tdxSimulated() {
  const [tdx, other] = [await SimulatedTdx.create(), await SimulatedTdx.create()];
  return tdxInput(await tdx.quote(), JSON.parse(await tdx.bundle()), {
    now: seconds(Date.now()),
    root: tdx.root,
    other: { header: await other.header(), root: other.root, now: seconds(Date.now()) },
  });
}

function tdxGenuine(other) {
  const quote = vector("tdx-v4/canvasxyz-teekit-b0c06f-f1c85033/quote.bin");
  const bundle = vector("dcap-collateral-bundle/dcap-qvl-tdx/tdx_quote_collateral.json");
  return tdxInput(quote, JSON.parse(new TextDecoder().decode(bundle)), {
    now: seconds("2025-06-25T00:00:00Z"),
    root: vector("intel-ca/production/root.der"),
    // Its key is compiled in, as AMD's intermediates are.
    authorityKnown: true,
    genuine: true,
    other,
  });
}

/** Every input by name. `absent` says why there is none. */
export async function makeInputs() {
  const [snp, tdx] = [await snpSimulated(), await tdxSimulated()];
  const genuine = existsSync(vectors);
  return {
    ...(await primitiveInputs()),
    "snp-simulated": snp,
    "snp-genuine": genuine ? snpGenuine(snp.other) : { absent: ABSENT },
    "tdx-simulated": tdx,
    "tdx-genuine": genuine ? tdxGenuine(tdx.other) : { absent: ABSENT },
  };
}
