/** Bun: JavaScriptCore. */
import { join } from "node:path";
import { install } from "../install.mjs";
import { run } from "../processes.mjs";

export async function bun({ project, fixturePath }) {
  const program = join(await install("bun"), "node_modules/.bin/bun");
  const version = (await run(program, ["--version"])).trim();
  const engine = (await run(program, ["-p", "process.versions.webkit.slice(0, 12)"])).trim();
  const ask = (env, ...more) =>
    run(program, ["command-line.mjs", fixturePath, ...more], { cwd: project, env });
  const out = await ask({});
  const without = await ask({ BUN_JSC_useWasm: "0" }, "refused");
  return {
    version,
    engine: `JavaScriptCore ${engine}`,
    ...JSON.parse(out),
    ...JSON.parse(without),
  };
}
