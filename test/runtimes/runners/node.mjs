/** Node of one major version. */
import { join } from "node:path";
import { install } from "../install.mjs";
import { run } from "../processes.mjs";

export const node =
  (major) =>
  async ({ project, fixturePath }) => {
    const folder = await install(`node-${major}`);
    const program = join(folder, "node_modules/.bin/node");
    const version = (await run(program, ["--version"])).trim();
    const engine = (await run(program, ["-p", "process.versions.v8"])).trim();
    const out = await run(program, ["command-line.mjs", fixturePath], { cwd: project });
    const flag = ["--max-http-header-size=600000", "command-line.mjs", fixturePath, "limits"];
    const { limits: limitsByFlag } = JSON.parse(await run(program, flag, { cwd: project }));
    return { version, engine: `V8 ${engine}`, ...JSON.parse(out), limitsByFlag };
  };

/** No WebAssembly at all. */
export const jitless =
  (major) =>
  async ({ project, fixturePath }) => {
    const program = join(await install(`node-${major}`), "node_modules/.bin/node");
    const version = (await run(program, ["--version"])).trim();
    const args = ["--jitless", "command-line.mjs", fixturePath, "refused"];
    const out = await run(program, args, { cwd: project });
    return { version, engine: "V8", ...JSON.parse(out) };
  };
