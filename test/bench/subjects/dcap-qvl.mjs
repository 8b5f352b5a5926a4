/** @phala/dcap-qvl: DCAP in JavaScript. It takes a quote and a bundle that are already apart: the header is not its business. */

const verdict = async ({ root, now, genuine }, environment) => {
  const { QuoteVerifier, Buffer } = await environment.peer("@phala/dcap-qvl");
  const verifier = genuine
    ? QuoteVerifier.newProd()
    : QuoteVerifier.newWithRootCa(Buffer.from(root));
  return ({ quote, bundle }) =>
    typeof verifier.verify(Buffer.from(quote), bundle, now).status === "string";
};

export default {
  name: "@phala/dcap-qvl",
  offers: {
    "tdx-simulated-seen": verdict,
    "tdx-simulated-first": verdict,
    "tdx-genuine-seen": verdict,
    "tdx-genuine-first": verdict,
  },
};
