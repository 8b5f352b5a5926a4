/** `witnesslock check`: what a prover proves, and which phase of the migration it is ready for. No witness is sent. */
import { appraise, authenticate } from "../appraise.ts";
import { challenge } from "../attested-fetch-challenge.ts";
import { createNonce, keyBinding, nonceBinding } from "../binding.ts";
import type { Binding } from "../binding.ts";
import { toHex } from "../bytes.ts";
import { deadline } from "../deadline.ts";
import { isWitnesslockError } from "../errors.ts";
import type { WitnesslockErrorData } from "../errors.ts";
import type { ReceivedEvidence } from "../evidence-source.ts";
import { nodeFetch } from "../node.ts";
import { chooseKey } from "../sealing/key-configuration.ts";
import type { AuthenticatedEvidence } from "../result.ts";
import { readAddress } from "../transport.ts";
import { exitOf, showRefusal } from "./appraise-command.ts";
import { readBytes, readOptions } from "./arguments.ts";
import type { VerifierCommand } from "./arguments.ts";
import { readProverEndpoint } from "./client-configuration.ts";
import { Exit, UsageError } from "./exit.ts";
import { row } from "./layout.ts";
import { pageOfEvidence } from "./page.ts";
import { STYLE } from "./style.ts";

type Phase = "if-present" | "report-only" | "required";

/** What was found out. */
interface Findings {
  readonly url: string;
  readonly carrier: "endpoint" | "header" | "none";
  readonly sealing: boolean;
  readonly phase: Phase;
  readonly advice: string;
}

/** Runs the command. */
export async function runCheck(args: readonly string[]): Promise<number> {
  const command = await readOptions(args, {
    config: { type: "string" },
    policy: { type: "string" },
    "allow-insecure-loopback": { type: "boolean" },
  });
  const url = await target(command);
  const { policy: file } = command.values;
  const policy =
    typeof file === "string" ? new TextDecoder().decode(await readBytes(file, "--policy")) : undefined; // prettier-ignore
  const nonce = createNonce();
  let found: Awaited<ReturnType<typeof obtain>>;
  try {
    found = await obtain(url, nonce, command.values["allow-insecure-loopback"] === true);
  } catch (error) {
    if (!isWitnesslockError(error)) throw error;
    return refused(command, { url, carrier: "none" }, error);
  }
  return judge(command, url, nonce, found, policy);
}

async function target({
  positionals,
  values,
}: Awaited<ReturnType<typeof readOptions>>): Promise<URL> {
  const { config } = values;
  if (positionals.length + (typeof config === "string" ? 1 : 0) !== 1) {
    throw new UsageError("check takes one URL, or --config FILE");
  }
  const address =
    typeof config === "string" ? await readProverEndpoint(config) : (positionals[0] ?? "");
  try {
    return readAddress(address, values["allow-insecure-loopback"] === true);
  } catch (error) {
    if (!isWitnesslockError(error)) throw error;
    throw new UsageError(
      error.message.replace("set allowInsecureLoopback: true", "add --allow-insecure-loopback"),
    );
  }
}

/** First the endpoint; a prover that has none may still send the header. */
async function obtain(url: URL, nonce: Uint8Array, allowInsecureLoopback: boolean) {
  const send = nodeFetch();
  const limit = deadline(undefined, undefined);
  const ask = (from: "endpoint" | "header") =>
    challenge(
      { configuration: { evidence: { from }, allowInsecureLoopback }, send },
      url,
      { manner: {} },
      nonce,
      limit,
    );
  try {
    return { carrier: "endpoint" as const, received: await ask("endpoint") };
  } catch (first) {
    if (!isWitnesslockError(first)) throw first;
    const isAbsent = first.code === "evidence_missing" || first.code === "prover_protocol";
    if (!isAbsent) throw limit.explain(first);
    return { carrier: "header" as const, received: await ask("header") };
  } finally {
    limit.clear();
  }
}

