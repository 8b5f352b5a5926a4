/** The command line of `witnesslock serve`, read. */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { UsageError } from "./exit.ts";

/** What `serve` is told. */
export interface ServeOptions {
  /** Absent: the mirror alone. */
  readonly upstream: string | undefined;
  readonly tee: "simulated" | "simulated-tdx" | "configfs" | undefined;
  readonly port: number;
  readonly host: string;
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly rootOut: string | undefined;
  readonly mirror: boolean;
  readonly seal: boolean;
  readonly staple: boolean;
  readonly origins: readonly string[] | undefined;
  readonly allowOrigin: string | undefined;
  readonly privlevel: number | undefined;
  readonly rotateMs: number | undefined;
  readonly graceMs: number | undefined;
  readonly upstreamTimeoutMs: number | undefined;
  readonly receiveTimeoutMs: number | undefined;
  readonly maxBodyBytes: number | undefined;
  readonly maxTotalBytes: number | undefined;
  readonly reportsPerMinute: number | undefined;
  readonly drainMs: number;
  readonly quiet: boolean;
}

const OPTIONS = {
  upstream: { type: "string" },
  tee: { type: "string" },
  port: { type: "string" },
  host: { type: "string" },
  "tls-cert": { type: "string" },
  "tls-key": { type: "string" },
  "root-out": { type: "string" },
  mirror: { type: "boolean" },
  "no-seal": { type: "boolean" },
  "no-staple": { type: "boolean" },
  origin: { type: "string", multiple: true },
  "allow-origin": { type: "string" },
  privlevel: { type: "string" },
  "rotate-minutes": { type: "string" },
  "grace-seconds": { type: "string" },
  "upstream-timeout-seconds": { type: "string" },
  "receive-timeout-seconds": { type: "string" },
  "max-body-mib": { type: "string" },
  "max-total-mib": { type: "string" },
  "reports-per-minute": { type: "string" },
  "drain-seconds": { type: "string" },
  quiet: { type: "boolean" },
} as const;

/** Milliseconds or bytes, and how many of the unit there may be. */
const UNITS = {
  "rotate-minutes": { unit: 60_000, most: 1440 },
  "grace-seconds": { unit: 1000, most: 86_400 },
  "upstream-timeout-seconds": { unit: 1000, most: 86_400 },
  "receive-timeout-seconds": { unit: 1000, most: 3600 },
  "max-body-mib": { unit: 1024 * 1024, most: 1024 },
  "max-total-mib": { unit: 1024 * 1024, most: 1_000_000 },
} as const;
const DRAIN_SECONDS = 3600;
const TEES = ["simulated", "simulated-tdx", "configfs"] as const;

/** @throws UsageError */
export async function readServeOptions(args: readonly string[]): Promise<ServeOptions> {
  const values = parse(args);
  const { upstream, mirror = false } = values;
  if (upstream === undefined && !mirror) {
    throw new UsageError("--upstream URL is missing: the prover (or --mirror alone)");
  }
  if (upstream !== undefined && !isHttp(upstream))
    throw new UsageError("--upstream takes an absolute URL");
  const tee = TEES.find((name) => name === values.tee);
  if (upstream !== undefined && tee === undefined) {
    throw new UsageError(
      "--tee takes configfs (this guest's hardware), simulated or simulated-tdx; write it out",
    );
  }
  if (values.origin?.some((origin) => !isHttp(origin)) === true) {
    throw new UsageError("--origin takes an origin, as https://prover.example");
  }
  const given = (name: keyof typeof values & keyof typeof UNITS): number | undefined => {
    const { unit, most } = UNITS[name];
    const value = number(values[name], `--${name}`, 1, most);
    return value === undefined ? undefined : value * unit;
  };
  return {
    upstream,
    tee,
    port: number(values.port, "--port", 0, 65_535) ?? 0,
    host: values.host ?? "127.0.0.1",
    tls: await readTls(values["tls-cert"], values["tls-key"]),
    rootOut: values["root-out"],
    mirror,
    seal: values["no-seal"] !== true,
    staple: values["no-staple"] !== true,
    origins: values.origin,
    allowOrigin: values["allow-origin"],
    privlevel: number(values.privlevel, "--privlevel", 0, 3),
    rotateMs: given("rotate-minutes"),
    graceMs: given("grace-seconds"),
    upstreamTimeoutMs: given("upstream-timeout-seconds"),
    receiveTimeoutMs: given("receive-timeout-seconds"),
    maxBodyBytes: given("max-body-mib"),
    maxTotalBytes: given("max-total-mib"),
    reportsPerMinute: number(values["reports-per-minute"], "--reports-per-minute", 1, 1_000_000),
    drainMs:
      (number(values["drain-seconds"], "--drain-seconds", 0, 86_400) ?? DRAIN_SECONDS) * 1000,
    quiet: values.quiet === true,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "the command line is not one");
  }
}

function isHttp(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function number(
  text: string | undefined,
  option: string,
  least: number,
  most: number,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d{1,7}$/.test(text) && value >= least && value <= most) return value;
  throw new UsageError(
    least === 0
      ? `${option} takes a number up to ${most}`
      : `${option} takes a number from ${least} to ${most}`,
  );
}

async function readTls(
  cert: string | undefined,
  key: string | undefined,
): Promise<ServeOptions["tls"]> {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) {
    throw new UsageError("--tls-cert FILE and --tls-key FILE belong together");
  }
  const read = async (path: string, option: string) => {
    try {
      return await readFile(path, "utf8");
    } catch {
      throw new UsageError(`${option}: ${path} cannot be read`);
    }
  };
  return { cert: await read(cert, "--tls-cert"), key: await read(key, "--tls-key") };
}
