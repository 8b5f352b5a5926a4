/**
 * One case, all subjects. None is timed before it has said yes to what is good and no to what is damaged: how fast something
 * is that verifies nothing is of no interest. The same in Node and in a page.
 */

import { interleave } from "./interleave.mjs";
import { pairedRatio, summary } from "./statistics.mjs";
import { Unavailable } from "./subjects/unavailable.mjs";

/** Whether it accepts. A refusal may be `false` or an error. */
async function answerOf(attempt, given) {
  try {
    const answer = await attempt(given);
    return { accepts: answer === true, reason: `answers ${String(answer)}` };
  } catch (error) {
    return { accepts: false, reason: String(error?.message ?? error).slice(0, 160) };
  }
}

/**
 * What a subject makes of a case, proven to verify.
 *
 * @param {{ name: string, ours?: boolean, offers: Record<string, unknown> }} subject
 * @returns {Promise<{ task: import("./interleave.mjs").Task } | { skipped: string }>}
 * @throws where one of our own subjects, or a measuring stick, answers wrongly: that is no benchmark but a fault
 */
export async function prove(subject, caseId, input, environment) {
  const offer = subject.offers[caseId];
  if (typeof offer === "string") return { skipped: offer };
  let opened;
  try {
    opened = await offer(input, environment);
  } catch (error) {
    if (error instanceof Unavailable) return { skipped: error.message };
    throw new Error(`${caseId}: ${subject.name} does not open: ${error?.stack ?? error}`);
  }
  const { attempt, before } = typeof opened === "function" ? { attempt: opened } : opened;
  for (const [what, given, wanted] of [
    ["good", input.good, true],
    ...input.damaged.map((given, index) => [`damaged (${index})`, given, false]),
    ["good", input.good, true],
  ]) {
    await before?.();
    const { accepts, reason } = await answerOf(attempt, given);
    if (accepts === wanted) continue;
    const fault = wanted ? `refuses what is ${what}: ${reason}` : `accepts what is ${what}`;
    if (subject.trusted) throw new Error(`${caseId}: ${subject.name} ${fault}`);
    return { skipped: fault };
  }
  return { task: { run: () => attempt(input.good), ...(before === undefined ? {} : { before }) } };
}

/**
 * @returns {Promise<object>} `subjects` by name with milliseconds and ratio to `base`, `skipped` by name with the reason
 */
export async function measure(
  { id, title, input: name },
  subjects,
  inputs,
  environment,
  base,
  pace,
) {
  const input = inputs[name];
  if (input === undefined) return { id, title, skipped: { everything: "no such evidence here" } };
  if (input.absent !== undefined) return { id, title, skipped: { everything: input.absent } };
  const [tasks, skipped] = [{}, {}];
  for (const subject of subjects) {
    if (subject.offers[id] === undefined) continue;
    const proven = await prove(subject, id, input, environment);
    if (proven.task === undefined) skipped[subject.name] = proven.skipped;
    else tasks[subject.name] = proven.task;
  }
  const samples = await interleave(tasks, pace);
  const results = {};
  for (const [subject, own] of Object.entries(samples)) {
    results[subject] = { ms: summary(own) };
    if (samples[base] !== undefined) results[subject].ratio = pairedRatio(own, samples[base]);
  }
  return { id, title, base, subjects: results, skipped };
}
