/** What `inspect` and `appraise` have in common: the evidence, and the options of its authentication. */
import { readFile, stat } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { ParseArgsConfig } from "node:util";
import type { AuthenticateOptions } from "../appraise.ts";
import { UsageError } from "./exit.ts";

const COMMON = {
  endorsement: { type: "string", multiple: true },
  at: { type: "string" },
  offline: { type: "boolean" },
  pccs: { type: "string" },
  "dangerously-trust-root": { type: "string", multiple: true },
  json: { type: "boolean" },
} as const satisfies ParseArgsConfig["options"];

/** Base64 of the largest evidence, and a revocation list, fit. */
const MAX_FILE_BYTES = 1024 * 1024;

/** What every command of the verifier's side is given. */
export interface VerifierCommand {
  readonly options: AuthenticateOptions;
  readonly json: boolean;
  /** The command's own options. */
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
}

/** A parsed command line about evidence. */
export interface EvidenceCommand extends VerifierCommand {
  readonly evidence: string | Uint8Array;
}

type OwnOptions = Readonly<Record<string, { readonly type: "string" | "boolean" }>>;

/** Parses `EVIDENCE [options]`; `own` are the command's own options. */
export async function readCommand(
  args: readonly string[],
  own: OwnOptions,
): Promise<EvidenceCommand> {
  const { positionals, ...command } = await readOptions(args, own);
  const [file, ...more] = positionals;
  if (file === undefined)
    throw new UsageError("EVIDENCE is missing: a file, or - for standard input");
  if (more.length > 0) throw new UsageError("there is more than one EVIDENCE");
  return { ...command, evidence: asEvidence(await readInput(file)) };
}

/** Parses what commands have in common. */
export async function readOptions(
  args: readonly string[],
  own: OwnOptions,
): Promise<VerifierCommand & { readonly positionals: readonly string[] }> {
  const { values, positionals } = parse(args, own) as {
    readonly values: Readonly<Record<string, string | boolean | string[] | undefined>>;
    readonly positionals: readonly string[];
  };
  const files = (name: string) => readFiles(values[name] as string[] | undefined, `--${name}`);
  const at = values["at"] as string | undefined;
  const pccs = values["pccs"] as string | undefined;
  if (pccs !== undefined && !URL.canParse(pccs))
    throw new UsageError("--pccs takes an absolute URL");
  return {
    positionals,
    options: {
      endorsements: await files("endorsement"),
      dangerouslyTrustRoots: await files("dangerously-trust-root"),
      offline: values["offline"] === true,
      ...(at === undefined ? {} : { now: readTime(at) }),
      ...(pccs === undefined ? {} : { endorsementSource: { pccs } }),
    },
    json: values["json"] === true,
    values: values as Readonly<Record<string, string | boolean | undefined>>,
  };
}

function parse(args: readonly string[], own: ParseArgsConfig["options"]) {
  try {
    const options = { ...COMMON, ...own };
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "the command line is not one");
  }
}

/** RFC 3339 with its zone, or Unix seconds. */
function readTime(text: string): number {
  if (/^\d{1,12}$/.test(text)) return Number(text);
  const isInstant = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(text);
  const milliseconds = isInstant ? Date.parse(text.replace(" ", "T").toUpperCase()) : Number.NaN;
  if (Number.isNaN(milliseconds)) {
    throw new UsageError("--at takes a time as 2026-11-24T12:00:00Z, or Unix seconds");
  }
  return Math.floor(milliseconds / 1000);
}

async function readFiles(
  paths: readonly string[] | undefined,
  option: string,
): Promise<Uint8Array[]> {
  return Promise.all((paths ?? []).map((path) => readBytes(path, option)));
}

/** Reads a file of bounded size. */
export async function readBytes(path: string, what: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > MAX_FILE_BYTES) throw new UsageError(`${what}: ${path} is larger than 1 MiB`);
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const reason =
      (error as NodeJS.ErrnoException).code === "ENOENT" ? "is not there" : "cannot be read";
    throw new UsageError(`${what}: ${path} ${reason}`);
  }
}

async function readInput(file: string): Promise<Uint8Array> {
  if (file !== "-") return readBytes(file, "EVIDENCE");
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    total += chunk.length;
    if (total > MAX_FILE_BYTES)
      throw new UsageError("EVIDENCE: standard input is larger than 1 MiB");
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** A text file ends its line; the header's value does not. Everything else is the verifier's to read. */
function asEvidence(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  const isText = bytes.every(
    (byte) => (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d,
  );
  if (!isText) return bytes;
  if (bytes[end - 1] === 0x0a) end -= 1;
  if (bytes[end - 1] === 0x0d) end -= 1;
  return bytes.subarray(0, end);
}
