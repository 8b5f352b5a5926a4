/** Published provers, each built once and outside the repository: `cargo install NAME --locked --root ~/.cache/witnesslock/provers`. */
import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { connect } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { say } from "./run.mjs";

const folder =
  process.env.WITNESSLOCK_PROVERS ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "witnesslock/provers");

/** Where it would be. */
export const pathOf = (name) => join(folder, "bin", name);

/** Whether it is at hand. */
export const hasProver = (name) => existsSync(pathOf(name));

/** Starts one, which proves one transaction at a time, and waits until it listens. Gives its address. */
export async function startProver(name, port, kind, ends) {
  const begun = performance.now();
  const flags = ["start-worker", "--localhost", "--port", String(port), kind, "transaction"];
  const child = spawn(pathOf(name), flags, { stdio: "ignore" });
  ends.push(() => child.kill("SIGTERM"));
  while (!(await isListening(port))) {
    if (child.exitCode !== null) throw new Error(`${name} ended with status ${child.exitCode}`);
    if (performance.now() - begun > 60_000) throw new Error(`${name} does not listen`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const megabytes = Math.round(statSync(pathOf(name)).size / 1e6);
  say(`prover: real (${pathOf(name)}, ${megabytes} MB, up after ${Math.round(performance.now() - begun)} ms)`); // prettier-ignore
  return `http://127.0.0.1:${port}`;
}

function isListening(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
