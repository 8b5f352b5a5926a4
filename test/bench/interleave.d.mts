export interface Task {
  readonly run: () => unknown;
  readonly before?: () => unknown;
}
export function interleave(
  tasks: Readonly<Record<string, Task>>,
  pace: { readonly rounds: number; readonly warmup: number; readonly sampleMs: number },
): Promise<Record<string, number[]>>;
