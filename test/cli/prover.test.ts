/** `serve` and `check`, as an operator and a wallet's developer meet them. */
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createAttestedFetch } from "../../src/index.ts";
import { nodeFetch } from "../../src/node.ts";
import { attestedProver, echo, endAll, serve, simulatedQuotes } from "../flow/provers.ts";
import { selfSigned } from "../flow/tls.ts";
import { buildCli } from "./built.ts";
import type { Cli } from "./built.ts";

let cli: Cli;
let rootFile: string;
const at = (name: string) => join(cli.folder, name);
beforeAll(async () => {
  cli = await buildCli();
  rootFile = at("root.der");
  await writeFile(rootFile, (await simulatedQuotes()).root);
  await writeFile(at("any.json"), '{"snp":{"measurements":"any"}}');
  await writeFile(at("other.json"), `{"snp":{"measurements":["${"00".repeat(48)}"]}}`);
});
afterEach(endAll);
afterAll(() => cli.remove());

/** Waits for words on a process's output. */
function announced(child: ChildProcessWithoutNullStreams, words: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let out = "";
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
      const found = words.exec(out);
      if (found !== null) resolve(found[0]);
    });
    child.once("exit", () => {
      reject(new Error(out));
    });
  });
}

const ended = (child: ChildProcessWithoutNullStreams) =>
  new Promise<number | null>((resolve) => child.once("exit", resolve));

test("serve: sealed, over TLS, with a mirror; SIGTERM lets the call in flight finish", async () => {
  let arrived: () => void = () => undefined;
  const there = new Promise<void>((resolve) => (arrived = resolve));
  const upstream = await serve(async (request) => {
    const text = await request.text();
    arrived();
    await new Promise((resolve) => setTimeout(resolve, 700));
    return new Response(`proof of ${text}`);
  });
  const { cert, key } = await selfSigned();
  await Promise.all([writeFile(at("cert.pem"), cert), writeFile(at("key.pem"), key)]);
  const child = cli.begin([
    ...["serve", "--upstream", upstream.url, "--tee", "simulated", "--root-out", at("served.pem")],
    ...["--tls-cert", at("cert.pem"), "--tls-key", at("key.pem"), "--mirror"],
  ]);
  const exit = ended(child);
  let log = "";
  child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const url = await announced(child, /https:\/\/127\.0\.0\.1:\d+(?= stands)/);
  const fetch = nodeFetch({ dangerouslyAcceptAnyCertificate: true });
  const health = await fetch(`${url}/.well-known/attestation/health`);
  expect(await health.json()).toMatchObject({ status: "ok", sealing: true });
  expect((await fetch(`${url}/vcek/v1/Genoa/crl?x=1`)).status).toBe(404);
  const attestedFetch = createAttestedFetch({
    policy: { snp: { measurements: "any" } },
    dangerouslyTrustRoots: [new Uint8Array(await readFile(at("served.pem")))],
    offline: true,
    fetch,
  });
  const call = attestedFetch(`${url}/prove`, { method: "POST", body: "witness" });
  await there;
  child.kill("SIGTERM");
  const response = await call;
  expect(await response.text()).toBe("proof of witness");
  expect(response.attestation?.checks.at(-1)).toMatchObject({ id: "channel_binding", outcome: "passed" }); // prettier-ignore
  expect(await exit).toBe(0);
  const entries = log.split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as { kind: string }); // prettier-ignore
  expect(entries.map(({ kind }) => kind)).toEqual(["health", "challenge", "gateway"]);
  expect(log).not.toContain("witness\n");
}, 60_000);

test("serve: the mirror alone", async () => {
  const child = cli.begin(["serve", "--mirror"]);
  const exit = ended(child);
  const url = await announced(child, /http:\/\/127\.0\.0\.1:\d+(?= mirrors)/);
  const answer = await fetch(`${url}/nothing`);
  expect([answer.status, answer.headers.get("Access-Control-Allow-Origin")]).toEqual([404, "*"]);
  child.kill("SIGINT");
  expect(await exit).toBe(0);
  const { status, err } = await cli.run(["serve", "--mirror", "--allow-origin", "no origin"]);
  expect([status, err]).toEqual([2, expect.stringContaining("allowOrigin")]);
});

test("serve: limits on a body, and on the time that the prover takes", async () => {
  const upstream = await serve(async (request) => {
    await request.arrayBuffer();
    return new Promise<Response>(() => undefined);
  });
  const child = cli.begin([
    ...["serve", "--upstream", upstream.url, "--tee", "simulated", "--quiet"],
    ...["--max-body-mib", "1", "--upstream-timeout-seconds", "1"],
  ]);
  const exit = ended(child);
  const url = await announced(child, /http:\/\/127\.0\.0\.1:\d+(?= stands)/);
  const post = async (length: number) =>
    (await fetch(url, { method: "POST", body: new Uint8Array(length) })).status;
  expect(await post(1024 * 1024)).toBe(504);
  expect(await post(1024 * 1024 + 1)).toBe(413);
  child.kill("SIGINT");
  expect(await exit).toBe(0);
}, 60_000);

