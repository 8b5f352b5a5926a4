/** Two simulated VMs of Azure, for the tests of their evidence. */
import { authenticate } from "../../src/index.ts";
import { SimulatedAzure } from "../../src/testing/index.ts";
import type { AzureEvidenceOptions } from "../../src/testing/index.ts";
import { codeOf } from "../support.ts";

export const [snp, tdx] = await Promise.all([
  SimulatedAzure.create(),
  SimulatedAzure.create({ hardware: { tee: "tdx" } }),
]);

export const trusting = (vm: SimulatedAzure) => ({
  dangerouslyTrustRoots: [vm.root],
  offline: true,
});

/** Whether evidence of a VM is authentic. */
export async function outcome(
  vm: SimulatedAzure,
  options: AzureEvidenceOptions = {},
): Promise<string> {
  return codeOf(authenticate(await vm.evidence(options), trusting(vm)));
}
