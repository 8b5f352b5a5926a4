/** Certificates as text (RFC 7468): 64 characters a line. */
import { toBase64 } from "../../bytes.ts";

/** Writes certificates, one after another, each with a line feed behind it. */
export function toPem(certificates: readonly Uint8Array[]): string {
  return certificates
    .map((der) => {
      const lines = toBase64(der).match(/.{1,64}/g) ?? [];
      return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
    })
    .join("");
}
