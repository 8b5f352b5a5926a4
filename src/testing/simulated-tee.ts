/**
 * A simulated SEV-SNP platform: real-format evidence under a root that is made when the process first needs it, and that
 * nobody trusts who did not pass it in `dangerouslyTrustRoots`.
 */
import { toBase64, toBase64Url } from "../bytes.ts";
import { gzip } from "../gzip.ts";
import { integer } from "./asn1.ts";
import {
  authorityName,
  intermediateParts,
  revokedSerials,
  rootName,
  rootParts,
} from "./authority.ts";
import { amdParts, pssAlgorithm, signCertificate } from "./certificate.ts";
import type { CertificateDefect, CertificateParts, Period } from "./certificate.ts";
import { certificateTable } from "./certificate-table.ts";
import { authorityKeyIdentifier } from "./extensions.ts";
import { authorityKey, makeEndorsementKey } from "./keys.ts";
import type { EndorsementKey, PssKey } from "./keys.ts";
import { leafExtensions } from "./leaf.ts";
import { PROCESSORS } from "./product.ts";
import type { ProcessorFacts, ProcessorName, Tcb } from "./product.ts";
import {
  SIGNED_BYTES,
  applyPatches,
  defaultFields,
  writeReport,
  writeSignature,
} from "./report.ts";
import type { Patch, ReportFields } from "./report.ts";
import { listParts, signList } from "./revocation-list.ts";
import type { RevocationListParts } from "./revocation-list.ts";

/** What to simulate. */
export interface SimulatedTeeOptions {
  /** Default: `"genoa"`. */
  readonly processor?: ProcessorName;
  /** Default: `"vcek"`. */
  readonly signer?: "vcek" | "vlek";
  /** A VLEK's cloud. */
  readonly cspId?: string;
  /** Certificates begin a day before. Default: the clock's. */
  readonly now?: Date;
  /** What reports say unless told otherwise. */
  readonly fields?: Partial<ReportFields>;
  /** What is wrong with the certificates. */
  readonly defects?: {
    /** With the ARK. */
    readonly root?: CertificateDefect;
    /** With the ASK or ASVK. */
    readonly intermediate?: CertificateDefect;
    /** With the VCEK or VLEK. */
    readonly leaf?: CertificateDefect;
  };
  /** For runtimes without Web Cryptography: that of `@peculiar/webcrypto`. */
  readonly crypto?: Crypto;
}

/** What one report is to say, and what is wrong with it. */
export interface ReportOptions extends Partial<ReportFields> {
  /** Bytes changed before the report is signed: a defect that the hardware itself would have to have. */
  readonly patch?: readonly Patch[];
  /** Bytes changed afterwards: an attacker's. */
  readonly patchAfterSigning?: readonly Patch[];
}

/** What one list is to say. */
export interface ListOptions {
  /** Whether the intermediate authority is on it. */
  readonly revokeIntermediate?: boolean;
  /** thisUpdate. Default: a day before the platform's `now`. */
  readonly from?: Date;
  /** nextUpdate. Default: a year after it. */
  readonly to?: Date;
  /** Replaces parts before the list is signed. */
  readonly defect?: (parts: RevocationListParts) => RevocationListParts;
}

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;

/** The simulated platform. */
export class SimulatedTee {
  readonly #rootKey: PssKey;
  readonly #intermediateKey: PssKey;
  readonly #leafKey: EndorsementKey;
  readonly #fields: ReportFields;
  readonly #options: SimulatedTeeOptions;
  readonly #now: Date;
  /** The processor's facts. */
  readonly facts: ProcessorFacts;
  /** The root's certificate (ARK), DER: for `dangerouslyTrustRoots`. */
  readonly root: Uint8Array;
  /** The intermediate authority's (ASK or ASVK), DER. */
  readonly intermediate: Uint8Array;
  /** The leaf's (VCEK or VLEK), DER, for the default fields. */
  readonly leaf: Uint8Array;

