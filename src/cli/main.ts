/** The command line: one file for each command, one exit status for each kind of answer. */
import { isWitnesslockError } from "../errors.ts";
import { runAppraise } from "./appraise-command.ts";
import { runCheck } from "./check-command.ts";
import { runDemo } from "./demo.ts";
import { runInspect } from "./inspect-command.ts";
import { runServe } from "./serve.ts";
import { Exit, UsageError } from "./exit.ts";
import { ERROR_STYLE } from "./style.ts";

const USAGE = `witnesslock: is this evidence genuine, and is it what you accept?

  witnesslock inspect EVIDENCE [options]                 authenticity and claims
      --policy-skeleton        write a policy from what it sees, to be reviewed
  witnesslock appraise EVIDENCE --policy FILE [options]  the policy's verdict
      --binding HEX            what REPORT_DATA must be, 128 digits, or a TPM quote's extraData, 96 (default: any)
  witnesslock check URL [options]                        what a prover proves, and which mode it is ready for
      --config FILE            in place of URL: remote_prover_endpoint of miden-client.toml
      --policy FILE  --allow-insecure-loopback
  witnesslock serve --upstream URL --tee configfs        the attester in front of a prover (or: simulated, simulated-tdx)
      --port N  --host NAME  --tls-cert FILE --tls-key FILE
      --origin URL             how clients reach it, where a proxy writes another Host; repeatable
      --mirror                 answer for AMD's and Intel's endorsements too, or alone
      --no-seal  --no-staple  --privlevel N  --reports-per-minute N
      --rotate-minutes N  --grace-seconds N    how long keys live, and replaced ones (default: 60, 300)
      --max-body-mib N  --max-total-mib N      of one body, and of all calls together (default: 64, 512)
      --upstream-timeout-seconds N             how long the prover may be silent (default: 3600)
      --receive-timeout-seconds N              how long a request may take to arrive (default: 60)
      --drain-seconds N        how long SIGTERM waits for calls in flight (default: 3600)
      --allow-origin ORIGIN  --root-out FILE  --quiet
  witnesslock demo                                       see a witness leave only after its verdict

EVIDENCE is a file with raw bytes, a header's text or JSON; - reads standard input.

  --endorsement FILE            certificates, a revocation list, or Intel's collateral: PEM, DER, or JSON; repeatable
  --at TIME                     judge at this time: RFC 3339 or Unix seconds (default: now)
  --offline                     never ask AMD's or Intel's server
  --pccs URL                    a caching service to ask in place of Intel's
  --dangerously-trust-root FILE a root certificate of a simulated TEE; repeatable
  --json                        one JSON object

Exit status: 0 authentic, or affirming; 1 not; 2 usage, or a malformed policy; 3 could not find out; 4 warning.
`;

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  inspect: runInspect,
  appraise: runAppraise,
  check: runCheck,
  serve: runServe,
  demo: runDemo,
};

/** Runs one command line, and gives its exit status. */
export async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "help" || args.includes("--help") || args.includes("-h")) {
    const isMistake = name === undefined;
    (isMistake ? process.stderr : process.stdout).write(USAGE);
    return isMistake ? Exit.Usage : Exit.Yes;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  try {
    if (command === undefined) throw new UsageError(`there is no command of that name`);
    return await command(rest);
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

// Not process.exit: what was written to a pipe must still arrive.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});
process.exitCode = await main(process.argv.slice(2));
