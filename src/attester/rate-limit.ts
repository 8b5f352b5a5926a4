/** A limit on reports: a bucket that refills steadily and holds ten seconds' worth. */

/** The limit at work. */
export interface RateLimit {
  /** Takes one; 0 where it was there, otherwise the seconds after which to try again. */
  take(): number;
}

const BURST_SECONDS = 10;

/** Allows so many a minute. */
export function rateLimit(perMinute: number): RateLimit {
  const perSecond = perMinute / 60;
  const capacity = Math.max(1, perSecond * BURST_SECONDS);
  let tokens = capacity;
  let last = performance.now();
  return {
    take() {
      const now = performance.now();
      tokens = Math.min(capacity, tokens + ((now - last) / 1000) * perSecond);
      last = now;
      if (tokens >= 1) {
        tokens -= 1;
        return 0;
      }
      return Math.max(1, Math.ceil((1 - tokens) / perSecond));
    },
  };
}
