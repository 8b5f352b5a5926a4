/** Inputs as text, to hand them to another process or a page. Bytes are marked. */

const MARK = "base64:";

/** In Node. */
export function toText(inputs) {
  return JSON.stringify(inputs, (_, value) =>
    value instanceof Uint8Array ? MARK + Buffer.from(value).toString("base64") : value,
  );
}

/** Anywhere. */
export function fromText(text) {
  return JSON.parse(text, (_, value) =>
    typeof value === "string" && value.startsWith(MARK)
      ? Uint8Array.from(atob(value.slice(MARK.length)), (each) => each.charCodeAt(0))
      : value,
  );
}
