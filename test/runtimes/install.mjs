/** The runtimes and tools, each in a folder of its own under build/, kept between runs. Nothing of them is a dependency. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./processes.mjs";

const BUILD = fileURLToPath(new URL("../../build/", import.meta.url));

/** Folder for runtimes and tools. */
export const RUNTIMES = join(BUILD, "runtimes");

/** Packages by the folder that they share. A later release comes in when somebody writes it here. */
export const PACKAGES = {
  "node-20": { node: "20.20.2" },
  "node-22": { node: "22.23.3" },
  "node-24": { node: "24.21.0" },
  "node-26": { node: "26.10.0" },
  deno: { deno: "2.9.6" },
  bun: { bun: "1.4.5" },
  workerd: { workerd: "1.20261117.1" },
  "edge-vm": { "@edge-runtime/vm": "5.0.0" },
  tools: { esbuild: "0.28.2", "puppeteer-core": "24.43.1" },
};

/** Installs one folder, where it is not there as it must be. @returns the folder */
export async function install(name, packages = PACKAGES[name]) {
  const folder = join(RUNTIMES, name);
  const stamp = join(folder, "installed.json");
  const wanted = JSON.stringify(packages);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{"private":true}');
  const list = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
  const options = ["--no-audit", "--no-fund", "--save-exact"];
  await run("npm", ["install", ...options, ...list], { cwd: folder, timeoutMs: 300_000 });
  writeFileSync(stamp, wanted);
  return folder;
}

/** A program of Debian, installed where this process may. @returns its path */
export async function system(path, ...debian) {
  if (existsSync(path)) return path;
  const how = `apt-get install ${debian.join(" ")}`;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !existsSync("/usr/bin/apt-get")) throw new Error(`${path} is absent: ${how}`);
  await run("apt-get", ["update", "-qq"], { timeoutMs: 300_000 });
  const quietly = ["install", "-y", "-qq", "--no-install-recommends"];
  await run("apt-get", [...quietly, ...debian], { timeoutMs: 600_000, env: { DEBIAN_FRONTEND: "noninteractive" } }); // prettier-ignore
  return path;
}
