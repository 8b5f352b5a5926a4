/** The section `snp` of a policy skeleton. */
import type { SnpPolicy, SnpTcbFloor } from "../policy.ts";
import type { AuthenticatedSnpEvidence } from "../result.ts";
import type { SnpTcb } from "../snp-result.ts";
import { dstackSkeleton } from "./dstack-page.ts";
import type { Skeleton } from "./policy-skeleton.ts";

type Draft = { -readonly [Field in keyof SnpPolicy]: SnpPolicy[Field] };

/** Writes the section. */
export function snpSkeleton({ claims, tcb }: AuthenticatedSnpEvidence): Skeleton {
  const notes = [
    "measurements: does this MEASUREMENT belong to an image that you built, or can rebuild?",
  ];
  const snp: Draft = { measurements: [claims.measurement] };
  if (claims.product !== null) snp.products = [claims.product];
  if (claims.product === "milan") {
    notes.push(
      "products: Milan's root seed was extracted in software in 2026; its reports can be forged",
    );
  }
  if (tcb.status === "OutOfDate" && claims.product !== null) {
    const levels = [claims.reportedTcb, claims.committedTcb, claims.currentTcb, claims.launchTcb];
    snp.minimumTcb = { [claims.product]: lowest(levels) };
    notes.push(
      `minimumTcb: below table ${tcb.table}; open: ${tcb.advisoryIds.join(", ") || "none named"}`,
    );
  }
  if (claims.vmpl === "host") {
    snp.hostRequested = "any";
    notes.push("hostRequested: the host asked for this report and chose its REPORT_DATA");
  } else {
    snp.vmpls = [claims.vmpl];
  }
  snp.signers = [claims.signer];
  if (claims.cspId !== null) snp.cspIds = [claims.cspId];
  if (claims.signer === "vcek" && /^0+$/.test(claims.chipId)) {
    snp.maskedChip = "any";
    notes.push("maskedChip: the report hides its chip, so nothing binds it to its certificate's");
  }
  const { debug, migrateMa } = claims.guestPolicy;
  if (debug || migrateMa) {
    snp.guestPolicy = {
      ...(debug ? { debug: "any" as const } : {}),
      ...(migrateMa ? { migrateMa: "any" as const } : {}),
    };
    if (debug) notes.push("guestPolicy.debug: the host can read everything in this guest");
    if (migrateMa) notes.push("guestPolicy.migrateMa: the guest can be moved elsewhere");
  }
  if (!claims.platformInfo.aliasCheckComplete) {
    snp.platformInfo = { aliasCheckComplete: "any" };
    notes.push("platformInfo.aliasCheckComplete: memory was not checked for aliases (BadRAM)");
  }
  if (claims.currentFirmware !== claims.committedFirmware) {
    snp.provisionalFirmware = "any";
    notes.push("provisionalFirmware: the host can still go back to the committed firmware");
  }
  const { dstack, notes: questions } = dstackSkeleton(claims.dstack);
  if (dstack !== undefined) snp.dstack = dstack;
  return { policy: { snp }, notes: [...notes, ...questions] };
}

function lowest(levels: readonly SnpTcb[]): SnpTcbFloor {
  const least = (component: "bootLoader" | "tee" | "snp" | "microcode") =>
    Math.min(...levels.map((level) => level[component]));
  const fmc = levels.flatMap((level) => (level.fmc === undefined ? [] : [level.fmc]));
  return {
    ...(fmc.length === 0 ? {} : { fmc: Math.min(...fmc) }),
    bootLoader: least("bootLoader"),
    tee: least("tee"),
    snp: least("snp"),
    microcode: least("microcode"),
  };
}
