/** What only runtimes with a file system have: the subpath `witnesslock/node`. */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import { join } from "node:path";
import stream from "node:stream";
import type { EndorsementCache } from "./endorsement-source-options.ts";
import { fetchOf } from "./node-fetch.ts";
import type { NodeFetchOptions } from "./node-fetch.ts";
export type { NodeFetchOptions } from "./node-fetch.ts";

/**
 * A fetch over `node:http`, for headers above 16 KiB and proofs that take longer than five minutes: the option `fetch` of
 * `createAttestedFetch` and `createAttester`. It follows no redirect.
 */
export function nodeFetch(options: NodeFetchOptions = {}): typeof globalThis.fetch {
  return fetchOf({ http, https, stream }, options);
}

/**
 * Endorsements as files, one for each address. Written beside and moved into place, so that a reader never sees half of
 * one, and several processes may share a folder.
 *
 * @param folder - made where it is absent
 */
export function fileCache(folder: string): EndorsementCache {
  const path = (url: string) =>
    join(folder, `${createHash("sha256").update(url).digest("hex")}.der`);
  return {
    async get(url) {
      try {
        return new Uint8Array(await readFile(path(url)));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
      }
    },
    async set(url, bytes) {
      await mkdir(folder, { recursive: true });
      const temporary = `${path(url)}.${randomUUID()}`;
      try {
        await writeFile(temporary, bytes, { mode: 0o600 });
        await rename(temporary, path(url));
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
  };
}
