/** The simulated TEE: `witnesslock/testing`. Nothing here belongs into a production bundle, and no other entry holds it. */
export { SimulatedTee } from "./simulated-tee.ts";
export type { ListOptions, ReportOptions, SimulatedTeeOptions } from "./simulated-tee.ts";
export { simulated } from "./simulated.ts";
export type {
  SimulatedAzureQuotesOptions,
  SimulatedQuotes,
  SimulatedSnpQuotesOptions,
  SimulatedTdxQuotesOptions,
} from "./simulated.ts";
export { amdName, basicConstraints, keyUsage, pssAlgorithm } from "./certificate.ts";
export type { CertificateDefect, CertificateParts, Extension } from "./certificate.ts";
export * as asn1 from "./asn1.ts";
export { AMD_ARC, leafExtensions } from "./leaf.ts";
export { PROCESSORS } from "./product.ts";
export type { ProcessorFacts, ProcessorName, Tcb } from "./product.ts";
export type { Patch, ReportFields } from "./report.ts";
export type { RevocationListParts } from "./revocation-list.ts";
export { certificateTable } from "./certificate-table.ts";
export { documentFields, goTpmToolsDocument } from "./cloud/go-tpm-tools.ts";
export type { DocumentParts } from "./cloud/go-tpm-tools.ts";
export type { HclParts } from "./cloud/hcl-report.ts";
export { lengthDelimited, varint, writeMessage } from "./cloud/protobuf.ts";
export type { ProtobufField } from "./cloud/protobuf.ts";
export { SimulatedAzure } from "./cloud/simulated-azure.ts";
export type {
  AzureEvidenceOptions,
  AzureRuntimeData,
  SimulatedAzureOptions,
} from "./cloud/simulated-azure.ts";
export { SimulatedVtpm, TPM_ALGORITHMS } from "./cloud/vtpm.ts";
export type { TpmQuote, TpmQuoteOptions } from "./cloud/vtpm.ts";
export {
  DSTACK_EVENT,
  FIRMWARE_EVENTS,
  ccel,
  ccelRegisters,
  dstackAttestation,
  dstackEvent,
  dstackEvents,
  dstackRegisters,
} from "./event-log.ts";
export type {
  CcelOptions,
  DstackApplication,
  DstackEvent,
  FirmwareEvent,
  Registers,
} from "./event-log.ts";
export { makeP256Key, makePssKey } from "./keys.ts";
export type { CertificateSigner, P256Key, PssKey } from "./keys.ts";
export { SimulatedTdx } from "./tdx/simulated-tdx.ts";
export type {
  DstackEvidenceOptions,
  QeOptions,
  SimulatedTdxOptions,
  TdEvidenceOptions,
  TdQuoteOptions,
} from "./tdx/simulated-tdx-options.ts";
export type {
  CollateralBundle,
  CollateralOptions,
  IntelListOptions,
  PckListOptions,
  RootListOptions,
} from "./tdx/collateral.ts";
export type { HierarchyDefects } from "./tdx/hierarchy.ts";
export { certificateSigner, ecdsaAlgorithm, intelName } from "./tdx/intel-authority.ts";
export type { PckAuthority } from "./tdx/intel-authority.ts";
export { SGX_ARC, sgxExtension } from "./tdx/pck.ts";
export type { PlatformFields } from "./tdx/pck.ts";
export { toPem } from "./tdx/pem.ts";
export type { EnclaveIdentity, QeIdentityOptions } from "./tdx/qe-identity.ts";
export type { QeReportFields } from "./tdx/qe-report.ts";
export type { CertificationData, QuoteVersion } from "./tdx/quote.ts";
export type { DocumentDates, DocumentOptions } from "./tdx/signed-document.ts";
export type {
  PlatformTcb,
  TcbComponent,
  TcbInfo,
  TcbInfoOptions,
  TdxModule,
  TdxModuleIdentity,
} from "./tdx/tcb-info.ts";
export type { IsvSvn, TcbLevel, TcbStatus } from "./tdx/tcb-level.ts";
export type { TdReportFields, TdReportVersion } from "./tdx/td-report.ts";
