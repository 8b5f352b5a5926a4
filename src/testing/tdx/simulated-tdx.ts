/**
 * A simulated TDX platform: real-format quotes and collateral under a root that is made with it, and that nobody trusts
 * who did not pass it in `dangerouslyTrustRoots`.
 */
import { toBase64, toBase64Url, toHex } from "../../bytes.ts";
import { gzip } from "../../gzip.ts";
import type { CertificateDefect, Period } from "../certificate.ts";
import { dstackAttestation, dstackEvents, dstackRegisters } from "../event-log.ts";
import { makeP256Key } from "../keys.ts";
import type { P256Key } from "../keys.ts";
import { applyPatches } from "../report.ts";
import { signList } from "../revocation-list.ts";
import { bundleOf, optionsOfParts } from "./collateral.ts";
import type {
  CollateralBundle,
  CollateralOptions,
  IntelListOptions,
  PckListOptions,
  RootListOptions,
} from "./collateral.ts";
import { issuePck, makeHierarchy } from "./hierarchy.ts";
import type { Hierarchy, Issued } from "./hierarchy.ts";
import { NAMES } from "./intel-authority.ts";
import { intelListParts } from "./intel-revocation-list.ts";
import { defaultPlatform } from "./pck.ts";
import type { PlatformFields } from "./pck.ts";
import { toPem } from "./pem.ts";
import { enclaveIdentity } from "./qe-identity.ts";
import type { QeIdentityOptions } from "./qe-identity.ts";
import { defaultQeReport } from "./qe-report.ts";
import { signQuote } from "./quote.ts";
import { signDocument, writeAnswer } from "./signed-document.ts";
import type { SignedDocument } from "./signed-document.ts";
import type {
  DstackEvidenceOptions,
  SimulatedTdxOptions,
  TdEvidenceOptions,
  TdQuoteOptions,
} from "./simulated-tdx-options.ts";
import { concatenated } from "../../bytes.ts";
import { tcbInfo } from "./tcb-info.ts";
import type { TcbInfoOptions } from "./tcb-info.ts";
import { defaultTdReport } from "./td-report.ts";
import type { TdReportFields } from "./td-report.ts";

const DAY_MS = 86_400_000;
const utf8 = (text: string) => new TextEncoder().encode(text);

/** Everything that a platform is made of. */
interface Parts {
  readonly options: SimulatedTdxOptions;
  readonly crypto: Crypto;
  readonly now: Date;
  readonly fields: TdReportFields;
  readonly platform: PlatformFields;
  readonly hierarchy: Hierarchy;
  readonly pck: Issued;
  readonly attestationKey: P256Key;
  /** QE id: the user data of quotes' headers, 20 bytes. */
  readonly userData: Uint8Array;
}

