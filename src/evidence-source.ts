/**
 * Where evidence is read from: the header of an answer, a line of its trailers, or the body of the challenge endpoint. Its
 * contents stay unread.
 */
import type { AnswerParts } from "./binding.ts";
import { readBoundedBody } from "./bounded-body.ts";
import { fromBase64Url, toBase64Url } from "./bytes.ts";
import { AttestationError, ProverError } from "./errors.ts";
import { takeFromTrailer } from "./evidence-trailer.ts";
import { isGrpcWeb } from "./grpc-web-frames.ts";
import { INDICATOR, MAX_CHALLENGE_BYTES, REPORT_HEADER } from "./protocol.ts";
import { parseStrictJson } from "./strict-json.ts";

/** Evidence as a prover gave it, with what it stapled beside. */
export interface ReceivedEvidence {
  /** A header's text, or bytes. */
  readonly evidence: string | Uint8Array;
  /** DER certificates. */
  readonly endorsements: readonly Uint8Array[];
  /** Keys to seal to, and where to send what is sealed. The evidence must be bound to them. */
  readonly gateway?: ReceivedGateway;
  /** The exchange whose answer carried it, where it is bound to one: a challenge by an empty message. */
  readonly exchange?: Omit<AnswerParts, "nonce">;
}

/** The way into the TEE for sealed requests. Nothing of it is trusted until the evidence is bound to its keys. */
export interface ReceivedGateway {
  /** The exact bytes of the document `application/ohttp-keys`. */
  readonly ohttpKeys: Uint8Array;
  /** A reference, relative to the prover's origin. */
  readonly address: string;
}

/** What the header of an answer says, without judging it. */
export type HeaderState =
  | { readonly state: "present"; readonly value: string }
  | { readonly state: "absent" | "hidden" | "opaque" };

/** A chain has three certificates and a list. */
const MAX_STAPLED = 8;

/** Looks for the header. A page sees the same nothing whether it is absent or hidden by CORS. */
export function lookForHeader(response: Response): HeaderState {
  if (response.type === "opaque" || response.type === "opaqueredirect") return { state: "opaque" };
  // fetch has removed the white space that HTTP allows around a value; what else there is, is the verifier's to refuse.
  const value = response.headers.get(REPORT_HEADER) ?? "";
  if (!/^[\t ]*$/.test(value)) return { state: "present", value };
  return { state: isCrossOriginPage(response) ? "hidden" : "absent" };
}

/** Only browsers filter headers, and they say so in the answer's type. */
function isCrossOriginPage(response: Response): boolean {
  const isPage = typeof globalThis.location === "object" && typeof location.origin === "string";
  return isPage && response.type === "cors";
}

/**
 * The header's value, where there must be one.
 *
 * @throws AttestationError `evidence_missing`, `evidence_hidden`, `evidence_ambiguous`
 * @throws ProverError `transport_opaque`
 */
export function requireHeader(response: Response): ReceivedEvidence {
  const header = lookForHeader(response);
  switch (header.state) {
    case "present":
      // fetch joins what occurs twice.
      if (header.value.includes(",")) throw ambiguous("header");
      return { evidence: header.value, endorsements: [] };
    case "opaque":
      throw new ProverError(
        "transport_opaque",
        'the answer is opaque, so nothing of it can be read; do not use mode "no-cors"',
      );
    case "hidden":
      throw new AttestationError(
        "evidence_hidden",
        `this page can read no header ${REPORT_HEADER} on the answer: either the prover sent none, or the server does not ` +
          `expose it; the server must send "Access-Control-Expose-Headers: ${REPORT_HEADER}"`,
        {
          context: {
            field: REPORT_HEADER,
            expected: `Access-Control-Expose-Headers: ${REPORT_HEADER}`,
          },
        },
      );
    case "absent":
      throw new AttestationError(
        "evidence_missing",
        `the answer has no header ${REPORT_HEADER}: this is not an attested prover, or somebody stripped the header`,
        { context: { field: REPORT_HEADER } },
      );
  }
}

function ambiguous(carrier: string): AttestationError {
  return new AttestationError(
    "evidence_ambiguous",
    `the answer has the ${carrier} ${REPORT_HEADER} more than once; which of them counts cannot be known`,
    { context: { field: REPORT_HEADER } },
  );
}

/** Evidence of an answer that was read whole, and the body that it is bound to. */
export interface AnswerEvidence {
  /** Absent where neither carrier has any. */
  readonly evidence: string | undefined;
  /** As the prover wrote it. */
  readonly body: Uint8Array;
}

/**
 * Looks for evidence in both carriers of an answer: its header, and the trailers of a gRPC-web body.
 *
 * @throws AttestationError `evidence_ambiguous`, `evidence_conflict`
 */
