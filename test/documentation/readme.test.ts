/** Documentation that shows code runs it: every block of the README, against the stand-ins of the flow's tests. */
import { resolveObjectURL } from "node:buffer";
import { readFileSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import * as core from "../../src/index.ts";
import type { AttestedFetchOptions, Policy } from "../../src/index.ts";
import * as attesterModule from "../../src/attester/index.ts";
import type { AttesterOptions } from "../../src/attester/index.ts";
import * as miden from "../../src/miden/index.ts";
import { encodeRequest } from "../../src/miden/messages.ts";
import { frame } from "../../src/grpc-web-frames.ts";
import * as midnight from "../../src/midnight/index.ts";
import { SimulatedTdx } from "../../src/testing/index.ts";
import { toHex } from "../../src/bytes.ts";
import { README, blocksOf, runBlock } from "./blocks.ts";
import type { Block } from "./blocks.ts";
import { MEASUREMENT, WITNESS, acceptSimulated, attestedProver, countingPeer, echo, endAll, serve, simulatedQuotes } from "../flow/provers.ts"; // prettier-ignore

const undo: (() => void)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0)) one();
  vi.unstubAllGlobals();
  await endAll();
});

const policy: Policy = { snp: { measurements: [MEASUREMENT] } };
const ran = new Set<Block>();

/** The blocks of a language under a heading. */
function blocks(heading: string, language = "js"): readonly Block[] {
  const found = README.filter((one) => one.heading === heading && one.language === language);
  for (const one of found) ran.add(one);
  expect(found.length, heading).toBeGreaterThan(0);
  return found;
}

/** What a reader's options lack here: trust in the simulated TEE. What they say themselves counts. */
async function trusting() {
  const { policy: _own, seal: _off, ...trust } = await acceptSimulated();
  return <Options extends object>(options: Options) => ({ ...trust, ...options });
}

/** Every option `attestedFetch` of a module's functions, trusting. */
async function trustingAttestedFetch<Result>(
  make: (endpoint: never, options: never) => Result,
): Promise<
  (endpoint: unknown, options: { readonly attestedFetch: AttestedFetchOptions }) => Result
