/** A proving call of 159 KB over loopback, its prover without delay: what is left is the way. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { createAttester } from "../../dist/attester.js";
import { createAttestedFetch } from "../../dist/index.js";
import { simulated } from "../../dist/testing.js";
import { interleave } from "./interleave.mjs";

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

/** The median time of each way, in milliseconds. */
export async function flowTasks(quick) {
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
    Object.entries(ways).map(([name, send]) => [name, () => read(send(prover.url, init))]),
  );
  // The same number of hops: through the attester, without evidence.
  const times = await interleave(
    { plain: () => read(fetch(prover.url, init)), ...tasks },
    quick ? { rounds: 3, warmup: 1 } : { rounds: 40, warmup: 5 },
  );
  for (const { server } of [upstream, prover]) {
    server.closeAllConnections();
    server.close();
  }
  return times;
}
