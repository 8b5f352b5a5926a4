/** A quote of TDX as a page that a person reads. */
import type { AuthenticatedTdxEvidence } from "../result.ts";
import type {
  TdxClaims,
  TdxEventLog,
  TdxTcbAppraisal,
  TdxTcbPart,
  TdxTcbStatus,
} from "../tdx-result.ts";
import { rowsOfDstack } from "./dstack-page.ts";
import { optional, row, words } from "./layout.ts";
import { STYLE } from "./style.ts";

const ATTRIBUTE_WORDS = {
  debug: ["DEBUGGING ALLOWED: the host can read the TD", "no debugging"],
  septVeDisable: [
    "no exceptions injected by the host (SEPT_VE_DISABLE)",
    "THE HOST MAY INJECT #VE",
  ],
  migratable: ["migration allowed", "no migration"],
  pks: ["supervisor protection keys allowed", "no supervisor protection keys"],
  kl: ["Key Locker allowed", "no Key Locker"],
  perfmon: ["performance counters allowed", "no performance counters"],
} as const;

/** The title, the chain and its authority. */
export function headOfTdx({ claims }: AuthenticatedTdxEvidence): {
  readonly title: string;
  readonly chain: string;
} {
  const authority = claims.pck.authority === "platform" ? "Platform" : "Processor";
  return {
    title: `Intel TDX quote, version ${claims.version}`,
    chain: `attestation key ← TD quoting enclave ← PCK ← PCK ${authority} CA ← SGX Root CA`,
  };
}

/** The claims. */
export function pageOfTdxClaims(claims: TdxClaims): string {
  const { tdAttributes, pck, qe } = claims;
  return [
    row("Platform", `FMSPC ${pck.fmspc}, PCE ${pck.pceId}, PPID ${pck.ppid}`),
    row("TDX module", claims.mrSeam),
    ...optional("  signer", claims.mrSignerSeam),
    row("TEE TCB SVN", claims.teeTcbSvn),
    ...(claims.teeTcbSvn2 === null ? [] : [row("  now", claims.teeTcbSvn2)]),
    row("Quoted by", `TD quoting enclave, ISVSVN ${qe.isvSvn}`),
    "",
    row("MRTD", claims.mrTd),
    ...claims.rtmr.map((value, index) => row(`RTMR${index}`, value)),
    row("Report data", claims.reportData),
    ...optional("Config id", claims.mrConfigId),
    ...optional("Owner", claims.mrOwner),
    ...optional("Owner config", claims.mrOwnerConfig),
    ...optional("Service TD", claims.mrServiceTd ?? ""),
    "",
    row("Attributes", tdAttributes.raw),
    ...words(ATTRIBUTE_WORDS, tdAttributes),
    ...tdAttributes.reservedBits.map((bit) => row("", `bit ${bit} set, unknown to this version`)),
    row("XFAM", claims.xfam),
    ...rowsOfLog(claims.eventLog),
    ...rowsOfDstack(claims.dstack),
    "",
  ].join("\n");
}

/** The TCB as a table: a line for each part, then what is short. */
export function pageOfTdxTcb(tcb: TdxTcbAppraisal | null): string {
  if (tcb === null) {
    const advice = "unknown: give TCB info and QE identity with --endorsement";
    return `${row("TCB", STYLE.warn(advice))}\n`;
  }
  const day = (date: string | undefined) => (date === undefined ? "–" : date.slice(0, 10));
  const line = (name: string, part: TdxTcbPart<unknown>, reached: string) =>
    [
      `    ${name.padEnd(17)}`,
      statusOf(part.status, 34),
      day(part.level?.date).padEnd(12),
      reached.padEnd(9),
      part.next === null ? "" : `next: ${part.next.status} ${day(part.next.date)}`,
    ]
      .join(" ")
      .trimEnd();
  const svn = (part: TdxTcbPart<number>) => (part.level === null ? "–" : `SVN ${part.level.svn}`);
  const { platform, module, qe } = tcb;
  const lacks = tcb.shortOf.map(({ field, component, meaning, actual, required }) => {
    const what = meaning === undefined ? component : `${component} (${meaning})`;
    return row("", `${field} ${what} is ${actual}, the next level asks ${required}`);
  });
  const collateral = tcb.collateral.map(
    ({ name, issueDate, nextUpdate, evaluationNumber, expired }) =>
      row(
        "",
        [
          `${name.padEnd(21)}${time(issueDate)} to ${time(nextUpdate)}`,
          ...(evaluationNumber === undefined ? [] : [`evaluation ${evaluationNumber}`]),
          ...(expired ? [STYLE.warn("expired, accepted by the policy's grace")] : []),
        ].join("  "),
      ),
  );
  return [
    row("TCB", statusOf(tcb.status)),
    STYLE.faint(`    ${"part".padEnd(17)} ${"status".padEnd(34)} ${"TCB date".padEnd(12)} level`),
    line("platform", platform, platform.level === null ? "–" : `PCE ${platform.level.svn.pceSvn}`),
    ...(module === null ? [] : [line(`module ${module.id ?? ""}`, module, svn(module))]),
    line("quoting enclave", qe, svn(qe)),
    ...lacks,
    ...(tcb.advisoryIds.length === 0 ? [] : [row("  open", tcb.advisoryIds.join(", "))]),
    row("Collateral", `evaluation ${tcb.evaluationNumber}`),
    ...collateral,
    "",
  ].join("\n");
}

function rowsOfLog(log: TdxEventLog | null): string[] {
  if (log === null) return [];
  const words = { replayed: "replayed", "not-in-log": "not in the log", excerpt: "an excerpt" };
  const registers = log.registers.map((covered, index) => `RTMR${index} ${words[covered]}`);
  return [row("Event log", `${log.format}, ${log.events} events: ${registers.join(", ")}`)];
}

function statusOf(status: TdxTcbStatus, width = 0): string {
  const text = status.padEnd(width);
  return status === "UpToDate" ? STYLE.good(text) : STYLE.warn(text);
}

function time(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ");
}
