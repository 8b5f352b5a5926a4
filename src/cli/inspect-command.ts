/** `witnesslock inspect`: is it genuine, and what does it say? No policy, so no verdict on what it says. */
import { authenticate } from "../appraise.ts";
import { EndorsementsError, isWitnesslockError } from "../errors.ts";
import type { AuthenticatedEvidence } from "../result.ts";
import { exitOf } from "./appraise-command.ts";
import { readCommand } from "./arguments.ts";
import { Exit } from "./exit.ts";
import { pageOfClaims, pageOfEvidence } from "./page.ts";
import { policySkeleton } from "./policy-skeleton.ts";
import { STYLE } from "./style.ts";

/** Runs the command. */
export async function runInspect(args: readonly string[]): Promise<number> {
  const command = await readCommand(args, { "policy-skeleton": { type: "boolean" } });
  const write = (value: unknown) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  let evidence: AuthenticatedEvidence;
  try {
    evidence = await authenticate(command.evidence, command.options);
  } catch (error) {
    if (!isWitnesslockError(error)) throw error;
    if (error instanceof EndorsementsError && error.unverified !== undefined) {
      return showUnproven(error, command.json);
    }
    const { code, message, context } = error;
    const exit = exitOf(error);
    const isProven = exit === Exit.No;
    if (command.json) {
      write({ authentic: isProven ? false : "unproven", code, message, context });
    } else {
      const title = isProven ? STYLE.bad("Not authentic") : STYLE.warn("Unproven");
      process.stdout.write(`${title}  ${code}\n\n  ${message}\n`);
      for (const [name, value] of Object.entries(context)) {
        process.stdout.write(
          `  ${name.padEnd(9)}${Array.isArray(value) ? value.join("\n           ") : String(value)}\n`,
        );
      }
    }
    return exit;
  }
  if (command.values["policy-skeleton"] === true) {
    const { policy, notes } = policySkeleton(evidence);
    write(policy);
    for (const note of notes) process.stderr.write(`review: ${note}\n`);
  } else if (command.json) {
    write({ authentic: true, ...evidence });
  } else {
    process.stdout.write(pageOfEvidence(evidence));
  }
  return Exit.Yes;
}

function showUnproven(error: EndorsementsError, json: boolean): number {
  const { unverified } = error;
  const urls = error.context.urls ?? [];
  if (json) {
    // Whether it was not given or could not be fetched, what is missing is the same.
    const hint = error.code === "endorsements_fetch" ? { hint: error.message } : {};
    const context = { ...error.context, urls, ...hint };
    const body = { authentic: "unproven", code: "endorsements_missing", context, ...unverified };
    process.stdout.write(`${JSON.stringify(body, null, 2)}\n`);
    return Exit.Unproven;
  }
  process.stdout.write(`${STYLE.warn("Unproven")}  ${error.code}\n\n  ${error.message}\n`);
  for (const url of urls) process.stdout.write(`  ${url}\n`);
  if (unverified !== undefined) {
    process.stdout.write(
      `\n${STYLE.faint("What it claims, which anyone could have written:")}\n\n`,
    );
    process.stdout.write(pageOfClaims(unverified.claims));
  }
  return Exit.Unproven;
}