  private constructor(parts: {
    readonly keys: readonly [PssKey, PssKey, EndorsementKey];
    readonly fields: ReportFields;
    readonly options: SimulatedTeeOptions;
    readonly now: Date;
    readonly certificates: readonly [Uint8Array, Uint8Array, Uint8Array];
  }) {
    [this.#rootKey, this.#intermediateKey, this.#leafKey] = parts.keys;
    this.#fields = parts.fields;
    this.#options = parts.options;
    this.#now = parts.now;
    this.facts = PROCESSORS[parts.options.processor ?? "genoa"];
    [this.root, this.intermediate, this.leaf] = parts.certificates;
  }

  /** Makes a platform. The first of a process takes the seconds that two RSA-4096 keys need. */
  static async create(options: SimulatedTeeOptions = {}): Promise<SimulatedTee> {
    const { processor = "genoa", signer = "vcek", now = new Date(), defects = {} } = options;
    const crypto = options.crypto ?? globalThis.crypto;
    const facts = PROCESSORS[processor];
    const chipId = crypto.getRandomValues(new Uint8Array(64));
    if (facts.product === "Turin") chipId.fill(0, 8);
    const fields = { ...defaultFields(processor, signer, chipId), ...options.fields };
    const [rootKey, intermediateKey, leafKey] = await Promise.all([
      authorityKey(crypto, "root"),
      authorityKey(crypto, "intermediate"),
      makeEndorsementKey(crypto),
    ]);
    const period = lasting(now, 20);
    const keys = { root: rootKey, subject: intermediateKey };
    const ark = await rootParts(crypto, facts.product, rootKey, period);
    const ask = await intermediateParts(crypto, facts.product, signer, keys, period);
    const certificates = await Promise.all([
      signCertificate(defects.root?.(ark) ?? ark),
      signCertificate(defects.intermediate?.(ask) ?? ask),
    ]);
    const leaf = await signLeaf(options, facts, fields, now, [intermediateKey, leafKey]);
    return new SimulatedTee({
      keys: [rootKey, intermediateKey, leafKey],
      fields,
      options,
      now,
      certificates: [...certificates, leaf],
    });
  }

  /** The leaf's certificate for another TCB or chip. The key stays the same, as a simulation may have it. */
  async leafFor(
    fields: Partial<Pick<ReportFields, "reportedTcb" | "chipId">>,
    defect?: CertificateDefect,
  ): Promise<Uint8Array> {
    const options = {
      ...this.#options,
      defects: { ...this.#options.defects, ...(defect === undefined ? {} : { leaf: defect }) },
    };
    const keys = [this.#intermediateKey, this.#leafKey] as const;
    return signLeaf(options, this.facts, { ...this.#fields, ...fields }, this.#now, keys);
  }

  /** A signed report, 1,184 bytes. */
  async report({ patch, patchAfterSigning, ...fields }: ReportOptions = {}): Promise<Uint8Array> {
    const report = writeReport(this.facts.product, { ...this.#fields, ...fields });
    applyPatches(report, patch);
    writeSignature(report, await this.#leafKey.sign(report.subarray(0, SIGNED_BYTES)));
    applyPatches(report, patchAfterSigning);
    return report;
  }

  /** A report followed by its certificate table: leaf and intermediate. */
  async evidence(options: ReportOptions = {}): Promise<Uint8Array> {
    const report = await this.report(options);
    const table = certificateTable([
      [this.#options.signer ?? "vcek", await this.#leafOf(options)],
      ["ask", this.intermediate],
    ]);
    const evidence = new Uint8Array(report.length + table.length);
    evidence.set(report);
    evidence.set(table, report.length);
    return evidence;
  }

  /** The value of the header `Attestation-Report`: base64url of gzip of {@link evidence}. */
  async header(options: ReportOptions = {}): Promise<string> {
    return toBase64Url(await gzip(await this.evidence(options)));
  }

  /** The JSON form. */
  async envelope(
    options: ReportOptions = {},
    platform: "snp" | "gcp-snp" = "snp",
  ): Promise<string> {
    const chain = {
      [this.#options.signer ?? "vcek"]: toBase64(await this.#leafOf(options)),
      ask: toBase64(this.intermediate),
    };
    const evidence = {
      attestation_report: toBase64(await this.report(options)),
      cert_chain: chain,
    };
    return JSON.stringify({ platform, evidence });
  }

  /** The root's revocation list, DER. */
  async revocationList(options: ListOptions = {}): Promise<Uint8Array> {
    const {
      from = new Date(this.#now.getTime() - DAY_MS),
      to = new Date(this.#now.getTime() + YEAR_MS),
      revokeIntermediate = false,
    } = options;
    const { signer = "vcek", crypto = globalThis.crypto } = this.#options;
    const parts = listParts({
      root: rootName(this.facts.product),
      signer: this.#rootKey,
      keyIdentifier: await authorityKeyIdentifier(crypto, this.#rootKey),
      period: { from, to },
      revoked: revokedSerials(this.facts.product, signer, revokeIntermediate),
    });
    return signList(options.defect?.(parts) ?? parts);
  }

  #leafOf({ reportedTcb, chipId }: ReportOptions): Promise<Uint8Array> {
    if (reportedTcb === undefined && chipId === undefined) return Promise.resolve(this.leaf);
    return this.leafFor({
      ...(reportedTcb === undefined ? {} : { reportedTcb }),
      ...(chipId === undefined ? {} : { chipId }),
    });
  }
}

function lasting(now: Date, years: number): Period {
  const from = now.getTime() - DAY_MS;
  return { from: new Date(from), to: new Date(from + years * YEAR_MS) };
}

async function signLeaf(
  options: SimulatedTeeOptions,
  facts: ProcessorFacts,
  fields: { readonly reportedTcb: Tcb; readonly chipId: Uint8Array },
  now: Date,
  [authority, key]: readonly [PssKey, EndorsementKey],
): Promise<Uint8Array> {
  const { signer = "vcek", cspId = "CN=cc-simulated.example" } = options;
  const isChip = signer === "vcek";
  // A VCEK lives seven years, a VLEK one.
  const period = lasting(now, isChip ? 7 : 1);
  const issuer = authorityName(facts.product, signer);
  const parts: CertificateParts = {
    ...amdParts(issuer, isChip ? "SEV-VCEK" : "SEV-VLEK", period, authority),
    serial: integer(0),
    algorithm: pssAlgorithm({ trailer: false }),
    signatureAlgorithm: pssAlgorithm({ trailer: false }),
    publicKey: key.publicKey,
    extensions: leafExtensions({
      product: facts.product,
      tcb: fields.reportedTcb,
      holder: isChip ? fields.chipId : cspId,
    }),
  };
  return signCertificate(options.defects?.leaf?.(parts) ?? parts);
}
