/** The section `tdx` of a policy skeleton. */
import type { TdxPolicy } from "../policy.ts";
import type { AuthenticatedTdxEvidence } from "../result.ts";
import type { TdxAcceptableTcbStatus, TdxTcbStatus } from "../tdx-result.ts";
import { dstackSkeleton } from "./dstack-page.ts";
import type { Skeleton } from "./policy-skeleton.ts";

type Draft = { -readonly [Field in keyof TdxPolicy]: TdxPolicy[Field] };

/** Writes the section. */
export function tdxSkeleton({ claims, tcb }: AuthenticatedTdxEvidence): Skeleton {
  const [rtmr0, rtmr1, rtmr2, rtmr3] = claims.rtmr;
  const notes = [
    "mrTd, rtmr: do these belong to an image that you built, or can rebuild? RTMR0 also holds the host's configuration; " +
      '"any" leaves a register unchecked',
  ];
  const tdx: Draft = { mrTd: [claims.mrTd], rtmr: [rtmr0, rtmr1, rtmr2, rtmr3] };
  const named = { mrConfigId: claims.mrConfigId, mrOwner: claims.mrOwner } as const;
  for (const [name, value] of Object.entries(named)) {
    if (!isZero(value)) tdx[name as keyof typeof named] = [value];
  }
  if (isZero(claims.mrConfigId) && isZero(claims.mrOwner) && isZero(rtmr3)) {
    notes.push(
      "nothing tells this deployment from another of the same image: MRCONFIGID, MROWNER and RTMR3 are zero",
    );
  }
  const { dstack, notes: questions } = dstackSkeleton(claims.dstack);
  if (dstack !== undefined) {
    // RTMR3 holds the instance's id too: the application's lines name it on every instance.
    tdx.rtmr = [rtmr0, rtmr1, rtmr2, "any"];
    tdx.dstack = dstack;
  }
  notes.push(...questions);
  if (!isZero(claims.mrOwnerConfig)) tdx.mrOwnerConfig = [claims.mrOwnerConfig];
  if (claims.mrServiceTd !== null && !isZero(claims.mrServiceTd)) {
    tdx.mrServiceTd = [claims.mrServiceTd];
    notes.push("mrServiceTd: a service TD is bound to this one and may read its secrets");
  }
  const { debug, septVeDisable, migratable, reservedBits } = claims.tdAttributes;
  if (debug || !septVeDisable || migratable) {
    tdx.tdAttributes = {
      ...(debug ? { debug: "any" as const } : {}),
      ...(septVeDisable ? {} : { septVeDisable: "any" as const }),
      ...(migratable ? { migratable: "any" as const } : {}),
    };
    if (debug) notes.push("tdAttributes.debug: the host can read everything in this TD");
    if (!septVeDisable) notes.push("tdAttributes.septVeDisable: the host can inject exceptions");
    if (migratable) notes.push("tdAttributes.migratable: the TD can be moved elsewhere");
  }
  if (reservedBits.length > 0) {
    notes.push(`tdAttributes: bits ${reservedBits.join(", ")} are unknown; no policy accepts them`);
  }
  if (tcb === null) {
    notes.push("tcbStatus: unknown; give Intel's collateral with --endorsement to see it");
  } else if (tcb.status !== "UpToDate") {
    const advisories = tcb.advisoryIds.join(", ") || "none named";
    if (isAcceptable(tcb.status)) tdx.tcbStatus = ["UpToDate", tcb.status];
    notes.push(`tcbStatus: ${tcb.status}; open: ${advisories}`);
  }
  return { policy: { tdx }, notes };
}

function isZero(value: string): boolean {
  return /^0*$/.test(value);
}

function isAcceptable(status: TdxTcbStatus): status is TdxAcceptableTcbStatus {
  return status !== "Revoked" && status !== "NotSupported" && status !== "ModuleUnknown";
}
