/** The declarations, in every way in which TypeScript finds them; and every public name has a description. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../runtimes/processes.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const SOURCE = readFileSync(new URL("consumer.ts.txt", import.meta.url), "utf8");
const STRICT = {
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  target: "es2022",
  lib: ["es2023", "dom", "dom.iterable"],
  types: [],
};
// Without skipLibCheck: the declarations themselves are checked.
const MODES = {
  nodenext: { module: "nodenext" },
  node16: { module: "node16" },
  node20: { module: "node20" },
  bundler: { module: "esnext", moduleResolution: "bundler" },
  "bundler, module preserve": { module: "preserve" },
  "node10, before exports": {
    module: "esnext",
    moduleResolution: "node10",
    ignoreDeprecations: "6.0",
  },
};

/** @param project - a folder where the tarball is installed */
export async function checkTypes(project, say) {
  for (const [name, mode] of Object.entries(MODES)) {
    const folder = join(project, `types-${name.replace(/\W+/g, "-")}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "main.ts"), SOURCE);
    const compilerOptions = { ...STRICT, ...mode };
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions, files: ["main.ts"] }),
    );
    await run(join(root, "node_modules/.bin/tsc"), ["-p", "."], { cwd: folder });
  }
  say(
    `the declarations hold in a strict project, without skipLibCheck: ${Object.keys(MODES).join("; ")}`,
  );
}

/** typedoc's own check. Members of a literal type are described where the type is. */
export async function checkDocumentation(say) {
  const options = ["--emit", "none", "--treatValidationWarningsAsErrors", "false"];
  const { out, err } = await run(join(root, "node_modules/.bin/typedoc"), options, { cwd: root, both: true }); // prettier-ignore
  const lines = (out + err).split("\n").filter((line) => /warning|error/i.test(line));
  const own = lines.filter(
    (line) => !/__type|MIDEN_VERSIONS|PROCESSORS|relative path|Found 0 errors/.test(line),
  );
  if (own.length > 0) throw new Error(`without a description:\n${own.join("\n")}`);
  if (lines.length === 0) throw new Error("typedoc has not said anything: is it still asked?");
  say("every public name has a description");
}
