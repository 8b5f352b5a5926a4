/**
 * A mirror of AMD's and Intel's endorsements, for pages: the vendors' own servers send no CORS headers. Nothing of it is
 * trusted by a client, and nothing of a client is passed on but which endorsement it wants.
 */
import { readBoundedBody } from "../bounded-body.ts";
import { allowCrossOrigin, answerPreflight, isPreflight } from "./cross-origin.ts";
import { knownAllowOrigin } from "./known-addresses.ts";
import { knownCount, knownFunction, knownLimit, knownOptions } from "./known-options.ts";
import { problem } from "./problem.ts";

/** Options of {@link createMirror}. */
export interface MirrorOptions {
  /** Milliseconds for which an answer is given again without asking the vendor. Default: one hour. */
  readonly maxAgeMs?: number;
  /** Answers that are kept. Default: 1000. */
  readonly maxEntries?: number;
  /** Addresses that the vendors are asked for at a time; beyond it the answer is 503. Default: 16. */
  readonly maxConcurrent?: number;
  /** `Access-Control-Allow-Origin`. Default: `"*"`. */
  readonly allowOrigin?: string;
  /** Default: the global fetch at the time of the request. */
  readonly fetch?: typeof globalThis.fetch;
}

const NAMES = [
  "maxAgeMs",
  "maxEntries",
  "maxConcurrent",
  "allowOrigin",
  "fetch",
] as const satisfies readonly (keyof MirrorOptions)[];

/** A web-standard handler, and whether an address is one that it answers. */
export interface Mirror {
  (request: Request): Promise<Response>;
  /** Whether the path is one of a vendor's endorsements. */
  readonly answers: (pathname: string) => boolean;
}

interface Answer {
  readonly bytes: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  readonly begun: number;
}

/** What may be asked for, and of whom: nothing else leaves this machine. */
const ROUTES: readonly (readonly [path: RegExp, host: string, query: RegExp])[] = [
  // AMD 57230: certificates by chip and TCB, authorities and lists by product.
  [/^\/(vcek|vlek)\/v1\/[A-Za-z0-9-]{1,32}\/(cert_chain|crl)$/, "kdsintf.amd.com", /^$/],
  [/^\/(vcek|vlek)\/v1\/[A-Za-z0-9-]{1,32}\/[0-9a-fA-F]{16,128}$/, "kdsintf.amd.com", /^(\?(bl|tee|snp|ucode|fmc)SPL=\d{1,3}(&(bl|tee|snp|ucode|fmc)SPL=\d{1,3}){0,4})?$/], // prettier-ignore
  // Intel's Provisioning Certification Service, API version 4.
  [/^\/(sgx|tdx)\/certification\/v4\/(tcb|qe\/identity|pckcrl)$/, "api.trustedservices.intel.com", /^(\?(fmspc|ca|encoding|update)=[A-Za-z0-9]{1,32}(&(fmspc|ca|encoding|update)=[A-Za-z0-9]{1,32}){0,3})?$/], // prettier-ignore
  [/^\/IntelSGXRootCA\.der$/, "certificates.trustedservices.intel.com", /^$/],
];
/** What a PCCS calls Intel's root list, so that this mirror can stand for one. */
const ROOT_LIST = "/sgx/certification/v4/rootcacrl";
const PASSED = [
  "Content-Type",
  "TCB-Info-Issuer-Chain",
  "SGX-TCB-Info-Issuer-Chain",
  "SGX-Enclave-Identity-Issuer-Chain",
  "SGX-PCK-CRL-Issuer-Chain",
];
const MAX_BYTES = 1024 * 1024;
const MAX_AGE_MS = 3_600_000;
const MAX_ENTRIES = 1000;
const MAX_CONCURRENT = 16;
const TIMEOUT_MS = 10_000;
const RETRY_AFTER_SECONDS = "5";

/**
 * Makes a mirror: a client's `endorsementSource: { base }`, and `pccs` too.
 *
 * @throws TypeError where an option does not exist, or is of another kind than it must be
 * @throws RangeError where a limit is no number above 0, or `allowOrigin` no origin
 */
