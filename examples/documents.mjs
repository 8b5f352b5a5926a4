// Puts the examples into the README, so that what it shows is what the tests run.
//
//   node examples/documents.mjs            writes
//   node examples/documents.mjs --check    fails where the README shows something else
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const EXAMPLES = {
  "node-client": "examples/attested-call.mjs",
  appraise: "examples/appraise.mjs",
  tdx: "examples/tdx.mjs",
};

let readme = readFileSync(path("README.md"), "utf8");
const before = readme;
for (const [name, file] of Object.entries(EXAMPLES)) {
  const begin = `<!-- example:${name} -->`;
  const from = readme.indexOf(begin);
  const to = readme.indexOf("<!-- /example -->", from);
  if (from < 0 || to < 0) throw new Error(`README.md has no ${begin}`);
  const code = readFileSync(path(file), "utf8").trimEnd();
  readme = `${readme.slice(0, from + begin.length)}\n\`\`\`js\n${code}\n\`\`\`\n${readme.slice(to)}`;
}
if (process.argv[2] !== "--check") writeFileSync(path("README.md"), readme);
else if (readme !== before)
  throw new Error("README.md shows other code than examples/: npm run documents");
