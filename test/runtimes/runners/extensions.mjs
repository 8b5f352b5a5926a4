/** Manifest V3: with 'wasm-unsafe-eval', and without. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PATIENCE_MS, withChromium, withFirefox } from "../browsers.mjs";
import { bundle } from "../bundle.mjs";
import { within } from "../processes.mjs";

const POLICY = {
  full: "script-src 'self' 'wasm-unsafe-eval'; object-src 'self'",
  refused: "script-src 'self'; object-src 'self'",
};

async function make({ project, site }, browser, mode) {
  const id = `${browser}-extension-${mode}`;
  const folder = join(project, id);
  mkdirSync(folder, { recursive: true });
  const define = { SITE: JSON.stringify(site.url), MODE: JSON.stringify(mode), ID: JSON.stringify(id) }; // prettier-ignore
  const [entry, out] = ["extension.mjs", `${id}/background.js`];
  await bundle({ folder: project, entry, out, conditions: ["browser"], define });
  const file = "background.js";
  const background = browser === "chromium" ? { service_worker: file } : { scripts: [file] };
  const manifest = {
    manifest_version: 3,
    name: id,
    version: "1.0.0",
    background: { ...background, type: "module" },
    host_permissions: ["http://127.0.0.1/*"],
    content_security_policy: { extension_pages: POLICY[mode] },
    ...(browser === "firefox" ? { browser_specific_settings: { gecko: { id: `${id}@example.org` } } } : {}), // prettier-ignore
  };
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
  return { folder, answer: () => within(site.waitFor(id), PATIENCE_MS, `the extension ${id}`) };
}

export async function chromiumExtension(context) {
  let result = {};
  for (const mode of ["full", "refused"]) {
    const { folder, answer } = await make(context, "chromium", mode);
    const waiting = answer();
    const { version, answer: answers } = await withChromium(() => waiting, folder);
    result = { ...result, version, ...answers };
  }
  return { engine: "V8", ...result };
}

export async function firefoxExtension(context) {
  let result = {};
  for (const mode of ["full", "refused"]) {
    const { folder, answer } = await make(context, "firefox", mode);
    const { version, answer: answers } = await withFirefox(async (browser) => {
      const waiting = answer();
      await browser.installExtension(folder);
      return waiting;
    });
    result = { ...result, version, ...answers };
  }
  return { engine: "SpiderMonkey", ...result };
}
