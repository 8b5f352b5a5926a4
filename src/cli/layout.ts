/** The lines that pages are made of. */
import type { Check } from "../result.ts";
import { STYLE } from "./style.ts";

/** A label and its value. */
export function row(label: string, value: string): string {
  return `  ${label.padEnd(13)}${value}`;
}

/** A row, unless the value is all zero. */
export function optional(label: string, value: string): string[] {
  return /^0*$/.test(value) ? [] : [row(label, value)];
}

/** A row for each bit, in words: those for set, those for clear. */
export function words<Name extends string>(
  texts: Readonly<Record<Name, readonly [string, string]>>,
  bits: Readonly<Record<NoInfer<Name>, boolean>>,
): string[] {
  return (Object.keys(texts) as Name[]).map((name) => row("", texts[name][bits[name] ? 0 : 1]));
}

/** Every check, and why it was skipped. */
export function pageOfChecks(checks: readonly Check[]): string {
  const lines = checks.map(({ id, rule, outcome, reason }) =>
    outcome === "passed"
      ? `  ${STYLE.good("✓")} ${id.padEnd(22)}${STYLE.faint(rule)}`
      : `  ${STYLE.warn("–")} ${id.padEnd(22)}skipped: ${reason ?? ""}`,
  );
  return `Checks\n${lines.join("\n")}\n`;
}
