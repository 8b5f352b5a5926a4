/** Median and quartiles. */
export interface Summary {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly samples: number;
}
export function quantile(samples: readonly number[], at: number): number;
export function median(samples: readonly number[]): number;
export function summary(samples: readonly number[]): Summary;
export function pairedRatio(samples: readonly number[], base: readonly number[]): Summary;
