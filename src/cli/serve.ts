/** `witnesslock serve`: the attester in front of a prover. */
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { createAttester } from "../attester/index.ts";
import { simulated } from "../testing/index.ts";
import { Exit, UsageError } from "./exit.ts";
import { listen } from "./http-server.ts";
import { STYLE } from "./style.ts";

/** Runs until it is interrupted. */
export async function runServe(args: readonly string[]): Promise<number> {
  const values = parse(args);
  if (values.upstream === undefined) throw new UsageError("--upstream URL is missing: the prover");
  if (!URL.canParse(values.upstream)) throw new UsageError("--upstream takes an absolute URL");
  if (values.tee !== "simulated" && values.tee !== "simulated-tdx") {
    throw new UsageError(
      "--tee simulated or --tee simulated-tdx is what this version can serve; write it out",
    );
  }
  const port = Number(values.port ?? "0");
  if (!/^\d{1,5}$/.test(values.port ?? "0") || port > 65_535)
    throw new UsageError("--port takes a number up to 65535");
  process.stderr.write("making the simulated TEE's keys, for this process alone…\n");
  const isTdx = values.tee === "simulated-tdx";
  const quotes = await (isTdx ? simulated({ tee: "tdx" }) : simulated());
  if (values["root-out"] !== undefined) await writeFile(values["root-out"], pem(quotes.root));
  const attester = createAttester({ quotes, upstream: values.upstream });
  const server = await listen(attester, { port, host: values.host ?? "127.0.0.1" });
  process.stdout.write(
    `${STYLE.strong(server.url)} stands in front of ${values.upstream}\n` +
      `${STYLE.warn("The TEE is simulated: its evidence proves nothing about this machine.")}\n` +
      (values["root-out"] === undefined ? "" : `Its root is in ${values["root-out"]}\n`) +
      "Interrupt to stop.\n",
  );
  await new Promise<void>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  await server.close();
  return Exit.Yes;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        upstream: { type: "string" },
        tee: { type: "string" },
        port: { type: "string" },
        host: { type: "string" },
        "root-out": { type: "string" },
      },
      strict: true,
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "the command line is not one");
  }
}

function pem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
