/**
 * Times several tasks in turns, so that whatever else the machine does falls on all of them alike. Only ratios of one
 * run mean anything: absolute times do not travel.
 */

/** How long a run takes: `sampleMs` is what one sample lasts at least, so that no clock's grain is measured. */
export const FULL = { rounds: 60, warmup: 10, sampleMs: 4 };
/** To see that it runs. Its figures mean nothing. */
export const QUICK = { rounds: 3, warmup: 1, sampleMs: 0 };

/** Above this a task is fast enough to be measured a hundred times per sample and no more. */
const MAX_BATCH = 100;

/**
 * @typedef {object} Task
 * @property {() => unknown} run
 * @property {(() => unknown)=} before what precedes every sample outside of the time; such a task is not repeated within a sample
 */

/** How often a task runs within one sample. The first runs, before anything is compiled, are not what is looked at. */
async function batchOf({ run, before }, sampleMs) {
  if (before !== undefined) return 1;
  let fastest = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 5; turn += 1) {
    const start = performance.now();
    await run();
    fastest = Math.min(fastest, performance.now() - start);
  }
  // A clock of coarse grain may show no time at all.
  return Math.min(MAX_BATCH, Math.max(1, Math.ceil(sampleMs / Math.max(fastest, 1e-3))));
}

/**
 * Runs every task once per round, in an order that rotates, after a few rounds to warm up.
 *
 * @param {Record<string, Task>} tasks
 * @param {{ rounds: number, warmup: number, sampleMs: number }} options
 * @returns {Promise<Record<string, number[]>>} milliseconds per run of each task, round for round
 */
export async function interleave(tasks, { rounds, warmup, sampleMs }) {
  const names = Object.keys(tasks);
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  const batches = {};
  for (const name of names) {
    await tasks[name].before?.();
    batches[name] = await batchOf(tasks[name], sampleMs);
  }
  for (let round = -warmup; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(turn + warmup + round) % names.length];
      const { run, before } = tasks[name];
      await before?.();
      const start = performance.now();
      for (let time = 0; time < batches[name]; time += 1) await run();
      const elapsed = performance.now() - start;
      if (round >= 0) samples[name].push(elapsed / batches[name]);
    }
  }
  return samples;
}
