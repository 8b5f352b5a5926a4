/** The prover's side: `witnesslock/attester`. */
export { createAttester } from "./attester.ts";
export type { Attester } from "./attester.ts";
export type { AttesterOptions } from "./attester-options.ts";
export type { LogEntry } from "./log.ts";
export type { Quote, QuoteProvider } from "./quote-provider.ts";
export { configfsTsm } from "./configfs-tsm.ts";
export type { ConfigfsTsmOptions } from "./configfs-tsm.ts";
export type { KernelFiles } from "./kernel-files.ts";
export { createMirror } from "./mirror.ts";
export type { Mirror, MirrorOptions } from "./mirror.ts";
