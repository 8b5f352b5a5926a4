/**
 * `npm run e2e:miden`: the published SDK, the sealed flow, and a real prover where one is at hand. It says which prover answered.
 * The real one is built once, outside the repository:
 *
 *   cargo install miden-remote-prover --version "~0.13" --locked --root ~/.cache/witnesslock/provers
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { connect } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createAttester } from "witnesslock/attester";
import { nodeFetch } from "witnesslock/node";
import { simulated } from "witnesslock/testing";
import { listen } from "../../examples/miden/listen.mjs";
import { launchChromium } from "../browser/launch.mjs";
import { installPackages, runProgram, runToEnd, say } from "./run.mjs";

const here = fileURLToPath(new URL("../../examples/miden/", import.meta.url));
const provers =
  process.env.WITNESSLOCK_PROVERS ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "witnesslock/provers");
const binary = join(provers, "bin/miden-remote-prover");
const PORT = 50_251;

/** The published server. It takes one transaction at a time. */
async function realProver(ends) {
  const begun = performance.now();
  const child = spawn(
    binary,
    ["start-worker", "--localhost", "--port", String(PORT), "--proof-type", "transaction"],
    { stdio: "ignore" },
  );
  ends.push(() => child.kill("SIGTERM"));
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the prover ended with status ${child.exitCode}`);
    const isUp = await new Promise((resolve) => {
      const socket = connect(PORT, "127.0.0.1", () => {
        socket.destroy();
        resolve(true);
      });
      socket.once("error", () => resolve(false));
    });
    if (isUp) break;
    if (performance.now() - begun > 60_000) throw new Error("the prover does not listen");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const megabytes = Math.round(statSync(binary).size / 1e6);
  say(`prover: real (${binary}, ${megabytes} MB, up after ${Math.round(performance.now() - begun)} ms)`); // prettier-ignore
  return `http://127.0.0.1:${PORT}`;
}

/** Answers for the recorded transaction, and for no other. */
async function recordedProver(ends) {
  const read = (name) => readFileSync(join(here, `../fixtures/miden-0.13.3-mint.${name}.bin`));
  const [result, proof] = [read("transaction-result"), read("proven-transaction")];
  const field = Buffer.concat([Buffer.of(0x0a, 0x98, 0xb2, 0x05), proof]);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(field.length, 1);
  const trailers = Buffer.from("\x80\0\0\0\x0fgrpc-status:0\r\n", "latin1");
  const server = await listen(async (request) => {
    const body = Buffer.from(await request.arrayBuffer());
    if (!body.subarray(-result.length).equals(result)) return new Response(null, { status: 404 });
    const headers = { "Content-Type": "application/grpc-web+proto" };
    return new Response(Buffer.concat([head, field, trailers]), { headers });
  });
  ends.push(server.close);
  say(`prover: recorded (there is no ${binary}; it answers for one recorded transaction alone)`);
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
  const isReal = existsSync(binary);
  const upstream = isReal ? await realProver(ends) : await recordedProver(ends);
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
});
