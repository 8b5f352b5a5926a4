/**
 * The module's memory over many verdicts, in a fresh process: more platforms in turn than any cache holds, both kinds of TEE, and
 * damaged evidence in between. It grows with the longest call and with full caches, and then no more.
 *
 *   node test/bench/memory.mjs <verdicts>     prints JSON
 */

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const self = fileURLToPath(import.meta.url);
/** More platforms than any cache of the verifier has places. */
const PLATFORMS = 40;
const MIB = 1024 * 1024;

/** Sees every instance's memory: the package gives no way to it. */
function watchMemories() {
  const memories = [];
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    constructor(...parameters) {
      super(...parameters);
      memories.push(this.exports.memory);
    }
  };
  return memories;
}

async function evidence() {
  const { SimulatedTdx, SimulatedTee } = await import("../../dist/testing.js");
  const snp = { snp: { measurements: "any" } };
  const tdx = { tdx: { mrTd: "any", rtmr: ["any", "any", "any", "any"] } };
  const list = [];
  for (let made = 0; made < PLATFORMS; made += 1) {
    const [tee, td] = [await SimulatedTee.create(), await SimulatedTdx.create()];
    const damage = [{ offset: 0x90, bytes: [1, 2, 3] }];
    list.push([await tee.header(), snp, tee.root, true]);
    list.push([await td.header(), tdx, td.root, true]);
    list.push([await tee.header({ patchAfterSigning: damage }), snp, tee.root, false]);
  }
  return list;
}

async function run(verdicts) {
  const memories = watchMemories();
  const { appraise } = await import("../../dist/index.js");
  const list = await evidence();
  const bytes = () => memories.reduce((total, { buffer }) => total + buffer.byteLength, 0);
  const marks = [];
  const counts = { accepted: 0, refused: 0 };
  for (let done = 0; done < verdicts; done += 1) {
    const [header, policy, root, good] = list[done % list.length];
    const options = { dangerouslyTrustRoots: [root], offline: true, expectedBinding: "any" };
    let accepted = true;
    try {
      await appraise(header, policy, options);
    } catch {
      accepted = false;
    }
    if (accepted !== good) throw new Error(`verdict ${done} is wrong`);
    counts[accepted ? "accepted" : "refused"] += 1;
    // After every platform came by twice; halfway; at the end.
    if ([2 * list.length, Math.ceil(verdicts / 2), verdicts].includes(done + 1)) {
      marks.push({ verdicts: done + 1, mib: bytes() / MIB });
    }
  }
  return { verdicts, ...counts, instances: memories.length, marks };
}

/** The same in a process of its own. */
export function memoryAfter(verdicts) {
  const child = spawnSync(process.execPath, [self, String(verdicts)], { encoding: "utf8" });
  if (child.status !== 0) throw new Error(`the memory run failed: ${child.stderr.slice(-600)}`);
  const result = JSON.parse(child.stdout);
  const all = result.marks.map(({ mib }) => mib);
  // The first mark shows what full caches take; holes between what they keep are found for a while after.
  return { ...result, mib: all.at(-1), flat: all.at(-1) === all.at(-2) };
}

if (process.argv[1] === self) console.log(JSON.stringify(await run(Number(process.argv[2]))));
