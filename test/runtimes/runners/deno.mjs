/** Deno, with the packages that npm installed. */
import { join } from "node:path";
import { install } from "../install.mjs";
import { run } from "../processes.mjs";

const OPTIONS = ["run", "-A", "--quiet", "--node-modules-dir=manual", "--no-lock"];

export async function deno({ project, fixturePath }) {
  const program = join(await install("deno"), "node_modules/.bin/deno");
  const [version, engine] = (await run(program, ["--version"])).match(/(?<=(deno|v8) )[\d.]+/g);
  const env = { DENO_NO_UPDATE_CHECK: "1", NODE_NO_WARNINGS: "1" };
  const ask = (options, ...more) =>
    run(program, [...OPTIONS, ...options, "command-line.mjs", fixturePath, ...more], { cwd: project, env }); // prettier-ignore
  const out = await ask([]);
  const without = await ask(["--v8-flags=--jitless"], "refused");
  return { version, engine: `V8 ${engine}`, ...JSON.parse(out), ...JSON.parse(without) };
}
