/** The old client's configuration file: where its prover is. */
import { parse } from "smol-toml";
import { readBytes } from "./arguments.ts";
import { UsageError } from "./exit.ts";

const KEY = "remote_prover_endpoint";

/**
 * The address under `remote_prover_endpoint`, at the top or in a table: text, or a table of protocol, host and port, as older
 * files have it.
 *
 * @throws UsageError
 */
export async function readProverEndpoint(path: string): Promise<string> {
  const text = new TextDecoder().decode(await readBytes(path, "--config"));
  let document: unknown;
  try {
    document = parse(text);
  } catch {
    throw new UsageError(`--config: ${path} is not TOML`);
  }
  const found = [document, ...Object.values(tableOf(document) ?? {})].flatMap((table) => {
    const value = tableOf(table)?.[KEY];
    return value === undefined ? [] : [value];
  });
  const [endpoint, ...more] = found;
  if (endpoint === undefined) {
    throw new UsageError(`--config: ${path} has no ${KEY}: this client proves by itself, or names its prover elsewhere`); // prettier-ignore
  }
  if (more.length > 0) throw new UsageError(`--config: ${path} has more than one ${KEY}`);
  if (typeof endpoint === "string") return endpoint;
  const { protocol = "https", host, port } = tableOf(endpoint) ?? {};
  if (typeof protocol !== "string" || typeof host !== "string") {
    throw new UsageError(`--config: ${KEY} is neither an address nor a table with protocol, host and port`); // prettier-ignore
  }
  return `${protocol}://${host}${typeof port === "number" ? `:${port}` : ""}`;
}

function tableOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const isTable = typeof value === "object" && value !== null && !Array.isArray(value);
  return isTable ? (value as Readonly<Record<string, unknown>>) : undefined;
}
