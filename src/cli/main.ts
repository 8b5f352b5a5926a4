/** The command line: one file for each command, one exit status for each kind of answer. */
import { readFile } from "node:fs/promises";
import { isWitnesslockError } from "../errors.ts";
import { runAppraise } from "./appraise-command.ts";
import { runCheck } from "./check-command.ts";
import { runDemo } from "./demo.ts";
import { runInspect } from "./inspect-command.ts";
import { runServe } from "./serve.ts";
import { Exit, UsageError } from "./exit.ts";
import { ERROR_STYLE } from "./style.ts";
import { USAGE, usageOf } from "./usage.ts";
import type { CommandName } from "./usage.ts";

const COMMANDS: Readonly<Record<CommandName, (args: readonly string[]) => Promise<number>>> = {
  inspect: runInspect,
  appraise: runAppraise,
  check: runCheck,
  serve: runServe,
  demo: runDemo,
};

const isHelp = (argument: string) => argument === "--help" || argument === "-h";

/** Runs one command line, and gives its exit status. */
export async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    process.stderr.write(USAGE);
    return Exit.Usage;
  }
  try {
    if (name === "help" || isHelp(name)) return say(USAGE);
    if (name === "--version") return say(`${await readVersion()}\n`);
    if (!isCommand(name)) throw new UsageError(`there is no command of that name`);
    if (rest.some(isHelp)) return say(usageOf(name));
    return await COMMANDS[name](rest);
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`witnesslock: ${error.message}\nTry: witnesslock --help\n`);
      return Exit.Usage;
    }
    if (isWitnesslockError(error)) {
      process.stderr.write(`${ERROR_STYLE.bad(error.code)}: ${error.message}\n`);
      return Exit.No;
    }
    const text = error instanceof Error ? error.message : "an unknown failure";
    process.stderr.write(`witnesslock: ${text}\n`);
    return Exit.No;
  }
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

function say(text: string): number {
  process.stdout.write(text);
  return Exit.Yes;
}

/** The package's own. */
async function readVersion(): Promise<string> {
  const text = await readFile(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}

// Not process.exit: what was written to a pipe must still arrive.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});
process.exitCode = await main(process.argv.slice(2));
