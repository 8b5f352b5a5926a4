/** The one place at which a sealed request leaves: whoever calls it has a key that was attested and accepted. */
import type { Call } from "./attested-fetch-call.ts";
import type { AttestedKey } from "./attested-keys.ts";
import { AttestationError, ProverError } from "./errors.ts";
import { readBounded } from "./evidence-source.ts";
import { MAX_ANSWER_BYTES } from "./attested-fetch-send.ts";
import type { OutgoingRequest } from "./outgoing-request.ts";
import type { SealedRequest } from "./sealing/encapsulation.ts";
import { KEY_PROBLEM, REQUEST_TYPE, RESPONSE_TYPE } from "./sealing/media-types.ts";
import { parseStrictJson } from "./strict-json.ts";
import { discard, refuseDetours, statusError, transportError } from "./transport.ts";

/** What stands around the answer's body, at most: its header fields and the tag. */
const AROUND_ANSWER_BYTES = 256 * 1024;
const MAX_PROBLEM_BYTES = 16 * 1024;

/**
 * Seals the request, sends it, and opens the answer.
 *
 * @throws AttestationError `seal_broken`
 * @throws ProverError `prover_*`, `transport_*`, `aborted`
 */
export async function sendSealed(
  { send, report, configuration }: Call,
  url: URL,
  request: OutgoingRequest,
  attested: AttestedKey,
): Promise<Response> {
  const { signal, manner } = request;
  const sealedRequest = await seal(url, request, attested);
  if (signal?.aborted === true) throw transportError(signal.reason, signal, report.witnessSent);
  report.leaving("sealed");
  const end = report.begin("provingMs");
  const { integrity: _ofTheProof, keepalive: _ofTheCall, ...kept } = manner;
  let answer: Response | undefined;
  try {
    answer = await send(attested.gateway.href, {
      ...kept,
      method: "POST",
      headers: { "Content-Type": REQUEST_TYPE },
      redirect: "manual",
      cache: "no-store",
      ...(signal === undefined ? {} : { signal }),
      body: new Uint8Array(sealedRequest.message),
    });
    await requireSealedAnswer(refuseDetours(answer, "sealed"));
    const limit = configuration.maxAnswerBytes ?? MAX_ANSWER_BYTES;
    const message = await readBounded(answer, limit + AROUND_ANSWER_BYTES);
    const response = await open(attested, sealedRequest, message, url, limit);
    end();
    return response;
  } catch (error) {
    if (answer !== undefined) discard(answer);
    const isBroken = error instanceof AttestationError && error !== signal?.reason;
    throw isBroken ? error : transportError(error, signal, "sealed");
  }
}

/** Everything of the request is inside: method, address, headers and body. */
async function seal(
  url: URL,
  request: OutgoingRequest,
  { key, sealing }: AttestedKey,
): Promise<SealedRequest> {
  const { method, headers, body = new Uint8Array() } = request;
  try {
    const inner = sealing.encodeRequest({
      method,
      scheme: url.protocol.slice(0, -1),
      authority: url.host,
      path: url.pathname + url.search,
      fields: [...headers],
      content: body,
    });
    return await sealing.sealRequest(key, inner);
  } catch (cause) {
    throw new ProverError(
      "transport_invalid",
      "the request could not be sealed: check its method and headers",
      {
        cause,
      },
    );
  }
}

/** Anything but a sealed answer comes from nobody in particular. */
async function requireSealedAnswer(answer: Response): Promise<void> {
  const type = (answer.headers.get("Content-Type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (answer.ok && type === RESPONSE_TYPE) return;
  if (answer.ok) {
    throw new ProverError("prover_protocol", `the gateway's answer is not ${RESPONSE_TYPE}`, {
      witnessSent: "sealed",
      context: { field: "Content-Type", expected: RESPONSE_TYPE },
    });
  }
  if (type === "application/problem+json") {
    const problem = parseStrictJson(await readBounded(answer, MAX_PROBLEM_BYTES));
    if ((problem as { readonly type?: unknown } | null)?.type === KEY_PROBLEM) {
      throw new ProverError(
        "prover_key",
        "the prover's gateway says that it does not hold the attested key: it has rotated its keys, or a load balancer does " +
          "not route by the key in the gateway's address; try again",
        { witnessSent: "sealed", context: { field: "gateway" } },
      );
    }
  }
  throw statusError(
    `the prover's gateway answered with status ${answer.status}; try again later, or ask another prover`,
    answer.status,
    "sealed",
  );
}

async function open(
  { sealing }: AttestedKey,
  sealedRequest: SealedRequest,
  message: Uint8Array,
  url: URL,
  limit: number,
): Promise<Response> {
  let plain: Uint8Array;
  try {
    plain = await sealedRequest.open(message);
  } catch (cause) {
    throw new AttestationError(
      "seal_broken",
      "the answer does not open: it was not written by the holder of the attested key, or was altered on the way",
      { cause, witnessSent: "sealed", context: { field: "sealed answer" } },
    );
  }
  try {
    const { status, fields, content } = sealing.decodeResponse(plain);
    if (content.length > limit) {
      throw new ProverError("transport_too_large", `the answer is larger than ${limit} bytes`, {
        context: { field: "body", expected: `at most ${limit} bytes` },
      });
    }
    const hasNoBody = status === 204 || status === 205 || status === 304;
    const response = new Response(hasNoBody ? null : new Uint8Array(content), {
      status,
      headers: fields.map(([name, value]): [string, string] => [name, value]),
    });
    return Object.defineProperty(response, "url", { value: url.href });
  } catch (cause) {
    if (cause instanceof ProverError) throw cause;
    throw new ProverError(
      "prover_protocol",
      "the prover's sealed answer is no HTTP message (RFC 9292)",
      {
        cause,
        witnessSent: "sealed",
        context: { field: "sealed answer" },
      },
    );
  }
}
