/** What is measured, against what, and how fast it is meant to be. No figure here is asserted anywhere. */

/** The measuring stick of each engine. */
export const BASE = { node: "node:crypto", chromium: "WebCrypto" };

/** Names of our own subjects. */
export const OURS = {
  cold: "witnesslock, first use of a key",
  cached: "witnesslock, key table cached",
  verdict: "witnesslock",
};

const goal = (must, stretch) => ({ must, stretch });

/**
 * `input` names the evidence (inputs.mjs), `goals` ratios to `node:crypto` by subject: what must be, and what would be good.
 * "Seen before" and "first sight" are of keys and leaf certificates; the measuring stick does the same, keeping keys or not.
 */
export const CASES = [
  {
    id: "p384",
    title: "P-384 with SHA-384, 672 bytes, key ready",
    input: "p384",
    goals: { [OURS.cold]: goal(0.5, 0.4), [OURS.cached]: goal(0.2, 0.15) },
  },
  {
    id: "p256",
    title: "P-256 with SHA-256, 632 bytes, key ready",
    input: "p256",
    goals: { [OURS.cold]: goal(1.4, 1), [OURS.cached]: goal(0.6, 0.45) },
  },
  {
    id: "rsa-pss-4096",
    title: "RSASSA-PSS, 4096 bits, SHA-384, 800 bytes, key ready",
    input: "rsaPss",
    goals: { [OURS.cold]: goal(3, 2) },
  },
  ...["simulated", "genuine"].flatMap((kind) => [
    {
      id: `snp-${kind}-seen`,
      title: `SNP header to verdict, ${kind}, VCEK seen before`,
      input: `snp-${kind}`,
      goals: { [OURS.verdict]: goal(0.35, 0.25) },
    },
    {
      id: `snp-${kind}-first`,
      // Of a simulated platform nobody knows the ASK beforehand, so both sides verify it.
      title: `SNP header to verdict, ${kind}, first sight${kind === "genuine" ? " (ASK known)" : " (ASK too)"}`,
      input: `snp-${kind}`,
      ...(kind === "genuine" ? { goals: { [OURS.verdict]: goal(0.9, 0.7) } } : {}),
    },
    {
      id: `tdx-${kind}-seen`,
      title: `TDX quote and collateral to verdict, ${kind}, keys seen before`,
      input: `tdx-${kind}`,
      goals: { [OURS.verdict]: goal(0.5, 0.35) },
    },
    {
      id: `tdx-${kind}-first`,
      title: `TDX quote and collateral to verdict, ${kind}, first sight`,
      input: `tdx-${kind}`,
      ...(kind === "genuine" ? { goals: { [OURS.verdict]: goal(1.2, 1) } } : {}),
    },
  ]),
];

/** Of a fresh process, in milliseconds from the first import to the first verdict. */
export const COLD_START_GOAL = goal(15, 8);
/** Of the module, in KiB. */
export const SIZE_GOALS = { raw: goal(200, 120), gzip: goal(80, 50) };
/** Of its memory after the last verdict, in MiB. */
export const MEMORY_GOAL = goal(4, 2);