export function lookInAnswer(head: Response, received: Uint8Array): AnswerEvidence {
  const { body, values } = isGrpcWeb(head.headers)
    ? takeFromTrailer(received)
    : { body: received, values: [] };
  if (values.length > 1) throw ambiguous("trailer");
  const [trailer] = values;
  if (lookForHeader(head).state !== "present") return { evidence: trailer, body };
  const { evidence } = requireHeader(head);
  if (trailer !== undefined && trailer !== evidence) throw conflict("trailers");
  return { evidence: evidence as string, body };
}

/**
 * The same, where there must be evidence.
 *
 * @throws AttestationError `evidence_missing`, `evidence_hidden`, `evidence_ambiguous`, `evidence_conflict`
 * @throws ProverError `transport_opaque`
 */
export function requireInAnswer(
  head: Response,
  received: Uint8Array,
): { readonly evidence: string | Uint8Array; readonly body: Uint8Array } {
  const { evidence = requireHeader(head).evidence, body } = lookInAnswer(head, received);
  return { evidence, body };
}

/** Two that say the same may come together, as where a proxy copies trailers into headers; the text must be one. */
function conflict(other: string): AttestationError {
  return new AttestationError(
    "evidence_conflict",
    `the answer's header ${REPORT_HEADER} and its ${other} hold different evidence, so which counts cannot be known: some ` +
      "proxy on the way adds evidence of its own",
    { context: { field: REPORT_HEADER } },
  );
}

/**
 * Reads the body of the challenge endpoint: a RATS conceptual message wrapper collection in JSON (PROTOCOL.md,
 * "Challenge").
 *
 * @throws AttestationError `evidence_conflict` where the header holds other evidence
 * @throws ProverError `prover_protocol`, `transport_too_large`
 */
export async function readChallengeAnswer(response: Response): Promise<ReceivedEvidence> {
  const body = parseStrictJson(await readBounded(response, MAX_CHALLENGE_BYTES));
  if (!isObject(body)) throw protocol("is not a JSON object in which every name occurs once");
  const { evidence, endorsements, ohttpKeys, gateway, ...rest } = body;
  const unknown = Object.keys(rest).filter((name) => name !== "__cmwc_t");
  if (unknown.length > 0) throw protocol("has a member that this version does not know");
  const bytes = readRecord(evidence, INDICATOR.evidence, "evidence");
  const header = lookForHeader(response);
  if (header.state === "present" && header.value !== toBase64Url(bytes)) throw conflict("body");
  return {
    evidence: bytes,
    endorsements: readEndorsements(endorsements),
    ...readGateway(ohttpKeys, gateway),
  };
}

/** Keys and address come together or not at all. */
function readGateway(keys: unknown, address: unknown): Pick<ReceivedEvidence, "gateway"> {
  if (keys === undefined && address === undefined) return {};
  const reference = new TextDecoder().decode(readRecord(address, 0, "gateway"));
  if (!/^[\x21-\x7e]{1,2048}$/.test(reference)) throw protocol("names a gateway at no address");
  return { gateway: { ohttpKeys: readRecord(keys, 0, "ohttpKeys"), address: reference } };
}

function readEndorsements(value: unknown): readonly Uint8Array[] {
  if (value === undefined) return [];
  if (!isObject(value)) throw protocol("has a member endorsements that is no collection");
  const { __cmwc_t: _type, ...records } = value;
  if (Object.keys(records).length > MAX_STAPLED) {
    throw protocol(`staples more than ${MAX_STAPLED} endorsements`);
  }
  return Object.values(records).map((record) =>
    readRecord(record, INDICATOR.endorsements, "endorsements"),
  );
}

/** A record is [media type, base64url value, indicator]; where the wrapper has no indicator for the kind, it is left out or 0. */
function readRecord(record: unknown, indicator: number, member: string): Uint8Array {
  if (Array.isArray(record) && (record.length === 2 || record.length === 3)) {
    const [type, value, bits = indicator] = record as readonly unknown[];
    const bytes = typeof value === "string" ? fromBase64Url(value) : undefined;
    if (typeof type === "string" && bytes !== undefined && bits === indicator) return bytes;
  }
  throw protocol(`has a member ${member} that is no record [media type, base64url, ${indicator}]`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function protocol(problem: string): ProverError {
  return new ProverError(
    "prover_protocol",
    `the answer to the challenge ${problem}; the prover speaks another protocol, or another version of it`,
    { context: { field: "challenge answer" } },
  );
}

/**
 * Reads a body of bounded size.
 *
 * @throws ProverError `transport_too_large`
 */
export async function readBounded(response: Response, limit: number): Promise<Uint8Array> {
  const whole = await readBoundedBody(response.body, limit);
  if (whole === undefined) {
    throw new ProverError("transport_too_large", `the answer is larger than ${limit} bytes`, {
      context: { field: "body", expected: `at most ${limit} bytes` },
    });
  }
  return whole;
}
