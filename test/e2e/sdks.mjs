/**
 * `npm run e2e:sdks`: published clients of other provers over the sealed flow: Connect, Aleo's SDK, Midnight's ledger. Their provers are
 * stand-ins, and the run says so; what is real is the client, its witness, and every byte between.
 */
import { createHash } from "node:crypto";
import { createServer, connect } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createAttester } from "witnesslock/attester";
import { simulated } from "witnesslock/testing";
import { listen } from "../../examples/miden/listen.mjs";
import { frame } from "./grpc-web.mjs";
import { installPackages, runProgram, runToEnd, say } from "./run.mjs";

const examples = fileURLToPath(new URL("../../examples/", import.meta.url));

/** gRPC-web: gives a payload back as its proof, and refuses a message without one. */
async function answerConnect(request) {
  const body = Buffer.from(await request.arrayBuffer());
  const message = body.subarray(5);
  const headers = { "Content-Type": "application/grpc-web+proto" };
  const status = (code) => frame(0x80, Buffer.from(`grpc-status:${code}\r\n`));
  if (message.length === 0) return new Response(status(3), { headers });
  // Field 2 there is field 1 here, its length unchanged.
  const proof = Buffer.concat([Buffer.of(0x0a), message.subarray(1)]);
  return new Response(Buffer.concat([frame(0, proof), status(0)]), { headers });
}

/** The paths of Aleo's delegated proving that one submission asks. */
async function answerAleo(request) {
  const { pathname } = new URL(request.url);
  if (pathname.endsWith("/amendment_count")) {
    return Response.json({ program_id: "credits.aleo", edition: 0, amendment_count: 0 });
  }
  if (pathname === "/pubkey") {
    // Curve25519's base point: a key that somebody holds.
    const key = Buffer.alloc(32);
    key[0] = 9;
    return Response.json({ key_id: "stand-in", public_key: key.toString("base64") });
  }
  const { ciphertext } = await request.json();
  if (pathname !== "/prove/authorization" || ciphertext.length < 100) {
    return Response.json({ message: "not a proving request" }, { status: 400 });
  }
  return Response.json({ transaction: { id: "at1stand-in" }, broadcast_result: null });
}

/** Midnight's proof server as far as it goes without keys. */
async function answerMidnight(request) {
  const body = Buffer.from(await request.arrayBuffer());
  const tag = "midnight:(proof-preimage-versioned,option(proving-data),option(fr-bls)):";
  const isPayload = body.subarray(0, tag.length).toString("latin1") === tag;
  const arrived = createHash("sha256").update(body).digest("hex");
  say(`  prover got ${body.length} bytes, ${isPayload ? "a proof preimage" : "something else"}, sha256 ${arrived}`); // prettier-ignore
  seen.push(arrived);
  return new Response("no proving keys here", { status: 503 });
}
const seen = [];

/** Between client and attester: everything that can be read on the way. */
async function tap(port, ends) {
  const chunks = [];
  const server = createServer((socket) => {
    const onward = connect(port, "127.0.0.1");
    for (const [from, to] of [
      [socket, onward],
      [onward, socket],
    ]) {
      from.on("data", (chunk) => chunks.push(chunk));
      from.on("error", () => to.destroy());
      from.pipe(to);
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => server.close());
  return { url: `http://127.0.0.1:${server.address().port}`, read: () => Buffer.concat(chunks) };
}

await runToEnd("every client went through the sealed flow", async ({ ends, writeRoot }) => {
  const quotes = await simulated();
  const rootFile = writeRoot(quotes.root);
  const CLIENTS = [
    ["connect", answerConnect, "WITNESS-"],
    ["aleo", answerAleo, "key_id"],
    ["midnight", answerMidnight, "proof-preimage"],
  ];
  for (const [name, upstream, readable] of CLIENTS) {
    say(`${name}: the client is real, the prover a stand-in`);
    let plain = "";
    const keep = async (request) => {
      plain += Buffer.from(await request.clone().arrayBuffer()).toString("latin1");
      return upstream(request);
    };
    const server = await listen(createAttester({ quotes, upstream: keep }));
    ends.push(server.close);
    const { url, read } = await tap(new URL(server.url).port, ends);
    const example = join(examples, name);
    installPackages(example, "witnesslock", "--ignore-scripts");
    const env = { PROVER: url, ROOT: rootFile };
    const { status, lines } = await runProgram(example, "node.mjs", env);
    if (status !== 0) throw new Error(`${name}: status ${status}`);
    // The same words stand in what the prover got, so their absence on the way says something.
    if (!plain.includes(readable)) throw new Error(`${name}: the prover got no "${readable}"`);
    if (read().includes(readable)) throw new Error(`${name}: "${readable}" was readable on the way`); // prettier-ignore
    const sent = lines.find(({ sha256 }) => sha256 !== undefined)?.sha256;
    if (sent !== undefined && seen.at(-1) !== sent) throw new Error(`${name}: not what the client wrote`); // prettier-ignore
  }
});
