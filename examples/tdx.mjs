import { appraise, isWitnesslockError } from "witnesslock";

/** A verdict on a TDX quote, and what its platform lacks where it is refused for that. */
export async function verdictOnTdx(quote, { mrTd, rtmr }, expectedBinding, options = {}) {
  // An image is its initial contents and what it measured since; RTMR0 also holds the host's configuration.
  const policy = {
    tdx: { mrTd: [mrTd], rtmr: ["any", ...rtmr.slice(1)], tcbStatus: ["UpToDate"] },
  };
  try {
    const { status, tcb } = await appraise(quote, policy, { expectedBinding, ...options });
    return { status, tcb: tcb.status, evaluation: tcb.evaluationNumber };
  } catch (error) {
    if (isWitnesslockError(error)) console.log(error.code, error.message);
    throw error;
  }
}
