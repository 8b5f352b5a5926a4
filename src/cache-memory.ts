/** Endorsements in memory: for this page or process. */
import type { EndorsementCache } from "./endorsement-source-options.ts";

/**
 * A cache that forgets the least recently used.
 *
 * @param maxEntries - default 128; a VCEK has 1.4 KiB
 */
export function memoryCache(maxEntries = 128): EndorsementCache {
  const entries = new Map<string, Uint8Array>();
  let newest: string | undefined;
  return {
    get(url) {
      const bytes = entries.get(url);
      if (bytes !== undefined && url !== newest) {
        entries.delete(url);
        entries.set(url, bytes);
        newest = url;
      }
      return Promise.resolve(bytes);
    },
    set(url, bytes) {
      entries.delete(url);
      entries.set(url, bytes);
      newest = url;
      const oldest = entries.keys().next();
      if (entries.size > maxEntries && oldest.done !== true) entries.delete(oldest.value);
      return Promise.resolve();
    },
  };
}
