/** Evidence as a page that a person reads. */
import type { AuthenticatedEvidence } from "../result.ts";
import type { Unverified } from "../errors.ts";
import { pageOfChecks, row } from "./layout.ts";
import { headOfSnp, pageOfSnpClaims, pageOfSnpTcb } from "./snp-page.ts";
import { STYLE } from "./style.ts";
import { headOfTdx, pageOfTdxClaims, pageOfTdxTcb } from "./tdx-page.ts";
import { pageOfPlatform } from "./vtpm-page.ts";

/** The page of authentic evidence. */
export function pageOfEvidence(evidence: AuthenticatedEvidence): string {
  const { anchor, checks, validUntil } = evidence;
  const { title, chain } = evidence.tee === "snp" ? headOfSnp(evidence) : headOfTdx(evidence);
  return [
    `${STYLE.good("Authentic")}  ${title}\n`,
    row("Chain", chain),
    row(
      "Anchor",
      anchor === "simulated"
        ? STYLE.warn("simulated: no hardware stands behind it")
        : `${anchor} (compiled in)`,
    ),
    row("Valid until", new Date(validUntil * 1000).toISOString().replace(".000Z", "Z")),
    "",
    ...pageOfPlatform(evidence),
    pageOfClaims(evidence.claims),
    evidence.tee === "snp"
      ? pageOfSnpTcb(evidence.tcb, evidence.claims)
      : pageOfTdxTcb(evidence.tcb),
    pageOfChecks(checks),
  ].join("\n");
}

/** The page of claims, proven or not. */
export function pageOfClaims(claims: Unverified["claims"]): string {
  return "mrTd" in claims ? pageOfTdxClaims(claims) : pageOfSnpClaims(claims);
}