/** The simulated platform. */
export class SimulatedTdx {
  readonly #parts: Parts;
  /** The root's certificate, DER: for `dangerouslyTrustRoots`. */
  readonly root: Uint8Array;
  /** That of the authority of the PCK, DER. */
  readonly pckAuthority: Uint8Array;
  /** The PCK's, DER. */
  readonly pck: Uint8Array;
  /** That of the signer of TCB documents, DER. */
  readonly tcbSigning: Uint8Array;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.root = parts.hierarchy.root.certificate;
    this.pckAuthority = this.#authority.certificate;
    this.pck = parts.pck.certificate;
    this.tcbSigning = parts.hierarchy.tcbSigning.certificate;
  }

  /** Makes a platform, with keys that nothing else has. */
  static async create(options: SimulatedTdxOptions = {}): Promise<SimulatedTdx> {
    const { version = 4, ca = "platform", now = new Date(), defects = {} } = options;
    if (version === 4 && options.body === "1.5") {
      throw new RangeError("a version 4 quote has a 1.0 body");
    }
    const crypto = options.crypto ?? globalThis.crypto;
    const platform = { ...defaultPlatform(crypto), ...options.platform };
    const hierarchy = await makeHierarchy(crypto, ca, now, defects);
    const authority = hierarchy.pckAuthorities[ca];
    const statement = { ca, authority, platform, key: await makeP256Key(crypto), now };
    return new SimulatedTdx({
      options,
      crypto,
      now,
      fields: { ...defaultTdReport(), ...options.fields },
      platform,
      hierarchy,
      pck: await issuePck(crypto, statement, defects.pck),
      attestationKey: await makeP256Key(crypto),
      userData: concatenated([crypto.getRandomValues(new Uint8Array(16)), new Uint8Array(4)]),
    });
  }

  /** A PCK certificate, DER, of the same key and authority for another TCB or processor. */
  async pckFor(fields: Partial<PlatformFields>, defect?: CertificateDefect): Promise<Uint8Array> {
    const { options, crypto, now, pck } = this.#parts;
    const platform = { ...this.#parts.platform, ...fields };
    const { ca = "platform" } = options;
    const statement = { ca, authority: this.#authority, platform, key: pck.key, now };
    return (await issuePck(crypto, statement, defect)).certificate;
  }

  /** A signed quote. */
  async quote({
    patch = [],
    patchAfterSigning,
    qe: { patch: qePatch = [], ...qe } = {},
    chain = [this.pck, this.pckAuthority, this.root],
    certificationData = {},
    padding = new Uint8Array(),
    ...fields
  }: TdQuoteOptions = {}): Promise<Uint8Array> {
    const { options, crypto, platform, pck, attestationKey, userData } = this.#parts;
    const { version = 4 } = options;
    const quote = await signQuote(crypto, {
      version,
      body: version === 4 ? "1.0" : (options.body ?? "1.5"),
      userData,
      fields: { ...this.#parts.fields, ...fields },
      qe: { ...defaultQeReport(Uint8Array.from(platform.sgxComponents), platform.qeIsvSvn), ...qe },
      attestationKey,
      pckKey: pck.key,
      chain,
      certificationData,
      patch,
      qePatch,
    });
    applyPatches(quote, patchAfterSigning);
    return concatenated([quote, padding]);
  }

  /** TCB info as the Provisioning Certification Service answers it, UTF-8. */
  async tcbInfo(options: TcbInfoOptions = {}): Promise<Uint8Array> {
    return utf8(writeAnswer("tcbInfo", await this.#tcbInfo(options)));
  }

  /** The TD quoting enclave's identity as the same service answers it, UTF-8. */
  async qeIdentity(options: QeIdentityOptions = {}): Promise<Uint8Array> {
    return utf8(writeAnswer("enclaveIdentity", await this.#qeIdentity(options)));
  }

  /** A PCK authority's revocation list, DER. */
  pckRevocationList(options: PckListOptions = {}): Promise<Uint8Array> {
    const { ca = this.#parts.options.ca ?? "platform", revoked = [], revokePck = false } = options;
    const { hierarchy, pck } = this.#parts;
    return this.#list(NAMES[ca], hierarchy.pckAuthorities[ca], 29, {
      ...options,
      revoked: [...revoked, ...(revokePck ? [pck.serial] : [])],
    });
  }

  /** The root's revocation list, DER. */
  rootRevocationList(options: RootListOptions = {}): Promise<Uint8Array> {
    const { revoked = [], revokePckAuthority = false, revokeTcbSigning = false } = options;
    const { root, tcbSigning } = this.#parts.hierarchy;
    return this.#list(NAMES.root, root, 364, {
      ...options,
      revoked: [
        ...revoked,
        ...(revokePckAuthority ? [this.#authority.serial] : []),
        ...(revokeTcbSigning ? [tcbSigning.serial] : []),
      ],
    });
  }

  /** The issuer chain of both documents: PEM of the TCB signing certificate and the root. */
  issuerChain(): string {
    return toPem([this.tcbSigning, this.root]);
  }

  /** The endorsements: TCB info with its issuer chain on the next lines, QE identity, the PCK authority's list, the root's. */
  async collateral(options: CollateralOptions = {}): Promise<Uint8Array[]> {
    const parts = optionsOfParts(options);
    const answer = writeAnswer("tcbInfo", await this.#tcbInfo(parts.tcbInfo));
    return [
      utf8(`${answer}\n${this.issuerChain()}`),
      await this.qeIdentity(parts.qeIdentity),
      await this.pckRevocationList(parts.pckRevocationList),
      await this.rootRevocationList(parts.rootRevocationList),
    ];
  }

  /** The same as the JSON that DCAP's libraries hand around. */
  async bundle(options: CollateralOptions = {}): Promise<string> {
    return JSON.stringify(await this.#bundle(options), null, 2);
  }

  /** {@link envelope}, UTF-8. */
  async evidence(options: TdEvidenceOptions = {}): Promise<Uint8Array> {
    return utf8(await this.envelope(options));
  }

  /** The value of the header `Attestation-Report`: base64url of gzip of {@link evidence}. */
  async header(options: TdEvidenceOptions = {}): Promise<string> {
    return toBase64Url(await gzip(await this.evidence(options)));
  }

  /** The JSON form: a quote with its collateral. */
  async envelope({
    collateral,
    eventLog,
    platform = "tdx",
    ...options
  }: TdEvidenceOptions = {}): Promise<string> {
    const evidence = {
      quote: toBase64(await this.quote(options)),
      collateral: await this.#bundle(collateral ?? {}),
      ...(eventLog === undefined ? {} : { cc_eventlog: toBase64(eventLog) }),
    };
    return JSON.stringify({ platform, evidence });
  }

  /** What a dstack guest answers: JSON. */
  async dstackEvidence({
    events = dstackEvents(),
    form = "envelope",
    collateral,
    ...options
  }: DstackEvidenceOptions = {}): Promise<string> {
    const quote = await this.quote({ rtmrs: dstackRegisters(events), ...options });
    const reportData = options.reportData ?? this.#parts.fields.reportData;
    if (form === "attestation") {
      return JSON.stringify({ attestation: toHex(dstackAttestation(quote, events, reportData)) });
    }
    const answer = {
      quote: toHex(quote),
      event_log: JSON.stringify(events),
      report_data: toHex(reportData),
      vm_config: "{}",
    };
    if (form === "quote") return JSON.stringify(answer);
    const evidence = { ...answer, collateral: await this.#bundle(collateral ?? {}) };
    return JSON.stringify({ platform: "dstack", evidence });
  }

  get #authority(): Issued {
    return this.#parts.hierarchy.pckAuthorities[this.#parts.options.ca ?? "platform"];
  }

  #tcbInfo(options: TcbInfoOptions): Promise<SignedDocument> {
    const { platform, fields, now, hierarchy } = this.#parts;
    const document = tcbInfo(platform, fields.teeTcbSvn, now, options);
    return signDocument(document, hierarchy.tcbSigning.key, options);
  }

  #qeIdentity(options: QeIdentityOptions): Promise<SignedDocument> {
    const { platform, now, hierarchy } = this.#parts;
    const document = enclaveIdentity(platform.qeIsvSvn, now, options);
    return signDocument(document, hierarchy.tcbSigning.key, options);
  }

  async #list(
    issuer: string,
    { key }: Issued,
    days: number,
    options: IntelListOptions,
  ): Promise<Uint8Array> {
    const { crypto, now } = this.#parts;
    const day = (number: number) => new Date(now.getTime() + number * DAY_MS);
    const { from = day(-1), to = day(days), revoked = [], defect } = options;
    const period: Period = { from, to };
    const parts = await intelListParts(crypto, { issuer, key, period, revoked });
    return signList(defect?.(parts) ?? parts);
  }

  async #bundle(options: CollateralOptions): Promise<CollateralBundle> {
    const parts = optionsOfParts(options);
    const { ca = this.#parts.options.ca ?? "platform" } = parts.pckRevocationList;
    const { certificate } = this.#parts.hierarchy.pckAuthorities[ca];
    return bundleOf({
      pckIssuerChain: toPem([certificate, this.root]),
      rootList: await this.rootRevocationList(parts.rootRevocationList),
      pckList: await this.pckRevocationList(parts.pckRevocationList),
      issuerChain: this.issuerChain(),
      tcbInfo: await this.#tcbInfo(parts.tcbInfo),
      qeIdentity: await this.#qeIdentity(parts.qeIdentity),
    });
  }
}
