/** Plain data that nobody changes any more. */

/** Freezes what came from JSON, with everything in it. */
export function freeze<T>(value: T): T {
  // What is frozen is frozen whole: nothing else freezes anything here.
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const name in value) {
    const member = value[name];
    if (typeof member === "object") freeze(member);
  }
  return Object.freeze(value);
}
