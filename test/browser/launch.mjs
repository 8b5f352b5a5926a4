/** Chromium, as every test starts it: alone, without a window, and asking nobody but the test. */
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const ARGUMENTS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Where it is: `CHROMIUM`, or Debian's. */
export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** A browser; its contexts forget everything. */
export function launchChromium() {
  return chromium.launch({ executablePath: present(), args: ARGUMENTS });
}

/** A context with a profile of its own in the folder `profile`, and with the extension of that folder, where one is named. */
export function launchProfile(profile, extension) {
  const own = [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`];
  return chromium.launchPersistentContext(profile, {
    executablePath: present(),
    headless: false,
    ignoreDefaultArgs: ["--disable-extensions"],
    args: [...ARGUMENTS, ...(extension === undefined ? [] : own)],
  });
}

function present() {
  if (existsSync(CHROMIUM)) return CHROMIUM;
  throw new Error(`${CHROMIUM} is absent: install Chromium, or name one in CHROMIUM`);
}
