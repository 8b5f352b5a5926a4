/** Evidence of clouds on the command line: what is shown, and what a skeleton asks a reviewer. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  SimulatedAzure,
  SimulatedTee,
  SimulatedVtpm,
  goTpmToolsDocument,
} from "../../src/testing/index.ts";
import { buildCli } from "./built.ts";
import type { Cli } from "./built.ts";

let built: Cli;
const azure = await SimulatedAzure.create();
const tee = await SimulatedTee.create();

beforeAll(async () => {
  built = await buildCli();
  const extraData = new Uint8Array(48).fill(0xab);
  await write("azure.json", await azure.envelope({ extraData }));
  await write("unquoted.json", await azure.envelope({ hasTpmQuote: false }));
  const snp = { report: await tee.report(), vcek: tee.leaf, ask: tee.intermediate };
  await write("gcp.pb", await goTpmToolsDocument({ vtpm: await SimulatedVtpm.create(), snp }));
  await write("azure.der", azure.root);
  await write("gcp.der", tee.root);
  await write("plain.json", '{"snp":{"measurements":"any"}}');
});

afterAll(() => built.remove());

const at = (name: string) => join(built.folder, name);
const write = (name: string, contents: string | Uint8Array) => writeFile(at(name), contents);
const trust = (name: string) => ["--dangerously-trust-root", at(name), "--offline"];

test("inspect shows the cloud, the PCRs, and what is not trusted", async () => {
  const page = await built.run(["inspect", at("azure.json"), ...trust("azure.der")]);
  expect(page.status).toBe(0);
  for (const text of [
    "Azure, by the envelope",
    `PCR 11     ${"4b".repeat(32)}`,
    `extraData ${"ab".repeat(48)}`,
  ]) {
    // prettier-ignore
    expect(page.out).toContain(text);
  }
  expect(page.out).not.toContain("PCR 16");
  const gcp = await built.run(["inspect", at("gcp.pb"), ...trust("gcp.der")]);
  expect(gcp.out).toContain("Google Cloud, by the envelope");
  expect(gcp.out).toContain("shown and not trusted");
  const unquoted = await built.run(["inspect", at("unquoted.json"), ...trust("azure.der")]);
  expect(unquoted.out).toMatch(/TPM quote {4}none/);
});

test("a skeleton has the section azure, and its policy accepts what it was written from", async () => {
  const skeleton = await built.run([
    "inspect",
    at("azure.json"),
    "--policy-skeleton",
    ...trust("azure.der"),
  ]);
  expect(skeleton.err).toContain("azure.pcrs:");
  const policy = JSON.parse(skeleton.out) as { azure: { pcrs: object } };
  expect(Object.keys(policy.azure.pcrs)).toEqual(Array.from({ length: 16 }, (_, index) => String(index))); // prettier-ignore
  await write("policy.json", skeleton.out);
  const appraise = (policyFile: string, ...more: string[]) =>
    built.run([
      "appraise",
      at("azure.json"),
      "--policy",
      at(policyFile),
      ...more,
      ...trust("azure.der"),
    ]);
  const bound = await appraise("policy.json", "--binding", "ab".repeat(48));
  expect([bound.status, bound.out.startsWith("Warning")]).toEqual([4, true]);
  expect((await appraise("policy.json", "--binding", "ac".repeat(48))).status).toBe(1);
  expect((await appraise("policy.json", "--binding", "ab".repeat(64))).out).toContain("policy_binding"); // prettier-ignore
  const refused = await appraise("plain.json");
  expect([refused.status, refused.out.includes("policy_azure")]).toEqual([1, true]);
  expect(refused.out).toContain('"paravisorOnly"');
  const unquoted = await built.run([
    "inspect",
    at("unquoted.json"),
    "--policy-skeleton",
    ...trust("azure.der"),
  ]);
  expect(unquoted.err).toContain("no TPM quote");
});
