/** The command line, built from source into a folder of its own, and run as a person runs it. */
import { execFile, spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rollup } from "rollup";
import type { RollupOptions } from "rollup";
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
  readonly folder: string;
  /** Runs one command to its end. */
  run(args: readonly string[], input?: Uint8Array | string): Promise<Ran>;
  /** Begins one that goes on. */
  begin(args: readonly string[]): ChildProcessWithoutNullStreams;
  remove(): Promise<void>;
}

/** Builds it inside the project, so that it finds its dependencies. */
export async function buildCli(): Promise<Cli> {
  const folder = await mkdtemp(join(root, "build-cli-test-"));
  const options: RollupOptions = configuration(folder);
  const bundle = await rollup({
    ...options,
    input: { cli: join(root, "src/cli/main.ts") },
    logLevel: "silent",
  });
  await bundle.write({ dir: folder, format: "es", entryFileNames: "[name].js" });
  const cli = join(folder, "cli.js");
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
