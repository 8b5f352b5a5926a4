import type { Task } from "./interleave.mjs";

/** One competitor. An offer that is text is the reason why there is none. */
export interface Subject {
  readonly name: string;
  readonly trusted?: boolean;
  readonly offers: Readonly<
    Record<string, string | ((input: never, environment: never) => unknown)>
  >;
}
export function prove(
  subject: Subject,
  caseId: string,
  input: { readonly good: unknown; readonly damaged: readonly unknown[] },
  environment: object,
): Promise<{ readonly task: Task } | { readonly skipped: string }>;
