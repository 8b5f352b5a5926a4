/** One unary call in gRPC-web's binary form (PROTOCOL-WEB): a frame there; a frame and the trailers back. */
import { ProverError } from "../errors.ts";
import { DATA, GRPC_WEB_TYPE, TRAILER, isGrpcWeb, readFrames } from "../grpc-web-frames.ts";

/**
 * The one message of an answer whose status is 0.
 *
 * @throws ProverError `prover_grpc` where the prover refused; `prover_protocol` where the answer is none
 */
export async function readUnary(response: Response): Promise<Uint8Array> {
  if (!isGrpcWeb(response.headers)) throw protocol(`has another type than ${GRPC_WEB_TYPE}`);
  // A refusal may come without a body, its trailers among the headers.
  const early = response.headers.get("grpc-status");
  if (early !== null) checkStatus(early);
  const { messages, trailers } = readMessages(new Uint8Array(await response.arrayBuffer()));
  const status = trailers?.get("grpc-status") ?? early;
  if (status === null || status === undefined)
    throw protocol("ends without a status: it was cut off");
  checkStatus(status);
  const [message, ...more] = messages;
  if (message === undefined || more.length > 0) throw protocol("does not hold exactly one message");
  return message;
}

function readMessages(bytes: Uint8Array) {
  const messages: Uint8Array[] = [];
  let trailers: ReadonlyMap<string, string> | undefined;
  const frames = readFrames(bytes);
  if (frames === undefined) throw protocol("was cut off");
  for (const { flags, content } of frames) {
    if (trailers !== undefined) throw protocol("goes on behind its trailers");
    if (flags === DATA) messages.push(content);
    else if (flags === TRAILER) trailers = readTrailers(content);
    else throw protocol("is compressed, or of another version");
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
