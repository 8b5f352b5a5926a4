/** What the command line says of itself: one text for each command, and all of them together. */

/** The commands, and how each is called. */
const COMMANDS = {
  inspect: `\
  witnesslock inspect EVIDENCE [options]                 authenticity and claims
      --policy-skeleton        write a policy from what it sees, to be reviewed
`,
  appraise: `\
  witnesslock appraise EVIDENCE --policy FILE [options]  the policy's verdict
      --binding HEX            what REPORT_DATA must be, 128 digits, or a TPM quote's extraData, 96 (default: any)
`,
  check: `\
  witnesslock check URL [options]                        what a prover proves, and which mode it is ready for
      --config FILE            in place of URL: remote_prover_endpoint of miden-client.toml
      --policy FILE  --allow-insecure-loopback
`,
  serve: `\
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
`,
  demo: `\
  witnesslock demo                                       see a witness leave only after its verdict
`,
};

const EVIDENCE = `
EVIDENCE is a file with raw bytes, a header's text or JSON; - reads standard input.
`;

const OPTIONS = `
  --endorsement FILE            certificates, a revocation list, or Intel's collateral: PEM, DER, or JSON; repeatable
  --at TIME                     judge at this time: RFC 3339 or Unix seconds (default: now)
  --offline                     never ask AMD's or Intel's server
  --pccs URL                    a caching service to ask in place of Intel's
  --dangerously-trust-root FILE a root certificate of a simulated TEE; repeatable
  --json                        one JSON object
`;

const EXIT = `
Exit status: 0 authentic, or affirming; 1 not; 2 usage, or a malformed policy; 3 could not find out; 4 warning.
`;

/** A command's name. */
export type CommandName = keyof typeof COMMANDS;

/** What each command has beside its own options. */
const COMMON: Readonly<Record<CommandName, string>> = {
  inspect: EVIDENCE + OPTIONS + EXIT,
  appraise: EVIDENCE + OPTIONS + EXIT,
  check: OPTIONS + EXIT,
  serve: "",
  demo: "",
};

/** Everything. */
export const USAGE = `witnesslock: is this evidence genuine, and is it what you accept?

${Object.values(COMMANDS).join("")}
  witnesslock COMMAND --help                             one of them
  witnesslock --version
${EVIDENCE}${OPTIONS}${EXIT}`;

/** Of one command. */
export function usageOf(command: CommandName): string {
  return COMMANDS[command] + COMMON[command];
}
