/** The module inside the default entry: unpacked by whatever the runtime has, and refused where it has nothing or finds damage. */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { authenticate, init, initSync } from "../../src/index.ts";
import { SimulatedTee } from "../../src/testing/index.ts";
import { forgetVerifier } from "../../src/verifier.ts";
import { codeOf, trusting } from "../support.ts";

const committed = readFileSync(new URL("../../wasm/witnesslock_verifier_bg.wasm", import.meta.url));
const carried = vi.hoisted(() => ({ wasmGzip: "" }));
vi.mock("virtual:witnesslock-wasm", () => carried);

const tee = await SimulatedTee.create();
const evidence = await tee.evidence();
const verify = () => authenticate(evidence, trusting(tee));

/** As in a browser: nothing of Node's is to be had. */
function withoutNode() {
  vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined);
}

beforeEach(() => {
  forgetVerifier();
  carried.wasmGzip = gzipSync(committed).toString("base64");
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test("by Node, at once", async () => {
  vi.stubGlobal("DecompressionStream", undefined);
  initSync();
  expect(await codeOf(verify())).toBe("ok");
});

test("by Node, waiting", async () => {
  vi.stubGlobal("DecompressionStream", undefined);
  await init();
  expect(await codeOf(verify())).toBe("ok");
});

test("by a browser's stream, and not at once", async () => {
  withoutNode();
  expect(() => {
    initSync();
  }).toThrow("await init(), or give initSync the module");
  await init();
  expect(await codeOf(verify())).toBe("ok");
});

test("by neither: the error says what to give", async () => {
  withoutNode();
  vi.stubGlobal("DecompressionStream", undefined);
  const call = verify();
  await expect(call).rejects.toMatchObject({ code: "verifier_unavailable", witnessSent: "no" });
  await expect(call).rejects.toThrow("await init(fetch(url of witnesslock/verifier.wasm))");
});

test.each([
  ["by Node", () => undefined],
  ["by a browser", withoutNode],
])("damaged, or another module: refused, %s", async (_by, surround) => {
  surround();
  const refuse = async (packed: Uint8Array, code: string) => {
    carried.wasmGzip = Buffer.from(packed).toString("base64");
    expect(await codeOf(verify())).toBe(code);
    if (surround !== withoutNode) expect(initSync).toThrow(expect.objectContaining({ code }));
  };
  const packed = gzipSync(committed);
  await refuse(packed.subarray(0, -9), "verifier_unavailable");
  await refuse(Buffer.of(1, 2, 3), "verifier_unavailable");
  packed[packed.length >> 1] = (packed[packed.length >> 1] ?? 0) ^ 1;
  await refuse(packed, "verifier_unavailable");
  const other = Buffer.from(committed);
  other[other.length - 1] = (other[other.length - 1] ?? 0) ^ 1;
  await refuse(gzipSync(other), "verifier_integrity");
  // The twin: so much is it that was altered.
  carried.wasmGzip = gzipSync(committed).toString("base64");
  expect(await codeOf(verify())).toBe("ok");
});
