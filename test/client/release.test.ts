/** The release workflow says what exists, publishes with provenance, and prints what a page's `integrity=` needs. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";

const read = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly shell?: string;
}
interface Job {
  readonly needs?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: { readonly push: { readonly tags: readonly string[] } };
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<"check" | "publish", Job>>;
}

const workflow = parse(read(".github/workflows/release.yml")) as Workflow;
const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
const commands = Object.values(workflow.jobs).flatMap(({ steps }) =>
  steps.flatMap(({ run }) => (run === undefined ? [] : [run])),
);

test("every command is a script of the package, npm's own, or a file that is there", () => {
  expect(commands.length).toBeGreaterThanOrEqual(6);
  for (const command of commands) {
    const [, script] = /^npm (?:run )?(lint|test[:a-z]*|[a-z]+:[a-z]+)$/.exec(command) ?? [];
    const [, file] = /^node ([a-z.-]+\.mjs)\b/.exec(command) ?? [];
    if (script !== undefined) expect(scripts, command).toHaveProperty([script]);
    else if (file !== undefined) expect(existsSync(file), command).toBe(true);
    else expect(command).toBe("npm ci --ignore-scripts");
  }
});

test("a tag alone starts it, and only what has been checked is published", () => {
  expect(Object.keys(workflow.on)).toEqual(["push"]);
  expect(workflow.on.push).toEqual({ tags: ["v*"] });
  expect(workflow.jobs.publish.needs).toBe("check");
});

test("the token for provenance is the publishing job's alone", () => {
  expect(workflow.permissions).toEqual({});
  expect(workflow.jobs.check.permissions).toEqual({ contents: "read" });
  expect(workflow.jobs.publish.permissions).toEqual({ contents: "read", "id-token": "write" });
  expect(read(".github/workflows/release.yml")).not.toMatch(/secrets\./);
});

test("it publishes by release.mjs, which asks for provenance and prints the value for integrity=", () => {
  const last = workflow.jobs.publish.steps.at(-1);
  expect(last?.run).toMatch(/^node release\.mjs --publish \|/);
  // With this shell a failure before the pipe is one.
  expect(last?.shell).toBe("bash");
  const release = read("release.mjs");
  expect(release).toMatch(/"--provenance"/);
  expect(release).toMatch(/for \\`integrity=\\` \| \\`\$\{integrity\(wasm\)\}/);
});
