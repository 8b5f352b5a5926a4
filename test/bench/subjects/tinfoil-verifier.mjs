/**
 * @tinfoilsh/verifier: SEV-SNP of Genoa with WebCrypto. AGPL-3.0-or-later: it is no dependency of this project and in no
 * lockfile of it; a run of the benchmark installs it unmodified into build/, uses it, and passes it on to nobody.
 */

const OTHER_ROOT = "knows no root but AMD's";
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

async function gzip(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const verdict = async (input, environment) => {
  const { verifyAttestation, PredicateType } = await environment.peer("@tinfoilsh/verifier");
  // Its own form, a compressed report and the certificate beside it, is made before anything is timed.
  const forms = new Map();
  for (const each of [input.good, ...input.damaged]) {
    const body = base64(await gzip(each.report));
    forms.set(each, [{ format: PredicateType.SevGuestV2, body }, base64(each.leaf)]);
  }
  return async (given) =>
    typeof (await verifyAttestation(...forms.get(given))).measurement.type === "string";
};

export default {
  name: "@tinfoilsh/verifier",
  offers: {
    "snp-simulated-seen": OTHER_ROOT,
    "snp-simulated-first": OTHER_ROOT,
    "snp-genuine-seen": verdict,
    "snp-genuine-first": verdict,
  },
};
