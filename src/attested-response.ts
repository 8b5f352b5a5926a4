/** What a call gives back. */
import type { AttestationResult } from "./result.ts";

/** An answer, and the verdict that it stands on. */
export interface AttestedResponse extends Response {
  /**
   * Absent where nothing was accepted by a policy: mode `"off"`, mode `"if-present"` without a policy or without evidence,
   * and failures that `"report-only"` lets pass. A `clone()` does not carry it.
   */
  readonly attestation?: AttestationResult;
}

/** Puts the verdict on its answer. */
export function attach(response: Response, attestation: AttestationResult): AttestedResponse {
  return Object.defineProperty(response, "attestation", { value: attestation, enumerable: true });
}

/** The answer again, from the bytes that were appraised; shorter ones where evidence was taken out of them. */
export function rebuild(head: Response, bytes: Uint8Array, isShorter = false): Response {
  const hasNoBody = head.status === 204 || head.status === 205 || head.status === 304;
  const { status, statusText } = head;
  const headers = new Headers(head.headers);
  if (isShorter) headers.delete("Content-Length");
  const response = new Response(hasNoBody ? null : new Uint8Array(bytes), {
    status,
    statusText,
    headers,
  });
  return Object.defineProperty(response, "url", { value: head.url });
}
