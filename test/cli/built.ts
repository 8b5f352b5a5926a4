/** The command line, built from source into a folder of its own, and run as a person runs it. */
import { execFile, spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { rollup } from "rollup";
import type { RollupOptions } from "rollup";
import { inject } from "vitest";
import configuration from "../../rollup.config.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What a command left behind. */
export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** A built command line. */
export interface Cli {
  /** For a test's own files. */
  readonly folder: string;
  /** Runs one command to its end. */
  run(args: readonly string[], input?: Uint8Array | string): Promise<Ran>;
  /** Begins one that goes on. */
  begin(args: readonly string[]): ChildProcessWithoutNullStreams;
  remove(): Promise<void>;
}

/** Builds it, unless another test file of this run does or did. */
export async function buildCli(): Promise<Cli> {
  const shared = inject("cliFolder");
  await once(join(shared, "built"), () => build(shared));
  const folder = await mkdtemp(join(shared, "files-"));
  const cli = join(shared, "cli.js");
  const env = { ...process.env, NO_COLOR: "1" };
  return {
    folder,
    run: (args, input) =>
      new Promise((resolve) => {
        const child = execFile(process.execPath, [cli, ...args], { env }, (error, out, err) => {
          resolve({ status: typeof error?.code === "number" ? error.code : 0, out, err });
        });
        child.stdin?.end(input ?? "");
      }),
    begin: (args) => spawn(process.execPath, [cli, ...args], { env }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function build(folder: string): Promise<void> {
  const options: RollupOptions = configuration(folder);
  const bundle = await rollup({
    ...options,
    input: { cli: join(root, "src/cli/main.ts") },
    logLevel: "silent",
  });
  await bundle.write({ dir: folder, format: "es", entryFileNames: "[name].js" });
}

/** Of all processes that come here, the one that makes the folder does the work; the others wait for what it says in the end. */
async function once(folder: string, work: () => Promise<void>): Promise<void> {
  const outcome = join(folder, "outcome");
  try {
    await mkdir(folder);
  } catch {
    for (;;) {
      const said = await readFile(outcome, "utf8").catch(() => "");
      if (said === "done") return;
      if (said !== "")
        throw new Error(`another test file could not build the command line: ${said}`);
      await wait(100);
    }
  }
  try {
    await work();
  } catch (error) {
    await writeFile(outcome, String(error));
    throw error;
  }
  await writeFile(outcome, "done");
}
