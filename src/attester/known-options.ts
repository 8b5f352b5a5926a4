/** Options by name: a misspelt one would be a protection that is silently not there. */

/**
 * Refuses an option that does not exist.
 *
 * @param of - the function whose options they are
 * @throws TypeError
 */
export function refuseUnknown(options: object, names: readonly string[], of: string): void {
  for (const name of Object.keys(options)) {
    if (names.includes(name)) continue;
    throw new TypeError(`${of} has no option ${name}; its options are ${names.join(", ")}`);
  }
}
