/**
 * Answers with long headers. Node's own fetch stops at 16 KiB of them and cannot be told otherwise; its HTTP client can. It is
 * asked for by name at run time, so that bundles for other runtimes hold no import of it.
 */
import { fetchOf } from "./node-fetch.ts";
import type { NodeParts } from "./node-fetch.ts";

/** A fetch that may give way to another one. */
export interface Sender {
  readonly send: typeof globalThis.fetch;
  /** Reads longer headers from now on. `false`: it cannot, or does already. */
  readonly widen: () => boolean;
}

/** As much of evidence, base64, as may come with other headers below Node's 16 KiB. */
const MAX_COMMON_CHARACTERS = 12 * 1024;

/**
 * The way of one attested fetch: once one of its calls met long headers, so will the others.
 *
 * @param maxHeaderBytes - what is then read; the default of `nodeFetch` otherwise
 * @returns makes the sender of one call; a fetch that the caller gave is never exchanged
 */
export function wideningSenders(
  maxHeaderBytes: number | undefined,
): (fetch: typeof globalThis.fetch, isGiven: boolean) => Sender {
  let wide: typeof globalThis.fetch | undefined;
  return (fetch, isGiven) => ({
    send: (address, how) => {
      // A browser's fetch refuses to be called as another object's method.
      const current = isGiven ? fetch : (wide ?? fetch);
      return current(address, how);
    },
    widen: () => {
      const parts = isGiven || wide !== undefined ? undefined : nodeParts();
      if (parts === undefined) return false;
      wide = fetchOf(parts, maxHeaderBytes === undefined ? {} : { maxHeaderBytes });
      return true;
    },
  });
}

/** Whether a header with this evidence would be too long for Node's own fetch. */
export function needsLongHeader(evidence: string | Uint8Array): boolean {
  const characters = typeof evidence === "string" ? evidence.length : (evidence.length * 4) / 3;
  return characters > MAX_COMMON_CHARACTERS;
}

function nodeParts(): NodeParts | undefined {
  const { process } = globalThis;
  if (typeof process?.getBuiltinModule !== "function") return undefined;
  const http = process.getBuiltinModule("node:http");
  const https = process.getBuiltinModule("node:https");
  const stream = process.getBuiltinModule("node:stream");
  // Runtimes that imitate Node may lack some of it, whatever Node's types say.
  return [http, https, stream].every((part: unknown) => part !== undefined)
    ? { http, https, stream }
    : undefined;
}
