/**
 * JSON without the one thing that `JSON.parse` lets pass and that two readers read differently: a name given twice.
 */

const STRING = /"(?:[^"\\]|\\.)*"/y;
const MAX_DEPTH = 32;

/**
 * Parses one JSON text from received bytes.
 *
 * @returns `undefined` where it is not JSON in UTF-8, names a member twice, or is nested more than 32 deep
 */
export function parseStrictJson(bytes: Uint8Array): unknown {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return repeatsName(text) ? undefined : value;
}

/** Walks a text that is known to be JSON. */
function repeatsName(text: string): boolean {
  // One entry for each open bracket: the names so far of an object, nothing for an array.
  const open: (Set<string> | undefined)[] = [];
  let expectsName = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === "{" || character === "[") {
      open.push(character === "{" ? new Set() : undefined);
      expectsName = character === "{";
      if (open.length > MAX_DEPTH) return true;
    } else if (character === "}" || character === "]") {
      open.pop();
      expectsName = false;
    } else if (character === ",") {
      expectsName = open.at(-1) !== undefined;
    } else if (character === '"') {
      STRING.lastIndex = at;
      const literal = STRING.exec(text)?.[0] ?? '""';
      at += literal.length - 1;
      const names = open.at(-1);
      if (expectsName && names !== undefined) {
        const name = JSON.parse(literal) as string;
        if (names.has(name)) return true;
        names.add(name);
        expectsName = false;
      }
    }
  }
  return false;
}