export function createMirror(options: MirrorOptions = {}): Mirror {
  const given = knownOptions(options, NAMES, "createMirror");
  const { allowOrigin: origin = "*", fetch, ...limits } = given;
  const allowOrigin = knownAllowOrigin(origin);
  knownFunction("fetch", fetch);
  // 0 keeps nothing.
  const maxAgeMs =
    limits.maxAgeMs === 0 ? 0 : knownLimit("maxAgeMs", limits.maxAgeMs ?? MAX_AGE_MS);
  const maxEntries = knownCount("maxEntries", limits.maxEntries ?? MAX_ENTRIES);
  const maxConcurrent = knownCount("maxConcurrent", limits.maxConcurrent ?? MAX_CONCURRENT);
  const kept = new Map<string, Answer>();
  const flights = new Map<string, Promise<Answer | Response>>();

  const ask = async (target: URL): Promise<Answer | Response> => {
    const send = fetch ?? globalThis.fetch;
    let response: Response;
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      response = await send(target.href, { signal, redirect: "error", credentials: "omit" });
    } catch {
      return problem(502, "the vendor's server could not be reached");
    }
    if (response.status !== 200) {
      response.body?.cancel().catch(() => undefined);
      const wait = response.headers.get("Retry-After");
      const retry = wait !== null && /^\d{1,4}$/.test(wait) ? { "Retry-After": wait } : {};
      const status = [404, 410, 429].includes(response.status) ? response.status : 502;
      return problem(status, `the vendor's server answered with status ${response.status}`, retry);
    }
    const bytes = await readBoundedBody(response.body, MAX_BYTES).catch(() => undefined);
    if (bytes === undefined)
      return problem(502, "the vendor's answer was cut off, or is too large");
    const headers = Object.fromEntries(
      PASSED.map((name) => [name, response.headers.get(name)] as const).filter(
        (entry): entry is [string, string] => entry[1] !== null,
      ),
    );
    const answer = { bytes, headers, begun: performance.now() };
    kept.delete(target.href);
    kept.set(target.href, answer);
    // A Map keeps its order: the first is the one that was fetched longest ago.
    for (const oldest of kept.keys()) {
      if (kept.size <= maxEntries) break;
      kept.delete(oldest);
    }
    return answer;
  };

  const isFresh = (answer: Answer | undefined): answer is Answer =>
    answer !== undefined && performance.now() - answer.begun < maxAgeMs;

  const find = async (target: URL): Promise<Answer | Response> => {
    const held = kept.get(target.href);
    if (isFresh(held)) return held;
    let flight = flights.get(target.href);
    if (flight === undefined) {
      // A vendor that is asked for what chips nobody has would soon answer this mirror nothing more.
      if (flights.size >= maxConcurrent) return tooBusy();
      flight = ask(target).finally(() => flights.delete(target.href));
      flights.set(target.href, flight);
    }
    return flight;
  };

  const answer = async (request: Request): Promise<Response> => {
    if (isPreflight(request)) return answerPreflight(request);
    if (request.method !== "GET" && request.method !== "HEAD") {
      return problem(405, "endorsements are read with GET", { Allow: "GET, HEAD" });
    }
    const target = locate(new URL(request.url));
    if (target === undefined)
      return problem(404, "this is no address of an endorsement of AMD's or Intel's");
    const found = await find(target);
    if (found instanceof Response) return found.clone();
    const age = Math.floor((performance.now() - found.begun) / 1000);
    return new Response(request.method === "HEAD" ? null : new Uint8Array(found.bytes), {
      headers: {
        ...found.headers,
        Age: String(age),
        "Cache-Control": `public, max-age=${Math.floor(maxAgeMs / 1000)}`,
        "Access-Control-Expose-Headers": PASSED.slice(1).join(", "),
      },
    });
  };

  return Object.assign(
    async (request: Request) => allowCrossOrigin(await answer(request), allowOrigin),
    {
      answers: (pathname: string) =>
        locate(new URL(pathname, "https://mirror.invalid")) !== undefined,
    },
  );
}

function tooBusy(): Response {
  return problem(503, "the vendors are being asked for too many endorsements; try again", {
    "Retry-After": RETRY_AFTER_SECONDS,
  });
}

function locate({ pathname, search }: URL): URL | undefined {
  const path = pathname === ROOT_LIST ? "/IntelSGXRootCA.der" : pathname;
  const route = ROUTES.find(([pattern]) => pattern.test(path));
  if (!route?.[2].test(search)) return undefined;
  return new URL(`https://${route[1]}${path}${search}`);
}
