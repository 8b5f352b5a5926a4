/** A report of SEV-SNP as a page that a person reads. */
import type { AuthenticatedSnpEvidence } from "../result.ts";
import type { SnpClaims, SnpTcb, SnpTcbAppraisal } from "../snp-result.ts";
import { rowsOfDstack } from "./dstack-page.ts";
import { optional, row, words } from "./layout.ts";
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

/** The title, the chain and its authority. */
export function headOfSnp({ claims }: AuthenticatedSnpEvidence): {
  readonly title: string;
  readonly chain: string;
} {
  const line = claims.product === null ? "" : AMD_NAMES[claims.product];
  const authority = claims.signer === "vcek" ? `SEV-${line}` : `SEV-VLEK-${line}`;
  return {
    title: `AMD SEV-SNP report, version ${claims.version}`,
    chain: `SEV-${claims.signer.toUpperCase()} ← ${authority} ← ARK-${line}`,
  };
}

/** The claims, proven or not. */
export function pageOfSnpClaims(claims: SnpClaims): string {
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
    ...rowsOfDstack(claims.dstack),
    "",
  ].join("\n");
}

/** The TCB against the newest table. */
export function pageOfSnpTcb(tcb: SnpTcbAppraisal, claims: SnpClaims): string {
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

function firmware(claims: SnpClaims): string {
  return claims.currentFirmware === claims.committedFirmware
    ? claims.currentFirmware
    : STYLE.warn(`${claims.currentFirmware}, still reversible to ${claims.committedFirmware}`);
}

function components({ fmc, bootLoader, tee, snp, microcode }: SnpTcb): string {
  const first = fmc === undefined ? "" : `FMC ${fmc}, `;
  return `${first}boot loader ${bootLoader}, TEE ${tee}, SNP ${snp}, microcode ${microcode}`;
}

function hex(value: number): string {
  return value.toString(16).padStart(2, "0");
}
