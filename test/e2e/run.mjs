/** What surrounds a run of published clients: their packages, their programs, and how a run ends. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { spawn, spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

export const say = (text) => console.log(text);

/** Installs what an example needs, where `present` of it is absent. */
export function installPackages(folder, present, ...flags) {
  if (existsSync(join(folder, "node_modules", present))) return;
  const options = ["ci", "--no-audit", "--no-fund", ...flags];
  const { status } = spawnSync("npm", options, { cwd: folder, stdio: "inherit" });
  if (status !== 0) throw new Error(`the packages of ${folder} could not be installed`);
}

/** Runs a program of an example. What is ours in its output is JSON, a line each: it is said, and given back. */
export function runProgram(folder, script, env, ...args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const lines = [];
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (!line.startsWith("{")) return;
      lines.push(JSON.parse(line));
      say(`  ${line}`);
    });
    child.once("close", (status) => resolve({ status, lines }));
  });
}

/**
 * A whole run: ends the process, with status 0 where `body` came to its end.
 *
 * @param done - what is said then
 * @param body - gets the list of what must be ended, and writes the file in which a client finds the root to trust
 */
export async function runToEnd(done, body) {
  const folder = mkdtempSync(join(tmpdir(), "witnesslock-e2e-"));
  const ends = [];
  const writeRoot = (root) => {
    const path = join(folder, "root.der");
    writeFileSync(path, root);
    return path;
  };
  let isDone = false;
  try {
    await body({ ends, writeRoot });
    isDone = true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  } finally {
    for (const end of ends.reverse()) await end();
    rmSync(folder, { recursive: true, force: true });
  }
  say(isDone ? done : "failed");
  process.exit(isDone ? 0 : 1);
}