async function judge(
  command: VerifierCommand,
  url: URL,
  nonce: Uint8Array,
  {
    carrier,
    received,
  }: { readonly carrier: "endpoint" | "header"; readonly received: ReceivedEvidence },
  policy: string | undefined,
): Promise<number> {
  const { evidence, gateway } = received;
  const sealing = gateway !== undefined && canSeal(gateway.ohttpKeys);
  const expectedBinding =
    gateway === undefined ? nonceBinding(nonce) : keyBinding(nonce, gateway.ohttpKeys);
  const options = {
    ...command.options,
    endorsements: [...received.endorsements, ...(command.options.endorsements ?? [])],
  };
  try {
    if (policy === undefined) {
      const result = await authenticate(evidence, options);
      const isBound = isBoundTo(result, expectedBinding);
      const advice = isBound
        ? "genuine; write a policy (witnesslock inspect EVIDENCE --policy-skeleton), and measure with mode report-only"
        : "genuine, but not bound to this challenge: it is of another session, or of a prover that binds in another way";
      const phase = isBound ? "report-only" : "if-present";
      show(
        command,
        { url: url.origin, carrier, sealing, phase, advice },
        result,
        pageOfEvidence(result),
      );
      return isBound ? Exit.Yes : Exit.No;
    }
    const result = await appraise(evidence, policy, { ...options, expectedBinding });
    const advice = sealing
      ? "accepted by the policy, and requests can be sealed to it: mode required"
      : 'accepted by the policy, but it offers no key to seal to: mode required with seal: "off", and a warning';
    show(
      command,
      { url: url.origin, carrier, sealing, phase: "required", advice },
      result,
      pageOfEvidence(result),
    );
    return result.status === "affirming" && sealing ? Exit.Yes : Exit.Warning;
  } catch (error) {
    if (!isWitnesslockError(error)) throw error;
    return refused(command, { url, carrier }, error);
  }
}

/** By REPORT_DATA, or on Azure by the TPM quote's extraData. */
function isBoundTo({ vtpm, claims }: AuthenticatedEvidence, binding: Binding): boolean {
  return vtpm?.trusted === true
    ? vtpm.quote?.extraData === toHex(binding.extraData)
    : claims.reportData === toHex(binding.reportData);
}

function canSeal(ohttpKeys: Uint8Array): boolean {
  try {
    return chooseKey(ohttpKeys) !== undefined;
  } catch {
    return false;
  }
}

function show(command: VerifierCommand, findings: Findings, result: object, page: string): void {
  if (command.json) {
    process.stdout.write(`${JSON.stringify({ ...findings, result }, null, 2)}\n`);
    return;
  }
  process.stdout.write(`${pageOf(findings)}\n${page}`);
}

/** No evidence is what most provers of today have: a finding, and still not a yes. */
function refused(
  command: VerifierCommand,
  { url, carrier }: { readonly url: URL; readonly carrier: Findings["carrier"] },
  error: WitnesslockErrorData,
): number {
  const isAbsent = error.code === "evidence_missing";
  const isGenuine = error.violations !== undefined;
  const findings: Findings = {
    url: url.origin,
    carrier: isAbsent ? "none" : carrier,
    sealing: false,
    phase: isGenuine ? "report-only" : "if-present",
    advice: isAbsent
      ? "no evidence: existing configurations go on working with mode if-present; nothing stronger is possible"
      : isGenuine
        ? "genuine, but not what the policy accepts: mode report-only shows how many calls it would refuse"
        : "its evidence could not be accepted: mode if-present would withhold its proofs where it is forged",
  };
  if (command.json) {
    const { code, message, context } = error;
    process.stdout.write(
      `${JSON.stringify({ ...findings, error: { code, message, context } }, null, 2)}\n`,
    );
  } else {
    process.stdout.write(`${pageOf(findings)}\n`);
    showRefusal(error, false);
  }
  return exitOf(error);
}

function pageOf({ url, carrier, sealing, phase, advice }: Findings): string {
  const phases: readonly Phase[] = ["if-present", "report-only", "required"];
  const carriers = {
    endpoint: "/.well-known/attestation",
    header: "header Attestation-Report",
    none: "none",
  };
  return [
    STYLE.strong(url),
    row("Evidence", carriers[carrier]),
    row("Sealing", sealing ? STYLE.good("offered") : "not offered"),
    row("Ready for", `phase ${phases.indexOf(phase) + 1}, mode ${STYLE.strong(phase)}`),
    row("", advice),
    "",
  ].join("\n");
}
