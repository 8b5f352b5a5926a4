/** Intel's certificates, simulated: one root, the authorities of PCKs, the signer of TCB documents, and a platform's PCK. */
import { signCertificate } from "../certificate.ts";
import type { CertificateDefect, CertificateParts, Period } from "../certificate.ts";
import { makeP256Key } from "../keys.ts";
import type { P256Key } from "../keys.ts";
import { NAMES, authorityPurpose, endEntityPurpose, intelParts } from "./intel-authority.ts";
import type { PckAuthority } from "./intel-authority.ts";
import { pckParts } from "./pck.ts";
import type { PlatformFields } from "./pck.ts";

/** A certificate with its key. */
export interface Issued {
  /** DER. */
  readonly certificate: Uint8Array;
  /** Its serial number, an INTEGER. */
  readonly serial: Uint8Array;
  /** The subject's. */
  readonly key: P256Key;
}

/** What is wrong with the certificates. */
export interface HierarchyDefects {
  /** With the SGX root. */
  readonly root?: CertificateDefect;
  /** With the authority of the PCK. */
  readonly pckAuthority?: CertificateDefect;
  /** With the PCK. */
  readonly pck?: CertificateDefect;
  /** With the signer of TCB documents. */
  readonly tcbSigning?: CertificateDefect;
}

/** Every certificate but the PCK's. */
export interface Hierarchy {
  /** The SGX root. */
  readonly root: Issued;
  /** Both authorities of PCKs; each has a key and a revocation list of its own. */
  readonly pckAuthorities: Readonly<Record<PckAuthority, Issued>>;
  /** The signer of TCB documents. */
  readonly tcbSigning: Issued;
}

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;

/** Makes every authority, with the defects of the one that certifies the PCK. */
export async function makeHierarchy(
  crypto: Crypto,
  ca: PckAuthority,
  now: Date,
  defects: HierarchyDefects,
): Promise<Hierarchy> {
  const rootKey = await makeP256Key(crypto);
  const underRoot = (subject: string, subjectKey: P256Key, years: number) => ({
    issuer: NAMES.root,
    subject,
    issuerKey: rootKey,
    subjectKey,
    period: lasting(now, years),
  });
  const authority = async (kind: PckAuthority) => {
    const key = await makeP256Key(crypto);
    const statement = underRoot(NAMES[kind], key, 15);
    const parts = await intelParts(crypto, { ...statement, purpose: authorityPurpose(0) });
    return issue(parts, key, kind === ca ? defects.pckAuthority : undefined);
  };
  const root = await intelParts(crypto, {
    ...underRoot(NAMES.root, rootKey, 20),
    purpose: authorityPurpose(1),
  });
  const signingKey = await makeP256Key(crypto);
  const tcbSigning = await intelParts(crypto, {
    ...underRoot(NAMES.tcbSigning, signingKey, 7),
    purpose: endEntityPurpose(),
  });
  return {
    root: await issue(root, rootKey, defects.root),
    pckAuthorities: {
      platform: await authority("platform"),
      processor: await authority("processor"),
    },
    tcbSigning: await issue(tcbSigning, signingKey, defects.tcbSigning),
  };
}

/** Certifies a platform for seven years. */
export async function issuePck(
  crypto: Crypto,
  statement: {
    readonly ca: PckAuthority;
    readonly authority: Issued;
    readonly platform: PlatformFields;
    readonly key: P256Key;
    readonly now: Date;
  },
  defect?: CertificateDefect,
): Promise<Issued> {
  const { ca, authority, platform, key, now } = statement;
  const keys = { issuer: authority.key, subject: key };
  return issue(await pckParts(crypto, ca, platform, keys, lasting(now, 7)), key, defect);
}

async function issue(
  honest: CertificateParts,
  key: P256Key,
  defect?: CertificateDefect,
): Promise<Issued> {
  const parts = defect?.(honest) ?? honest;
  return { certificate: await signCertificate(parts), serial: parts.serial, key };
}

/** From a day before `now`. */
function lasting(now: Date, years: number): Period {
  const from = now.getTime() - DAY_MS;
  return { from: new Date(from), to: new Date(from + years * YEAR_MS) };
}
