/** Evidence with what must become of it. Each engine's answer must also be the same text as everybody else's. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const VECTORS = fileURLToPath(new URL("../../../shared/vectors/", import.meta.url));
const REJECTIONS = JSON.parse(
  readFileSync(new URL("../conformance/rejections.json", import.meta.url), "utf8"),
);

/** What the simulated guests run, and what a policy of theirs names. */
export const MEASUREMENT = "a5".repeat(48);

const base64 = (bytes) => Buffer.from(bytes).toString("base64");
const carried = (evidence) =>
  typeof evidence === "string" ? evidence : { base64: base64(evidence) };

function question(id, code, evidence, { policy, endorsements = [], roots = [], ...options } = {}) {
  return {
    id,
    code,
    evidence: carried(evidence),
    ...(policy === undefined ? {} : { policy }),
    options: {
      endorsements: endorsements.map(base64),
      dangerouslyTrustRoots: roots.map(base64),
      expectedBinding: "any",
      ...options,
    },
  };
}

function flipped(bytes, offset) {
  const copy = Uint8Array.from(bytes);
  copy[offset] ^= 1;
  return copy;
}

/** Everything, made anew for each run: the roots are never stored. */
export async function makeQuestions(testing) {
  const now = Math.floor(Date.now() / 1000);
  return [
    ...(await snpQuestions(testing, now)),
    ...(await tdxQuestions(testing, now)),
    ...genuineQuestions(),
  ];
}

async function snpQuestions({ SimulatedTee }, now) {
  const genoa = await SimulatedTee.create();
  const turin = await SimulatedTee.create({ processor: "turin", signer: "vlek" });
  const milan = await SimulatedTee.create({ processor: "milan" });
  const evidence = await genoa.evidence();
  const header = await genoa.header();
  const trust = { now, roots: [genoa.root] };
  const policy = { snp: { measurements: [MEASUREMENT] } };
  const appraised = { ...trust, policy };
  const bare = await genoa.report();
  const chain = [genoa.leaf, genoa.intermediate];
  const snp = (more) => ({ ...trust, policy: { snp: { measurements: "any", ...more } } });
  const debug = await genoa.evidence({ policy: 0xb0000n });
  return [
    question("snp/genoa", "ok", evidence, appraised),
    question("snp/header", "ok", header, appraised),
    question("snp/turin-vlek", "ok", await turin.evidence(), { ...appraised, roots: [turin.root] }),
    question("snp/authenticate", "ok", header, trust),
    question("snp/endorsements-apart", "ok", bare, { ...appraised, endorsements: chain }),
    question("snp/milan", "policy_product", await milan.evidence(), { ...appraised, roots: [milan.root] }), // prettier-ignore
    question("snp/root", "root_untrusted", evidence, { ...appraised, roots: [] }),
    question("snp/root-of-another", "root_untrusted", evidence, { ...appraised, roots: [turin.root] }), // prettier-ignore
    question("snp/no-leaf", "endorsements_missing", bare, appraised),
    question("snp/leaf-of-another", "chain_invalid", bare, { ...appraised, endorsements: [turin.leaf] }), // prettier-ignore
    question("snp/expired", "collateral_expired", evidence, { ...appraised, now: now + 40 * 365 * 86_400 }), // prettier-ignore
    question("snp/not-yet", "collateral_not_yet_valid", evidence, { ...appraised, now: now - 20 * 365 * 86_400 }), // prettier-ignore
    question("snp/revoked", "collateral_revoked", evidence, { ...appraised, endorsements: [await genoa.revocationList({ revokeIntermediate: true })] }), // prettier-ignore
    question("snp/measurement", "policy_measurement", evidence, snp({ measurements: ["00".repeat(48)] })), // prettier-ignore
    question("snp/binding", "policy_binding", evidence, { ...appraised, expectedBinding: base64(new Uint8Array(64).fill(1)) }), // prettier-ignore
    question("snp/debug", "policy_debug", debug, appraised),
    question("snp/vmpl", "policy_vmpl", await genoa.evidence({ vmpl: 2 }), appraised),
    question("snp/tdx-policy", "policy_tee", evidence, { ...trust, policy: { tdx: { mrTd: "any", rtmr: ["any", "any", "any", "any"] } } }), // prettier-ignore
    question("snp/host-data", "policy_host_data", evidence, snp({ hostData: ["11".repeat(32)] })),
    question("policy/unknown-key", "policy_invalid", evidence, snp({ measurement: "any" })),
    question("policy/empty-list", "policy_invalid", evidence, snp({ vmpls: [] })),
    ...[0, 0x2a0, 0x2a0 + 72, 0x90, 0x1a0].map((at) =>
      // CHIP_ID is compared with the certificate before the signature is verified.
      question(
        `snp/flipped-${at}`,
        at === 0x1a0 ? "identity_mismatch" : "signature_invalid",
        flipped(bare, at),
        {
          ...appraised,
          endorsements: chain,
        },
      ),
    ),
    question("snp/short", "evidence_malformed", bare.subarray(0, 1183), trust),
    question("snp/trailing", "evidence_malformed", Buffer.concat([bare, Buffer.from([0])]), trust),
    question("header/spaces", "evidence_encoding", `${header.slice(0, 40)} ${header.slice(40)}`, trust), // prettier-ignore
    question("header/not-base64", "evidence_encoding", "<script>", trust),
    question("header/empty", "evidence_unsupported", "", trust),
    question("header/deep", "evidence_encoding", "[".repeat(5000), trust),
    question("header/large", "evidence_too_large", "A".repeat(600_000), trust),
  ];
}

