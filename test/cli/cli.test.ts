/** The command line as a person and a script meet it: output, JSON, exit status. Run from source, in processes of its own. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SimulatedTdx, SimulatedTee } from "../../src/testing/index.ts";
import { buildCli } from "./built.ts";
import type { Cli, Ran } from "./built.ts";

let built: Cli;
const tee = await SimulatedTee.create();
const tdx = await SimulatedTdx.create();

beforeAll(async () => {
  built = await buildCli();
  await write("evidence.bin", await tee.evidence());
  await write("report.bin", await tee.report());
  await write("header.txt", `${await tee.header()}\n`);
  await write("envelope.json", await tee.envelope());
  await write("root.der", tee.root);
  await write("leaf.der", tee.leaf);
  await write("ask.der", tee.intermediate);
  await write("debug.bin", await tee.evidence({ policy: 0xb_0000n }));
  await write("policy.json", '{"snp":{"measurements":"any"}}');
  await write("other.json", `{"snp":{"measurements":["${"00".repeat(48)}"]}}`);
  await write("quote.bin", await tdx.quote());
  await write("tdx-root.der", tdx.root);
  await write("bundle.json", await tdx.bundle());
  await write("outdated.json", await tdx.bundle({ platformStatus: "OutOfDate" }));
  await write("tdx.json", '{"tdx":{"mrTd":"any","rtmr":["any","any","any","any"]}}');
  await write("dstack.json", await tdx.dstackEvidence());
  await write("broken.json", '{"snp":{"measurement":"any"}}');
});

afterAll(() => built.remove());

const at = (name: string) => join(built.folder, name);
const write = (name: string, contents: string | Uint8Array) => writeFile(at(name), contents);

const run = (args: readonly string[], input?: Uint8Array | string): Promise<Ran> =>
  built.run(args, input);

const trust = () => ["--dangerously-trust-root", at("root.der"), "--offline"];
const json = ({ out }: Ran) => JSON.parse(out) as Record<string, unknown>;

describe("inspect", () => {
  test.each(["evidence.bin", "header.txt", "envelope.json"])("authentic: %s", async (name) => {
    const page = await run(["inspect", at(name), ...trust()]);
    expect(page.status).toBe(0);
    expect(page.out).toContain("Authentic");
    expect(page.out).toContain("simulated: no hardware stands behind it");
    expect(page.out).not.toContain("\u001b");
    const data = json(await run(["inspect", at(name), ...trust(), "--json"]));
    expect(data).toMatchObject({ authentic: true, tee: "snp", anchor: "simulated" });
    expect(Object.keys(data)).toEqual(expect.arrayContaining(["claims", "tcb", "checks"]));
  });

  test("standard input, endorsements as files, a time", async () => {
    const endorsements = ["--endorsement", at("leaf.der"), "--endorsement", at("ask.der")];
    const bare = ["inspect", "-", ...endorsements, ...trust()];
    expect((await run(bare, await tee.report())).status).toBe(0);
    const late = await run([...bare, "--at", "2100-01-01T00:00:00Z", "--json"], await tee.report());
    expect([late.status, json(late)["code"]]).toEqual([1, "collateral_expired"]);
    const early = await run([...bare, "--at", "1000000000", "--json"], await tee.report());
    expect([early.status, json(early)["code"]]).toEqual([1, "collateral_not_yet_valid"]);
  });

  test("not authentic", async () => {
    const ran = await run(["inspect", at("evidence.bin"), "--offline", "--json"]);
    expect(ran.status).toBe(1);
    expect(json(ran)).toMatchObject({ authentic: false, code: "root_untrusted" });
    const page = await run(["inspect", at("evidence.bin"), "--offline"]);
    expect([page.status, page.out.startsWith("Not authentic  root_untrusted")]).toEqual([1, true]);
  });

  test("unproven", async () => {
    const ran = await run(["inspect", at("report.bin"), ...trust(), "--json"]);
    expect(ran.status).toBe(3);
    const data = json(ran);
    expect(data).toMatchObject({
      authentic: "unproven",
      code: "endorsements_missing",
      claims: { version: 5 },
    });
    expect((data["context"] as { urls: string[] }).urls[0]).toContain("kdsintf.amd.com");
    expect(data["checks"]).toBeInstanceOf(Array);
    const page = await run(["inspect", at("report.bin"), ...trust()]);
    expect(page.out).toContain("which anyone could have written");
  });

  test("a policy skeleton accepts what it was written from, and says what to review", async () => {
    const ran = await run(["inspect", at("debug.bin"), ...trust(), "--policy-skeleton"]);
    expect(ran.status).toBe(0);
    expect(ran.err).toContain("review: guestPolicy.debug");
    await write("skeleton.json", ran.out);
    const appraised = await run([
      "appraise",
      at("debug.bin"),
      "--policy",
      at("skeleton.json"),
      ...trust(),
      "--json",
    ]);
    expect([appraised.status, json(appraised)["status"]]).toEqual([4, "warning"]);
  });
});

describe("appraise", () => {
  const appraise = (evidence: string, policy: string, ...more: string[]) =>
    run(["appraise", at(evidence), "--policy", at(policy), ...trust(), ...more]);

  test("a warning", async () => {
    const ran = await appraise("evidence.bin", "policy.json", "--json");
    expect(ran.status).toBe(4);
    expect(json(ran)).toMatchObject({ status: "warning", anchor: "simulated" });
    const page = await appraise("evidence.bin", "policy.json");
    expect(page.out).toContain("! the chain ends at a root named in dangerouslyTrustRoots");
  });

  test("refused, with every violation and the line that would accept it", async () => {
    const ran = await appraise("debug.bin", "other.json", "--json");
    expect(ran.status).toBe(1);
    const { error } = json(ran) as {
      error: { code: string; message: string; context: object; violations: object[] };
    };
    expect(error.code).toBe("policy_debug");
    expect(error.violations).toHaveLength(2);
    const page = await appraise("debug.bin", "other.json");
    expect(page.out).toContain('write "debug": "any" in snp.guestPolicy');
    expect(page.out).toContain("policy_measurement");
  });

  test("bound to what was expected, and to nothing else", async () => {
    expect(
      (await appraise("evidence.bin", "policy.json", "--binding", "00".repeat(64))).status,
    ).toBe(4);
    const other = await appraise(
      "evidence.bin",
      "policy.json",
      "--binding",
      "01".repeat(64),
      "--json",
    );
    expect([other.status, (json(other) as { error: { code: string } }).error.code]).toEqual([
      1,
      "policy_binding",
    ]);
  });

  test("endorsements missing", async () => {
    const ran = await appraise("report.bin", "policy.json", "--json");
    expect([ran.status, (json(ran) as { error: { code: string } }).error.code]).toEqual([
      3,
      "endorsements_missing",
    ]);
  });

  test("a malformed policy is a mistake of usage", async () => {
    const ran = await appraise("evidence.bin", "broken.json", "--json");
    expect(ran.status).toBe(2);
    expect(json(ran)).toMatchObject({
      error: { code: "policy_invalid", context: { field: "snp.measurements" } },
    });
  });
});

describe("usage", () => {
  test.each([
    [[], "witnesslock inspect EVIDENCE"],
    [["nonsense"], "no command of that name"],
    [["inspect"], "EVIDENCE is missing"],
    [["inspect", "a", "b"], "more than one EVIDENCE"],
    [["inspect", "/does/not/exist"], "is not there"],
    [["inspect", "-", "--polcy", "x"], "--polcy"],
    [["inspect", "-", "--at", "yesterday"], "--at takes a time"],
    [["inspect", "-", "--at", "2026-11-24"], "--at takes a time"],
    [["appraise", "-"], "--policy FILE is missing"],
    [["appraise", "-", "--policy", "x", "--binding", "00"], "--binding takes"],
    [["serve"], "--upstream URL is missing"],
    [["serve", "--upstream", "http://127.0.0.1:1"], "--tee takes configfs"],
    [["serve", "--upstream", "nonsense", "--tee", "simulated"], "absolute URL"],
    [
      ["serve", "--upstream", "http://127.0.0.1:1", "--tee", "simulated", "--port", "99999"],
      "--port",
    ],
  ])("%j", async (args, words) => {
    const { status, err, out } = await run(args);
    expect(status).toBe(2);
    expect(err).toContain(words);
    expect(err + out).not.toMatch(/\n\s+at /);
  });

  test("help is no mistake", async () => {
    const { status, out } = await run(["--help"]);
    expect([status, out.includes("Exit status:")]).toEqual([0, true]);
  });

  test.each(["inspect", "appraise", "check", "serve", "demo"])(
    "help of one command says what that one takes: %s",
    async (command) => {
      const { status, out } = await run([command, "--help"]);
      expect(status).toBe(0);
      const named = [...out.matchAll(/^ {2}witnesslock (\w+)/gm)].map(([, name]) => name);
      expect(named).toEqual([command]);
      // What it has in common with others is there where it takes that.
      const takesEvidence = !["serve", "demo"].includes(command);
      expect(out.includes("--endorsement")).toBe(takesEvidence);
      expect(await run([command, "anything", "-h"])).toEqual({ status, out, err: "" });
    },
  );

  test("help of a command that there is not is a mistake", async () => {
    const { status, err } = await run(["nonsense", "--help"]);
    expect([status, err.includes("no command of that name")]).toEqual([2, true]);
  });

  test("the version is the package's", async () => {
    const { version } = JSON.parse(
      await readFile(new URL("../../package.json", import.meta.url), "utf8"),
    ) as { version: string };
    expect(await run(["--version"])).toEqual({ status: 0, out: `${version}\n`, err: "" });
  });
});

test("demo: one witness leaves, three do not, and nothing is left running", async () => {
  const { status, out } = await run(["demo"]);
  expect(out).toContain("As announced");
  expect(out.match(/the other side received 0 bytes of it/g)).toHaveLength(3);
  for (const code of ["evidence_missing", "signature_invalid", "policy_binding"])
    expect(out).toContain(code);
  expect(status).toBe(0);
});

describe("a TDX quote", () => {
  const trustTdx = () => ["--dangerously-trust-root", at("tdx-root.der"), "--offline"];
  const collateral = (name: string) => ["--endorsement", at(name)];

  test("inspect of dstack: the log, the application, and a skeleton that pins it", async () => {
    const trusted = ["--dangerously-trust-root", at("tdx-root.der"), "--offline"];
    const page = await run(["inspect", at("dstack.json"), ...trusted]);
    expect(page.status).toBe(0);
    expect(page.out).toMatch(/Event log +dstack, 13 events: RTMR0 replayed/);
    expect(page.out).toMatch(new RegExp(`compose +${"c0".repeat(32)}`));
    expect(page.out).toMatch(/keys from +kms 30aa/);
    const skeleton = await run(["inspect", at("dstack.json"), ...trusted, "--policy-skeleton"]);
    const { tdx: section } = JSON.parse(skeleton.out) as { tdx: Record<string, unknown> };
    expect(section["dstack"]).toEqual({
      composeHash: ["c0".repeat(32)],
      appId: ["a0".repeat(20)],
      keyProviderId: ["30aa"],
    });
    expect((section["rtmr"] as unknown[])[3]).toBe("any");
    await write("dstack-policy.json", skeleton.out);
    const policy = ["--policy", at("dstack-policy.json"), "--json"];
    const verdict = await run(["appraise", at("dstack.json"), ...policy, ...trusted]);
    expect([verdict.status, json(verdict)["status"]]).toEqual([4, "warning"]);
  });

  test("inspect without collateral: authentic, and what it skipped", async () => {
    const page = await run(["inspect", at("quote.bin"), ...trustTdx()]);
    expect(page.status).toBe(0);
    expect(page.out).toContain("Authentic  Intel TDX quote, version 4");
    expect(page.out).toContain("skipped: no TCB info was given");
    expect(page.out).toContain("give TCB info and QE identity with --endorsement");
    const data = json(await run(["inspect", at("quote.bin"), ...trustTdx(), "--json"]));
    expect(data).toMatchObject({ authentic: true, tee: "tdx", tcb: null });
  });

  test("inspect with collateral: the levels as a table, and what is short", async () => {
    const args = ["inspect", at("quote.bin"), ...collateral("outdated.json"), ...trustTdx()];
    const { out, status } = await run(args);
    expect(status).toBe(0);
    const lines = out.split("\n").map((line) => line.trim().replaceAll(/ +/g, " "));
    expect(lines).toContain("TCB OutOfDate");
    expect(lines).toContain("part status TCB date level");
    const parts = lines.filter((line) => /^(platform (?!tdx)|module|quoting)/.test(line));
    expect(parts.map((line) => line.split(" ").slice(0, 3).join(" "))).toEqual([
      expect.stringMatching(/^platform OutOfDate /),
      "module TDX_01 UpToDate",
      "quoting enclave UpToDate",
    ]);
    expect(out).toMatch(/platform tdxtcbcomponents\[2\].* is 2, the next level asks 3/);
    expect(out).toContain("INTEL-SA-");
    expect(out).toMatch(/TCB info +\d{4}-\d\d-\d\d .* evaluation 20/);
  });

  test("appraise: what is missing, what is refused, what is accepted", async () => {
    const appraise = (...more: string[]) =>
      run(["appraise", at("quote.bin"), "--policy", at("tdx.json"), ...trustTdx(), ...more]);
    const missing = await appraise();
    expect(missing.status).toBe(3);
    expect(missing.out).toContain(
      "https://api.trustedservices.intel.com/tdx/certification/v4/tcb?fmspc=",
    );
    expect(missing.out).toContain("IntelSGXRootCA.der");
    const refused = await appraise(...collateral("outdated.json"));
    expect([refused.status, refused.out.startsWith("Refused  tcb_status")]).toEqual([1, true]);
    expect(refused.out).toContain('add "OutOfDate" to tdx.tcbStatus');
    expect((await appraise(...collateral("bundle.json"))).status).toBe(4);
    const snp = ["appraise", at("quote.bin"), "--policy", at("policy.json"), ...trustTdx()];
    const data = json(await run([...snp, "--json"]));
    expect(data).toMatchObject({ error: { code: "policy_tee" } });
  });

  test("a policy skeleton accepts what it was written from", async () => {
    const args = ["inspect", at("quote.bin"), ...collateral("outdated.json"), ...trustTdx()];
    const skeleton = await run([...args, "--policy-skeleton"]);
    expect(skeleton.err).toContain("review: tcbStatus: OutOfDate");
    await write("skeleton-tdx.json", skeleton.out);
    const rest = [...collateral("outdated.json"), ...trustTdx()];
    const policy = ["--policy", at("skeleton-tdx.json")];
    expect((await run(["appraise", at("quote.bin"), ...policy, ...rest])).status).toBe(4);
  });
});
