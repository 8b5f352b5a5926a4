/** workerd, Cloudflare's runtime: a handler, with the module as the static import that it demands. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "../bundle.mjs";
import { install } from "../install.mjs";
import { begin, within } from "../processes.mjs";

const DATE = "2026-11-01";

// Cap'n Proto wants its spaces.
const configuration = (modules) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [ (name = "main", worker = .handler), (name = "internet", network = (allow = ["public", "private"])) ],
  sockets = [ (name = "http", address = "127.0.0.1:0", http = (), service = "main") ]
);
const handler :Workerd.Worker = ( modules = [ ${modules.join(", ")} ], compatibilityDate = "${DATE}" );
`;

async function serve(folder, program, name, conditions) {
  const { wasm } = await bundle({ folder, entry: "handler.mjs", out: `${name}.js`, conditions });
  const modules = [
    `(name = "main", esModule = embed "${name}.js")`,
    ...wasm.map((file) => `(name = "${file}", wasm = embed "${file}")`),
  ];
  const path = join(folder, `${name}.capnp`);
  writeFileSync(path, configuration(modules));
  const started = performance.now();
  const server = begin(program, ["serve", path, "--control-fd=1"], { cwd: folder });
  const [, port] = await within(server.until(/"port":(\d+)/), 20_000, "workerd's start");
  return { end: server.end, url: `http://127.0.0.1:${port}`, started };
}

export async function workerd({ project, fixturePath }) {
  const folder = await install("workerd");
  const program = join(folder, "node_modules/.bin/workerd");
  const { version } = JSON.parse(readFileSync(join(folder, "node_modules/workerd/package.json"), "utf8")); // prettier-ignore
  const body = readFileSync(fixturePath);
  const ask = async ({ url }, path) => {
    const response = await fetch(url + path, { method: "POST", body, signal: AbortSignal.timeout(120_000) }); // prettier-ignore
    return response.json();
  };
  const server = await serve(project, program, "worker", ["workerd", "worker", "browser"]);
  try {
    await ask(server, "/first");
    const coldStartMs = performance.now() - server.started;
    const answers = await ask(server, "/");
    // A bundler that does not know the condition takes the inlined module, which may not be compiled here.
    const wrong = await serve(project, program, "worker-default", ["browser"]);
    try {
      return { version, engine: "V8", ...answers, coldStartMs, ...(await ask(wrong, "/refused")) };
    } finally {
      wrong.end();
    }
  } finally {
    server.end();
  }
}
