/** The processors that can be simulated, with what a current one of each reports. */

/** TCB_VERSION by component; FMC on Turin only. */
export interface Tcb {
  /** Turin's security coprocessor firmware. */
  readonly fmc?: number;
  /** The boot loader. */
  readonly bootLoader: number;
  /** The PSP's operating system. */
  readonly tee: number;
  /** The SNP firmware. */
  readonly snp: number;
  /** The lowest microcode patch level of all cores. */
  readonly microcode: number;
}

/** The facts of a processor. */
export interface ProcessorFacts {
  /** The name in certificates. */
  readonly product: "Milan" | "Genoa" | "Turin";
  /** CPUID family, model, stepping. */
  readonly cpuid: readonly [number, number, number];
  /** A TCB that meets the newest table. */
  readonly tcb: Tcb;
}

/** Every processor by its name in results. */
export const PROCESSORS = {
  milan: {
    product: "Milan",
    cpuid: [0x19, 0x01, 0x01],
    tcb: { bootLoader: 4, tee: 0, snp: 29, microcode: 222 },
  },
  "milan-x": {
    product: "Milan",
    cpuid: [0x19, 0x01, 0x02],
    tcb: { bootLoader: 4, tee: 0, snp: 29, microcode: 71 },
  },
  genoa: {
    product: "Genoa",
    cpuid: [0x19, 0x11, 0x01],
    tcb: { bootLoader: 10, tee: 0, snp: 27, microcode: 86 },
  },
  "genoa-x": {
    product: "Genoa",
    cpuid: [0x19, 0x11, 0x02],
    tcb: { bootLoader: 10, tee: 0, snp: 27, microcode: 81 },
  },
  "bergamo-siena": {
    product: "Genoa",
    cpuid: [0x19, 0xa0, 0x02],
    tcb: { bootLoader: 10, tee: 0, snp: 27, microcode: 27 },
  },
  turin: {
    product: "Turin",
    cpuid: [0x1a, 0x02, 0x01],
    tcb: { fmc: 1, bootLoader: 1, tee: 1, snp: 4, microcode: 81 },
  },
} as const satisfies Readonly<Record<string, ProcessorFacts>>;

/** A processor by its name. */
export type ProcessorName = keyof typeof PROCESSORS;

/** TCB_VERSION as its eight bytes (AMD 56860, table "Structure of the TCB_VERSION"). */
export function tcbBytes(product: ProcessorFacts["product"], tcb: Tcb): Uint8Array {
  const { fmc = 0, bootLoader, tee, snp, microcode } = tcb;
  return product === "Turin"
    ? new Uint8Array([fmc, bootLoader, tee, snp, 0, 0, 0, microcode])
    : new Uint8Array([bootLoader, tee, 0, 0, 0, 0, snp, microcode]);
}
