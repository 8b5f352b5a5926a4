/** What is said of a row of samples. Medians and quartiles: a pause of the machine moves a mean, and says nothing of the code. */

/**
 * A quantile, linear between the two samples next to it.
 *
 * @param {readonly number[]} samples
 * @param {number} at from 0 to 1
 */
export function quantile(samples, at) {
  if (samples.length === 0) throw new RangeError("no samples");
  const sorted = [...samples].sort((a, b) => a - b);
  const place = (sorted.length - 1) * at;
  const below = Math.floor(place);
  const [low, high] = [sorted[below], sorted[Math.min(below + 1, sorted.length - 1)]];
  return low + (high - low) * (place - below);
}

/** @param {readonly number[]} samples */
export const median = (samples) => quantile(samples, 0.5);

/**
 * Median and quartiles: half of all samples lie from `low` to `high`.
 *
 * @param {readonly number[]} samples
 */
export function summary(samples) {
  return {
    median: median(samples),
    low: quantile(samples, 0.25),
    high: quantile(samples, 0.75),
    samples: samples.length,
  };
}

/**
 * One row of samples as a multiple of another that was taken in the same rounds. Each round gives a ratio of its own, so a
 * machine that was slow for a while was slow on both sides of it.
 *
 * @param {readonly number[]} samples
 * @param {readonly number[]} base as many, round for round
 */
export function pairedRatio(samples, base) {
  if (samples.length !== base.length) throw new RangeError("samples of different rounds");
  return summary(samples.map((sample, round) => sample / base[round]));
}
