/** Endorsements in a browser's IndexedDB: they outlive the page. */
import type { EndorsementCache } from "./endorsement-source-options.ts";

const STORE = "endorsements";

/**
 * A cache in IndexedDB.
 *
 * @param name - the database's name; default `"witnesslock"`
 */
export function indexedDbCache(name = "witnesslock"): EndorsementCache {
  let opening: Promise<IDBDatabase> | undefined;
  const open = (): Promise<IDBDatabase> => {
    opening ??= settle(
      (() => {
        const request = indexedDB.open(name, 1);
        request.onupgradeneeded = () => request.result.createObjectStore(STORE);
        return request;
      })(),
    );
    // A failure is not remembered.
    opening.catch(() => (opening = undefined));
    return opening;
  };
  return {
    async get(url) {
      const database = await open();
      const value: unknown = await settle(database.transaction(STORE).objectStore(STORE).get(url));
      return value instanceof Uint8Array ? value : undefined;
    },
    async set(url, bytes) {
      const database = await open();
      await settle(database.transaction(STORE, "readwrite").objectStore(STORE).put(bytes, url));
    },
  };
}

function settle<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error("IndexedDB failed"));
    };
  });
}
