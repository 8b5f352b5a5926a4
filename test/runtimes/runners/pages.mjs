/** Pages: the package without a bundler, and the same page under a Content-Security-Policy that forbids WebAssembly. */
import { PATIENCE_MS, withChromium, withFirefox, withWebKit } from "../browsers.mjs";
import { within } from "../processes.mjs";

async function visit(site, name, open) {
  const answers = {};
  for (const mode of ["page", "refused"]) {
    const id = `${name}-${mode}`;
    const answer = site.waitFor(id);
    await open(`${site.url}/?mode=${mode}&id=${id}`);
    Object.assign(answers, await within(answer, PATIENCE_MS, `the page in mode ${mode}`));
  }
  return answers;
}

export async function chromiumPage({ site }) {
  const { version, answer } = await withChromium(async (context) => {
    const page = await context.newPage();
    return visit(site, "chromium", (url) => page.goto(url));
  });
  return { version, engine: "V8", ...answer };
}

export async function firefoxPage({ site }) {
  const { version, answer } = await withFirefox(async (browser) => {
    const page = await browser.newPage();
    return visit(site, "firefox", (url) => page.goto(url));
  });
  return { version, engine: "SpiderMonkey", ...answer };
}

export async function webKitPage({ site }) {
  const { version, answer } = await withWebKit((open) => visit(site, "webkitgtk", open));
  return { version, engine: "JavaScriptCore", ...answer };
}
