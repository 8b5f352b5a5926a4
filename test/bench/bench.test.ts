/** The benchmark's own rules: its statistics, that nothing is timed which does not verify, and that the README shows the record. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { interleave } from "./interleave.mjs";
import { prove } from "./measure.mjs";
import type { Subject } from "./measure.mjs";
import { block, updateReadme, withBlock } from "./readme.mjs";
import { readResults } from "./results.mjs";
import { median, pairedRatio, quantile, summary } from "./statistics.mjs";
import { Unavailable } from "./subjects/unavailable.mjs";

test("quantiles are linear between samples, whatever their order", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(quantile([10, 20, 30, 40, 50], 0.25)).toBe(20);
  expect(quantile([0, 10], 0.75)).toBe(7.5);
  expect(quantile([7], 1)).toBe(7);
  expect(() => quantile([], 0.5)).toThrow(RangeError);
});

test("one pause moves no median", () => {
  expect(summary([1, 1, 1, 1, 1000])).toEqual({ median: 1, low: 1, high: 1, samples: 5 });
});

test("ratios are taken round by round, so a slow phase of the machine cancels", () => {
  const base = [1, 1, 1, 10, 10];
  const twice = [2, 2, 2, 20, 20];
  expect(pairedRatio(twice, base)).toEqual({ median: 2, low: 2, high: 2, samples: 5 });
  // Medians apart would answer 5 / 4.
  expect(pairedRatio([2, 5, 8], [1, 10, 4]).median).toBe(2);
  expect(() => pairedRatio([1], [1, 2])).toThrow(RangeError);
});

test("tasks take turns, every one once per round, and preparation precedes each sample", async () => {
  const calls: string[] = [];
  const task = (name: string) => ({
    before: () => calls.push(`before ${name}`),
    run: () => calls.push(name),
  });
  const pace = { rounds: 2, warmup: 1, sampleMs: 0 };
  const samples = await interleave({ a: task("a"), b: task("b") }, pace);
  expect(samples["a"]).toHaveLength(2);
  expect(samples["b"]).toHaveLength(2);
  const turns = calls.filter((call) => !call.startsWith("before"));
  expect(turns).toEqual(["a", "b", "b", "a", "a", "b"]);
  calls.forEach((call, index) => {
    if (!call.startsWith("before")) expect(calls[index - 1]).toBe(`before ${call}`);
  });
});

const INPUT = { good: "good", damaged: ["damaged", "forged"] };
const subject = (offer: Subject["offers"][string], trusted = false): Subject => ({
  name: "peer",
  trusted,
  offers: { case: offer },
});
const verifying = () => (given: unknown) => given === "good";

test("a subject that verifies is timed", async () => {
  expect(await prove(subject(verifying), "case", INPUT, {})).toHaveProperty("task");
  const throwing = () => (given: unknown) => {
    if (given !== "good") throw new Error("forged");
    return true;
  };
  expect(await prove(subject(throwing), "case", INPUT, {})).toHaveProperty("task");
});

test("a subject that does not verify is not timed, and said why; one of ours stops the run", async () => {
  const yes = () => () => true;
  const almost = () => (given: unknown) => given !== "damaged";
  const truthy = () => (given: unknown) => (given === "good" ? "yes" : false);
  const no = () => () => false;
  for (const [offer, reason] of [
    [yes, "accepts what is damaged (0)"],
    [almost, "accepts what is damaged (1)"],
    [truthy, "refuses what is good: answers yes"],
    [no, "refuses what is good: answers false"],
  ] as const) {
    expect(await prove(subject(offer), "case", INPUT, {})).toEqual({ skipped: reason });
    await expect(prove(subject(offer, true), "case", INPUT, {})).rejects.toThrow(reason);
  }
});

test("who cannot do a case is skipped by name, ours too where the build lacks it", async () => {
  const absent = () => {
    throw new Unavailable("not in this build: x");
  };
  const skipped = { skipped: "not in this build: x" };
  expect(await prove(subject(absent, true), "case", INPUT, {})).toEqual(skipped);
  expect(await prove(subject("has no RSA"), "case", INPUT, {})).toEqual({ skipped: "has no RSA" });
  const broken = () => {
    throw new TypeError("a fault of the benchmark");
  };
  await expect(prove(subject(broken), "case", INPUT, {})).rejects.toThrow("does not open");
});

test("the README shows the recorded runs", () => {
  updateReadme(true);
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  expect(readme).toContain(block(readResults()));
  // A table with goals says what they are.
  expect(readme).toMatch(/\*must\* is what [^]*goal: must \/ stretch/);
});

test("another figure in the README, or no place for it, is noticed", () => {
  const results = readResults();
  const readme = `before\n<!-- bench:begin -->\n<!-- bench:end -->\nafter\n`;
  const shown = withBlock(readme, results);
  expect(withBlock(shown, results)).toBe(shown);
  expect(shown.startsWith("before\n")).toBe(true);
  expect(shown.endsWith("after\n")).toBe(true);
  const altered = shown.replace(/\*\*\d[\d.]*/, "**0.01");
  expect(altered).not.toBe(shown);
  expect(withBlock(altered, results)).toBe(shown);
  expect(() => withBlock("no markers", results)).toThrow("markers");
});

test("the record names engine, machine and day, and every case a measuring stick", () => {
  for (const run of Object.values(readResults())) {
    expect(run.engine).toMatch(/^(Node|Chromium) \d/);
    expect(run.cpu).not.toBe("");
    expect(run.date).toMatch(/^\d{4}-\d\d-\d\d$/);
    for (const { base, subjects, skipped } of run.cases) {
      if (base === undefined) expect(skipped).toHaveProperty("everything");
      else expect(subjects[base]?.ratio).toEqual([1, 1, 1]);
    }
  }
});
