/** Collateral of a TD quote: what it takes, besides the quote, to know a platform's TCB and what is revoked. */
import { toHex } from "../../bytes.ts";
import type { RevocationListParts } from "../revocation-list.ts";
import type { PckAuthority } from "./intel-authority.ts";
import type { QeIdentityOptions } from "./qe-identity.ts";
import type { SignedDocument } from "./signed-document.ts";
import type { TcbInfoOptions } from "./tcb-info.ts";
import type { TcbStatus } from "./tcb-level.ts";

/** What any list may have otherwise. */
export interface IntelListOptions {
  /** Serial numbers, as INTEGERs. */
  readonly revoked?: readonly Uint8Array[];
  /** thisUpdate. Default: a day before the platform's `now`. */
  readonly from?: Date;
  /** nextUpdate. Default: that of a PCK authority's list 29 days after `now`, that of the root's a year. */
  readonly to?: Date;
  /** Replaces parts before the list is signed. */
  readonly defect?: (parts: RevocationListParts) => RevocationListParts;
}

/** What a PCK authority's list is to say. */
export interface PckListOptions extends IntelListOptions {
  /** Whether the platform's PCK is on it. */
  readonly revokePck?: boolean;
  /** Whose list. Default: that of the authority of the PCK. */
  readonly ca?: PckAuthority;
}

/** What the root's list is to say. */
export interface RootListOptions extends IntelListOptions {
  /** Whether the authority of the PCK is on it. */
  readonly revokePckAuthority?: boolean;
  /** Whether the TCB signing certificate is on it. */
  readonly revokeTcbSigning?: boolean;
}

/**
 * What the collateral of a platform is to say.
 *
 * A verdict converges three statuses: the platform's, the TDX module's and the quoting enclave's. A relaunch is advised
 * where `moduleStatus` is `"OutOfDate"`, the others are not, and a 1.5 body's TEE_TCB_SVN2 has at [0] one more than
 * TEE_TCB_SVN; with a `platformStatus` of `"ConfigurationNeeded"` it needs configuration too.
 */
export interface CollateralOptions {
  /** Of the level that the platform reaches; `"none"`: it reaches no level. Default: `"UpToDate"`. */
  readonly platformStatus?: TcbStatus | "none";
  /** Of that of its TDX module; `"none"`: it reaches no level; `"absent"`: it has no identity. Default: `"UpToDate"`. */
  readonly moduleStatus?: TcbStatus | "none" | "absent";
  /** Of that of its quoting enclave; `"none"`: it reaches no level. Default: `"UpToDate"`. */
  readonly qeStatus?: TcbStatus | "none";
  /** Where the platform falls short of the levels above its own. Default: `"tdx"`. */
  readonly shortOf?: "sgx" | "pcesvn" | "tdx";
  /** Of each level that is reached and is not UpToDate. Default: one. */
  readonly advisoryIds?: readonly string[];
  /** Of both documents. Default: a day before the platform's `now`. */
  readonly issueDate?: Date;
  /** Of both documents. Default: 29 days after the platform's `now`. */
  readonly nextUpdate?: Date;
  /** Of both documents. Default: 20. */
  readonly tcbEvaluationDataNumber?: number;
  /** Of TCB info alone. */
  readonly tcbInfo?: TcbInfoOptions;
  /** Of the identity alone. */
  readonly qeIdentity?: QeIdentityOptions;
  /** The PCK authority's list. */
  readonly pckRevocationList?: PckListOptions;
  /** The root's. */
  readonly rootRevocationList?: RootListOptions;
}

/** The options of each part. */
export function optionsOfParts({
  platformStatus = "UpToDate",
  moduleStatus = "UpToDate",
  qeStatus = "UpToDate",
  shortOf = "tdx",
  tcbInfo,
  qeIdentity,
  pckRevocationList = {},
  rootRevocationList = {},
  ...common
}: CollateralOptions): Required<
  Pick<CollateralOptions, "tcbInfo" | "qeIdentity" | "pckRevocationList" | "rootRevocationList">
> {
  return {
    tcbInfo: { ...common, status: platformStatus, moduleStatus, shortOf, ...tcbInfo },
    qeIdentity: { ...common, status: qeStatus, ...qeIdentity },
    pckRevocationList,
    rootRevocationList,
  };
}

/** The bundle in which DCAP's libraries hand collateral around. */
export interface CollateralBundle {
  /** PEM: the authority of the PCK, the root. */
  readonly pck_crl_issuer_chain: string;
  /** DER, lower-case hexadecimal. */
  readonly root_ca_crl: string;
  /** DER, lower-case hexadecimal. */
  readonly pck_crl: string;
  /** PEM: the signer, the root. */
  readonly tcb_info_issuer_chain: string;
  /** JSON, the very bytes that are signed. */
  readonly tcb_info: string;
  /** r and s, lower-case hexadecimal. */
  readonly tcb_info_signature: string;
  /** PEM: the signer, the root. */
  readonly qe_identity_issuer_chain: string;
  /** JSON, the very bytes that are signed. */
  readonly qe_identity: string;
  /** r and s, lower-case hexadecimal. */
  readonly qe_identity_signature: string;
}

/** Bundles the parts, keys in the common order. */
export function bundleOf(parts: {
  readonly pckIssuerChain: string;
  readonly rootList: Uint8Array;
  readonly pckList: Uint8Array;
  readonly issuerChain: string;
  readonly tcbInfo: SignedDocument;
  readonly qeIdentity: SignedDocument;
}): CollateralBundle {
  return {
    pck_crl_issuer_chain: parts.pckIssuerChain,
    root_ca_crl: toHex(parts.rootList),
    pck_crl: toHex(parts.pckList),
    tcb_info_issuer_chain: parts.issuerChain,
    tcb_info: parts.tcbInfo.text,
    tcb_info_signature: parts.tcbInfo.signature,
    qe_identity_issuer_chain: parts.issuerChain,
    qe_identity: parts.qeIdentity.text,
    qe_identity_signature: parts.qeIdentity.signature,
  };
}
