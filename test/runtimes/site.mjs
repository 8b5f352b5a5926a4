/** What the runtimes talk to, on free ports of this machine: two attesters, files, and somewhere to leave their answers. */
import { createServer } from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

const TYPES = {
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".html": "text/html",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

async function listen(handle) {
  const server = createServer({ maxHeaderSize: 64 * 1024 }, (incoming, outgoing) => {
    handle(incoming, outgoing).catch((error) => {
      outgoing.destroy();
      console.error(error);
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${server.address().port}`, close };
}

/** A simulated prover of another origin than the page. `/header/N` answers with evidence of N bytes in its header. */
export async function serveProver({ attester, testing }, options) {
  const quotes = await testing.simulated(options);
  const witnesses = [];
  const handle = attester.createAttester({
    quotes,
    upstream: async (request) => {
      witnesses.push(await request.text());
      return new Response(`proof of ${witnesses.at(-1)}`);
    },
  });
  let plain = 0;
  const server = await listen(async (incoming, outgoing) => {
    const body = Buffer.concat(await incoming.toArray());
    const [, length] = /^\/header\/(\d+)$/.exec(incoming.url) ?? [];
    if (length !== undefined && incoming.method !== "OPTIONS") {
      plain += body.length;
      const headers = { "Attestation-Report": "A".repeat(Number(length)), ...CORS };
      outgoing.writeHead(200, headers).end();
      return;
    }
    const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
    const request = new Request(`http://${incoming.headers.host}${incoming.url}`, {
      method: incoming.method,
      headers: incoming.headers,
      ...(hasBody ? { body } : {}),
    });
    const response = await handle(request);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  });
  const root = Buffer.from(quotes.root).toString("base64");
  return { ...server, root, quotes, witnesses, plainBytes: () => plain };
}

const CORS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "Attestation-Report",
};

/** Content-Security-Policy of a page by its mode. */
const POLICIES = { refused: "script-src 'self' 'unsafe-inline'", page: "" };

/**
 * Files of a folder, the page, and `waitFor(id)`: what a browser posts to `/result?id=`.
 */
export async function serveSite(folder, fixture) {
  const waiting = new Map();
  const server = await listen(async (incoming, outgoing) => {
    const url = new URL(incoming.url, "http://site");
    const body = Buffer.concat(await incoming.toArray()).toString();
    const answer = (type, content, more = {}) =>
      outgoing.writeHead(200, { "Content-Type": type, ...CORS, ...more }).end(content);
    if (incoming.method === "OPTIONS") return outgoing.writeHead(204, { ...CORS, "Access-Control-Allow-Headers": "*" }).end(); // prettier-ignore
    if (url.pathname === "/result") {
      waiting.get(url.searchParams.get("id"))?.(JSON.parse(body));
      return answer("text/plain", "thank you");
    }
    if (url.pathname === "/fixture.json")
      return answer("application/json", JSON.stringify(fixture));
    if (url.pathname === "/") {
      const policy = POLICIES[url.searchParams.get("mode")] ?? "";
      return answer("text/html", PAGE, policy === "" ? {} : { "Content-Security-Policy": policy });
    }
    const [, mime, rest] = /^\/mime\/(\w+\/[\w+-]+)\/([\w.-]+)$/.exec(url.pathname) ?? [];
    const path = rest === "verifier.wasm" ? WASM : url.pathname;
    const file = join(folder, path);
    if (path.includes("..") || !existsSync(file)) return outgoing.writeHead(404, CORS).end();
    return answer(mime ?? TYPES[extname(file)] ?? "application/octet-stream", readFileSync(file));
  });
  const waitFor = (id) => new Promise((resolve) => waiting.set(id, resolve));
  return { ...server, waitFor };
}

const WASM = "/node_modules/witnesslock/wasm/witnesslock_verifier_bg.wasm";
const IMPORTS = {
  "@noble/": "/node_modules/@noble/",
  witnesslock: "/node_modules/witnesslock/dist/index.js",
  "witnesslock/slim": "/node_modules/witnesslock/dist/slim/slim.js",
  "witnesslock/sealing": "/node_modules/witnesslock/dist/sealing.js",
};
const PAGE = `<!doctype html><meta charset="utf-8"><title>witnesslock</title>
<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>
<script type="module" src="/page.mjs"></script>`;
