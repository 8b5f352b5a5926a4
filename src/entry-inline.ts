/**
 * Browsers, Node, Deno, Bun: the module inside the code, so that no bundler has to find a file. It is compressed: base64 hides
 * from a server's compression what repeats itself, and took a third more on the way.
 */
import { wasmGzip } from "virtual:witnesslock-wasm";
import { readBoundedBody } from "./bounded-body.ts";
import { fromBase64 } from "./bytes.ts";
import { AttestationError } from "./errors.ts";
import type { Packed } from "./verifier-module.ts";

/** The module in one piece, which is faster than in many. */
const CHUNK_BYTES = 512 * 1024;
const INSTEAD = "await init(fetch(url of witnesslock/verifier.wasm))";
const INSTEAD_SYNC = "await init(), or give initSync the module witnesslock/verifier.wasm";

/** What this entry carries. The entries differ in this alone; a call, so that no bundler takes one's value for another's. */
export function shipped(): WebAssembly.Module | Packed | undefined {
  return { unpack, unpackSync };
}

function unpackSync(limit: number): Uint8Array {
  return byNode(limit, INSTEAD_SYNC) ?? refuse(INSTEAD_SYNC);
}

async function unpack(limit: number): Promise<Uint8Array> {
  return byNode(limit, INSTEAD) ?? (await byStream(limit)) ?? refuse(INSTEAD);
}

/** By Node's zlib, which answers at once. `undefined` elsewhere. */
function byNode(limit: number, instead: string): Uint8Array | undefined {
  const zlib = globalThis.process?.getBuiltinModule?.("node:zlib");
  const options = { chunkSize: CHUNK_BYTES, maxOutputLength: limit };
  try {
    return zlib?.gunzipSync?.(fromBase64(wasmGzip), options);
  } catch (cause) {
    return refuse(instead, cause);
  }
}

async function byStream(limit: number): Promise<Uint8Array | undefined> {
  try {
    const packed = new Blob([new Uint8Array(fromBase64(wasmGzip))]).stream();
    return await readBoundedBody(packed.pipeThrough(new DecompressionStream("gzip")), limit);
  } catch (cause) {
    return refuse(INSTEAD, cause);
  }
}

function refuse(instead: string, cause?: unknown): never {
  throw new AttestationError(
    "verifier_unavailable",
    `the WebAssembly that witnesslock carries cannot be unpacked here, so nothing can be verified and nothing is accepted; ${instead}`,
    {
      context: { field: "DecompressionStream", expected: instead },
      ...(cause === undefined ? {} : { cause }),
    },
  );
}
