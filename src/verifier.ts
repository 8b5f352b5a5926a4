/**
 * The WebAssembly module: loaded once, called, and replaced by a fresh instance after a trap. No check lives here.
 *
 * The module is called through wasm-bindgen's raw exports, because its generated glue keeps its one instance for ever: after
 * a trap that instance's memory may be inconsistent, and there would be no way to a new one.
 */
import type { InitOutput } from "../wasm/witnesslock_verifier.js";
import { AttestationError, errorFrom } from "./errors.ts";
import { freeze } from "./freeze.ts";
import type { Deadline } from "./deadline.ts";
import type { WitnesslockErrorData } from "./errors.ts";
import type { SeenDocument } from "./rollback-memory.ts";
import {
  compile,
  compileSync,
  download,
  shippedSource,
  shippedSourceSync,
} from "./verifier-module.ts";
import type { VerifierDownload, VerifierSource } from "./verifier-module.ts";
import { cannotCompile } from "./verifier-problem.ts";

/** One call as the verifier reads it (`rust-verifier/src/request.rs`). */
export interface VerifierRequest {
  readonly operation: "appraise" | "authenticate" | "staple" | "resolve-policy";
  readonly evidence?: { readonly text: string } | { readonly bytes: Uint8Array };
  /** DER, PEM, or Intel's collateral. */
  readonly endorsements?: readonly Uint8Array[];
  /** What verdicts stood on. */
  readonly seen?: readonly SeenDocument[];
  /** JSON text in Unicode, so that duplicate keys are seen. */
  readonly policy?: string;
  /** 128 hexadecimal digits, or `"any"`. */
  readonly expectedBinding?: string;
  /** 96 hexadecimal digits. */
  readonly expectedTpmBinding?: string;
  /** DER or PEM. */
  readonly dangerouslyTrustRoots?: readonly Uint8Array[];
  /** Unix seconds. */
  readonly now?: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** An instance, and the values that it has given: by the places that it gave them. */
interface Instance {
  readonly wasm: InitOutput;
  readonly places: unknown[];
}

/** Above this an instance is not kept: evidence is at most 512 KiB, and memory never shrinks. */
const MAX_KEPT_MEMORY_BYTES = 64 * 1024 * 1024;

let compiled: WebAssembly.Module | undefined;
/** The attempt that is under way. A failed one is not remembered: the next call tries again. */
let loading: Promise<WebAssembly.Module> | undefined;
let instance: Instance | undefined;

/**
 * Loads the verifier ahead of the first call, which otherwise does it.
 *
 * @param source - the module `witnesslock/verifier.wasm`, compiled or as bytes, or the answer (or promise of one) to a request
 * for it; by default the one that this entry carries
 * @throws AttestationError `verifier_unavailable` or `verifier_integrity`
 */
export async function init(
  source?: VerifierDownload | PromiseLike<VerifierDownload>,
): Promise<void> {
  if (source === undefined) await load();
  else await begin(download(source).then(compile));
}

/** {@link init} without waiting: not for a browser's main thread, where compiling may be refused. */
export function initSync(source?: VerifierSource): void {
  if (source === undefined && compiled !== undefined) return;
  adopt(compileSync(source ?? shippedSourceSync()));
}

/**
 * One call. It resolves with the verifier's result, and rejects with the error that it answered.
 *
 * @param limit - of the time to load the verifier: a download that a caller gave to {@link init} may stall
 * @throws AttestationError, EndorsementsError; `internal` after a trap, with the next call on a fresh instance
 * @throws ProverError where the limit was reached
 */
export async function callVerifier<Result>(
  request: VerifierRequest,
  limit?: Deadline,
): Promise<Result> {
  const module = compiled ?? (await (limit?.race(load) ?? load()));
  let answer:
    | { readonly result: Result }
    | { readonly error: Omit<WitnesslockErrorData, "name" | "witnessSent"> };
  const { wasm, places } = (instance ??= start(module));
  try {
    answer = read(exchange(wasm, request), places) as typeof answer;
    if (wasm.memory.buffer.byteLength > MAX_KEPT_MEMORY_BYTES) instance = undefined;
  } catch (cause) {
    instance = undefined;
    throw new AttestationError(
      "internal",
      "the verifier stopped on this input, which is a fault of witnesslock, not of the evidence: nothing was accepted; " +
        "please report it",
      { cause },
    );
  }
  if ("error" in answer) throw errorFrom({ ...answer.error, witnessSent: "no" });
  return answer.result;
}

/**
 * An answer: a line of JSON, and one for each of its result's members that recur from call to call, in whose places are the
 * numbers of these lines, and of an object what is its own. Such a line names the place of a value, frozen, and brings it
 * where it is not there yet (`rust-verifier/src/json/`).
 */
function read(answer: string, places: unknown[]): unknown {
  const [first = "", ...lines] = answer.split("\n");
  const whole = JSON.parse(first) as { readonly result?: Record<string, unknown> };
  const apart = lines.map((line) => valueOf(line, places));
  const { result = {} } = whole;
  for (const name of ["claims", "tcb", "checks", "policy"]) {
    const place = result[name] as readonly [number, object?] | undefined;
    if (place === undefined) continue;
    const [number, own] = place;
    const value = apart[number - 1];
    if (value === undefined) throw new TypeError("an answer lacks a line");
    // In this order: a long object behind a short one is copied member by member.
    result[name] = own === undefined ? value : { ...(value as object), ...own };
  }
  return whole;
}

function valueOf(line: string, places: unknown[]): unknown {
  const end = line.indexOf(" ");
  if (end < 0) return places[Number(line)];
  const value = freeze(JSON.parse(line.slice(end)) as unknown);
  places[Number(line.slice(0, end))] = value;
  return value;
}

/** For tests: forgets the module and its instance. */
export function forgetVerifier(): void {
  compiled = undefined;
  loading = undefined;
  instance = undefined;
}

function load(): Promise<WebAssembly.Module> {
  if (compiled !== undefined) return Promise.resolve(compiled);
  return loading ?? begin(loadShipped());
}

async function loadShipped(): Promise<WebAssembly.Module> {
  return compile(await shippedSource());
}

/** A later attempt, or a module given meanwhile, counts more than this one. */
function begin(module: Promise<WebAssembly.Module>): Promise<WebAssembly.Module> {
  const attempt = module.then(
    (loaded) => {
      if (loading === attempt) adopt(loaded);
      return loaded;
    },
    (error: unknown) => {
      if (loading === attempt) loading = undefined;
      throw error;
    },
  );
  loading = attempt;
  return attempt;
}

function adopt(module: WebAssembly.Module): void {
  compiled = module;
  loading = undefined;
  instance = undefined;
}

function start(module: WebAssembly.Module): Instance {
  try {
    return { wasm: instantiate(module), places: [] };
  } catch (cause) {
    throw cannotCompile(cause);
  }
}

function instantiate(module: WebAssembly.Module): InitOutput {
  const imports = {
    "./witnesslock_verifier_bg.js": {
      // What wasm-bindgen's own glue does: JavaScript's constants at the table's known places.
      __wbindgen_init_externref_table: () => {
        const table = exports.__wbindgen_externrefs;
        const first = table.grow(4);
        table.set(0, undefined);
        [undefined, null, true, false].forEach((value, index) => {
          table.set(first + index, value);
        });
      },
    },
  };
  const exports = new WebAssembly.Instance(module, imports).exports as unknown as InitOutput;
  exports.__wbindgen_start();
  return exports;
}

function exchange(wasm: InitOutput, request: VerifierRequest): string {
  const [text, attached] = copyRequest(wasm, request);
  // The callee frees its arguments; the answer is the caller's to free.
  const [answer, size] = wasm.appraise(text.at, text.size, attached.at, attached.size);
  const result = decoder.decode(new Uint8Array(wasm.memory.buffer, answer >>> 0, size));
  wasm.__wbindgen_free(answer, size, 1);
  return result;
}

/** Evidence's own members. */
interface Given {
  readonly __proto__: null;
  readonly text?: string;
  readonly bytes?: Uint8Array;
}

/** JSON with lengths in place of texts and bytes, and these in the order in which the verifier takes them. */
function copyRequest(wasm: InitOutput, request: VerifierRequest): readonly [Copied, Copied] {
  // What a request does not say, a prototype that somebody wrote to must not.
  const own: VerifierRequest = { __proto__: null, ...request } as VerifierRequest;
  const { policy, evidence, endorsements, dangerouslyTrustRoots } = own;
  const { text, bytes }: Given = { __proto__: null, ...evidence };
  const parts = [
    policy,
    text ?? bytes,
    ...(endorsements ?? []),
    ...(dangerouslyTrustRoots ?? []),
  ].filter((part) => part !== undefined);
  const attached = copyIn(wasm, parts);
  let taken = 0;
  const length = () => attached.lengths[taken++];
  const members = {
    ...request,
    policy: policy === undefined ? undefined : length(),
    evidence:
      evidence === undefined ? undefined : { [text === undefined ? "bytes" : "text"]: length() },
    endorsements: endorsements?.map(length),
    dangerouslyTrustRoots: dangerouslyTrustRoots?.map(length),
  };
  return [copyIn(wasm, [JSON.stringify(members)]), attached];
}

/** Where something is in memory of the module, and how many bytes it has and each of its parts. */
interface Copied {
  readonly at: number;
  readonly size: number;
  readonly lengths: readonly number[];
}

/** Copies texts and bytes, one part after the other. */
function copyIn(wasm: InitOutput, parts: readonly (string | Uint8Array)[]): Copied {
  // Of a text, too, where it is ASCII, as nearly all are.
  const lengths = parts.map(({ length }) => length);
  const size = lengths.reduce((total, length) => total + length, 0);
  const at = wasm.__wbindgen_malloc(size, 1) >>> 0;
  let end = at;
  for (const part of parts) {
    const place = new Uint8Array(wasm.memory.buffer, end, part.length);
    if (typeof part !== "string") {
      place.set(part);
    } else if (encoder.encodeInto(part, place).read < part.length) {
      wasm.__wbindgen_free(at, size, 1);
      const encode = (one: string | Uint8Array) =>
        typeof one === "string" ? encoder.encode(one) : one;
      return copyIn(wasm, parts.map(encode));
    }
    end += part.length;
  }
  return { at, size, lengths };
}