test("serve --tee configfs where there is no TEE says so, and ends", async () => {
  const { status, err } = await cli.run(["serve", "--upstream", "http://127.0.0.1:1", "--tee", "configfs"]); // prettier-ignore
  expect(status).toBe(1);
  expect(err).toContain("no confidential guest");
  expect(err).not.toMatch(/\n\s+at /);
});

test.each([
  [["--tls-cert", "x"], "belong together"],
  [["--tls-cert", "/absent", "--tls-key", "/absent"], "cannot be read"],
  [["--origin", "prover.example"], "--origin takes an origin"],
  [["--privlevel", "4"], "--privlevel"],
  [["--rotate-minutes", "0"], "--rotate-minutes"],
  [["--grace-seconds", "x"], "--grace-seconds"],
  [["--max-body-mib", "1025"], "--max-body-mib"],
  [["--upstream-timeout-seconds", "0"], "--upstream-timeout-seconds"],
  [["--drain-seconds", "soon"], "--drain-seconds"],
])("serve %j is a mistake of usage", async (args, words) => {
  const { status, err } = await cli.run(["serve", "--upstream", "http://127.0.0.1:1", "--tee", "simulated", ...args]); // prettier-ignore
  expect([status, err.includes(words)]).toEqual([2, true]);
});

describe("check", () => {
  const check = (url: string, ...args: string[]) =>
    cli.run(["check", url, "--allow-insecure-loopback", "--offline", "--dangerously-trust-root", rootFile, ...args]); // prettier-ignore
  const policy = (name: string) => ["--policy", at(name)];

  test("a prover without evidence is ready for phase 1", async () => {
    const { status, out } = await check((await echo()).url);
    expect([status, out.includes("phase 1, mode if-present")]).toEqual([1, true]);
    expect(out).toContain("evidence_missing");
  });

  test("with evidence and no policy yet: phase 2, and what it proves", async () => {
    const { status, out } = await check((await attestedProver()).url);
    expect([status, out.includes("phase 2, mode report-only")]).toEqual([0, true]);
    expect(out).toMatch(/Sealing +offered/);
    expect(out).toContain("a5".repeat(48));
  });

  test("accepted by the policy: phase 3, a warning because the root is a caller's", async () => {
    const { status, out } = await check((await attestedProver()).url, ...policy("any.json"), "--json"); // prettier-ignore
    expect(status).toBe(4);
    expect(JSON.parse(out)).toMatchObject({ carrier: "endpoint", sealing: true, phase: "required", result: { anchor: "simulated" } }); // prettier-ignore
  });

  test("refused by the policy: phase 2, and why", async () => {
    const { status, out } = await check((await attestedProver()).url, ...policy("other.json"));
    expect([status, out.includes("phase 2")]).toEqual([1, true]);
    expect(out).toContain("policy_measurement");
  });

  test("a prover that only sends the header, and cannot be sealed to", async () => {
    const prover = await attestedProver(
      (answer, request) =>
        request.url.includes("well-known") ? new Response(null, { status: 404 }) : answer,
      { seal: false },
    );
    const { status, out } = await check(prover.url, ...policy("any.json"), "--json");
    expect(status).toBe(4);
    expect(JSON.parse(out)).toMatchObject({ carrier: "header", sealing: false, phase: "required" });
  });

  test("nobody there: could not find out", async () => {
    const { status, out } = await check("http://127.0.0.1:1", "--json");
    expect(status).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ carrier: "none", error: { code: "transport_failed" } });
  });

  test.each([
    ["at the top", (url: string) => `remote_prover_endpoint = "${url}"\n[rpc]\ntimeout_ms = 1\n`],
    ["in a table", (url: string) => `[client]\nremote_prover_endpoint = "${url}"\n`],
    ["as parts", (url: string) => `[remote_prover_endpoint]\nprotocol = "http"\nhost = "127.0.0.1"\nport = ${new URL(url).port}\n`], // prettier-ignore
  ])("the old client's file names the prover: %s", async (_name, toml) => {
    const { url } = await attestedProver();
    await writeFile(at("miden-client.toml"), toml(url));
    const { status, out } = await cli.run(["check", "--config", at("miden-client.toml"), "--allow-insecure-loopback", "--offline", "--dangerously-trust-root", rootFile]); // prettier-ignore
    expect([status, out.includes("phase 2")]).toEqual([0, true]);
  });

  test.each([
    ["not TOML", "= = =", "is not TOML"],
    ["no prover", "[rpc]\nx = 1\n", "has no remote_prover_endpoint"],
    ["two provers", 'remote_prover_endpoint = "a"\n[b]\nremote_prover_endpoint = "c"\n', "more than one"], // prettier-ignore
    ["a number", "remote_prover_endpoint = 1\n", "neither an address nor a table"],
    ["plain http", 'remote_prover_endpoint = "http://prover.example"\n', "https:"],
  ])("a file with %s is a mistake of usage", async (_name, toml, words) => {
    await writeFile(at("bad.toml"), toml);
    const { status, err } = await cli.run(["check", "--config", at("bad.toml")]);
    expect([status, err.includes(words)]).toEqual([2, true]);
  });

  test("neither or both of URL and file", async () => {
    expect((await cli.run(["check"])).status).toBe(2);
    expect((await cli.run(["check", "https://p.example", "--config", "x"])).status).toBe(2);
  });
});
