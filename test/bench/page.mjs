/** The page: one case at a time, called from outside. */

import { fromText } from "./inputs-text.mjs";
import { measure } from "./measure.mjs";
import { pageEnvironment } from "./page-environment.mjs";
import { subjectsIn } from "./subjects/index.mjs";

const inputs = fromText(await (await fetch("/inputs")).text());
const subjects = await subjectsIn("chromium");

window.bench = (oneCase, base, pace, faults) =>
  measure(oneCase, subjects, inputs, pageEnvironment(faults), base, pace);
