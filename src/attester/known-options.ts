/** Options of the attester's side: a mistake in them is its operator's, found when it starts. */
import { ownMembers } from "../input.ts";

/**
 * Options, copied: their own members alone.
 *
 * @param of - the function whose options they are
 * @throws TypeError where one does not exist
 */
export function knownOptions<Options extends object>(
  options: Options,
  names: readonly (keyof Options & string)[],
  of: string,
): Options {
  return ownMembers(options, names, (name) => {
    return new TypeError(`${of} has no option ${name}; its options are ${names.join(", ")}`);
  });
}

/**
 * A limit that limits.
 *
 * @throws RangeError where `value` is no number above 0 and at most `most`
 */
export function knownLimit(name: string, value: number, most = Number.MAX_SAFE_INTEGER): number {
  // Nothing is larger than NaN: it would be no limit.
  if (!Number.isFinite(value) || value <= 0 || value > most) {
    throw new RangeError(`${name} must be a number above 0 and at most ${most}`);
  }
  return value;
}

/**
 * How many there may be.
 *
 * @throws RangeError where `value` is no number from 1
 */
export function knownCount(name: string, value: number): number {
  if (value < 1) throw new RangeError(`${name} must be a number from 1`);
  return knownLimit(name, value);
}
