/** What every runtime and bundler is asked, the provers behind it, and the answers of the package itself. */
import assert from "node:assert/strict";
import { run } from "./inside/suite.mjs";
import { sameVerdicts, wrongCodes } from "./judge.mjs";
import { MEASUREMENT, makeQuestions } from "./questions.mjs";
import { serveProver } from "./site.mjs";

/** @param installed - what project.mjs loaded */
export async function makeFixture(installed) {
  const snp = await serveProver(installed, {});
  const tdx = await serveProver(installed, { tee: "tdx" });
  const prover = ({ url, root }, policy) => ({ url, root, policy });
  const fixture = {
    questions: await makeQuestions(installed.testing),
    snp: prover(snp, { snp: { measurements: [MEASUREMENT] } }),
    tdx: prover(tdx, { tdx: { mrTd: "any", rtmr: ["any", "any", "any", "any"] } }),
    wrongPolicy: { snp: { measurements: ["00".repeat(48)] } },
    headerBytes: [12_000, 20_000, 60_000, 120_000, 200_000, 300_000, 500_000, 1_000_000],
  };
  // The same questions in this process: what each runtime's text is compared with.
  const here = await run(installed.witnesslock, { ...fixture, headerBytes: [] });
  const wrong = wrongCodes(here, fixture);
  if (wrong.length > 0)
    throw new Error(`the package itself answers otherwise: ${wrong.join("; ")}`);
  // One character in one verdict, and the comparison below must notice.
  const [{ id }] = fixture.questions;
  const altered = { ...here.verdicts, [id]: here.verdicts[id].replace("warning", "affirming") };
  assert.throws(() => sameVerdicts({ verdicts: altered }, fixture, here.verdicts), { message: new RegExp(id) }); // prettier-ignore
  const close = () => {
    snp.close();
    tdx.close();
  };
  return { fixture, reference: here.verdicts, close };
}
