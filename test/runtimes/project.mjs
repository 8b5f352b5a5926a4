/** The packed tarball, installed as a user would into a project of its own; what every runtime and bundler here gets. */
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { run } from "./processes.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const inside = fileURLToPath(new URL("inside/", import.meta.url));

/** Packs `dist` as it is. @returns the tarball's path */
export async function pack(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await run("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: root });
  return join(
    folder,
    readdirSync(folder).find((name) => name.endsWith(".tgz")),
  );
}

/** A project with the tarball and `packages`, and the programs of inside/. */
export async function makeProject(folder, tarball, packages = []) {
  mkdirSync(folder, { recursive: true });
  rmSync(join(folder, "node_modules/witnesslock"), { recursive: true, force: true });
  rmSync(join(folder, "package-lock.json"), { force: true });
  writeFileSync(join(folder, "package.json"), '{"private":true,"type":"module"}');
  const options = ["--no-audit", "--no-fund", "--no-save"];
  await run("npm", ["install", ...options, tarball, ...packages], {
    cwd: folder,
    timeoutMs: 300_000,
  });
  cpSync(inside, folder, { recursive: true });
  const subpaths = ["attester", "node", "testing"];
  const names = subpaths.map((name) => `export * as ${name} from "witnesslock/${name}";\n`);
  const all = ['export * as witnesslock from "witnesslock";\n', ...names].join("");
  writeFileSync(join(folder, "installed.mjs"), all);
  return folder;
}

/** The installed package in this process: what answers are compared with, and the attester behind the calls. */
export function load(project) {
  return import(pathToFileURL(join(project, "installed.mjs")).href);
}
