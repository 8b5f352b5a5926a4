/** A report as a page that a person reads. */
import type { AuthenticatedEvidence, Check, SnpClaims, SnpTcb, TcbAppraisal } from "../result.ts";
import { STYLE } from "./style.ts";

const PROCESSORS = {
  milan: "EPYC 7003 (Milan)",
  "milan-x": "EPYC 7003X (Milan-X)",
  genoa: "EPYC 9004 (Genoa)",
  "genoa-x": "EPYC 9004X (Genoa-X)",
  "bergamo-siena": "EPYC 97x4 or 8004 (Bergamo, Siena)",
  turin: "EPYC 9005 (Turin)",
} as const;

const AMD_NAMES = { milan: "Milan", genoa: "Genoa", turin: "Turin" } as const;

const GUEST_WORDS = {
  smt: ["simultaneous multithreading allowed", "no simultaneous multithreading"],
  migrateMa: ["migration allowed", "no migration"],
  debug: ["DEBUGGING ALLOWED: the host can read the guest", "no debugging"],
  singleSocket: ["one socket only", "several sockets allowed"],
  cxlAllow: ["CXL devices allowed", "no CXL devices"],
  memAes256Xts: ["AES-256-XTS demanded", "AES-128 allowed"],
  raplDis: ["power meter must be off", "power meter allowed"],
  ciphertextHiding: ["ciphertext hiding demanded", "ciphertext hiding not demanded"],
  pageSwapDisable: ["page swaps disabled", "page swaps allowed"],
} as const;

const PLATFORM_WORDS = {
  smt: ["simultaneous multithreading on", "simultaneous multithreading off"],
  tsme: ["transparent memory encryption on", "transparent memory encryption off"],
  ecc: ["ECC memory", "no ECC memory"],
  raplDis: ["power meter off", "power meter on"],
  ciphertextHiding: ["ciphertext hiding on", "ciphertext hiding off"],
  aliasCheckComplete: ["memory checked for aliases", "MEMORY NOT CHECKED FOR ALIASES"],
  iommuWriteSafe: ["IOMMU writes confined", "IOMMU writes not confined"],
  tio: ["trusted I/O on", "trusted I/O off"],
} as const;

/** The page of authentic evidence. */
export function pageOfEvidence(evidence: AuthenticatedEvidence): string {
  const { claims, anchor, tcb, checks, validUntil } = evidence;
  const isSimulated = anchor === "simulated";
  const line = claims.product === null ? "" : AMD_NAMES[claims.product];
  const authority = claims.signer === "vcek" ? `SEV-${line}` : `SEV-VLEK-${line}`;
  const chain = `SEV-${claims.signer.toUpperCase()} ← ${authority} ← ARK-${line}`;
  return [
    `${STYLE.good("Authentic")}  AMD SEV-SNP report, version ${claims.version}\n`,
    row("Chain", chain),
    row(
      "Anchor",
      isSimulated
        ? STYLE.warn("simulated: no hardware stands behind it")
        : `${anchor} (compiled in)`,
    ),
    row("Valid until", new Date(validUntil * 1000).toISOString().replace(".000Z", "Z")),
    "",
    pageOfClaims(claims),
    pageOfTcb(tcb, claims),
    pageOfChecks(checks),
  ].join("\n");
}

/** The page of claims, proven or not. */
export function pageOfClaims(claims: SnpClaims): string {
  const { cpuid, guestPolicy, platformInfo } = claims;
  const processor =
    claims.processor === null
      ? "not stated by the report, or of an unknown stepping"
      : PROCESSORS[claims.processor];
  const identity =
    cpuid === null
      ? ""
      : STYLE.faint(`  CPUID ${hex(cpuid.family)}/${hex(cpuid.model)}/${hex(cpuid.stepping)}`);
  const chip = /^0+$/.test(claims.chipId) ? "hidden" : claims.chipId.replace(/(0{16})+$/, "");
  return [
    row("Processor", processor + identity),
    row("Chip", chip),
    ...(claims.cspId === null ? [] : [row("Cloud", claims.cspId)]),
    row("Firmware", firmware(claims)),
    row("Asked by", claims.vmpl === "host" ? STYLE.warn("the host") : `VMPL ${claims.vmpl}`),
    "",
    row("Measurement", claims.measurement),
    row("Report data", claims.reportData),
    ...optional("Host data", claims.hostData),
    ...optional("Family", claims.familyId),
    ...optional("Image", claims.imageId),
    ...optional("Id key", claims.idKeyDigest),
    ...optional("Author key", claims.authorKeyDigest),
    row("Report", claims.reportId),
    row("Guest SVN", String(claims.guestSvn)),
    "",
    row("Guest", `${guestPolicy.raw}, ABI ${guestPolicy.abi} or later`),
    ...words(GUEST_WORDS, guestPolicy),
    row("Platform", platformInfo.raw),
    ...words(PLATFORM_WORDS, platformInfo),
    ...platformInfo.unknownBits.map((bit) => row("", `bit ${bit} set, unknown to this version`)),
    "",
  ].join("\n");
}

function pageOfTcb(tcb: TcbAppraisal, claims: SnpClaims): string {
  const isCurrent = tcb.status === "UpToDate";
  const status = isCurrent ? STYLE.good(tcb.status) : STYLE.warn(tcb.status);
  const lacks = tcb.shortOf.map(({ field, component, actual, required }) =>
    row("", `${field} ${component} is ${actual}, at least ${required} is asked`),
  );
  return [
    row("TCB", `${status} by table ${tcb.table}`),
    row("  reported", components(claims.reportedTcb)),
    row("  committed", components(claims.committedTcb)),
    row("  current", components(claims.currentTcb)),
    row("  launch", components(claims.launchTcb)),
    ...lacks,
    ...(tcb.advisoryIds.length === 0 ? [] : [row("  open", tcb.advisoryIds.join(", "))]),
    "",
  ].join("\n");
}

function pageOfChecks(checks: readonly Check[]): string {
  const lines = checks.map(({ id, rule, outcome, reason }) =>
    outcome === "passed"
      ? `  ${STYLE.good("✓")} ${id.padEnd(18)}${STYLE.faint(rule)}`
      : `  ${STYLE.warn("–")} ${id.padEnd(18)}skipped: ${reason ?? ""}`,
  );
  return `Checks\n${lines.join("\n")}\n`;
}

function firmware(claims: SnpClaims): string {
  return claims.currentFirmware === claims.committedFirmware
    ? claims.currentFirmware
    : STYLE.warn(`${claims.currentFirmware}, still reversible to ${claims.committedFirmware}`);
}

function components({ fmc, bootLoader, tee, snp, microcode }: SnpTcb): string {
  const first = fmc === undefined ? "" : `FMC ${fmc}, `;
  return `${first}boot loader ${bootLoader}, TEE ${tee}, SNP ${snp}, microcode ${microcode}`;
}

function words<Name extends string>(
  texts: Readonly<Record<Name, readonly [string, string]>>,
  bits: Readonly<Record<NoInfer<Name>, boolean>>,
): string[] {
  return (Object.keys(texts) as Name[]).map((name) => row("", texts[name][bits[name] ? 0 : 1]));
}

function optional(label: string, value: string): string[] {
  return /^0+$/.test(value) ? [] : [row(label, value)];
}

function row(label: string, value: string): string {
  return `  ${label.padEnd(13)}${value}`;
}

function hex(value: number): string {
  return value.toString(16).padStart(2, "0");
}
