/**
 * `npm run e2e:miden`: the published SDK, the sealed flow, and a real prover where one is at hand. It says which prover answered.
 * The real one is built once, outside the repository:
 *
 *   cargo install miden-remote-prover --version "~0.13" --locked --root ~/.cache/witnesslock/provers
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createAttester } from "witnesslock/attester";
import { nodeFetch } from "witnesslock/node";
import { simulated } from "witnesslock/testing";
import { listen } from "../../examples/miden/listen.mjs";

const here = fileURLToPath(new URL("../../examples/miden/", import.meta.url));
const provers =
  process.env.WITNESSLOCK_PROVERS ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "witnesslock/provers");
const binary = join(provers, "bin/miden-remote-prover");
const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";
const PORT = 50_251;
const folder = mkdtempSync(join(tmpdir(), "witnesslock-miden-"));
const say = (text) => console.log(text);
const ends = [];

/** The published server. It takes one transaction at a time. */
async function realProver() {
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
async function recordedProver() {
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

function node(script, env, ...args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(here, script), ...args], {
      cwd: here,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    child.stdout.on("data", (chunk) => {
      // The SDK tells of its database; what is ours is JSON.
      for (const line of String(chunk).split("\n")) if (line.startsWith("{")) say(`  ${line}`);
    });
    child.once("exit", resolve);
  });
}

async function page(configuration) {
  const [{ servePage }, { chromium: browsers }] = await Promise.all([
    import("../../examples/miden/serve-page.mjs"),
    import("playwright-core"),
  ]);
  const served = await servePage(configuration);
  ends.push(served.close);
  const browser = await browsers.launch({ executablePath: chromium, args: ["--no-sandbox"] });
  ends.push(() => browser.close());
  const tab = await browser.newPage();
  tab.on("pageerror", (error) => say(`  page: ${error.message}`));
  await tab.goto(served.url);
  await tab.waitForFunction(() => document.title !== "proving", undefined, { timeout: 60_000 });
  for (const line of (await tab.textContent("pre")).trim().split("\n")) say(`  ${line}`);
  if (process.env.SCREENSHOT) await tab.screenshot({ path: process.env.SCREENSHOT });
  return (await tab.title()) === "proven";
}

let isDone = false;
try {
  if (!existsSync(join(here, "node_modules/@miden-sdk/miden-sdk"))) {
    const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: here, stdio: "inherit" }); // prettier-ignore
    if (status !== 0) throw new Error("the example's packages could not be installed");
  }
  const isReal = existsSync(binary);
  const upstream = isReal ? await realProver() : await recordedProver();
  const quotes = await simulated();
  const attester = createAttester({ quotes, upstream, fetch: nodeFetch() });
  const server = await listen(attester);
  ends.push(server.close);
  const rootFile = join(folder, "root.der");
  writeFileSync(rootFile, quotes.root);
  say(`attester: ${server.url}, simulated AMD SEV-SNP; every request is sealed to its key`);
  const env = { PROVER: server.url, ROOT: rootFile };
  for (const way of isReal ? ["direct", "under"] : ["recorded"]) {
    const status = await node(isReal ? "node.mjs" : "recorded.mjs", env, way);
    if (status !== 0) throw new Error(`in Node, ${way}: status ${status}`);
  }
  if (!isReal) say("  in a page nothing can be shown: its transaction is another one each time");
  else if (!existsSync(chromium))
    throw new Error(`there is no ${chromium}: install Chromium, or set CHROMIUM`); // prettier-ignore
  else {
    const configuration = {
      prover: server.url,
      root: [...quotes.root],
      policy: { snp: { measurements: ["a5".repeat(48)] } },
    };
    if (!(await page(configuration))) throw new Error("in Chromium: not proven");
  }
  isDone = true;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
} finally {
  for (const end of ends.reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
}
say(isDone ? "proven, and submitted" : "failed");
process.exit(isDone ? 0 : 1);
