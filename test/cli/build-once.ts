/** A folder for the command line that a run's test files share, in which the first of them builds it. */
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the built command line is, or will be. */
    readonly cliFolder: string;
  }
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Inside the project, so that what is built finds its dependencies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(root, "build-cli-test-"));
  project.provide("cliFolder", folder);
  return () => rm(folder, { recursive: true, force: true });
}
