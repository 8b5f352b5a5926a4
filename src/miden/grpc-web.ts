/** One unary call in gRPC-web's binary form (PROTOCOL-WEB): a frame there; a frame and the trailers back. */
import { concatenated } from "../bytes.ts";
import { ProverError } from "../errors.ts";

/** The media type. */
export const GRPC_WEB_TYPE = "application/grpc-web+proto";
/** What a request carries. */
export const GRPC_WEB_HEADERS = {
  "Content-Type": GRPC_WEB_TYPE,
  Accept: GRPC_WEB_TYPE,
  "X-Grpc-Web": "1",
} as const;

const HEAD_BYTES = 5;
const TRAILER = 0x80;
const DATA = 0;

/** A message in its frame: a byte of flags, and its length in four bytes, big-endian. */
export function frame(message: Uint8Array): Uint8Array {
  const head = new Uint8Array(HEAD_BYTES);
  new DataView(head.buffer).setUint32(1, message.length);
  return concatenated([head, message]);
}

/**
 * The one message of an answer whose status is 0.
 *
 * @throws ProverError `prover_grpc` where the prover refused; `prover_protocol` where the answer is none
 */
export async function readUnary(response: Response): Promise<Uint8Array> {
  const type = (response.headers.get("Content-Type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== GRPC_WEB_TYPE && type !== "application/grpc-web") {
    throw protocol(`has another type than ${GRPC_WEB_TYPE}`);
  }
  // A refusal may come without a body, its trailers among the headers.
  const early = response.headers.get("grpc-status");
  if (early !== null) checkStatus(early);
  const { messages, trailers } = readFrames(new Uint8Array(await response.arrayBuffer()));
  const status = trailers?.get("grpc-status") ?? early;
  if (status === null || status === undefined)
    throw protocol("ends without a status: it was cut off");
  checkStatus(status);
  const [message, ...more] = messages;
  if (message === undefined || more.length > 0) throw protocol("does not hold exactly one message");
  return message;
}

function readFrames(bytes: Uint8Array) {
  const messages: Uint8Array[] = [];
  let trailers: ReadonlyMap<string, string> | undefined;
  for (let at = 0; at < bytes.length;) {
    if (trailers !== undefined) throw protocol("goes on behind its trailers");
    if (bytes.length - at < HEAD_BYTES) throw protocol("was cut off");
    const flags = bytes[at];
    const length = new DataView(bytes.buffer, bytes.byteOffset + at).getUint32(1);
    const end = at + HEAD_BYTES + length;
    if (end > bytes.length) throw protocol("was cut off");
    const content = bytes.subarray(at + HEAD_BYTES, end);
    if (flags === DATA) messages.push(content);
    else if (flags === TRAILER) trailers = readTrailers(content);
    else throw protocol("is compressed, or of another version");
    at = end;
  }
  return { messages, trailers };
}

function readTrailers(content: Uint8Array): ReadonlyMap<string, string> {
  const lines = new TextDecoder().decode(content).split("\r\n");
  return new Map(
    lines
      .filter((line) => line !== "")
      .map((line) => {
        const colon = line.indexOf(":");
        if (colon < 1) throw protocol("has trailers that are none");
        return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
      }),
  );
}

/** A prover's words stay with it: they may hold what it was given. */
function checkStatus(status: string): void {
  if (!/^\d{1,2}$/.test(status)) throw protocol("has a status that is no number");
  const code = Number(status);
  if (code === 0) return;
  const next =
    code === 8 || code === 14
      ? "it is busy: try again later, or ask another prover"
      : code === 3
        ? "it could not read the request: check the version"
        : "ask its operator, or another prover";
  throw new ProverError("prover_grpc", `the prover refused with gRPC status ${code}; ${next}`, {
    context: { field: "grpc-status", expected: "0", actual: String(code) },
  });
}

/** A message that there is, whatever of it cannot be used. */
export function protocol(problem: string): ProverError {
  return new ProverError("prover_protocol", `the prover's answer ${problem}`, {
    context: { field: "gRPC-web answer" },
  });
}
