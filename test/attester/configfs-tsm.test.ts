/** The kernel's interface for reports, as a real directory that answers as the kernel does. */
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { configfsTsm } from "../../src/attester/index.ts";
import { kernelFiles } from "../../src/attester/kernel-files.ts";
import type { KernelFiles } from "../../src/attester/kernel-files.ts";
import { appraise } from "../../src/index.ts";
import { SimulatedTee, simulated } from "../../src/testing/index.ts";
import { trusting } from "../support.ts";

const tee = await SimulatedTee.create();
const reportData = new Uint8Array(64).fill(7);
const codeError = (code: string) => Object.assign(new Error(code), { code });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "witnesslock-tsm-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Kernel {
  readonly provider?: string;
  readonly report?: (inblob: Uint8Array) => Promise<Uint8Array>;
  readonly auxblob?: Uint8Array | undefined;
  /** Called before every read, by name; what it throws, the read throws. */
  readonly onRead?: (name: string, entry: string) => Promise<void> | void;
}

/** Real files in a real directory; what the kernel does by itself when an entry is made or written, this does. */
function kernel({ provider = "sev_guest", report, auxblob, onRead }: Kernel = {}) {
  const real = kernelFiles();
  const log: string[] = [];
  const bump = async (entry: string) => {
    const before = Number(await readFile(`${entry}/generation`, "utf8"));
    await writeFile(`${entry}/generation`, `${before + 1}\n`);
  };
  const files: KernelFiles = {
    async mkdir(path) {
      await real.mkdir(path);
      await writeFile(`${path}/generation`, "0\n");
      await writeFile(`${path}/provider`, `${provider}\n`);
      for (const name of ["inblob", "privlevel", "outblob"]) await writeFile(`${path}/${name}`, "");
      if (auxblob !== undefined) await writeFile(`${path}/auxblob`, auxblob);
    },
    async rmdir(path) {
      // In configfs the attributes go with their directory.
      for (const name of await readdir(path)) await rm(join(path, name));
      await real.rmdir(path);
      log.push("rmdir");
    },
    async write(path, bytes) {
      await real.write(path, bytes);
      const entry = path.slice(0, path.lastIndexOf("/"));
      log.push(`write ${path.slice(entry.length + 1)}`);
      await bump(entry);
      if (path.endsWith("inblob")) {
        const made = await (report ?? ((data) => tee.report({ reportData: data })))(bytes);
        await writeFile(`${entry}/outblob`, made);
      }
    },
    async read(path, limit) {
      const entry = path.slice(0, path.lastIndexOf("/"));
      await onRead?.(path.slice(entry.length + 1), entry);
      return real.read(path, limit);
    },
  };
  return { files, log, bump };
}

test("a report of SEV-SNP, with the certificate table behind it, is evidence that verifies", async () => {
  const whole = await tee.evidence({ reportData });
  const { files, log } = kernel({ auxblob: whole.slice(1184) });
  const { evidence } = await configfsTsm({ path: folder, files }).quote(reportData);
  const policy = { snp: { measurements: ["a5".repeat(48)] } };
  const result = await appraise(evidence, policy, {
    ...trusting(tee),
    expectedBinding: reportData,
  });
  expect(result.tee).toBe("snp");
  expect(log).toEqual(["write inblob", "rmdir"]);
  expect(await readdir(folder)).toEqual([]);
});

test("a quote of TDX", async () => {
  const quotes = await simulated({ tee: "tdx" });
  const { files } = kernel({
    provider: "tdx_guest",
    report: (data) => quotes.tee.quote({ reportData: data }),
  });
  const { evidence } = await configfsTsm({ path: folder, files }).quote(reportData);
  expect(Buffer.from(evidence.subarray(568, 632))).toEqual(Buffer.from(reportData));
});

test.each([undefined, new Uint8Array(), new Uint8Array(4096)])(
  "without certificates: %#",
  async (auxblob) => {
    const { files } = kernel({ auxblob });
    const { evidence } = await configfsTsm({ path: folder, files }).quote(reportData);
    expect(evidence).toHaveLength(1184);
  },
);

