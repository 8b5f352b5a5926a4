/** Serves the page: its two modules bundled, the SDK as it was published. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import nodeResolve from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";

const here = fileURLToPath(new URL(".", import.meta.url));
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html" };

async function bundled(name) {
  const bundle = await rollup({
    input: join(here, "page", name),
    external: ["/sdk/index.js"],
    plugins: [nodeResolve({ browser: true })],
    logLevel: "silent",
  });
  const { output } = await bundle.generate({ format: "es", inlineDynamicImports: true });
  return output[0].code;
}

/** @param configuration - what the page and its worker are told */
export async function servePage(configuration) {
  const made = {
    "/page.js": await bundled("page.mjs"),
    "/bootstrap.js": await bundled("bootstrap.mjs"),
    "/configuration.json": JSON.stringify(configuration),
    "/": await readFile(join(here, "page/index.html"), "utf8"),
  };
  const sdk = join(here, "node_modules/@miden-sdk/miden-sdk/dist");
  const server = createServer(async ({ url }, answer) => {
    const path = normalize(new URL(url, "http://x").pathname);
    try {
      const body = made[path] ?? (await readFile(join(sdk, path.replace(/^\/sdk/, ""))));
      answer.setHeader(
        "Content-Type",
        TYPES[path === "/" ? ".html" : extname(path)] ?? "text/plain",
      );
      answer.end(body);
    } catch {
      answer.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
