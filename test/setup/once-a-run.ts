/** What is made once for all test files of a run: each is a process of its own, and would make it again. */
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the built command line is, or will be: the first that needs it builds it. */
    readonly cliFolder: string;
    /** RSA-4096 keys, PKCS#8 in base64: making one takes up to a second. */
    readonly authorityKeys: readonly string[];
  }
}

const root = fileURLToPath(new URL("../../", import.meta.url));
const RSA_4096 = {
  name: "RSA-PSS",
  hash: "SHA-384",
  modulusLength: 4096,
  publicExponent: new Uint8Array([1, 0, 1]),
};

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Inside the project, so that what is built finds its dependencies.
  const folder = await mkdtemp(join(root, "build-cli-test-"));
  project.provide("cliFolder", folder);
  project.provide("authorityKeys", await Promise.all([makeKey(), makeKey()]));
  return () => rm(folder, { recursive: true, force: true });
}

async function makeKey(): Promise<string> {
  const { privateKey } = await crypto.subtle.generateKey(RSA_4096, true, ["sign", "verify"]);
  return Buffer.from(await crypto.subtle.exportKey("pkcs8", privateKey)).toString("base64");
}
