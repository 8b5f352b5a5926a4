/** The provisioning certification key's certificate and its SGX extension (Intel, "PCK Certificate and CRL Profile"). */
import { boolean, enumerated, integer, octetString, oid, sequence } from "../asn1.ts";
import type { CertificateParts, Extension, Period } from "../certificate.ts";
import type { P256Key } from "../keys.ts";
import { NAMES, endEntityPurpose, intelParts, randomSerial } from "./intel-authority.ts";
import type { PckAuthority } from "./intel-authority.ts";

/** The arc of Intel's SGX extensions. */
export const SGX_ARC = "1.2.840.113741.1.13.1";

/** What a platform is certified for. */
export interface PlatformFields {
  /** FMSPC, 6 bytes: family, model, stepping, platform type, customised SKU. */
  readonly fmspc: Uint8Array;
  /** PCE-ID, 2 bytes. */
  readonly pceId: Uint8Array;
  /** PPID, 16 bytes. */
  readonly ppid: Uint8Array;
  /** SGX TCB Comp01 SVN to Comp16 SVN, 0 to 255 each; CPUSVN has them as its bytes. */
  readonly sgxComponents: readonly number[];
  /** PCESVN, 16 bits. */
  readonly pceSvn: number;
  /** ISVSVN of the TD quoting enclave on the platform; not in the certificate. */
  readonly qeIsvSvn: number;
}

/** A fifth-generation Xeon. */
export function defaultPlatform(crypto: Crypto): PlatformFields {
  return {
    fmspc: new Uint8Array([0xb0, 0xc0, 0x6f, 0, 0, 0]),
    pceId: new Uint8Array(2),
    ppid: crypto.getRandomValues(new Uint8Array(16)),
    sgxComponents: [3, 3, 2, 2, 4, 1, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0],
    pceSvn: 11,
    qeIsvSvn: 6,
  };
}

/** The parts of a PCK certificate: its serial number is random, other than its authority's. */
export async function pckParts(
  crypto: Crypto,
  authority: PckAuthority,
  platform: PlatformFields,
  keys: { readonly issuer: P256Key; readonly subject: P256Key },
  period: Period,
): Promise<CertificateParts> {
  const parts = await intelParts(crypto, {
    issuer: NAMES[authority],
    subject: NAMES.pck,
    issuerKey: keys.issuer,
    subjectKey: keys.subject,
    period,
    list: `https://api.trustedservices.intel.com/sgx/certification/v4/pckcrl?ca=${authority}&encoding=der`,
    purpose: endEntityPurpose(),
  });
  const sgx = sgxExtension(platform, {
    // Only platforms of several packages have an instance and a configuration.
    ...(authority === "platform" ? { instance: crypto.getRandomValues(new Uint8Array(16)) } : {}),
  });
  return { ...parts, serial: randomSerial(crypto), extensions: [...parts.extensions, sgx] };
}

/** The SGX extension, not critical. Without an instance: of a single processor, whose SGX type is Standard. */
export function sgxExtension(
  platform: PlatformFields,
  { instance }: { readonly instance?: Uint8Array } = {},
): Extension {
  const { sgxComponents, pceSvn } = platform;
  const entry = (id: string, value: Uint8Array) => sequence(oid(`${SGX_ARC}${id}`), value);
  const configuration = [".7.1", ".7.2", ".7.3"].map((id) => entry(id, boolean(true)));
  const tcb = sequence(
    ...sgxComponents.map((svn, index) => entry(`.2.${index + 1}`, integer(svn))),
    entry(".2.17", integer(pceSvn)),
    entry(".2.18", octetString(Uint8Array.from(sgxComponents))),
  );
  return {
    id: SGX_ARC,
    value: sequence(
      entry(".1", octetString(platform.ppid)),
      entry(".2", tcb),
      entry(".3", octetString(platform.pceId)),
      entry(".4", octetString(platform.fmspc)),
      // SGX type: 0 Standard, 1 Scalable.
      entry(".5", enumerated(instance === undefined ? 0 : 1)),
      // The platform's instance; its configuration: dynamic platform, cached keys, SMT.
      ...(instance === undefined
        ? []
        : [entry(".6", octetString(instance)), entry(".7", sequence(...configuration))]),
    ),
  };
}
