/**
 * Reports from the Linux kernel's vendor-neutral interface, `/sys/kernel/config/tsm/report` (Documentation/ABI/testing/
 * configfs-tsm-report): SEV-SNP and TDX guests alike, and no device of either vendor's own.
 */
import { concatenated } from "../bytes.ts";
import { kernelFiles } from "./kernel-files.ts";
import type { KernelFiles } from "./kernel-files.ts";
import { knownMethods, knownOptions, wrongKind } from "./known-options.ts";
import type { Quote, QuoteProvider } from "./quote-provider.ts";

/** Options of {@link configfsTsm}. */
export interface ConfigfsTsmOptions {
  /** Default: `/sys/kernel/config/tsm/report`. */
  readonly path?: string;
  /** SEV-SNP: the VMPL to ask for, 0 to 3, where the guest must not ask as what it runs at. Default: the kernel's. */
  readonly privlevel?: number;
  /** How files are read and written. Default: `node:fs`. */
  readonly files?: KernelFiles;
}

const NAMES = [
  "path",
  "privlevel",
  "files",
] as const satisfies readonly (keyof ConfigfsTsmOptions)[];

const PATH = "/sys/kernel/config/tsm/report";
const REPORT_DATA_BYTES = 64;
/** A TDX quote with its certification data has 5 to 8 KiB; the certificate table's pages are the largest auxiliary data. */
const MAX_OUT_BYTES = 32 * 1024;
const MAX_AUX_BYTES = 128 * 1024;
const MAX_TEXT_BYTES = 64;
const ATTEMPTS = 8;
const FIRST_DELAY_MS = 2;
/** The firmware or another reader is busy; a signal came between; the generation moved while it was read. */
const PASSING = ["EBUSY", "EAGAIN", "EWOULDBLOCK", "EINTR"];

/** Where each provider's report has the bytes that were asked for. */
const FORMATS: Readonly<Record<string, (report: Uint8Array) => number | undefined>> = {
  // ATTESTATION_REPORT has 1,184 bytes, REPORT_DATA at 0x50 (AMD 56860).
  sev_guest: ({ length }) => (length === 0x4a0 ? 0x50 : undefined),
  // REPORTDATA stands 520 bytes into the TD report, behind 48 bytes of header and, from version 5, 6 of body descriptor.
  tdx_guest: (quote) => (quote.length < 632 ? undefined : quote[0] === 5 ? 574 : 568),
};

/** Somebody else wrote to this entry, or read what was not finished. */
class Moved extends Error {}

/**
 * Makes a quote provider of this guest's hardware. Every report has an entry of its own: nothing is shared between calls.
 *
 * @throws TypeError where an option does not exist, or is of another kind than it must be
 * @throws RangeError where `privlevel` is no VMPL, or `path` not absolute
 */
export function configfsTsm(options: ConfigfsTsmOptions = {}): QuoteProvider {
  const given = knownOptions(options, NAMES, "configfsTsm");
  const { path = PATH, privlevel, files = kernelFiles() } = given;
  knownMethods("files", files, ["mkdir", "rmdir", "write", "read"], "or left out");
  if (typeof path !== "string") throw wrongKind("path", `a text, as "${PATH}"`, path);
  if (!path.startsWith("/")) {
    throw new RangeError(`path must be absolute, as "${PATH}": it begins with a slash`);
  }
  if (privlevel !== undefined && ![0, 1, 2, 3].includes(privlevel)) {
    throw new RangeError("privlevel must be the number 0, 1, 2 or 3; left out, the kernel chooses");
  }
  const once = async (reportData: Uint8Array): Promise<Quote> => {
    const entry = `${path}/witnesslock-${crypto.randomUUID()}`;
    await files.mkdir(entry).catch((error: unknown) => {
      throw explained(error, path);
    });
    try {
      return { evidence: await ask(files, entry, reportData, privlevel) };
    } finally {
      // An entry that stays costs the kernel memory; a report that is there already is not lost for it.
      await files.rmdir(entry).catch(() => undefined);
    }
  };
  return {
    async quote(reportData) {
      if (reportData.length !== REPORT_DATA_BYTES) {
        throw new RangeError(`REPORT_DATA has exactly ${REPORT_DATA_BYTES} bytes`);
      }
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await once(reportData);
        } catch (error) {
          if (!isPassing(error)) throw error;
          if (attempt === ATTEMPTS) {
            throw new Error(`the kernel gave no report in ${ATTEMPTS} attempts: other users of ${path} keep it busy`, { cause: error }); // prettier-ignore
          }
          await new Promise((resolve) => setTimeout(resolve, FIRST_DELAY_MS * 2 ** (attempt - 1)));
        }
      }
    },
  };
}

async function ask(
  files: KernelFiles,
  entry: string,
  reportData: Uint8Array,
  privlevel: number | undefined,
): Promise<Uint8Array> {
  const text = async (name: string) =>
    new TextDecoder().decode(await files.read(`${entry}/${name}`, MAX_TEXT_BYTES)).trim();
  const generation = async () => {
    const value = await text("generation");
    if (!/^\d{1,15}$/.test(value)) throw new Error("the kernel's generation is no number");
    return Number(value);
  };
  const before = await generation();
  let writes = 1;
  if (privlevel !== undefined) {
    await files.write(`${entry}/privlevel`, new TextEncoder().encode(String(privlevel)));
    writes += 1;
  }
  await files.write(`${entry}/inblob`, new Uint8Array(reportData));
  const report = await files.read(`${entry}/outblob`, MAX_OUT_BYTES);
  const provider = await text("provider");
  const auxiliary = await files.read(`${entry}/auxblob`, MAX_AUX_BYTES).catch((error: unknown) => {
    // Its presence depends on the provider.
    if (codeOf(error) === "ENOENT") return new Uint8Array();
    throw error;
  });
  if ((await generation()) !== before + writes) throw new Moved("the generation moved");
  const format = Object.hasOwn(FORMATS, provider) ? FORMATS[provider] : undefined;
  if (format === undefined) {
    throw new Error("the kernel's provider is neither sev_guest nor tdx_guest, which are all that this version attests"); // prettier-ignore
  }
  const at = format(report);
  if (at === undefined) throw new Error(`${provider} gave a report of ${report.length} bytes, which it cannot have`); // prettier-ignore
  const held = report.subarray(at, at + REPORT_DATA_BYTES);
  if (held.some((byte, index) => byte !== reportData[index])) {
    throw new Moved("the report is for other REPORT_DATA");
  }
  // For SEV-SNP the auxiliary data is the certificate table that follows a report (GHCB 2.03, section 4.1.8.1).
  const hasTable = provider === "sev_guest" && auxiliary.some((byte) => byte !== 0);
  return hasTable ? concatenated([report, auxiliary]) : report;
}

function isPassing(error: unknown): boolean {
  return error instanceof Moved || PASSING.includes(codeOf(error));
}

function explained(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (code === "ENOENT" || code === "EPERM") {
    return new Error(
      `${path} is not there: this is no confidential guest, or its kernel is older than 6.7 or lacks CONFIG_TSM_REPORTS; ` +
        "mount configfs, and load sev-guest or tdx-guest",
      { cause: error },
    );
  }
  if (code === "EACCES") {
    return new Error(`${path} cannot be written: run as root, or let this user make directories there`, { cause: error }); // prettier-ignore
  }
  return error;
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "";
}
