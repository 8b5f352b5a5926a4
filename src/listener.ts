/** Functions of the caller's that are told of what happens, and decide nothing. */

/**
 * Tells one, and waits for nothing: its fault, now or later, is not the call's.
 *
 * @param complain - told of its fault
 */
export function tell<T>(
  listener: ((value: T) => unknown) | undefined,
  value: T,
  complain: (fault: unknown) => void = () => undefined,
): void {
  try {
    // A function that is async gives a promise, and one that rejects unheard may end the process.
    Promise.resolve(listener?.(value)).catch(complain);
  } catch (fault) {
    complain(fault);
  }
}
