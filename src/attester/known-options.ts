/** Options of the attester's side: a mistake in them is its operator's, found when it starts. */
import { ownMembers } from "../input.ts";

/**
 * Options, copied: their own members alone.
 *
 * @param of - the function whose options they are
 * @throws TypeError where one does not exist, or they are no object
 */
export function knownOptions<Options extends object>(
  options: Options,
  names: readonly (keyof Options & string)[],
  of: string,
): Options {
  if (typeof options !== "object" || options === null) {
    throw wrongKind(`what ${of} takes`, `an object of ${names.join(", ")}`, options);
  }
  return ownMembers(options, names, (name) => {
    return new TypeError(`${of} has no option ${name}; its options are ${names.join(", ")}`);
  });
}

/** An option of a kind that it cannot have: what is expected, and what is there. */
export function wrongKind(name: string, expected: string, value: unknown): TypeError {
  return new TypeError(`${name} must be ${expected}; it is ${kindOf(value)}`);
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return "a list";
  if (value instanceof Promise) return "a promise: await it first";
  return typeof value === "object" ? "another object" : `a ${typeof value}`;
}

/**
 * A function, or none.
 *
 * @throws TypeError where `value` is something else
 */
export function knownFunction<Value>(name: string, value: Value): Value {
  if (value === undefined || typeof value === "function") return value;
  throw wrongKind(name, "a function, or left out", value);
}

/**
 * An object with the functions that it is there for.
 *
 * @param from - where to get one
 * @throws TypeError where `value` lacks one of them
 */
export function knownMethods<Value extends object>(
  name: string,
  value: Value,
  methods: readonly (keyof Value & string)[],
  from: string,
): Value {
  const given: Partial<Value> | null | undefined = value;
  if (methods.every((method) => typeof given?.[method] === "function")) return value;
  throw wrongKind(name, `an object with ${methods.join(", ")}, ${from}`, value);
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
