/**
 * What a caller hands over, copied and brought into the verifier's form before the first await: nothing that changes
 * afterwards can change the verdict. What the values mean is the verifier's to judge.
 */
import { toHex } from "./bytes.ts";
import { AttestationError } from "./errors.ts";
import type { Policy } from "./policy.ts";

/** The verifier's own limits, so that nothing larger is copied first. */
const MAX_EVIDENCE_BYTES = 512 * 1024;
const MAX_POLICY_DEPTH = 8;

/** A mistake in a call. */
export function inputInvalid(field: string, expected: string): AttestationError {
  return new AttestationError("input_invalid", `${field} must be ${expected}`, {
    context: { field, expected },
  });
}

/**
 * Options of a client's call, copied ({@link ownMembers}).
 *
 * @param field - what an error calls them
 * @throws AttestationError `input_invalid`
 */
export function readOptions<Options extends object>(
  options: Options,
  names: readonly (keyof Options)[],
  field = "options",
): Options {
  if (typeof options !== "object" || options === null) throw inputInvalid(field, "an object");
  return ownMembers(options, names, () => inputInvalid(field, `an object of ${names.join(", ")}`));
}

/**
 * A copy of an object's own members, with nothing of a prototype that somebody wrote to. A name that is not known is refused:
 * a misspelt option would be a protection that is silently not there.
 *
 * @param refuse - makes the error of such a name
 */
export function ownMembers<Options extends object>(
  options: Options,
  names: readonly (keyof Options)[],
  refuse: (name: string) => Error,
): Options {
  const own = Object.create(null) as Options;
  for (const name of Object.keys(options)) {
    if (!(names as readonly string[]).includes(name)) throw refuse(name);
    own[name as keyof Options] = options[name as keyof Options];
  }
  return own;
}

/**
 * An option that is a number, where it is given. Nothing is larger than NaN: it would be no limit.
 *
 * @throws AttestationError `input_invalid`
 */
export function checkCount(
  field: string,
  value: number | undefined,
  most = 0x7fffffff,
  least = 1,
): void {
  if (value !== undefined && !(Number.isSafeInteger(value) && value >= least && value <= most)) {
    throw inputInvalid(field, `a whole number from ${least} to ${most}`);
  }
}

/** An option that is a function, where it is given. @throws AttestationError `input_invalid` */
export function checkFunction(field: string, value: unknown): void {
  if (value !== undefined && typeof value !== "function") throw inputInvalid(field, "a function");
}

/** Whether a value is a Uint8Array, of this realm or another. */
export function isBytes(value: unknown): value is Uint8Array {
  return Object.prototype.toString.call(value) === "[object Uint8Array]";
}

function isBuffer(value: unknown): value is ArrayBuffer {
  return Object.prototype.toString.call(value) === "[object ArrayBuffer]";
}

/** Evidence: a header's text, JSON, or bytes. */
export function readEvidence(
  evidence: unknown,
): { readonly text: string } | { readonly bytes: Uint8Array } {
  const tooLarge = (length: number) =>
    new AttestationError("evidence_too_large", "the evidence is too large", {
      context: {
        field: "evidence",
        expected: `at most ${MAX_EVIDENCE_BYTES} bytes`,
        actual: String(length),
      },
    });
  if (typeof evidence === "string") {
    if (evidence.length > MAX_EVIDENCE_BYTES) throw tooLarge(evidence.length);
    // A lone surrogate has no UTF-8: it would arrive as another character than the caller gave.
    if (!isWellFormed(evidence)) {
      throw new AttestationError("evidence_encoding", "the evidence is not text in Unicode", {
        context: { field: "evidence" },
      });
    }
    return { text: evidence };
  }
  if (isBytes(evidence) || isBuffer(evidence)) {
    if (evidence.byteLength > MAX_EVIDENCE_BYTES) throw tooLarge(evidence.byteLength);
    return { bytes: new Uint8Array(evidence).slice() };
  }
  throw inputInvalid("evidence", "a string, a Uint8Array or an ArrayBuffer");
}