> {
  const trust = await trusting();
  return (endpoint, options) =>
    make(endpoint as never, { ...options, attestedFetch: trust(options.attestedFetch) } as never);
}

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../examples/fixtures/${name}.bin`, import.meta.url)));

test("Miden", async () => {
  const [proof, result] = ["proven-transaction", "transaction-result"].map((name) => fixture(`miden-0.13.3-mint.${name}`)) as [Uint8Array, Uint8Array]; // prettier-ignore
  const ProvenTransaction = {
    deserialize: (bytes: Uint8Array) => ({ id: () => ({ toHex: () => `0x${toHex(bytes.subarray(0, 8))}` }) }), // prettier-ignore
  };
  const transaction = {
    id: () => ProvenTransaction.deserialize(proof).id(),
    serialize: () => result,
  };
  const message = encodeRequest({ path: "", payloadField: 1, payload: "TransactionInputs" }, proof);
  const end = frame(new TextEncoder().encode("grpc-status:0\r\n"));
  end[0] = 0x80;
  const type = { "Content-Type": "application/grpc-web+proto" };
  const upstream = await serve(async (request) => {
    await request.arrayBuffer();
    if (request.method === "GET") return new Response("", { status: 404 });
    return new Response(Buffer.concat([frame(message), end]), { headers: type });
  });
  const peer = await countingPeer(await attestedProver(undefined, { upstream: upstream.url, fetch: globalThis.fetch })); // prettier-ignore

  const trust = await trusting();
  const refusals: string[] = [];
  const scripts: string[] = [];
  const former = globalThis.fetch;
  const page = {
    Worker: function (script: string | URL) {
      scripts.push(String(script));
    },
    location: { href: "https://wallet.example/app/" },
  };
  const modules = {
    "witnesslock/miden": {
      ...miden,
      proveTransaction: await trustingAttestedFetch(miden.proveTransaction),
      installMidenFetch: (options: miden.AttestedMidenFetchOptions) => {
        const attestedFetch = trust(options.attestedFetch as AttestedFetchOptions);
        undo.push(miden.installMidenFetch({ ...options, attestedFetch }));
      },
      // Alone of the three it belongs to a page.
      installWorkerBootstrap: (bootstrap: string) => {
        for (const [name, value] of Object.entries(page)) vi.stubGlobal(name, value);
        undo.push(miden.installWorkerBootstrap(bootstrap));
        new Worker("sdk.js", { type: "module" });
        vi.unstubAllGlobals();
      },
    },
  };
  const show = (code: string) => refusals.push(code);
  const scope = { result: transaction, endpoint: peer.url, policy, ProvenTransaction, show };
  const [block] = blocks("Miden");
  const { provenTransaction } = await runBlock(block!.code, { modules, scope, wanted: ["provenTransaction"] }); // prettier-ignore
  expect((provenTransaction as typeof transaction).id().toHex()).toBe(transaction.id().toHex());

  expect(globalThis.fetch).not.toBe(former);
  const call = { method: "POST", headers: type, body: fixture("miden-0.13.3-mint.grpcweb-request") }; // prettier-ignore
  const response = await fetch(`${peer.url}/remote_prover.Api/Prove`, call);
  expect(refusals).toEqual([]);
  expect(Buffer.from(await response.arrayBuffer()).includes(Buffer.from(proof))).toBe(true);
  const unattested = await fetch(`${upstream.url}/remote_prover.Api/Prove`, call);
  expect(unattested.headers.get("grpc-message")).toContain("evidence_missing");
  expect(refusals).toEqual(["evidence_missing"]);
  expect(peer.received()).not.toContain(Buffer.from(result.subarray(0, 32)).toString("latin1"));

  const boot = await resolveObjectURL(scripts[0] ?? "")?.text();
  expect(boot).toMatch(
    /import\("https:\/\/wallet\.example\/attestation\.js"\)[^]*import\("https:\/\/wallet\.example\/app\/sdk\.js"\)/,
  );
});

test("Midnight", async () => {
  const body = fixture("midnight-ledger8-zswap-output.prove-request");
  const seen: Uint8Array[] = [];
  const upstream = await serve(async (request) => {
    seen.push(new Uint8Array(await request.arrayBuffer()));
    return new Response("proof");
  });
  const peer = await countingPeer(await attestedProver(undefined, { upstream: upstream.url }));
  const ledger: midnight.LedgerLike & object = {
    createProvingPayload: (preimage) => preimage,
    createCheckPayload: (preimage) => preimage,
    parseCheckResult: () => [],
  };
  const CostModel = { initialCostModel: () => "cost" };
  const transaction = {
    prove: (provider: midnight.ProvingProviderLike, cost: string) => {
      expect(cost).toBe("cost");
      return provider.prove(body, "midnight/zswap/output");
    },
  };
  const modules = {
    "@midnight-ntwrk/ledger-v8": { ...ledger, CostModel },
    "witnesslock/midnight": {
      attestedProvingProvider: await trustingAttestedFetch(midnight.attestedProvingProvider),
    },
  };
  const [block] = blocks("Midnight");
  const { proven } = await runBlock(block!.code, {
    modules,
    scope: { policy, transaction },
    addresses: { "https://proofs.example": peer.url },
    wanted: ["proven"],
  });
  expect(new TextDecoder().decode(proven as Uint8Array)).toBe("proof");
  expect(Buffer.from(seen[0] ?? []).equals(body)).toBe(true);
  expect(peer.received()).not.toContain("midnight:");
});

test("Connect, Aleo, and whatever else takes a fetch", async () => {
  const trust = await trusting();
  const prover = await attestedProver();
  const scope = {
    policy,
    createAttestedFetch: (options: AttestedFetchOptions) => core.createAttestedFetch(trust(options)), // prettier-ignore
    createGrpcWebTransport: (options: { baseUrl: string; fetch: typeof fetch }) => options,
    AleoNetworkClient: class {
      readonly baseUrl: string;
      readonly fetch: typeof fetch;
      constructor(baseUrl: string, { transport }: { transport: typeof fetch }) {
        this.baseUrl = baseUrl;
        this.fetch = transport;
      }
    },
  };
  const [block] = blocks("Connect, Aleo, and whatever else takes a fetch");
  const made = await runBlock(block!.code, {
    scope,
    addresses: { "https://prover.example": prover.url },
    wanted: ["transport", "client"],
  });
  for (const { baseUrl, fetch } of Object.values(made) as {
    baseUrl: string;
    fetch: typeof globalThis.fetch;
  }[]) {
    // prettier-ignore
    const response = await fetch(`${baseUrl}/prove`, { method: "POST", body: WITNESS });
    expect(await response.text()).toBe(`proof of ${WITNESS}`);
  }
});

test("Moving an existing client", async () => {
  const trust = await trusting();
  // Outside a TEE: it proves, and knows nothing of challenges.
  const plain = await serve(async (call) =>
    call.method === "POST"
      ? new Response(`proof of ${await call.text()}`)
      : new Response("", { status: 404 }),
  );
  const prover = await attestedProver();
  const told: string[] = [];
  const lines = blocks("Moving an existing client", "diff").map(({ code }) =>
    [...code.matchAll(/^\+(.*)$/gm)].map(([, line]) => line).join("\n"),
  );
  expect(lines).toHaveLength(3);
  const request = { method: "POST", body: WITNESS };
  const phase = async (code: string) => {
    const { send } = await runBlock(code, {
      scope: {
        policy,
        request,
        prover: prover.url,
        count: (outcome: string, why?: string) => told.push(`${outcome} ${why ?? ""}`),
        createAttestedFetch: (options: AttestedFetchOptions) => core.createAttestedFetch(trust(options)), // prettier-ignore
      },
      wanted: ["send"],
    });
    return send as typeof fetch;
  };
  const [first, second, third] = await Promise.all(lines.map(phase));
  for (const send of [first!, second!]) {
    expect(await (await send(plain.url, request)).text()).toBe(`proof of ${WITNESS}`);
  }
  expect(told).toEqual([expect.stringMatching(/ evidence_missing$/)]);
  await expect(third!(plain.url, request)).rejects.toMatchObject({ witnessSent: "no" });
  for (const send of [first!, second!, third!]) {
    expect(await (await send(prover.url, request)).text()).toBe(`proof of ${WITNESS}`);
  }
});

test("At the prover", async () => {
  const [attester, staple] = blocks("At the prover");
  const upstream = await echo();
  const addresses = { "http://127.0.0.1:50051": upstream.url };
  const { handle } = await runBlock(attester!.code, {
    modules: {
      "witnesslock/attester": attesterModule,
      "witnesslock/testing": { simulated: simulatedQuotes },
    },
    addresses,
    wanted: ["handle"],
  });
  const through =
    (attested: unknown): typeof fetch =>
    (input, init) =>
      (attested as (request: Request) => Promise<Response>)(new Request(input, init));
  const trust = await trusting();
  const call = { method: "POST", body: WITNESS };
  const send = core.createAttestedFetch(trust({ policy, fetch: through(handle) }));
  const answer = await send("https://prover.example/prove", call);
  expect(await answer.text()).toBe(`proof of ${WITNESS}`);

  const tdx = await SimulatedTdx.create();
  const roots = { dangerouslyTrustRoots: [tdx.root] };
  const endorsements = await tdx.collateral();
  const quotes = { quote: async (reportData: Uint8Array) => ({ evidence: await tdx.quote({ reportData }) }) }; // prettier-ignore
  let stapled: unknown;
  await runBlock(staple!.code, {
    modules: {
      witnesslock: { stapler: () => core.stapler({ ...roots, endorsements }) },
    },
    scope: {
      quotes,
      createAttester: (options: AttesterOptions) => {
        stapled = attesterModule.createAttester(options);
      },
    },
    addresses,
  });
  // The client has no collateral and asks nobody for it.
  const sendToTdx = core.createAttestedFetch({
    ...roots,
    offline: true,
    policy: { tdx: { mrTd: "any", rtmr: ["any", "any", "any", "any"] } },
    fetch: through(stapled),
  });
  const proof = await sendToTdx("https://prover.example/prove", call);
  expect(await proof.text()).toBe(`proof of ${WITNESS}`);
  expect(proof.attestation).toMatchObject({ tee: "tdx", tcb: { status: "UpToDate" } });
});

test("no block of code is left out", () => {
  const code = README.filter(({ language }) => language === "js" || language === "diff");
  expect(code.filter((one) => !ran.has(one))).toEqual([]);
  expect(code.length).toBeGreaterThanOrEqual(8);
  // A shell's lines are tested where the command line is.
  expect(new Set(README.map(({ language }) => language))).toEqual(new Set(["sh", "json", "diff", "js"])); // prettier-ignore
});

test("a block that names what is not there fails", async () => {
  const [one] = blocksOf('## A\n```js\nimport { gone } from "witnesslock";\ngone();\n```\n');
  expect(one).toMatchObject({ heading: "A", language: "js" });
  await expect(runBlock(one!.code, { modules: { witnesslock: core } })).rejects.toThrow("no gone");
  await expect(runBlock("nowhere();", {})).rejects.toThrow(ReferenceError);
  await expect(runBlock("1;", { addresses: { "https://a": "x" } })).rejects.toThrow("no https://a");
});
