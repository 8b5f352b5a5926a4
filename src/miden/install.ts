/**
 * Ways to put the attested fetch under the published SDK. It calls the bare global `fetch`: in Node from the thread that
 * imported it; in a page from a module worker of its own, where a fetch replaced in the page is never seen.
 */
import { AttestationError } from "../errors.ts";
import { attestedMidenFetch, midenCalls, refusal } from "./miden-fetch.ts";
import type { AttestedMidenFetchOptions } from "./miden-fetch.ts";

/**
 * Replaces the global fetch of this thread: in Node, and in a worker's bootstrap.
 *
 * @returns puts the former one back, unless somebody has replaced this one since
 */
export function installMidenFetch(options: AttestedMidenFetchOptions): () => void {
  const former = globalThis.fetch;
  const attested = attestedMidenFetch(options);
  globalThis.fetch = attested;
  return () => {
    if (globalThis.fetch === attested) globalThis.fetch = former;
  };
}

/**
 * Makes every module worker of this page begin with a module of yours, which calls {@link installMidenFetch} with your options,
 * before the worker's own script runs. Call it before the SDK makes its client.
 *
 * @param bootstrap - the absolute or relative address of that module
 * @returns puts the former constructor back
 */
export function installWorkerBootstrap(bootstrap: string | URL): () => void {
  const Former = globalThis.Worker;
  const first = new URL(bootstrap, globalThis.location.href).href;
  class AttestedWorker extends Former {
    constructor(script: string | URL, options?: WorkerOptions) {
      const isModule = options?.type === "module";
      super(
        isModule ? bootAddress(first, new URL(script, globalThis.location.href).href) : script,
        options,
      );
    }
  }
  globalThis.Worker = AttestedWorker;
  return () => {
    if (globalThis.Worker === AttestedWorker) globalThis.Worker = Former;
  };
}

/**
 * A module that loads the two in order. Messages that come before the worker's own script listens are kept for it: a worker
 * drops what arrives while nobody listens.
 */
function bootAddress(first: string, script: string): string {
  const source = [
    "const early = [];",
    "const keep = (event) => { early.push(event); event.stopImmediatePropagation(); };",
    'self.addEventListener("message", keep);',
    `await import(${JSON.stringify(first)});`,
    `await import(${JSON.stringify(script)});`,
    'self.removeEventListener("message", keep);',
    'for (const { data, ports } of early) self.dispatchEvent(new MessageEvent("message", { data, ports: [...ports] }));',
  ].join("\n");
  return URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
}

/** What a service worker's `fetch` event has. */
interface FetchEventLike {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

/**
 * For a service worker, which sees the calls of pages and of their workers alike: `addEventListener("fetch", handler)`. It
 * answers calls of proving methods alone; all others go their usual way.
 *
 * @throws AttestationError `input_invalid`, at once, as {@link attestedMidenFetch} does
 */
export function midenFetchHandler(
  options: AttestedMidenFetchOptions,
): (event: FetchEventLike) => void {
  const { isProving, answer } = midenCalls(options);
  return (event) => {
    let isOther = false;
    try {
      isOther = !isProving(event.request);
    } catch (cause) {
      // A listener that throws has not answered: the browser would send the request itself.
      event.respondWith(Promise.resolve(refusal(unreadable(cause))));
      return;
    }
    if (!isOther) event.respondWith(answer(event.request));
  };
}

function unreadable(cause: unknown): AttestationError {
  return new AttestationError(
    "input_invalid",
    "the request's address could not be read, so it may be a proving call; it was not sent: give fetch a Request or an address",
    { cause, context: { field: "request.url" } },
  );
}
