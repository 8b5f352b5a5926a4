/** `witnesslock serve`: the attester in front of a prover, a mirror of endorsements, or both. */
import { writeFile } from "node:fs/promises";
import { configfsTsm, createAttester, createMirror } from "../attester/index.ts";
import type { Attester, LogEntry, QuoteProvider } from "../attester/index.ts";
import { stapler } from "../index.ts";
import { nodeFetch } from "../node.ts";
import { simulated } from "../testing/index.ts";
import { toPem } from "../testing/tdx/pem.ts";
import { Exit, UsageError } from "./exit.ts";
import { listen } from "./http-server.ts";
import { readServeOptions } from "./serve-options.ts";
import type { ServeOptions } from "./serve-options.ts";
import { STYLE } from "./style.ts";

/** Runs until it is interrupted; then finishes what it is answering, and takes nothing new. */
export async function runServe(args: readonly string[]): Promise<number> {
  const options = await readServeOptions(args);
  const attester = options.upstream === undefined ? undefined : await attesterOf(options);
  const mirror = options.mirror
    ? usable(() => createMirror(given({ allowOrigin: options.allowOrigin })))
    : undefined;
  const handler = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (mirror !== undefined && (attester === undefined || mirror.answers(pathname))) {
      return mirror(request);
    }
    return attester === undefined ? new Response(null, { status: 404 }) : attester(request);
  };
  const { port, host, tls, receiveTimeoutMs } = options;
  const requestTimeoutMs = serverTimeout(receiveTimeoutMs);
  const server = await listen(handler, { port, host, tls, requestTimeoutMs });
  process.stdout.write(announcement(server.url, options));
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  attester?.drain();
  // A person at a terminal wants it to stop; a supervisor wants no proof lost.
  await (signal === "SIGTERM" ? server.drain(options.drainMs) : server.close());
  attester?.close();
  return Exit.Yes;
}

/** The server waits longer than the attester, which says why in its answer; what passes unsealed has the server's limit alone. */
function serverTimeout(receiveTimeoutMs: number | undefined): number | undefined {
  return receiveTimeoutMs === undefined ? undefined : Math.max(300_000, 2 * receiveTimeoutMs);
}

async function attesterOf(options: ServeOptions): Promise<Attester> {
  const { upstream = "", seal, origins, allowOrigin, reportsPerMinute } = options;
  const { rotateMs, graceMs, upstreamTimeoutMs, receiveTimeoutMs } = options;
  const { maxBodyBytes, maxTotalBytes } = options;
  const quotes = await quotesOf(options);
  const told = (kind: string) => (error: unknown) => {
    const reason = error instanceof Error ? error.message : "an unknown failure";
    log(options, { time: new Date().toISOString(), kind, error: reason });
  };
  const attesterOptions = {
    quotes,
    onQuoteError: told("quote"),
    upstream,
    seal,
    // The built-in fetch gives up on a proof after five minutes.
    fetch: nodeFetch(),
    ...(options.tee === "configfs" && options.staple
      ? {
          // What is still served is told too: clients will find it too old before it ends.
          staple: stapler({ onRefreshError: told("staple") }),
          onStapleError: told("staple"),
        }
      : {}),
    onLog: (entry: LogEntry) => {
      log(options, entry);
    },
    ...given({ origins, allowOrigin, reportsPerMinute }),
    ...given({ rotateMs, graceMs, upstreamTimeoutMs, receiveTimeoutMs }),
    ...given({ maxBodyBytes, maxTotalBytes }),
  };
  return usable(() => createAttester(attesterOptions));
}

/** What is made says of values that cannot be used, is said of the command line. */
function usable<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error;
  }
}

async function quotesOf({ tee, privlevel, rootOut }: ServeOptions): Promise<QuoteProvider> {
  if (tee === "configfs") {
    const tsm = configfsTsm(given({ privlevel }));
    // Better now than at the first challenge.
    await tsm.quote(new Uint8Array(64));
    return tsm;
  }
  process.stderr.write("making the simulated TEE's keys, for this process alone…\n");
  const quotes = await (tee === "simulated-tdx" ? simulated({ tee: "tdx" }) : simulated());
  if (rootOut !== undefined) await writeFile(rootOut, toPem([quotes.root]));
  return quotes;
}

function announcement(url: string, { upstream, tee, rootOut, mirror, seal }: ServeOptions): string {
  const lines: string[] = [];
  if (upstream !== undefined) {
    lines.push(`${STYLE.strong(url)} stands in front of ${upstream}`);
    if (tee !== "configfs") {
      lines.push(
        STYLE.warn("The TEE is simulated: its evidence proves nothing about this machine."),
      );
    }
    if (!seal)
      lines.push(
        STYLE.warn("Nothing is sealed: clients in the mode required refuse it by default."),
      );
    if (rootOut !== undefined && tee !== "configfs") lines.push(`Its root is in ${rootOut}`);
  }
  if (mirror)
    lines.push(
      `${STYLE.strong(url)} mirrors AMD's and Intel's endorsements: endorsementSource: { base: "${url}" }`,
    );
  return `${lines.join("\n")}\nInterrupt to stop; SIGTERM lets calls in flight finish.\n`;
}

/** One line of JSON for each call, on standard error. */
function log({ quiet }: ServeOptions, entry: LogEntry | Readonly<Record<string, unknown>>): void {
  if (!quiet) process.stderr.write(`${JSON.stringify(entry)}\n`);
}

/** Without what was not given. */
function given<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