async function tdxQuestions({ SimulatedTdx }, now) {
  const tdx = await SimulatedTdx.create();
  const evidence = await tdx.evidence();
  const trust = { now, roots: [tdx.root] };
  const least = { mrTd: "any", rtmr: ["any", "any", "any", "any"] };
  const appraised = { ...trust, policy: { tdx: least } };
  const quote = await tdx.quote();
  const collateral = await tdx.collateral();
  const with_ = { ...appraised, endorsements: collateral };
  const tdxPolicy = (more) => ({ ...trust, policy: { tdx: { ...least, ...more } } });
  return [
    question("tdx/whole", "ok", evidence, appraised),
    question("tdx/collateral-apart", "ok", quote, with_),
    question("tdx/authenticate", "ok", quote, trust),
    question("tdx/no-collateral", "endorsements_missing", quote, appraised),
    question("tdx/root", "root_untrusted", evidence, { ...appraised, roots: [] }),
    question("tdx/mrtd", "policy_measurement", evidence, tdxPolicy({ mrTd: ["00".repeat(48)] })),
    question("tdx/flipped-body", "signature_invalid", flipped(quote, 48 + 136), with_),
    question("tdx/flipped-signature", "signature_invalid", flipped(quote, 48 + 584 + 4), with_),
    question("tdx/short", "evidence_malformed", quote.subarray(0, 600), trust),
    question("tdx/late", "collateral_expired", evidence, { ...appraised, now: now + 400 * 86_400 }),
  ];
}

/** Genuine evidence, where the vector set is beside the project. */
function genuineQuestions() {
  if (!existsSync(`${VECTORS}manifest.json`)) {
    console.log("skipped genuine evidence: the vector set is not beside the project");
    return [];
  }
  const manifest = JSON.parse(readFileSync(`${VECTORS}manifest.json`, "utf8"));
  return manifest.flatMap(({ id, kind, verdict, at, files }) => {
    const read = (end) => {
      const file = files.find(({ path }) => path.endsWith(end));
      return file === undefined ? undefined : readFileSync(VECTORS + file.path);
    };
    const isSnp = /^snp-v\d/.test(kind) || id.startsWith("neg-derived/snp-");
    const isTdx = /^tdx-v\d/.test(kind) || id.startsWith("neg-derived/tdx-");
    const evidence = (isSnp && read("/report.bin")) || (isTdx && read("/quote.bin"));
    if (!evidence || at === undefined) return [];
    const certificates = files.filter(({ path }) => isSnp && path.endsWith(".der"));
    const endorsements = certificates.map(({ path }) => readFileSync(VECTORS + path));
    const code = verdict === "reject" ? REJECTIONS[id] : verdict === "parse_only" ? "endorsements_missing" : "ok"; // prettier-ignore
    const now = Math.floor(Date.parse(at) / 1000);
    return [question(`genuine/${id}`, code, evidence, { now, endorsements })];
  });
}
