/**
 * What verdicts stood on: the newest issueDate of each of Intel's documents, by kind, FMSPC and evaluation number. The
 * verifier refuses a document more than a day older. It lies in the endorsement cache, which may lose it: then older
 * documents pass as they do at first, within their own dates.
 */
import type { EndorsementCache } from "./endorsement-source-options.ts";
import type { Anchor, TdxAttestationResult } from "./result.ts";

/** One document on which a verdict stood, as the verifier reads it. */
export interface SeenDocument {
  readonly name: "TCB info" | "QE identity";
  readonly fmspc?: string;
  readonly evaluationNumber: number;
  /** Unix seconds. */
  readonly issueDate: number;
}

/** As many as the verifier takes; the least recently confirmed are forgotten. */
const MAX_ROWS = 256;

/** Simulated documents must not speak about genuine ones. */
const keyOf = (anchor: Anchor) => `witnesslock:seen/${anchor}`;

const decoder = new TextDecoder();

/** What is remembered under an anchor. */
export async function recall(cache: EndorsementCache, anchor: Anchor): Promise<SeenDocument[]> {
  try {
    const bytes = await cache.get(keyOf(anchor));
    const rows: unknown = bytes === undefined ? [] : JSON.parse(decoder.decode(bytes));
    return Array.isArray(rows) ? rows.filter(isRow).slice(0, MAX_ROWS) : [];
  } catch {
    return [];
  }
}

/** Reading and writing are two steps: between those of one call, another's would be lost. */
const queues = new WeakMap<EndorsementCache, { last: Promise<void>; length: number }>();

/**
 * Remembers what a verdict that held stood on, behind the calls that are at it already.
 *
 * @param seen - what was remembered when it was reached
 */
export async function learn(
  cache: EndorsementCache,
  result: TdxAttestationResult,
  seen: readonly SeenDocument[],
): Promise<void> {
  const documents = documentsOf(result);
  if (!documents.some((row) => isNewer(row, seen))) return;
  const queue = queues.get(cache) ?? { last: Promise.resolve(), length: 0 };
  queues.set(cache, queue);
  // Nobody waits for a cache that does not answer, and what was to be learned must not pile up behind it.
  if (queue.length >= MAX_ROWS) return;
  queue.length += 1;
  queue.last = queue.last.then(async () => {
    await merge(cache, result, documents);
    queue.length -= 1;
  });
  await queue.last;
}

async function merge(
  cache: EndorsementCache,
  result: TdxAttestationResult,
  documents: readonly SeenDocument[],
): Promise<void> {
  // Other calls may have learned meanwhile.
  const rows = await recall(cache, result.anchor);
  for (const row of documents.filter((document) => isNewer(document, rows))) {
    const index = rows.findIndex((known) => isSame(known, row));
    if (index >= 0) rows.splice(index, 1);
    rows.unshift(row);
  }
  const text = JSON.stringify(rows.slice(0, MAX_ROWS));
  try {
    await cache.set(keyOf(result.anchor), new TextEncoder().encode(text));
  } catch {
    // A full or broken cache weakens the memory, never a verdict.
  }
}

function documentsOf({ tcb }: TdxAttestationResult): SeenDocument[] {
  return tcb.collateral.flatMap(({ name, fmspc, evaluationNumber, issueDate }) => {
    if ((name !== "TCB info" && name !== "QE identity") || evaluationNumber === undefined)
      return [];
    return [{ name, ...(fmspc === undefined ? {} : { fmspc }), evaluationNumber, issueDate }];
  });
}

function isNewer(document: SeenDocument, rows: readonly SeenDocument[]): boolean {
  return !rows.some((row) => isSame(row, document) && row.issueDate >= document.issueDate);
}

function isSame(one: SeenDocument, other: SeenDocument): boolean {
  return (
    one.name === other.name &&
    one.fmspc === other.fmspc &&
    one.evaluationNumber === other.evaluationNumber
  );
}

function isRow(row: unknown): row is SeenDocument {
  if (typeof row !== "object" || row === null) return false;
  const { name, fmspc, evaluationNumber, issueDate } = row as Partial<
    Record<keyof SeenDocument, unknown>
  >;
  return (
    (name === "TCB info" || name === "QE identity") &&
    (fmspc === undefined || typeof fmspc === "string") &&
    isCount(evaluationNumber) &&
    isCount(issueDate) &&
    issueDate > 0
  );
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value < 2 ** 40;
}
