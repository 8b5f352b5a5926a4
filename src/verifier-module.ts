/** From where the WebAssembly module comes to a compiled one that is known to be this package's own. */
import { sourcesSha256, wasmSha256 } from "virtual:witnesslock-identity";
import { readBoundedBody } from "./bounded-body.ts";
import { toHex } from "./bytes.ts";
// The build puts another entry in its place for workerd, for the edge and for witnesslock/slim.
import { shipped } from "./entry-inline.ts";
import { sha256 } from "./sha2.ts";
import { cannotCompile, integrity, notFetched, notGiven } from "./verifier-problem.ts";

/** Where the module comes from: its bytes, or compiled by the runtime's own loader. */
export type VerifierSource = ArrayBuffer | Uint8Array | WebAssembly.Module;

/** What can be waited for besides: an answer, whatever its media type. Its bytes are hashed, so they are read whole. */
export type VerifierDownload = VerifierSource | Response;

const MAX_MODULE_BYTES = 8 * 1024 * 1024;
const MAGIC = "0061736d";

/** What an entry carries compressed. */
export interface Packed {
  /** Gives the module's bytes, at most `limit`. @throws AttestationError `verifier_unavailable` */
  readonly unpack: (limit: number) => Promise<Uint8Array>;
  /** Gives them at once. @throws AttestationError `verifier_unavailable` */
  readonly unpackSync: (limit: number) => Uint8Array;
}

/** What this build carries. @throws AttestationError `verifier_unavailable` where it carries none, or cannot unpack it */
export async function shippedSource(): Promise<VerifierSource> {
  const source = carried();
  return "unpack" in source ? await source.unpack(MAX_MODULE_BYTES) : source;
}

/** The same at once. @throws AttestationError `verifier_unavailable` */
export function shippedSourceSync(): VerifierSource {
  const source = carried();
  return "unpack" in source ? source.unpackSync(MAX_MODULE_BYTES) : source;
}

function carried(): WebAssembly.Module | Packed {
  const source = shipped();
  if (source === undefined) throw notGiven();
  return source;
}

/** The bytes of an answer, or what is a source already. */
export async function download(
  source: VerifierDownload | PromiseLike<VerifierDownload>,
): Promise<VerifierSource> {
  let received: VerifierDownload;
  try {
    received = await source;
  } catch (cause) {
    throw notFetched("it could not be fetched", cause);
  }
  if (!isResponse(received)) return received;
  if (!received.ok) throw notFetched("the answer is an error");
  let bytes: Uint8Array | undefined;
  try {
    bytes = await readBoundedBody(received.body, MAX_MODULE_BYTES);
  } catch (cause) {
    throw notFetched("it broke off", cause);
  }
  // A single-page application answers every address, and with its page.
  if (bytes === undefined || toHex(bytes.subarray(0, 4)) !== MAGIC) {
    throw notFetched("the answer is no WebAssembly");
  }
  return bytes;
}

/** Compiles, waiting. @throws AttestationError `verifier_unavailable`, `verifier_integrity` */
export async function compile(source: VerifierSource): Promise<WebAssembly.Module> {
  const read = identify(source);
  if (isModule(read)) return read;
  // Beside the hashing, on threads of its own: what is compiled runs nothing, and is let go where the hash is another.
  const compiling = WebAssembly.compile(read);
  compiling.catch(() => undefined);
  if ((await digest(read)) !== wasmSha256) throw integrity("bytes", wasmSha256);
  try {
    return await compiling;
  } catch (cause) {
    throw cannotCompile(cause);
  }
}

/** Compiles at once. @throws AttestationError `verifier_unavailable`, `verifier_integrity` */
export function compileSync(source: VerifierSource): WebAssembly.Module {
  const read = identify(source);
  if (isModule(read)) return read;
  if (toHex(nodeDigest(read) ?? sha256(read)) !== wasmSha256) throw integrity("bytes", wasmSha256);
  try {
    return new WebAssembly.Module(read);
  } catch (cause) {
    throw cannotCompile(cause);
  }
}

/** By the runtime's own SHA-256 where there is one, as in every secure context: half a megabyte of it is felt in JavaScript. */
async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const own = nodeDigest(bytes);
  if (own !== undefined) return toHex(own);
  const subtle = (globalThis.crypto as Partial<Crypto> | undefined)?.subtle;
  return toHex(
    subtle === undefined ? sha256(bytes) : new Uint8Array(await subtle.digest("SHA-256", bytes)),
  );
}

/** Node's, which answers at once, and is there before Web Cryptography has been loaded. */
function nodeDigest(bytes: Uint8Array): Uint8Array | undefined {
  const crypto = globalThis.process?.getBuiltinModule?.("node:crypto");
  return crypto?.createHash?.("sha256").update(bytes).digest();
}

/** Bytes are known by their hash; of a compiled module there are none, so by the identity of its sources that it carries. */
function identify(source: VerifierSource): WebAssembly.Module | Uint8Array<ArrayBuffer> {
  if (typeof WebAssembly === "undefined") throw cannotCompile(undefined);
  if (isModule(source)) {
    const [section] = WebAssembly.Module.customSections(source, "witnesslock.sources");
    const identity = section === undefined ? "" : new TextDecoder().decode(section);
    if (identity !== sourcesSha256) throw integrity("module", sourcesSha256);
    return source;
  }
  // Copied, so that what is compiled is what was hashed.
  return new Uint8Array(source);
}

/** By its tag: at an edge the module is of another realm, and no instance of this realm's class. */
function isModule(source: unknown): source is WebAssembly.Module {
  return Object.prototype.toString.call(source) === "[object WebAssembly.Module]";
}

function isResponse(source: VerifierDownload): source is Response {
  return Object.prototype.toString.call(source) === "[object Response]";
}
