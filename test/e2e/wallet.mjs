/** `npm run e2e:wallet`: the example's extension in headless Chromium proves through the flow, and is refused where it must be. */
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import nodeResolve from "@rollup/plugin-node-resolve";
import { launchProfile } from "../browser/launch.mjs";
import { rollup } from "rollup";
import { createAttester } from "witnesslock/attester";
import { simulated } from "witnesslock/testing";
import { listen } from "../../examples/miden/listen.mjs";

const source = fileURLToPath(new URL("../../examples/wallet/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "witnesslock-wallet-"));
const extension = join(folder, "extension");
const ends = [];

/** Everything that an onlooker between the wallet and the prover sees. */
let seen = "";

async function build(configuration) {
  cpSync(source, extension, { recursive: true });
  const bundle = await rollup({
    input: join(source, "worker.mjs"),
    plugins: [nodeResolve({ browser: true })],
    logLevel: "silent",
  });
  await bundle.write({ file: join(extension, "worker.js"), format: "es" });
  writeFileSync(join(extension, "configuration.json"), JSON.stringify(configuration));
}

async function prove(context, id) {
  const page = await context.newPage();
  await page.goto(`chrome-extension://${id}/popup.html`);
  await page.click("button");
  await page.waitForFunction(() => document.title === "Done", undefined, { timeout: 30_000 });
  const [names, values] = [await page.$$eval("dt", (all) => all.map((one) => one.textContent)), await page.$$eval("dd", (all) => all.map((one) => one.textContent))]; // prettier-ignore
  if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT });
  await page.close();
  return Object.fromEntries(names.map((name, at) => [name, values[at]]));
}

async function run(measurement) {
  const quotes = await simulated();
  const proven = [];
  const attester = createAttester({
    quotes,
    upstream: async (request) => {
      const witness = await request.text();
      proven.push(witness.length);
      return new Response("p".repeat(88_344));
    },
  });
  const server = await listen(async (request) => {
    const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
    seen += `${request.url} ${Buffer.from(body ?? []).toString("latin1")}`;
    const { url, method, headers } = request;
    return attester(new Request(url, { method, headers, ...(body ? { body } : {}) }));
  });
  ends.push(server.close);
  await build({
    url: `${server.url}/prove`,
    policy: { snp: { measurements: [measurement] } },
    root: [...quotes.root],
  });
  const context = await launchProfile(mkdtempSync(join(folder, "profile-")), extension);
  ends.push(() => context.close());
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent("serviceworker", { timeout: 30_000 })); // prettier-ignore
  const outcome = await prove(context, new URL(worker.url()).host);
  return { outcome, proven };
}

let status = 1;
try {
  const good = await run("a5".repeat(48));
  console.log("accepted:", JSON.stringify(good.outcome));
  assert.deepEqual(good.outcome.proofBytes, "88344");
  assert.deepEqual(good.proven, [158_560]);
  assert.match(seen, /ohttp-gateway/);
  const bad = await run("00".repeat(48));
  console.log("refused: ", JSON.stringify(bad.outcome));
  assert.deepEqual(bad.outcome.refused, "policy_measurement");
  assert.deepEqual(bad.outcome.witnessSent, "no");
  assert.deepEqual(bad.proven, []);
  assert.doesNotMatch(seen, /WITNESS/);
  console.log(
    "the extension proved sealed, was refused by its policy, and nobody between saw a witness",
  );
  status = 0;
} catch (error) {
  console.error(error);
} finally {
  for (const end of ends.reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(status);
