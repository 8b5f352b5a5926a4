import { appraise, authenticate } from "witnesslock";

/** A verdict on evidence that came some other way, bound to 64 bytes that this caller chose. */
export async function verdict(header, measurements, expectedBinding, options = {}) {
  const policy = { snp: { measurements, minimumTcb: "recommended", revocation: "if-available" } };
  const { status, claims, validUntil } = await appraise(header, policy, {
    expectedBinding,
    ...options,
  });
  return { status, product: claims.product, until: new Date(validUntil * 1000) };
}

/** Genuine, and what it says: no verdict on it. */
export async function look(header, options = {}) {
  const { anchor, claims } = await authenticate(header, options);
  return { anchor, measurement: claims.measurement };
}