test("privlevel is written before the report is asked for, and only where it is named", async () => {
  const { files, log } = kernel();
  await configfsTsm({ path: folder, files, privlevel: 2 }).quote(reportData);
  expect(log).toEqual(["write privlevel", "write inblob", "rmdir"]);
  expect(() => configfsTsm({ privlevel: 4 })).toThrow(RangeError);
});

test("calls at the same time have an entry each", async () => {
  const { files } = kernel();
  const tsm = configfsTsm({ path: folder, files });
  const all = Array.from({ length: 10 }, (_, index) => new Uint8Array(64).fill(index));
  const made = await Promise.all(all.map((data) => tsm.quote(data)));
  for (const [index, { evidence }] of made.entries()) expect(evidence[0x50]).toBe(index);
  expect(await readdir(folder)).toEqual([]);
});

test("another writer between write and read: asked again, in a new entry", async () => {
  let races = 2;
  const behaving = kernel({
    onRead: async (name, entry) => {
      if (name !== "provider" || races === 0) return;
      races -= 1;
      await behaving.bump(entry);
    },
  });
  const { evidence } = await configfsTsm({ path: folder, files: behaving.files }).quote(reportData);
  expect(evidence).toHaveLength(1184);
  expect(behaving.log.filter((line) => line === "rmdir")).toHaveLength(3);
});

test("a report for another's REPORT_DATA, the generation as expected: asked again, and never given out", async () => {
  let wrong = 1;
  const { files } = kernel({
    report: (data) => tee.report({ reportData: wrong-- > 0 ? new Uint8Array(64).fill(9) : data }),
  });
  const { evidence } = await configfsTsm({ path: folder, files }).quote(reportData);
  expect(evidence[0x50]).toBe(7);
  const always = kernel({ report: () => tee.report({ reportData: new Uint8Array(64).fill(9) }) });
  await expect(configfsTsm({ path: folder, files: always.files }).quote(reportData)).rejects.toThrow(/8 attempts/); // prettier-ignore
  expect(await readdir(folder)).toEqual([]);
});

test.each(["EBUSY", "EAGAIN", "EINTR"])("%s passes", async (code) => {
  let failures = 3;
  const { files } = kernel({
    onRead: (name) => {
      if (name === "outblob" && failures-- > 0) throw codeError(code);
    },
  });
  expect((await configfsTsm({ path: folder, files }).quote(reportData)).evidence).toHaveLength(
    1184,
  );
});

test("what does not pass is an error at once, and the entry goes all the same", async () => {
  const { files, log } = kernel({
    onRead: (name) => {
      if (name === "outblob") throw codeError("EIO");
    },
  });
  await expect(configfsTsm({ path: folder, files }).quote(reportData)).rejects.toThrow("EIO");
  expect(log).toEqual(["write inblob", "rmdir"]);
});

test.each<[string, Kernel, RegExp]>([
  ["an unknown provider", { provider: "arm_cca_guest" }, /neither sev_guest nor tdx_guest/],
  ["a provider named as an object's member", { provider: "constructor" }, /neither/],
  [
    "a report of another length",
    { report: () => Promise.resolve(new Uint8Array(100)) },
    /100 bytes/,
  ],
  [
    "a report longer than any",
    { report: () => Promise.resolve(new Uint8Array(40_000)) },
    /longer than/,
  ],
])("%s is refused", async (_name, behaviour, message) => {
  const { files } = kernel(behaviour);
  await expect(configfsTsm({ path: folder, files }).quote(reportData)).rejects.toThrow(message);
});

test("where there is no such interface the error says what to do", async () => {
  const tsm = configfsTsm({ path: join(folder, "absent") });
  await expect(tsm.quote(reportData)).rejects.toThrow(/no confidential guest/);
  await expect(tsm.quote(new Uint8Array(32))).rejects.toThrow(/64 bytes/);
});
