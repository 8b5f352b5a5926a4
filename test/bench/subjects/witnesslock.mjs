/** This package, as it is built: from what arrives to the policy's verdict. */

import { OURS } from "../cases.mjs";

// Genuine evidence of the vector set is not of today: the floor is named, and every check is made.
const SNP_POLICY = {
  snp: {
    measurements: "any",
    products: ["genoa"],
    minimumTcb: { genoa: { bootLoader: 7, tee: 0, snp: 14, microcode: 72 } },
    platformInfo: { aliasCheckComplete: "any" },
  },
};
const TDX_POLICY = { tdx: { mrTd: "any", rtmr: ["any", "any", "any", "any"] } };

const optionsOf = ({ now, root, genuine }) => ({
  now,
  offline: true,
  expectedBinding: "any",
  ...(root === undefined || genuine ? {} : { dangerouslyTrustRoots: [root] }),
});

/** The same evidence again and again: every key and leaf certificate was seen before. */
const seen = (policy) => async (input, environment) => {
  const { appraise } = await import(environment.url("dist/index.js"));
  const options = optionsOf(input);
  return async ({ header }) => (await appraise(header, policy, options)).claims !== undefined;
};

/** Before each verdict a fresh instance, which has run on a platform of another root, but has not seen these keys. */
const first = (policy) => async (input, environment) => {
  const { appraise, initSync } = await import(environment.url("dist/index.js"));
  const module = new WebAssembly.Module(
    await environment.read("wasm/witnesslock_verifier_bg.wasm"),
  );
  const { other } = input;
  return {
    attempt: await seen(policy)(input, environment),
    async before() {
      initSync(module);
      await appraise(other.header, policy, optionsOf(other));
    },
  };
};

export default {
  name: OURS.verdict,
  trusted: true,
  offers: {
    "snp-simulated-seen": seen(SNP_POLICY),
    "snp-simulated-first": first(SNP_POLICY),
    "snp-genuine-seen": seen(SNP_POLICY),
    "snp-genuine-first": first(SNP_POLICY),
    "tdx-simulated-seen": seen(TDX_POLICY),
    "tdx-simulated-first": first(TDX_POLICY),
    "tdx-genuine-seen": seen(TDX_POLICY),
    "tdx-genuine-first": first(TDX_POLICY),
  },
};
