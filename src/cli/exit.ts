/** What the exit status says. */
export const Exit = {
  /** Authentic, or affirming. */
  Yes: 0,
  /** Not authentic, or refused. */
  No: 1,
  /** The command line, a file, or the policy is not one. */
  Usage: 2,
  /** Endorsements were missing or unreachable. */
  Unproven: 3,
  /** Accepted, resting on something that the policy or the options named. */
  Warning: 4,
} as const;

/** A mistake on the command line, in words. */
export class UsageError extends Error {}
