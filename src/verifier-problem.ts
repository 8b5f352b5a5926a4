/** Why there is no verifier, and the one thing to change where this code runs. */
import { AttestationError } from "./errors.ts";

/** The globals that tell runtimes apart; for words alone, never for a decision. */
interface Surroundings {
  readonly EdgeRuntime?: unknown;
  readonly navigator?: { readonly userAgent?: unknown };
  readonly location?: { readonly protocol?: unknown };
}

interface Remedy {
  readonly change: string;
  readonly field: string;
  readonly expected: string;
}

const MODULE_IMPORT = 'import module from "witnesslock/verifier.wasm"; initSync(module)';
const EXTENSION_POLICY =
  "\"content_security_policy\": { \"extension_pages\": \"script-src 'self' 'wasm-unsafe-eval'; object-src 'self'\" }";

/** What this place demands before it compiles WebAssembly. */
function remedy(): Remedy {
  const { EdgeRuntime, navigator, location } = globalThis as Surroundings;
  if (EdgeRuntime !== undefined || navigator?.userAgent === "Cloudflare-Workers") {
    return {
      change: `this runtime takes modules by a static import alone: build with the condition "workerd" or "edge-light", or write ${MODULE_IMPORT}`,
      field: "WebAssembly.compile",
      expected: MODULE_IMPORT,
    };
  }
  if (typeof location?.protocol === "string" && location.protocol.endsWith("-extension:")) {
    return {
      change: `an extension needs in its manifest ${EXTENSION_POLICY}`,
      field: "content_security_policy",
      expected: EXTENSION_POLICY,
    };
  }
  return {
    change: "a page needs 'wasm-unsafe-eval' in its Content-Security-Policy's script-src",
    field: "Content-Security-Policy",
    expected: "script-src 'wasm-unsafe-eval'",
  };
}

/** No WebAssembly, or none that may be compiled. */
export function cannotCompile(cause: unknown): AttestationError {
  if (typeof WebAssembly === "undefined") {
    return problem(
      "this runtime has no WebAssembly (Lockdown Mode, --jitless), so nothing can be verified and nothing is accepted",
      { field: "WebAssembly" },
    );
  }
  const { change, ...context } = remedy();
  return problem(
    `this runtime refuses to compile WebAssembly, so nothing can be verified and nothing is accepted; ${change}`,
    context,
    cause,
  );
}

/** The slim entry, before its caller has given a module. */
export function notGiven(): AttestationError {
  return problem(
    "witnesslock/slim holds no WebAssembly: first await init(fetch(url of witnesslock/verifier.wasm)), or call initSync(module)",
    { field: "init", expected: "the module witnesslock/verifier.wasm" },
  );
}

/** What was given to `init` could not be fetched, or is something else. */
export function notFetched(expected: string, cause?: unknown): AttestationError {
  return problem(
    `the module given to init() is not there: ${expected}; copy witnesslock/verifier.wasm to where your server gives it as it is`,
    { field: "init", expected },
    cause,
  );
}

/** A module of another build. */
export function integrity(field: "bytes" | "module", expected: string): AttestationError {
  return new AttestationError(
    "verifier_integrity",
    "the WebAssembly module is not the one that this package was built with; install the package again, and pass init() " +
      "the module of the same version",
    { context: { field, expected } },
  );
}

function problem(
  message: string,
  context: { readonly field: string; readonly expected?: string },
  cause?: unknown,
): AttestationError {
  return new AttestationError("verifier_unavailable", message, {
    context,
    ...(cause === undefined ? {} : { cause }),
  });
}
