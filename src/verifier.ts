/**
 * The WebAssembly module: loaded once, called, and replaced by a fresh instance after a trap. No check lives here.
 *
 * The module is called through wasm-bindgen's raw exports, because its generated glue keeps its one instance for ever: after
 * a trap that instance's memory may be inconsistent, and there would be no way to a new one.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { sourcesSha256, wasmBase64, wasmSha256 } from "virtual:witnesslock-wasm";
import type { InitOutput } from "../wasm/witnesslock_verifier.js";
import { fromBase64, toHex } from "./bytes.ts";
import { AttestationError, errorFrom } from "./errors.ts";
import type { WitnesslockErrorData } from "./errors.ts";
import type { SeenDocument } from "./rollback-memory.ts";

/** One call as the verifier reads it (`rust-verifier/src/request.rs`). */
export interface VerifierRequest {
  readonly operation: "appraise" | "authenticate" | "staple" | "resolve-policy";
  readonly evidence?: { readonly text: string } | { readonly base64: string };
  /** Base64 of DER, PEM, or Intel's collateral. */
  readonly endorsements?: readonly string[];
  /** What verdicts stood on. */
  readonly seen?: readonly SeenDocument[];
  /** JSON text, so that duplicate keys are seen. */
  readonly policy?: string;
  /** 128 hexadecimal digits, or `"any"`. */
  readonly expectedBinding?: string;
  /** 96 hexadecimal digits. */
  readonly expectedTpmBinding?: string;
  /** Base64 of DER or PEM. */
  readonly dangerouslyTrustRoots?: readonly string[];
  /** Unix seconds. */
  readonly now?: number;
}

/** Where the module comes from: its bytes, or compiled by the runtime's own loader. */
export type VerifierSource = ArrayBuffer | Uint8Array | WebAssembly.Module;

/** Above this an instance is not kept: evidence is at most 512 KiB, and memory never shrinks. */
const MAX_KEPT_MEMORY_BYTES = 64 * 1024 * 1024;

let compiled: WebAssembly.Module | undefined;
let compiling: Promise<WebAssembly.Module> | undefined;
let instance: InitOutput | undefined;

/**
 * Loads the verifier ahead of the first call, which otherwise does it.
 *
 * @param source - for runtimes that compile nothing themselves; the inlined module otherwise
 * @throws AttestationError `verifier_unavailable` or `verifier_integrity`
 */
export async function init(source?: VerifierSource): Promise<void> {
  await load(source);
}

/** {@link init} without waiting: not for a browser's main thread, where compiling may be refused. */
export function initSync(source?: VerifierSource): void {
  if (source === undefined && compiled !== undefined) return;
  compiled = adopt(source ?? fromBase64(wasmBase64), (bytes) => {
    if (toHex(sha256(bytes)) !== wasmSha256) throw integrity("bytes");
    try {
      return new WebAssembly.Module(bytes);
    } catch (cause) {
      throw unavailable(cause);
    }
  });
  instance = undefined;
}

/**
 * One call. It resolves with the verifier's result, and rejects with the error that it answered.
 *
 * @throws AttestationError, EndorsementsError; `internal` after a trap, with the next call on a fresh instance
 */
export async function callVerifier<Result>(request: VerifierRequest): Promise<Result> {
  const module = await load();
  let answer:
    | { readonly result: Result }
    | { readonly error: Omit<WitnesslockErrorData, "name" | "witnessSent"> };
  try {
    instance ??= instantiate(module);
    answer = JSON.parse(exchange(instance, JSON.stringify(request))) as typeof answer;
    if (instance.memory.buffer.byteLength > MAX_KEPT_MEMORY_BYTES) instance = undefined;
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

/** For tests: forgets the module and its instance. */
export function forgetVerifier(): void {
  compiled = undefined;
  compiling = undefined;
  instance = undefined;
}

async function load(source?: VerifierSource): Promise<WebAssembly.Module> {
  if (source !== undefined) {
    compiling = undefined;
    compiled = undefined;
    instance = undefined;
  }
  if (compiled !== undefined) return compiled;
  compiling ??= compile(source);
  try {
    compiled = await compiling;
    return compiled;
  } finally {
    // A failure is not remembered: the next call tries again.
    compiling = undefined;
  }
}

async function compile(source?: VerifierSource): Promise<WebAssembly.Module> {
  return adopt(source ?? fromBase64(wasmBase64), async (bytes) => {
    if ((await digest(bytes)) !== wasmSha256) throw integrity("bytes");
    try {
      return await WebAssembly.compile(bytes);
    } catch (cause) {
      throw unavailable(cause);
    }
  });
}

/** By the runtime's own SHA-256 where there is one, as in every secure context: half a megabyte of it is felt in JavaScript. */
async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = (globalThis.crypto as Partial<Crypto> | undefined)?.subtle;
  return toHex(
    subtle === undefined ? sha256(bytes) : new Uint8Array(await subtle.digest("SHA-256", bytes)),
  );
}

function adopt<Compiled extends WebAssembly.Module | Promise<WebAssembly.Module>>(
  source: VerifierSource,
  compileHashed: (bytes: Uint8Array<ArrayBuffer>) => Compiled,
): Compiled | WebAssembly.Module {
  if (typeof WebAssembly === "undefined") throw unavailable(undefined);
  // A module of another realm is no instance of this realm's class.
  if (Object.prototype.toString.call(source) === "[object WebAssembly.Module]") {
    const module = source as WebAssembly.Module;
    const [section] = WebAssembly.Module.customSections(module, "witnesslock.sources");
    const identity = section === undefined ? "" : new TextDecoder().decode(section);
    if (identity !== sourcesSha256) throw integrity("module");
    return module;
  }
  // Copied, so that what is compiled is what was hashed.
  return compileHashed(new Uint8Array(source as ArrayBuffer));
}

function unavailable(cause: unknown): AttestationError {
  const absent = typeof WebAssembly === "undefined";
  return new AttestationError(
    "verifier_unavailable",
    absent
      ? "this runtime has no WebAssembly, so nothing can be verified and nothing is accepted"
      : "this runtime refuses to compile WebAssembly, so nothing can be verified and nothing is accepted; a page or " +
          "extension needs 'wasm-unsafe-eval' in its Content-Security-Policy",
    {
      cause,
      context: absent
        ? { field: "WebAssembly" }
        : {
            field: "Content-Security-Policy",
            expected: "script-src 'wasm-unsafe-eval'",
            hint: "runtimes that compile nothing at run time need init(module) with a statically imported module",
          },
    },
  );
}

function integrity(what: string): AttestationError {
  return new AttestationError(
    "verifier_integrity",
    "the WebAssembly module is not the one that this package was built with; install the package again, and pass init() " +
      "the module of the same version",
    { context: { field: what, expected: what === "bytes" ? wasmSha256 : sourcesSha256 } },
  );
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

function exchange(wasm: InitOutput, request: string): string {
  const input = new TextEncoder().encode(request);
  const pointer = wasm.__wbindgen_malloc(input.length, 1) >>> 0;
  new Uint8Array(wasm.memory.buffer, pointer, input.length).set(input);
  // The callee frees its argument; the answer is the caller's to free.
  const [answer, length] = wasm.appraise(pointer, input.length);
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
    new Uint8Array(wasm.memory.buffer, answer >>> 0, length),
  );
  wasm.__wbindgen_free(answer, length, 1);
  return text;
}
