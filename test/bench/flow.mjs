/** A proving call of 159 KB over loopback, its prover without delay: what is left is the way. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { createAttester } from "../../dist/attester.js";
import { createAttestedFetch } from "../../dist/index.js";
import { simulated } from "../../dist/testing.js";
import { interleave } from "./interleave.mjs";
import { median, pairedRatio } from "./statistics.mjs";

const fixture = (name) =>
  readFileSync(new URL(`../../examples/fixtures/miden-0.13.3-mint.${name}.bin`, import.meta.url));

async function listen(handler) {
  const server = createServer(async (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const hasBody = method !== "GET" && method !== "HEAD";
    const body = hasBody ? { body: Readable.toWeb(incoming), duplex: "half" } : {};
    const request = new Request(`http://${headers.host}${url}`, { method, headers, ...body });
    const response = await handler(request);
    outgoing.writeHead(response.status, [...response.headers].flat());
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${server.address().port}/prove` };
}

/** Median milliseconds of each way, and their ratios to a plain fetch. */
export async function flow(quick) {
  const [witness, proof] = [fixture("grpcweb-request"), fixture("proven-transaction")];
  const upstream = await listen(async (request) => {
    await request.arrayBuffer();
    return new Response(proof);
  });
  const quotes = await simulated();
  const attester = createAttester({
    quotes,
    upstream: new URL(upstream.url).origin,
    reportsPerMinute: 1e6,
  });
  const prover = await listen(attester);
  const options = {
    policy: { snp: { measurements: "any" } },
    dangerouslyTrustRoots: [quotes.root],
    allowInsecureLoopback: true,
    offline: true,
  };
  const init = { method: "POST", body: witness };
  const read = async (response) => (await response).arrayBuffer();
  const ways = {
    sealedFresh: createAttestedFetch({ ...options, maxAgeMs: 0 }),
    sealedReused: createAttestedFetch({ ...options, maxAgeMs: 3_600_000 }),
    unsealed: createAttestedFetch({ ...options, seal: "off" }),
  };
  const tasks = Object.fromEntries(
    Object.entries(ways).map(([name, send]) => [name, { run: () => read(send(prover.url, init)) }]),
  );
  // The same number of hops: through the attester, without evidence.
  const samples = await interleave(
    { plain: { run: () => read(fetch(prover.url, init)) }, ...tasks },
    { rounds: quick ? 3 : 40, warmup: quick ? 1 : 5, sampleMs: 0 },
  );
  for (const { server } of [upstream, prover]) {
    server.closeAllConnections();
    server.close();
  }
  const of = (what) =>
    Object.fromEntries(Object.entries(samples).map(([name, own]) => [name, what(own)]));
  return {
    milliseconds: of(median),
    ratios: of((own) => pairedRatio(own, samples.plain).median),
  };
}
