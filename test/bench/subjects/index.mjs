/** Who takes part, in which engine. Loaded one by one, so that a cold start pays for nobody else. */

const BOTH = ["node", "chromium"];
const NODE = ["node"];

/** File, the subjects in it, and the engines that can run it. */
export const FILES = [
  { file: "node-crypto-primitives.mjs", engines: NODE },
  { file: "node-crypto-snp.mjs", engines: NODE },
  { file: "node-crypto-tdx.mjs", engines: NODE },
  { file: "web-crypto-primitives.mjs", engines: BOTH },
  { file: "web-crypto-snp.mjs", engines: BOTH },
  { file: "web-crypto-tdx.mjs", engines: BOTH },
  { file: "witnesslock-primitives.mjs", engines: BOTH },
  { file: "witnesslock.mjs", engines: BOTH },
  { file: "noble-curves.mjs", engines: BOTH },
  { file: "tinfoil-verifier.mjs", engines: BOTH },
  { file: "dcap-qvl.mjs", engines: BOTH },
  { file: "dcap-qvl-web.mjs", engines: BOTH },
];

/** The subjects of one file. */
export const subjectsOf = async (file) => Object.values(await import(`./${file}`));

/** All that can run in an engine. */
export async function subjectsIn(engine) {
  const files = FILES.filter(({ engines }) => engines.includes(engine));
  return (await Promise.all(files.map(({ file }) => subjectsOf(file)))).flat();
}
