/** What the attester answers itself, outside the seal: PROTOCOL.md's table, row by row. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createAttester } from "../../src/attester/index.ts";
import type { AttesterOptions } from "../../src/attester/index.ts";
import { toBase64Url } from "../../src/bytes.ts";
import { createNonce } from "../../src/index.ts";

const quotes = { quote: () => Promise.resolve({ evidence: new Uint8Array(4) }) };
const noQuotes = { quote: () => Promise.reject(new Error("firmware")) };
/** Evidence in which the attester itself fails. */
// Nothing that anybody should write: bytes that cannot be read.
const unreadable = Object.assign(new Uint8Array(1), { subarray: undefined });
const faulty = { quote: () => Promise.resolve({ evidence: unreadable }) };
const NONCED = { "Attestation-Nonce": toBase64Url(createNonce()) };
const SEALED = { "Content-Type": "message/ohttp-req" };
const CHALLENGE = "/.well-known/attestation";
const GATEWAY = "/.well-known/ohttp-gateway";
const KEY_PROBLEM = "https://iana.org/assignments/http-problem-types#ohttp-key";

const post = (path: string, headers: HeadersInit, body: BodyInit = "w") =>
  new Request(`https://p.example${path}`, { method: "POST", headers, body, duplex: "half" } as RequestInit); // prettier-ignore
const challenge = (nonce = toBase64Url(createNonce())) =>
  new Request(`https://p.example${CHALLENGE}?nonce=${nonce}`);
const stream = (start: (controller: ReadableStreamDefaultController) => void) =>
  new ReadableStream({ start });
const broken = () => stream((controller) => { controller.error(new Error("gone")); }); // prettier-ignore
const stalled = () => stream(() => undefined);
const unknownKey = () => new Uint8Array(100);

async function answerOf(options: Partial<AttesterOptions>, request: Request): Promise<Response> {
  const upstream = () => Promise.resolve(new Response("proof of more than four bytes"));
  return createAttester({ quotes, upstream, receiveTimeoutMs: 50, ...options })(request);
}

type Case = [row: string, at: string, request: () => Request, options?: Partial<AttesterOptions>];
const CASES = ([
  ["400", "challenge", () => challenge("AAAA")],
  ["400", "nonced", () => post("/prove", { "Attestation-Nonce": "AAAA" })],
  ["400", "gateway", () => post(GATEWAY, SEALED, broken())],
  ["400", "nonced", () => post("/prove", NONCED, broken())],
  ["400, `application/problem+json`", "gateway", () => post(GATEWAY, SEALED, unknownKey())],
  ["400", "gateway", () => post(GATEWAY, SEALED, "short")],
  ["405 with `Allow`", "challenge", () => post(CHALLENGE, {})],
  ["405 with `Allow`", "gateway", () => new Request(`https://p.example${GATEWAY}`)],
  ["408", "gateway", () => post(GATEWAY, SEALED, stalled())],
  ["408", "nonced", () => post("/prove", NONCED, stalled())],
  ["413", "gateway", () => post(GATEWAY, SEALED, new Uint8Array(1_000_000)), { maxBodyBytes: 4 }],
  ["413", "prover", () => post("/prove", NONCED, "witness"), { maxBodyBytes: 4 }],
  ["415", "gateway", () => post(GATEWAY, {})],
  ["429 with `Retry-After`", "challenge", challenge, { reportsPerMinute: 0.001 }],
  ["429 with `Retry-After`", "nonced", () => post("/prove", NONCED), { reportsPerMinute: 0.001 }],
  ["500", "everywhere", challenge, { quotes: faulty }],
  ["502", "nonced", () => post("/prove", NONCED), { maxBodyBytes: 4 }],
  ["502", "nonced", () => post("/prove", NONCED), { upstream: () => Promise.resolve(new Response(broken())) }],
  ["502, 504", "prover", () => post("/prove", {}), { upstream: () => Promise.reject(new Error("down")) }],
  ["502, 504", "prover", () => post("/prove", {}), { upstream: silent(), upstreamTimeoutMs: 20 }],
  ["503 with `Retry-After`", "gateway", () => post(GATEWAY, SEALED, new Uint8Array(9)), { maxTotalBytes: 4 }],
  ["503 with `Retry-After`", "nonced", () => post("/prove", NONCED, "witness"), { maxTotalBytes: 4 }],
  ["503", "challenge", challenge, { quotes: noQuotes }],
  ["503", "nonced", () => post("/prove", NONCED), { quotes: noQuotes }],
] satisfies Case[]).map(([row, at, request, options = {}]: Case) => ({ row, at, request, options })); // prettier-ignore

/** A prover that says nothing until it is told to stop. */
function silent() {
  return (request: Request) =>
    new Promise<Response>((_resolve, reject) => {
      request.signal.addEventListener("abort", () => {
        reject(new Error("stopped"));
      });
    });
}

const document = readFileSync(new URL("../../PROTOCOL.md", import.meta.url), "utf8");
const [, section = ""] = document.split("\n## Refusals\n");
const rows = [...section.matchAll(/^\| (\d{3}[^|]*?) \| ([^|]+) \|/gm)].map(([, status = "", at = ""]) => ({ status: status.replace(/ of type .*/, ""), at })); // prettier-ignore

test.each(CASES)("$row at $at", async ({ row, at, request, options }) => {
  // A bucket holds one report at least, which another takes first.
  if (row.startsWith("429")) {
    const handle = createAttester({ quotes, upstream: "http://127.0.0.1:1", ...options });
    await handle(challenge());
    await expectRefusal(await handle(request()), row);
  } else {
    await expectRefusal(await answerOf(options, request()), row);
  }
  expect(rows.some((one) => one.status === row && one.at.includes(at))).toBe(true);
});

async function expectRefusal(answer: Response, row: string): Promise<void> {
  expect(row.match(/\d{3}/g)).toContain(String(answer.status));
  expect(answer.headers.has("Attestation-Report")).toBe(false);
  expect(answer.headers.has("Retry-After")).toBe(row.includes("Retry-After"));
  expect(answer.headers.has("Allow")).toBe(row.includes("Allow"));
  const { error, type } = (await answer.json()) as { error?: string; type?: string };
  expect(type).toBe(row.includes("problem+json") ? KEY_PROBLEM : undefined);
  expect(typeof error).toBe(type === undefined ? "string" : "undefined");
}

test("every row is here", () => {
  const tried = new Set(CASES.map(({ row }) => row));
  expect(rows.filter(({ status }) => !tried.has(status))).toEqual([]);
  expect(rows.length).toBeGreaterThan(10);
});

test.each([
  ["502", { upstream: () => Promise.reject(new Error("down")) }],
  ["504", { upstream: silent(), upstreamTimeoutMs: 20 }],
])("%s of a nonced call whose prover gives none is attested like every answer", async (status, options) => {
  const answer = await answerOf(options, post("/prove", NONCED));
  expect([String(answer.status), answer.headers.has("Attestation-Report")]).toEqual([status, true]);
}); // prettier-ignore
