/**
 * `npm run e2e:miden`: published clients, the sealed flow, and real provers where they are at hand. It says which prover answered.
 * The real ones are built once, outside the repository:
 *
 *   cargo install miden-remote-prover --version "~0.13" --locked --root ~/.cache/witnesslock/provers
 *   cargo install miden-proving-service --version 0.9.4 --locked --root ~/.cache/witnesslock/provers
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createAttester } from "witnesslock/attester";
import { nodeFetch } from "witnesslock/node";
import { simulated } from "witnesslock/testing";
import { listen } from "../../examples/miden/listen.mjs";
import { launchChromium } from "../browser/launch.mjs";
import { proveOfGeneration09 } from "./generation-0.9.mjs";
import { frame } from "./grpc-web.mjs";
import { hasProver, pathOf, startProver } from "./provers.mjs";
import { installPackages, runProgram, runToEnd, say } from "./run.mjs";

const here = fileURLToPath(new URL("../../examples/miden/", import.meta.url));
const CURRENT = "miden-remote-prover";
const FORMER = "miden-proving-service";

/** Answers for the recorded transaction, and for no other. */
async function recordedProver(ends) {
  const read = (name) => readFileSync(join(here, `../fixtures/miden-0.13.3-mint.${name}.bin`));
  const [result, proof] = [read("transaction-result"), read("proven-transaction")];
  const field = Buffer.concat([Buffer.of(0x0a, 0x98, 0xb2, 0x05), proof]);
  const answer = Buffer.concat([frame(0, field), frame(0x80, Buffer.from("grpc-status:0\r\n"))]);
  const server = await listen(async (request) => {
    const body = Buffer.from(await request.arrayBuffer());
    if (!body.subarray(-result.length).equals(result)) return new Response(null, { status: 404 });
    const headers = { "Content-Type": "application/grpc-web+proto" };
    return new Response(answer, { headers });
  });
  ends.push(server.close);
  say(`prover: recorded (there is no ${pathOf(CURRENT)}; it answers for one recorded transaction alone)`); // prettier-ignore
  return server.url;
}

async function page(configuration, ends) {
  const { servePage } = await import("../../examples/miden/serve-page.mjs");
  const served = await servePage(configuration);
  ends.push(served.close);
  const browser = await launchChromium();
  ends.push(() => browser.close());
  const tab = await browser.newPage();
  tab.on("pageerror", (error) => say(`  page: ${error.message}`));
  await tab.goto(served.url);
  await tab.waitForFunction(() => document.title !== "proving", undefined, { timeout: 60_000 });
  for (const line of (await tab.textContent("pre")).trim().split("\n")) say(`  ${line}`);
  if (process.env.SCREENSHOT) await tab.screenshot({ path: process.env.SCREENSHOT });
  return (await tab.title()) === "proven";
}

await runToEnd("proven, and submitted", async ({ ends, writeRoot }) => {
  installPackages(here, "@miden-sdk/miden-sdk");
  const isReal = hasProver(CURRENT);
  const upstream = isReal
    ? await startProver(CURRENT, 50_251, "--proof-type", ends)
    : await recordedProver(ends);
  const quotes = await simulated();
  const attester = createAttester({ quotes, upstream, fetch: nodeFetch() });
  const server = await listen(attester);
  ends.push(server.close);
  const rootFile = writeRoot(quotes.root);
  say(`attester: ${server.url}, simulated AMD SEV-SNP; every request is sealed to its key`);
  const env = { PROVER: server.url, ROOT: rootFile };
  for (const way of isReal ? ["direct", "under"] : ["recorded"]) {
    const { status } = await runProgram(here, isReal ? "node.mjs" : "recorded.mjs", env, way);
    if (status !== 0) throw new Error(`in Node, ${way}: status ${status}`);
  }
  if (!isReal) say("  in a page nothing can be shown: its transaction is another one each time");
  else {
    const configuration = {
      prover: server.url,
      root: [...quotes.root],
      policy: { snp: { measurements: ["a5".repeat(48)] } },
    };
    if (!(await page(configuration, ends))) throw new Error("in Chromium: not proven");
  }

  if (!hasProver(FORMER)) {
    say(`prover: none (there is no ${pathOf(FORMER)}; of 0.9 nothing is shown)`);
    return;
  }
  const former = await startProver(FORMER, 50_252, "--prover-type", ends);
  const attests = await listen(createAttester({ quotes, upstream: former, fetch: nodeFetch() }));
  ends.push(attests.close);
  await proveOfGeneration09(attests.url, quotes.root);
});
