/** The simulated TEE: `witnesslock/testing`. Nothing here belongs into a production bundle, and no other entry holds it. */
export { SimulatedTee } from "./simulated-tee.ts";
export type { ListOptions, ReportOptions, SimulatedTeeOptions } from "./simulated-tee.ts";
export { simulated } from "./simulated.ts";
export type { SimulatedQuotes } from "./simulated.ts";
export { amdName, basicConstraints, keyUsage, pssAlgorithm } from "./certificate.ts";
export type { CertificateDefect, CertificateParts, Extension } from "./certificate.ts";
export * as asn1 from "./asn1.ts";
export { AMD_ARC, leafExtensions } from "./leaf.ts";
export { PROCESSORS } from "./product.ts";
export type { ProcessorFacts, ProcessorName, Tcb } from "./product.ts";
export type { Patch, ReportFields } from "./report.ts";
export type { RevocationListParts } from "./revocation-list.ts";
export { certificateTable } from "./certificate-table.ts";
export { makePssKey } from "./keys.ts";
export type { PssKey } from "./keys.ts";
