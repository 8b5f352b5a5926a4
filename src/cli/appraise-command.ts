/** `witnesslock appraise`: the policy's verdict. */
import { appraise } from "../appraise.ts";
import { isWitnesslockError } from "../errors.ts";
import type { WitnesslockErrorData } from "../errors.ts";
import type { AttestationResult } from "../result.ts";
import { readBytes, readCommand } from "./arguments.ts";
import { Exit, UsageError } from "./exit.ts";
import { pageOfEvidence } from "./page.ts";
import { STYLE } from "./style.ts";

/** Runs the command. */
export async function runAppraise(args: readonly string[]): Promise<number> {
  const command = await readCommand(args, {
    policy: { type: "string" },
    binding: { type: "string" },
  });
  const { policy: file, binding } = command.values;
  if (typeof file !== "string") throw new UsageError("--policy FILE is missing");
  const expectedBinding = readBinding(binding);
  try {
    const policy = new TextDecoder().decode(await readBytes(file, "--policy"));
    const result = await appraise(command.evidence, policy, {
      ...command.options,
      expectedBinding,
    });
    showResult(result, command.json);
    if (binding === undefined) {
      const unbound =
        "bound to nothing: a report that somebody recorded passes as well; give --binding";
      process.stderr.write(`${STYLE.warn("!")} ${unbound}\n`);
    }
    return result.status === "affirming" ? Exit.Yes : Exit.Warning;
  } catch (error) {
    if (!isWitnesslockError(error)) throw error;
    showRefusal(error, command.json);
    return exitOf(error);
  }
}

/** What went wrong here says nothing of the evidence. */
const OF_THIS_MACHINE = ["verifier_unavailable", "verifier_integrity", "internal"];

/** What a refusal's exit status is. */
export function exitOf({ name, code }: WitnesslockErrorData): number {
  if (code === "policy_invalid" || code === "input_invalid") return Exit.Usage;
  if (OF_THIS_MACHINE.includes(code)) return Exit.Unproven;
  return name === "AttestationError" ? Exit.No : Exit.Unproven;
}

function readBinding(binding: string | boolean | undefined): Uint8Array | "any" {
  if (binding === undefined || binding === "any") return "any";
  if (typeof binding !== "string" || !/^([0-9a-f]{128}|[0-9a-f]{96})$/i.test(binding)) {
    throw new UsageError(
      "--binding takes 128 hexadecimal digits (REPORT_DATA), 96 (a TPM quote's extraData), or any",
    );
  }
  return new Uint8Array(Buffer.from(binding, "hex"));
}

/** A verdict as a page or as JSON. */
export function showResult(result: AttestationResult, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    return;
  }
  const isAffirming = result.status === "affirming";
  const title = isAffirming ? STYLE.good("Affirming") : STYLE.warn("Warning");
  process.stdout.write(`${title}  genuine, and accepted by the policy\n`);
  for (const warning of result.warnings) process.stdout.write(`  ${STYLE.warn("!")} ${warning}\n`);
  process.stdout.write(`\n${pageOfEvidence(result)}`);
}

/** A refusal as a page or as JSON. */
export function showRefusal(error: WitnesslockErrorData, json: boolean): void {
  const { code, message, context, violations } = error;
  if (json) {
    const body = { code, message, context, ...(violations === undefined ? {} : { violations }) };
    process.stdout.write(`${JSON.stringify({ error: body }, null, 2)}\n`);
    return;
  }
  const isRefusal = error.name === "AttestationError";
  process.stdout.write(
    `${isRefusal ? STYLE.bad("Refused") : STYLE.warn("Could not find out")}  ${code}\n\n`,
  );
  let previous = "";
  for (const violation of violations ?? [{ code, message, ...context }]) {
    // The words of a rule once; then what it found, a line each.
    if (violation.code !== previous) {
      process.stdout.write(`  ${STYLE.strong(violation.code)}  ${violation.message ?? ""}\n`);
    }
    previous = violation.code;
    const { field = "", actual, expected } = violation;
    if (actual !== undefined || expected !== undefined) {
      process.stdout.write(`      ${field}\n`);
    }
    if (actual !== undefined) process.stdout.write(`        is        ${actual}\n`);
    if (expected !== undefined) process.stdout.write(`        expected  ${String(expected)}\n`);
  }
  for (const url of context.urls ?? []) process.stdout.write(`  ${url}\n`);
}
