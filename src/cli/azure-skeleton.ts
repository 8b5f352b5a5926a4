/** The section `azure` of a policy skeleton. */
import type { AuthenticatedEvidence } from "../result.ts";
import type { Skeleton } from "./policy-skeleton.ts";

/** PCRs that a guest's software may extend at any time, or that start over (TCG PC Client Platform TPM Profile, PCR 16, 23). */
const VOLATILE = ["16", "23"];

/** Adds the section: every PCR that something was measured into. */
export function withAzure({ policy, notes }: Skeleton, { vtpm }: AuthenticatedEvidence): Skeleton {
  if (vtpm?.trusted !== true || vtpm.pcrs === null) {
    return {
      policy,
      notes: [...notes, "azure: there is no TPM quote, so no policy accepts this evidence"],
    };
  }
  const isMeasured = ([index, value]: readonly [string, string]) =>
    !/^(0*|f*)$/.test(value) && !VOLATILE.includes(index);
  const pcrs = Object.entries(vtpm.pcrs)
    .filter(isMeasured)
    .map(([index, value]) => [index, [value]] as const);
  return {
    policy: { ...policy, azure: { pcrs: Object.fromEntries(pcrs) } },
    notes: [
      ...notes,
      "azure.pcrs: the launch measurement is Microsoft's paravisor's; PCR 4, 9 and 11 tell your boot loader, initrd and kernel from others, " +
        "PCR 0 to 3 are the firmware's, PCR 7 Secure Boot's keys: leave out those that may change",
    ],
  };
}
