/**
 * A simulated Azure VM: the paravisor's report around a simulated TEE's, and a virtual TPM whose key it vouches for. The guest's
 * own word is the TPM quote's extraData.
 */
import { concatenated, toBase64, toBase64Url, toHex } from "../../bytes.ts";
import { gzip } from "../../gzip.ts";
import { applyPatches } from "../report.ts";
import type { Patch } from "../report.ts";
import { SimulatedTee } from "../simulated-tee.ts";
import type { ReportOptions, SimulatedTeeOptions } from "../simulated-tee.ts";
import type { SimulatedTdxOptions, TdEvidenceOptions } from "../tdx/simulated-tdx-options.ts";
import { SimulatedTdx } from "../tdx/simulated-tdx.ts";
import { littleEndian } from "../tdx/structure.ts";
import { toPem } from "../tdx/pem.ts";
import { tdReportOf, writeHclReport } from "./hcl-report.ts";
import type { HclParts } from "./hcl-report.ts";
import { SimulatedVtpm } from "./vtpm.ts";
import type { TpmQuote, TpmQuoteOptions } from "./vtpm.ts";

/** Which VM. */
export interface SimulatedAzureOptions {
  /** Default: `{ tee: "snp" }`. */
  readonly hardware?:
    | ({ readonly tee: "snp" } & SimulatedTeeOptions)
    | ({ readonly tee: "tdx" } & SimulatedTdxOptions);
  /** PCRs that are not the default's, by number, 32 bytes each. */
  readonly pcrs?: Readonly<Record<number, Uint8Array>>;
  /** For runtimes without Web Cryptography: that of `@peculiar/webcrypto`. */
  readonly crypto?: Crypto;
}

/** What the paravisor names, before it is hashed. */
export interface AzureRuntimeData {
  /** JSON Web Keys (RFC 7517): the attestation key `HCLAkPub` and the endorsement key `HCLEkPub`. */
  readonly keys: readonly unknown[];
  readonly [member: string]: unknown;
}

/** What one piece of evidence is to say, and what is wrong with it. */
export interface AzureEvidenceOptions extends TpmQuoteOptions {
  /** The hardware's report. */
  readonly report?: ReportOptions & TdEvidenceOptions;
  /** Parts of the paravisor's report that are not as the hardware has them. */
  readonly hcl?: Partial<HclParts>;
  /** Replaces the runtime data before it is hashed. */
  readonly runtimeData?: (data: AzureRuntimeData) => unknown;
  /** Bytes of the paravisor's report changed afterwards: an attacker's. */
  readonly patchHcl?: readonly Patch[];
  /** The TPM that signs, in place of the VM's own. */
  readonly signer?: SimulatedVtpm;
  /** PCR values in place of those that were signed. */
  readonly values?: readonly Uint8Array[];
  /** Default: `true`. */
  readonly hasTpmQuote?: boolean;
}

/** Everything that is sent. */
interface Parts {
  readonly hcl: Uint8Array;
  readonly tpm: TpmQuote | undefined;
  /** Absent for SEV-SNP. */
  readonly quote: Uint8Array | undefined;
}

/** The simulated VM. */
export class SimulatedAzure<Tee extends SimulatedTee | SimulatedTdx = SimulatedTee | SimulatedTdx> {
  readonly #crypto: Crypto;
  /** The hardware. */
  readonly tee: Tee;
  /** The virtual TPM. */
  readonly vtpm: SimulatedVtpm;
  /** The root of the hardware's vendor, DER: for `dangerouslyTrustRoots`. */
  readonly root: Uint8Array;

  private constructor(crypto: Crypto, tee: Tee, vtpm: SimulatedVtpm) {
    this.#crypto = crypto;
    this.tee = tee;
    this.vtpm = vtpm;
    this.root = tee.root;
  }

  /** Makes a VM. */
  static async create(options: SimulatedAzureOptions = {}): Promise<SimulatedAzure> {
    const { hardware = { tee: "snp" }, crypto = globalThis.crypto, pcrs } = options;
    const tee =
      hardware.tee === "snp"
        ? await SimulatedTee.create({ crypto, ...hardware })
        : await SimulatedTdx.create({ crypto, ...hardware });
    return new SimulatedAzure(crypto, tee, await SimulatedVtpm.create(pcrs, crypto));
  }

