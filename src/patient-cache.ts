/**
 * A caller's cache that may not answer, as a page's database does not while another page holds it: then it is as if it held
 * nothing, and a verdict does not wait.
 */
import type { EndorsementCache } from "./endorsement-source-options.ts";

/** Far above what a disk takes. */
const PATIENCE_MS = 2_000;

const made = new WeakMap<EndorsementCache, EndorsementCache>();

/** The same cache, each of whose answers is waited for so long; one for each cache, whoever names it. What it throws is thrown. */
export function patientCache(
  cache: EndorsementCache,
  patienceMs: number = PATIENCE_MS,
): EndorsementCache {
  const known = made.get(cache);
  if (known !== undefined) return known;
  const patient: EndorsementCache = {
    get: (url) => within(async () => cache.get(url), patienceMs),
    set: (url, bytes) => within(async () => cache.set(url, bytes), patienceMs),
  };
  made.set(cache, patient);
  return patient;
}

async function within<T>(step: () => Promise<T>, ms: number): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      resolve(undefined);
    }, ms);
  });
  try {
    return await Promise.race([step(), late]);
  } finally {
    clearTimeout(timer);
  }
}
