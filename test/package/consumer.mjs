// Runs in a project of its own, with the tarball installed: every subpath, and the README's examples.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { authenticate, init, resolvePolicy } from "witnesslock";
import { createAttester } from "witnesslock/attester";
import { MIDEN_VERSIONS } from "witnesslock/miden";
import { attestedProvingProvider } from "witnesslock/midnight";
import { fileCache, nodeFetch } from "witnesslock/node";
import { simulated } from "witnesslock/testing";
import { prove } from "./attested-call.mjs";
import { look, verdict } from "./appraise.mjs";
import { verdictOnTdx } from "./tdx.mjs";

const quotes = await simulated();
const attester = createAttester({
  quotes,
  upstream: async (request) => new Response(`proof of ${await request.text()}`),
});
const server = createServer(async (incoming, outgoing) => {
  const chunks = await incoming.toArray();
  const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
  const response = await attester(
    new Request(`http://${incoming.headers.host}${incoming.url}`, {
      method: incoming.method,
      headers: incoming.headers,
      ...(hasBody ? { body: Buffer.concat(chunks) } : {}),
    }),
  );
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

const measurement = "a5".repeat(48);
const trust = { dangerouslyTrustRoots: [quotes.root], offline: true };
const url = `http://127.0.0.1:${server.address().port}/prove`;
const proof = await prove(url, "witness", [measurement], { ...trust, allowInsecureLoopback: true });
assert.equal(Buffer.from(proof).toString(), "proof of witness");
await assert.rejects(
  prove(url, "witness", ["00".repeat(48)], { ...trust, allowInsecureLoopback: true }),
  {
    code: "policy_measurement",
    witnessSent: "no",
  },
);
server.close();

const header = await quotes.tee.header();
assert.deepEqual(await look(header, trust), { anchor: "simulated", measurement });
const { status, product } = await verdict(header, [measurement], new Uint8Array(64), trust);
assert.deepEqual([status, product], ["warning", "genoa"]);

const tdx = await simulated({ tee: "tdx" });
const quote = await tdx.tee.evidence();
const trustTdx = { dangerouslyTrustRoots: [tdx.root], offline: true };
const { claims } = await authenticate(quote, trustTdx);
assert.deepEqual(
  await verdictOnTdx(
    quote,
    { mrTd: claims.mrTd, rtmr: claims.rtmr },
    Buffer.from(claims.reportData, "hex"),
    trustTdx,
  ),
  { status: "warning", tcb: "UpToDate", evaluation: 20 },
);

await init(readFileSync(fileURLToPath(import.meta.resolve("witnesslock/verifier.wasm"))));
const schema = JSON.parse(
  readFileSync(fileURLToPath(import.meta.resolve("witnesslock/policy.schema.json")), "utf8"),
);
assert.equal(schema.title, "witnesslock policy");
assert.equal((await resolvePolicy({ snp: { measurements: "any" } })).snp.minimumTcb, "2026-11");
assert.equal(await fileCache("cache").get("https://kdsintf.amd.com/x"), undefined);
assert.equal(MIDEN_VERSIONS["0.13"].path, "/remote_prover.Api/Prove");
assert.equal(typeof attestedProvingProvider, "function");
assert.equal(typeof nodeFetch(), "function");
console.log("the tarball works: every subpath, and the README's examples");

// What the documents name exists: every subpath, and every name that a block of code imports.
const documents = ["README.md", "PROTOCOL.md", "SECURITY.md", "CHANGELOG.md"].map((name) =>
  readFileSync(new URL(`node_modules/witnesslock/${name}`, import.meta.url), "utf8"),
);
const subpaths = new Set(documents.flatMap((text) => text.match(/\bwitnesslock\/[a-z][a-z.]*[a-z]/g) ?? [])); // prettier-ignore
for (const subpath of subpaths) assert.doesNotThrow(() => import.meta.resolve(subpath), subpath);
const imports = documents.flatMap((text) => [
  ...text.matchAll(/^[+ ]?import \{([^}]+)\} from "(witnesslock[^"]*)";$/gm),
]);
assert.ok(subpaths.size >= 6 && imports.length >= 8, "the documents are read");
for (const [, names, subpath] of imports) {
  const module = await import(subpath);
  for (const name of names.split(",").map((part) => part.trim())) {
    assert.ok(name in module, `${subpath} has no ${name}, which a document imports`);
  }
}
console.log(`documents: ${subpaths.size} subpaths and ${imports.length} imports, all there`);
