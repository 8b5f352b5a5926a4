/** One recorded case: ratios are median and quartiles. */
export interface RecordedCase {
  readonly id: string;
  readonly title: string;
  readonly base?: string;
  readonly subjects: Readonly<
    Record<string, { readonly ms: number; readonly ratio?: readonly number[] }>
  >;
  readonly skipped: Readonly<Record<string, string>>;
}
export interface RecordedRun {
  readonly engine: string;
  readonly cpu: string;
  readonly date: string;
  readonly cases: readonly RecordedCase[];
}
export function readResults(): Readonly<Record<string, RecordedRun>>;
export function record(engineName: string, run: RecordedRun): void;
