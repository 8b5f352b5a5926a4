/** Starting and ending browsers, so that none is left behind. */
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHROMIUM, launchProfile } from "../browser/launch.mjs";
import { install, system } from "./install.mjs";
import { begin, within } from "./processes.mjs";

/** What a page or an extension may take. */
export const PATIENCE_MS = 120_000;

/** Opens Chromium with an extension or none, does something, closes it. */
export async function withChromium(work, extension) {
  await system(CHROMIUM, "chromium");
  const profile = mkdtempSync(join(tmpdir(), "witnesslock-chromium-"));
  const context = await launchProfile(profile, extension);
  try {
    const { answer } = { answer: await work(context) };
    return { version: context.browser()?.version() ?? (await versionOf(context)), answer };
  } finally {
    await within(context.close(), 15_000, "closing Chromium").catch(() => undefined);
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function versionOf(context) {
  const page = await context.newPage();
  const agent = await page.evaluate(() => navigator.userAgent);
  await page.close();
  return /Chrome\/([\d.]+)/.exec(agent)?.[1] ?? "";
}

/** Opens Firefox over WebDriver BiDi, does something, closes it. */
export async function withFirefox(work) {
  const executablePath = await system(process.env.FIREFOX ?? "/usr/bin/firefox-esr", "firefox-esr");
  const tools = createRequire(join(await install("tools"), "package.json"));
  const browser = await tools("puppeteer-core").launch({
    browser: "firefox",
    executablePath,
    headless: true,
    protocolTimeout: PATIENCE_MS,
    extraPrefsFirefox: { "extensions.webextOptionalPermissionPrompts": false },
  });
  const child = browser.process();
  try {
    const version = (await browser.version()).replace(/^firefox\//i, "");
    return { version, answer: await work(browser) };
  } finally {
    await within(browser.close(), 15_000, "closing Firefox").catch(() => undefined);
    if (child?.exitCode === null) child.kill("SIGKILL");
  }
}

/** Opens an address in WebKitGTK's MiniBrowser, over WebDriver. */
export async function withWebKit(work) {
  await system("/usr/bin/xvfb-run", "xvfb", "xauth");
  const driver = await system("/usr/bin/WebKitWebDriver", "webkit2gtk-driver");
  const port = await freePort();
  const server = begin("/usr/bin/xvfb-run", ["-a", driver, `--port=${port}`], { timeoutMs: 600_000 }); // prettier-ignore
  const address = `http://127.0.0.1:${port}/session`;
  const send = async (path, body, method = "POST") => {
    const options = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(address + path, { method, ...options, signal: AbortSignal.timeout(30_000) }); // prettier-ignore
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`WebDriver: ${JSON.stringify(value).slice(0, 500)}`);
    return value;
  };
  try {
    await started(port);
    const options = { "webkitgtk:browserOptions": { args: ["--automation"] } };
    const { sessionId, capabilities } = await send("", { capabilities: { alwaysMatch: options } });
    const open = (url) => send(`/${sessionId}/url`, { url });
    const answer = await work(open);
    await send(`/${sessionId}`, undefined, "DELETE").catch(() => undefined);
    return { version: capabilities.browserVersion, answer };
  } finally {
    server.end();
  }
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function started(port) {
  for (let count = 0; count < 100; count += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/status`).catch(() => undefined);
    if (answer !== undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("WebKitWebDriver did not start");
}
