/** What an operator writes wrong is said when the attester starts, and not by the calls that it would fail. */
import { expect, test } from "vitest";
import { configfsTsm, createAttester, createMirror } from "../../src/attester/index.ts";
import type { AttesterOptions } from "../../src/attester/index.ts";
import { kernelFiles } from "../../src/attester/kernel-files.ts";

const quotes = { quote: () => Promise.resolve({ evidence: new Uint8Array(4) }) };
const upstream = "http://127.0.0.1:50051";
type Wrong = readonly [name: string, value: unknown, error: typeof TypeError, message: RegExp | string]; // prettier-ignore

test.each<Wrong>([
  ["quotes", undefined, TypeError, "an object with quote, as configfsTsm() gives one; it is undefined"],
  ["quotes", Promise.resolve(quotes), TypeError, "it is a promise: await it first"],
  ["quotes", { quote: "report" }, TypeError, /quote, .*; it is another object/],
  ["staple", {}, TypeError, "staple must be a function, or left out; it is another object"],
  ["onStapleError", "log", TypeError, "onStapleError must be a function"],
  ["onQuoteError", "log", TypeError, "onQuoteError must be a function"],
  ["onLog", [], TypeError, "onLog must be a function, or left out; it is a list"],
  ["fetch", null, TypeError, "fetch must be a function, or left out; it is null"],
  ["upstream", undefined, TypeError, /upstream must be the prover's address.* it is undefined/],
  ["upstream", 50051, TypeError, "it is a number"],
  ["upstream", "127.0.0.1:50051", RangeError, "write its scheme too"],
  ["upstream", "localhost:50051", RangeError, "http or https"],
  ["upstream", "ftp://127.0.0.1", RangeError, "http or https"],
  ["upstream", new URL("unix:/run/prover"), RangeError, "http or https"],
  ["upstream", "http://operator:hunter2@127.0.0.1", RangeError, "Authorization"],
  ["upstream", "http://127.0.0.1/?network=main", RangeError, "its own query"],
  ["upstream", "http://127.0.0.1/#main", RangeError, "must end with its path"],
  // These switched sealing off, or left it on.
  ["seal", null, TypeError, "seal must be true or false; it is null"],
  ["seal", "false", TypeError, "seal must be true or false; it is a string"],
  ["origins", "https://prover.example", TypeError, 'a list, as ["https://prover.example"]; it is a string'],
  ["origins", [], RangeError, "every sealed request would be refused"],
  ["origins", [undefined], TypeError, "each of origins must be a text"],
  ["origins", ["https://prover.example", "prover.example"], RangeError, '"prover.example" is no origin'],
  // A scheme in a URL's eyes, with an origin that is that of every other such address.
  ["origins", ["prover.example:8443"], RangeError, '"prover.example:8443" is no origin'],
  ["origins", ["wss://prover.example"], RangeError, "is no origin of http or https"],
  ["origins", ["https://prover.example/prove"], RangeError, "scheme, host and port alone"],
  ["origins", ["https://prover.example/?"], RangeError, "scheme, host and port alone"],
  ["origins", ["https://me@prover.example"], RangeError, "scheme, host and port alone"],
  ["allowOrigin", null, TypeError, "allowOrigin must be a text"],
  ["allowOrigin", ["https://app.example"], TypeError, "it is a list"],
  ["allowOrigin", "", RangeError, "is no origin as browsers write it"],
  ["allowOrigin", "https://app.example\n", RangeError, "is no origin"],
  ["allowOrigin", "https://app.example/", RangeError, "no path or slash behind it"],
  ["allowOrigin", "https://App.example", RangeError, "in lower case"],
  ["allowOrigin", "https://app.example:443", RangeError, "is no origin"],
  ["allowOrigin", "https://a.example, https://b.example", RangeError, "browsers take no list"],
  ["allowOrigin", "app.example", RangeError, "is no origin"],
  ["allowOrigin", "null", RangeError, "is no origin"],
])("%s: %j", (name, value, error, message) => {
  const made = () => createAttester({ quotes, upstream, [name]: value });
  expect(made).toThrow(error);
  expect(made).toThrow(message);
  expect(made).not.toThrow("hunter2");
}); // prettier-ignore

test.each<Partial<AttesterOptions>>([
  { upstream: new URL("https://prover.internal/base") },
  { upstream: () => Promise.resolve(new Response()) },
  { origins: ["https://prover.example/", "http://[::1]:8080"] },
  { allowOrigin: "*" },
  { allowOrigin: "http://localhost:5173" },
  { allowOrigin: "https://app.example" },
  { allowOrigin: "chrome-extension://gppongmhjkpfnbhagpmjfkannfbllamg" },
])("right as it is: %o", async (options) => {
  const handle = createAttester({ quotes, upstream, ...options });
  const health = "https://p.example/.well-known/attestation/health";
  const answer = await handle(new Request(health));
  const allowed = options.allowOrigin ?? "*";
  expect([answer.status, answer.headers.get("Access-Control-Allow-Origin")]).toEqual([200, allowed]); // prettier-ignore
});

test("a mirror's", () => {
  const made = (options: object) => () => createMirror(options);
  expect(made({ allowOrigin: "https://app.example/" })).toThrow(RangeError);
  expect(made({ allowOrigin: false })).toThrow("allowOrigin must be a text");
  expect(made({ fetch: "https://proxy.example" })).toThrow("fetch must be a function");
  expect(made({ allowOrigin: "https://app.example" })).not.toThrow();
});

test("configfsTsm's", () => {
  const made = (options: object) => () => configfsTsm(options);
  expect(made({ privilege: 2 })).toThrow("configfsTsm has no option privilege; its options are path, privlevel, files"); // prettier-ignore
  expect(made({ path: 1 })).toThrow(TypeError);
  expect(made({ path: "" })).toThrow("path must be absolute");
  expect(made({ path: "tsm/report" })).toThrow(RangeError);
  expect(made({ privlevel: "2" })).toThrow("privlevel must be the number 0, 1, 2 or 3");
  const files = { ...kernelFiles(), mkdir: undefined };
  expect(made({ files })).toThrow("files must be an object with mkdir, rmdir, write, read");
  expect(made({ path: "/x", privlevel: 0, files: kernelFiles() })).not.toThrow();
});

test("options that are none at all", () => {
  for (const none of [undefined, null, "https://prover.example"]) {
    const made = () => createAttester(none as unknown as AttesterOptions);
    expect(made).toThrow(TypeError);
    expect(made).toThrow("what createAttester takes must be an object of quotes, staple,");
  }
});
