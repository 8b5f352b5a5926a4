/** Emphasis on a terminal; plain text elsewhere, and where NO_COLOR is set. */

/** Emphasis by meaning. */
export interface Style {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

function styleOf(stream: { readonly isTTY?: boolean }): Style {
  const on = stream.isTTY === true && process.env["NO_COLOR"] === undefined;
  const wrap = (begin: number, end: number) => (text: string) =>
    on ? `\u001b[${begin}m${text}\u001b[${end}m` : text;
  return {
    good: wrap(32, 39),
    bad: wrap(31, 39),
    warn: wrap(33, 39),
    strong: wrap(1, 22),
    faint: wrap(2, 22),
  };
}

/** For answers. */
export const STYLE = styleOf(process.stdout);
/** For errors. */
export const ERROR_STYLE = styleOf(process.stderr);
