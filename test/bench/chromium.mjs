/** The same cases in headless Chromium: a server for what a page imports, and a page that measures one case at a time. */

import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname } from "node:path";
import { launchChromium } from "../browser/launch.mjs";
import { BASE } from "./cases.mjs";
import { coldStarts } from "./cold-starts.mjs";
import { bundlePeers } from "./chromium-peers.mjs";
import { projectFolder } from "./environment.mjs";
import { toText } from "./inputs-text.mjs";

const TYPES = {
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};
const SERVED =
  /^\/(dist|wasm|build|test\/bench|node_modules\/(@noble|@phala\/dcap-qvl-web))\/[\w@./-]+$/;
// Isolated, because otherwise a page's clock has a grain of 100 microseconds instead of 5.
const HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};
const IMPORTS = JSON.stringify({ imports: { "@noble/": "/node_modules/@noble/" } });
const html = (script) =>
  `<!doctype html><script type="importmap">${IMPORTS}</script><script type="module" src="/test/bench/${script}"></script>`;

function serve(inputs) {
  const server = createServer(({ url }, answer) => {
    const { pathname } = new URL(url, "http://page.invalid");
    const send = (type, body) =>
      answer.writeHead(200, { ...HEADERS, "Content-Type": type }).end(body);
    if (pathname === "/") return send("text/html", html("page.mjs"));
    if (pathname === "/fresh") return send("text/html", html("fresh-page.mjs"));
    if (pathname === "/inputs") return send("application/json", toText(inputs));
    const type = TYPES[extname(pathname)];
    const isServed = SERVED.test(pathname) && !pathname.includes("..") && type !== undefined;
    if (!isServed || !existsSync(projectFolder + pathname)) return answer.writeHead(404).end();
    return send(type, readFileSync(projectFolder + pathname));
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

async function open(context, address, name) {
  const page = await context.newPage();
  page.setDefaultTimeout(0);
  await page.goto(address);
  await page.waitForFunction(`window.${name} !== undefined`);
  return (...parameters) => page.evaluate(`window.${name}(...${JSON.stringify(parameters)})`);
}

/** @returns engine and results; `say` is told of each as it comes */
export async function chromiumCases(cases, inputs, { pace, quick, withStarts }, say) {
  const faults = bundlePeers();
  const base = BASE.chromium;
  const server = await serve(inputs);
  const site = `http://127.0.0.1:${server.address().port}/`;
  const browser = await launchChromium();
  try {
    const bench = await open(await browser.newContext(), site, "bench");
    const results = [];
    for (const each of cases) {
      const result = await bench(each, base, pace, faults);
      results.push(result);
      say(result);
    }
    if (withStarts) {
      const where = { engineName: "chromium", what: "page", base, measured: [...results] };
      const starts = await coldStarts(where, (run) => freshPage(browser, site, run, faults), quick);
      starts.forEach(say);
      results.push(...starts);
    }
    return { engine: `Chromium ${browser.version()}, headless`, cases: results };
  } finally {
    await browser.close();
    server.close();
  }
}

/** Of a context of its own: nothing is in a cache. */
async function freshPage(browser, site, run, faults) {
  const context = await browser.newContext();
  try {
    const coldStart = await open(context, `${site}fresh`, "coldStart");
    return await coldStart(run, faults);
  } finally {
    await context.close();
  }
}
