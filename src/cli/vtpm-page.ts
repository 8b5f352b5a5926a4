/** A virtual TPM as a page that a person reads. */
import type { AuthenticatedEvidence } from "../result.ts";
import type { AzureVtpm, GcpVtpm } from "../vtpm-result.ts";
import { row } from "./layout.ts";
import { STYLE } from "./style.ts";

const PLATFORMS = {
  bare: undefined,
  azure: "Azure, by the envelope",
  gcp: "Google Cloud, by the envelope",
  dstack: "dstack, by the envelope",
} as const;

/** Where the evidence says that it is from, and what its virtual TPM says. */
export function pageOfPlatform({ platform, vtpm }: AuthenticatedEvidence): string[] {
  const name = PLATFORMS[platform];
  if (name === undefined) return [];
  const page = vtpm === undefined ? [] : vtpm.trusted ? azurePage(vtpm) : gcpPage(vtpm);
  return [row("Runs on", name), ...page, ""];
}

function azurePage({ pcrs, quote, configuration, hclVersion }: AzureVtpm): string[] {
  const { secureBoot, vmUniqueId, userData } = configuration;
  const said = secureBoot === null ? "not stated" : secureBoot ? "on" : STYLE.warn("off");
  return [
    row("Paravisor", `HCL report version ${hclVersion}`),
    row("VM", vmUniqueId ?? "not stated"),
    row("Secure Boot", said),
    ...(userData === null || /^0*$/.test(userData) ? [] : [row("User data", userData)]),
    row(
      "TPM quote",
      quote === null ? STYLE.warn("none") : `extraData ${quote.extraData || "empty"}`,
    ),
    ...registers(pcrs),
  ];
}

function gcpPage({ quotes, certificateSha256, pcrs }: GcpVtpm): string[] {
  const key = certificateSha256 === null ? "a key without a certificate" : "a key of the cloud";
  return [
    row("TPM quotes", STYLE.warn(`${quotes}, under ${key}: shown and not trusted`)),
    ...registers(pcrs),
  ];
}

function registers(pcrs: Readonly<Record<string, string>> | null): string[] {
  return Object.entries(pcrs ?? {})
    .filter(([, value]) => !/^(0*|f*)$/.test(value))
    .map(([index, value]) => row(`  PCR ${index}`, value));
}
