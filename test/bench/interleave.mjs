/**
 * Times several tasks in turns, so that whatever else the machine does falls on all of them alike. Only ratios of one
 * run mean anything: absolute times do not travel.
 */

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/**
 * Runs every task once per round, in an order that rotates, after a few rounds to warm up.
 *
 * @param {Record<string, () => unknown | Promise<unknown>>} tasks
 * @param {{ rounds: number, warmup: number }} options
 * @returns {Promise<Record<string, number>>} the median time of each task, in milliseconds
 */
export async function interleave(tasks, { rounds, warmup }) {
  const names = Object.keys(tasks);
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -warmup; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(turn + Math.abs(round)) % names.length];
      const start = performance.now();
      await tasks[name]();
      const elapsed = performance.now() - start;
      if (round >= 0) samples[name].push(elapsed);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(samples[name])]));
}
