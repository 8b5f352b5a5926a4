/** A fresh page, called from outside once: from the first import, over loopback, to the first verdict. */

import { fromText } from "./inputs-text.mjs";
import { pageEnvironment } from "./page-environment.mjs";

const inputs = fromText(await (await fetch("/inputs")).text());

window.coldStart = async ({ file, subject: name, caseId, inputName }, faults) => {
  const input = inputs[inputName];
  const start = performance.now();
  const subjects = Object.values(await import(`./subjects/${file}`));
  const subject = subjects.find((each) => each.name === name);
  const opened = await subject.offers[caseId](input, pageEnvironment(faults));
  const accepted = await opened(input.good);
  const elapsed = performance.now() - start;
  if (accepted !== true) throw new Error(`${name} refuses what is good`);
  return elapsed;
};
