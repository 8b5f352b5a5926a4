/** How long a fresh process, or a fresh page, needs from its first import to its first verdict, in turns with everybody else's. */

import { COLD_START_GOAL, OURS } from "./cases.mjs";
import { pairedRatio, summary } from "./statistics.mjs";
import { FILES, subjectsOf } from "./subjects/index.mjs";

const EVIDENCE = ["snp-simulated", "snp-genuine", "tdx-simulated", "tdx-genuine"];

/** Everybody who was able to do the case before, with the file to import. */
async function able(caseId, engineName, measured) {
  const subjects = measured.find(({ id }) => id === caseId)?.subjects ?? {};
  const runs = [];
  for (const { file, engines } of FILES) {
    if (!engines.includes(engineName)) continue;
    for (const { name, offers, remembers } of await subjectsOf(file)) {
      // Who differs only from the second time on has no start of its own.
      const takesPart = offers[caseId] !== undefined && !remembers;
      if (takesPart && name in subjects) runs.push({ file, subject: name });
    }
  }
  return runs;
}

/**
 * @param {{ engineName: "node" | "chromium", what: string, base: string, measured: object[] }} where `what` is fresh, `measured` the
 * cases of this run
 * @param {(start: { file: string, subject: string, caseId: string, inputName: string }) => number | Promise<number>} start makes
 * one start, and answers its milliseconds
 */
export async function coldStarts({ engineName, what, base, measured }, start, quick) {
  const { rounds, warmup } = quick ? { rounds: 1, warmup: 0 } : { rounds: 15, warmup: 1 };
  const results = [];
  for (const inputName of EVIDENCE) {
    // The first call of a process sees everything for the first time.
    const caseId = `${inputName}-seen`;
    const runs = await able(caseId, engineName, measured);
    if (runs.length === 0) continue;
    const samples = Object.fromEntries(runs.map(({ subject }) => [subject, []]));
    for (let round = -warmup; round < rounds; round += 1) {
      for (let turn = 0; turn < runs.length; turn += 1) {
        const run = runs[(turn + warmup + round) % runs.length];
        const elapsed = await start({ ...run, caseId, inputName });
        if (round >= 0) samples[run.subject].push(elapsed);
      }
    }
    const [tee, kind] = inputName.split("-");
    // The goal is that of a Node process.
    const hasGoal = engineName === "node" && tee === "snp";
    results.push({
      id: `${inputName}-cold-start`,
      title: `fresh ${what}: first import to first ${tee.toUpperCase()} verdict, ${kind}`,
      base,
      ...(hasGoal ? { goals: { [OURS.verdict]: COLD_START_GOAL } } : {}),
      goalUnit: "ms",
      subjects: Object.fromEntries(
        Object.entries(samples).map(([subject, own]) => [
          subject,
          { ms: summary(own), ratio: pairedRatio(own, samples[base]) },
        ]),
      ),
      skipped: {},
    });
  }
  return results;
}
