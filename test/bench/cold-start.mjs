/**
 * A fresh process: from the first import to the first verdict. Run as `node cold-start.mjs <file> <subject> <case>` with the
 * inputs on standard input; prints milliseconds. Starting Node itself is not counted, it is the same for all.
 */

import { readFileSync } from "node:fs";
import { environment } from "./environment.mjs";
import { fromText } from "./inputs-text.mjs";

const [file, name, caseId] = process.argv.slice(2);
const input = fromText(readFileSync(0, "utf8"));

const start = performance.now();
const subjects = Object.values(await import(`./subjects/${file}`));
const subject = subjects.find((each) => each.name === name);
const opened = await subject.offers[caseId](input, environment);
const accepted = await opened(input.good);
const elapsed = performance.now() - start;

if (accepted !== true) throw new Error(`${name} refuses what is good`);
console.log(elapsed);