function isWellFormed(text: string & { isWellFormed?(): boolean }): boolean {
  // Younger than some engines, and at once where a text is of one byte a character.
  if (text.isWellFormed !== undefined) return text.isWellFormed();
  try {
    encodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** A list of certificates or revocation lists. */
export function readBlobs(blobs: unknown, field: string): readonly Uint8Array[] {
  if (blobs === undefined) return [];
  if (!Array.isArray(blobs)) throw inputInvalid(field, "a list of Uint8Array");
  return blobs.map((blob: unknown) => {
    if (!isBytes(blob)) throw inputInvalid(field, "a list of Uint8Array, each DER or PEM");
    return new Uint8Array(blob);
  });
}

/** A binding as the verifier reads it: hexadecimal of 64 bytes, or `"any"`; of 48. */
export interface BindingMembers {
  readonly expectedBinding?: string;
  readonly expectedTpmBinding?: string;
}

/** What the evidence must be bound to: left out, it is a mistake, never a check that is skipped. */
export function readBinding(binding: unknown): BindingMembers {
  if (binding === "any") return { expectedBinding: "any" };
  const wrong = () =>
    inputInvalid(
      "expectedBinding",
      'a Uint8Array of exactly 64 bytes (REPORT_DATA) or 48 (extraData), { reportData, extraData }, or "any" written out',
    );
  if (isBytes(binding)) {
    if (binding.length === 64) return { expectedBinding: toHex(binding) };
    if (binding.length === 48) return { expectedTpmBinding: toHex(binding) };
    throw wrong();
  }
  if (typeof binding !== "object" || binding === null) throw wrong();
  const { reportData, extraData, ...others } = binding as Record<string, unknown>;
  const read = (bytes: unknown, length: number): string | undefined => {
    if (bytes === undefined) return undefined;
    if (!isBytes(bytes) || bytes.length !== length) throw wrong();
    return toHex(bytes);
  };
  const [report, extra] = [read(reportData, 64), read(extraData, 48)];
  if ((report ?? extra) === undefined || Object.keys(others).length > 0) throw wrong();
  return {
    ...(report === undefined ? {} : { expectedBinding: report }),
    ...(extra === undefined ? {} : { expectedTpmBinding: extra }),
  };
}

/** The time of the verdict in Unix seconds; the clock's where the caller gives none. */
export function readTime(now: unknown): number {
  const seconds =
    now === undefined
      ? Math.floor(Date.now() / 1000)
      : now instanceof Date
        ? Math.floor(now.getTime() / 1000)
        : now;
  if (typeof seconds !== "number" || !Number.isSafeInteger(seconds)) {
    throw inputInvalid("now", "a Date, or a time in whole Unix seconds");
  }
  return seconds;
}

/** A policy as JSON text: given as such, or plain data that says in JSON exactly what it says here. */
export function readPolicy(policy: Policy | string): string {
  if (typeof policy !== "string") return textOf(policy, "", 0);
  if (!isWellFormed(policy)) throw notPlain("", "not text in Unicode");
  return policy;
}

/** Written while it is read, so that what is written is what was looked at, and members named __proto__ stay members. */
function textOf(value: unknown, path: string, depth: number): string {
  if (depth > MAX_POLICY_DEPTH) throw notPlain(path, "nested too deeply");
  if (typeof value === "string" || typeof value === "boolean" || value === null) {
    return JSON.stringify(value);
  }
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw notPlain(path, "not a finite number");
    return JSON.stringify(value);
  }
  if (value === undefined) throw notPlain(path, "undefined");
  if (typeof value !== "object") throw notPlain(path, `a ${typeof value}`);
  if (Array.isArray(value)) {
    const items = Array.from(value, (item: unknown, index) =>
      textOf(item, `${path}[${index}]`, depth + 1),
    );
    return `[${items.join(",")}]`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw notPlain(path, "no plain object");
  }
  const members = Object.entries(value).map(([name, member]) => {
    const text = textOf(member, path === "" ? name : `${path}.${name}`, depth + 1);
    return `${JSON.stringify(name)}:${text}`;
  });
  return `{${members.join(",")}}`;
}

function notPlain(path: string, what: string): AttestationError {
  const field = path === "" ? "policy" : path;
  return new AttestationError(
    "policy_invalid",
    `policy: ${field} is ${what}; a policy is plain JSON data, and what is not checked is written "any"`,
    { context: { field } },
  );
}