  /** The JSON form, `az-snp` or `az-tdx`; with TDX's collateral beside it. */
  async envelope(options: AzureEvidenceOptions = {}): Promise<string> {
    const { hcl, tpm, quote } = await this.#parts(options);
    const evidence = {
      version: 1,
      hcl_report: toBase64Url(hcl),
      ...(tpm === undefined ? {} : { tpm_quote: tpmMembers(tpm) }),
      ...(await this.#endorsed(quote, options)),
    };
    return JSON.stringify({ platform: quote === undefined ? "az-snp" : "az-tdx", evidence });
  }

  /** {@link envelope}, UTF-8. */
  async evidence(options: AzureEvidenceOptions = {}): Promise<Uint8Array> {
    return new TextEncoder().encode(await this.envelope(options));
  }

  /** The value of the header `Attestation-Report`: base64url of gzip of {@link evidence}. */
  async header(options: AzureEvidenceOptions = {}): Promise<string> {
    return toBase64Url(await gzip(await this.evidence(options)));
  }

  /** The paravisor's report alone. */
  async hclReport(options: AzureEvidenceOptions = {}): Promise<Uint8Array> {
    return (await this.#parts(options)).hcl;
  }

  /** The binary form of a widespread attester of SEV-SNP: bincode, with the VCEK and its chain as PEM. */
  async binary(options: AzureEvidenceOptions = {}): Promise<Uint8Array> {
    if (!(this.tee instanceof SimulatedTee)) throw new RangeError("the binary form is SEV-SNP's");
    const { hcl, tpm } = await this.#parts(options);
    const pem = (...certificates: Uint8Array[]) =>
      sized(new TextEncoder().encode(toPem(certificates)));
    return concatenated([
      sized(hcl),
      ...(tpm === undefined
        ? []
        : [sized(tpm.signature), sized(tpm.message), littleEndian(24, 8), ...tpm.pcrs]),
      pem(this.tee.leaf),
      pem(this.tee.intermediate, this.tee.root),
      sized(options.extraData ?? new Uint8Array()),
    ]);
  }

  async #parts(options: AzureEvidenceOptions): Promise<Parts> {
    const { report = {}, hcl = {}, signer = this.vtpm } = options;
    const named = this.#runtimeData();
    const data = new TextEncoder().encode(JSON.stringify(options.runtimeData?.(named) ?? named));
    const reportData = new Uint8Array(64);
    reportData.set(new Uint8Array(await this.#crypto.subtle.digest("SHA-256", data)));
    const isSnp = this.tee instanceof SimulatedTee;
    const { collateral: _, ...fields } = report;
    const hardware = isSnp
      ? await this.tee.report({ reportData, ...fields })
      : await this.tee.quote({ reportData, ...(fields as TdEvidenceOptions) });
    const bytes = writeHclReport({
      version: isSnp ? 1 : 2,
      reportType: isSnp ? 2 : 4,
      hashType: 1,
      hardwareReport: isSnp ? hardware : tdReportOf(hardware),
      runtimeData: data,
      ...hcl,
    });
    applyPatches(bytes, options.patchHcl);
    const tpm = options.hasTpmQuote === false ? undefined : await signer.quote(options);
    const values = options.values ?? tpm?.pcrs ?? [];
    return {
      hcl: bytes,
      tpm: tpm === undefined ? undefined : { ...tpm, pcrs: values },
      quote: isSnp ? undefined : hardware,
    };
  }

  #runtimeData(): AzureRuntimeData {
    return {
      keys: [this.vtpm.webKey, this.vtpm.endorsementWebKey],
      "vm-configuration": {
        "console-enabled": true,
        "secure-boot": true,
        "tpm-enabled": true,
        vmUniqueId: "0B5E55ED-0000-4000-8000-000000000000",
      },
      "user-data": "00".repeat(64),
    };
  }

  async #endorsed(
    quote: Uint8Array | undefined,
    { report = {} }: AzureEvidenceOptions,
  ): Promise<Readonly<Record<string, unknown>>> {
    if (this.tee instanceof SimulatedTee) {
      return {
        vcek: toBase64Url(this.tee.leaf),
        endorsements: [toBase64(this.tee.intermediate)],
      };
    }
    const collateral = await this.tee.collateral(report.collateral);
    return {
      td_quote: toBase64Url(quote ?? new Uint8Array()),
      endorsements: collateral.map(toBase64),
    };
  }
}

function tpmMembers({ message, signature, pcrs }: TpmQuote) {
  return { message: toHex(message), signature: toHex(signature), pcrs: pcrs.map(toHex) };
}

function sized(bytes: Uint8Array): Uint8Array {
  return concatenated([littleEndian(bytes.length, 8), bytes]);
}
