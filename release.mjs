// A release, up to the point where a maintainer says yes. It publishes nothing unless it is told to.
//
//   node release.mjs             checks, and prints the notes
//   node release.mjs --publish   in the release workflow: publishes with npm's provenance
//
// Provenance binds the tarball to the commit and workflow that made it, so it is made where an OpenID token is to be had
// (GitHub Actions, `permissions: id-token: write`), never on somebody's own machine.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hashSources, sha256 } from "./rust-verifier/build-wasm.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));
const read = (path) => readFileSync(join(root, path));
const run = (command, args, stdio = ["ignore", "pipe", "inherit"]) =>
  execFileSync(command, args, { cwd: root, encoding: "utf8", stdio });
const integrity = (bytes) => `sha384-${createHash("sha384").update(bytes).digest("base64")}`;

function refuse(why) {
  console.error(`no release: ${why}`);
  process.exit(1);
}

const { name, version } = JSON.parse(read("package.json"));
const provenance = JSON.parse(read("wasm/PROVENANCE.json"));
const wasm = read("wasm/witnesslock_verifier_bg.wasm");
const publish = process.argv.includes("--publish");

if (sha256(wasm) !== provenance.wasmSha256) refuse("wasm/ is not what its PROVENANCE.json records");
if (hashSources() !== provenance.sourcesSha256) refuse("wasm/ is of other sources: npm run wasm");
if (publish) {
  if (run("git", ["status", "--porcelain"]).trim() !== "") refuse("the work tree is not clean");
  const tags = run("git", ["tag", "--points-at", "HEAD"]).split("\n");
  if (!tags.includes(`v${version}`)) refuse(`this commit has no tag v${version}`);
  if (!read("CHANGELOG.md").includes(`## [${version}]`))
    refuse(`CHANGELOG.md has no section ${version}`);
  if (process.env.ACTIONS_ID_TOKEN_REQUEST_URL === undefined) {
    refuse("there is no OpenID token here, so npm could not attest where the tarball was made");
  }
}

run("npm", ["run", "--silent", "build"]);
const folder = mkdtempSync(join(tmpdir(), "witnesslock-release-"));
try {
  const options = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const [packed] = JSON.parse(run("npm", options));
  const tarball = join(folder, packed.filename);
  console.log(`# ${name} ${version}

| | |
|---|---|
| tarball | ${packed.size} bytes, \`${packed.integrity}\` |
| \`${name}/verifier.wasm\`, SHA-256 | \`${provenance.wasmSha256}\` |
| \`${name}/verifier.wasm\`, for \`integrity=\` | \`${integrity(wasm)}\` |
| Rust sources, SHA-256 | \`${provenance.sourcesSha256}\` |
${Object.entries(provenance.tools).map(([tool, made]) => `| ${tool} | ${made} |`).join("\n")}

With these tools \`npm run wasm:check\` gives the same bytes in any folder. The JavaScript accepts this module alone.`); // prettier-ignore
  if (publish) {
    run("npm", ["publish", tarball, "--provenance", "--access", "public"], "inherit");
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
