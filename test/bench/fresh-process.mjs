/** One fresh Node process. */

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { toText } from "./inputs-text.mjs";

const script = fileURLToPath(new URL("cold-start.mjs", import.meta.url));

/** @returns what `coldStarts` calls, of these inputs */
export function processStarter(inputs) {
  const texts = {};
  return ({ file, subject, caseId, inputName }) => {
    const input = (texts[inputName] ??= toText(inputs[inputName]));
    const run = spawnSync(process.execPath, [script, file, subject, caseId], { input });
    if (run.status !== 0) {
      throw new Error(`a fresh process of ${subject} failed: ${run.stderr.toString().slice(-600)}`);
    }
    return Number(run.stdout.toString());
  };
}
