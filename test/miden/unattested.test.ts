/** No configuration and no form of address lets a proving call out past the attested fetch. */
import { describe, expect, test } from "vitest";
import { attestedMidenFetch, installMidenFetch, midenFetchHandler } from "../../src/miden/index.ts";
import type { AttestedMidenFetchOptions } from "../../src/miden/index.ts";

const PROVER = "https://prover.example";
const PATH = "/remote_prover.Api/Prove";
const OTHER_PATH = "/rpc.Api/SyncState";

/** Who was given which call. */
function recorded(more: Partial<AttestedMidenFetchOptions> = {}) {
  const attested: string[] = [];
  const plain: string[] = [];
  const keep = (list: string[]) => (input: RequestInfo | URL) => {
    list.push(typeof input === "object" && "url" in input ? input.url : String(input));
    return Promise.resolve(new Response());
  };
  const options: AttestedMidenFetchOptions = {
    attestedFetch: keep(attested),
    fetch: keep(plain),
    ...more,
  };
  return { attested, plain, options };
}

describe("provers", () => {
  test.each<[string, unknown]>([
    ["none, as of an empty variable", []],
    ["an empty name", [""]],
    ["no scheme", ["prover.example"]],
    ["a path", [`${PROVER}/v1`]],
    ["no list", PROVER],
    ["one good and one not", [PROVER, "prover.example"]],
    ["null", null],
  ])("are refused when the adapter is made: %s", (_name, provers) => {
    const former = globalThis.fetch;
    const { options } = recorded({ provers: provers as string[] });
    for (const make of [attestedMidenFetch, installMidenFetch, midenFetchHandler]) {
      expect(() => make(options)).toThrow(/^provers must be a list of at least one origin/);
    }
    expect(globalThis.fetch).toBe(former);
  });

  test("are read once: what becomes of the list afterwards changes nothing", async () => {
    const provers = [`${PROVER}/`];
    const { attested, plain, options } = recorded({ provers });
    const fetch = attestedMidenFetch(options);
    provers[0] = "https://other.example";
    await fetch(PROVER + PATH);
    await fetch(`https://other.example${PATH}`);
    expect(attested).toEqual([PROVER + PATH]);
    expect(plain).toEqual([`https://other.example${PATH}`]);
  });

  test("and the other options are the caller's own, all of them known", async () => {
    const { attested, plain, options } = recorded();
    expect(() => attestedMidenFetch({ ...options, prover: [PROVER] } as never)).toThrow(
      /attestedFetch, provers/,
    );
    const prototype = Object.prototype as { provers?: unknown };
    prototype.provers = ["https://other.example"];
    try {
      await attestedMidenFetch(options)(PROVER + PATH);
    } finally {
      delete prototype.provers;
    }
    expect({ attested, plain }).toEqual({ attested: [PROVER + PATH], plain: [] });
  });
});

describe("an address", () => {
  const forms: [string, (address: string) => RequestInfo | URL][] = [
    ["a string", (address) => address],
    ["a String object", (address) => new String(address) as string],
    ["a URL", (address) => new URL(address)],
    ["a Request", (address) => new Request(address)],
    ["what has a text", (address) => ({ toString: () => address }) as never],
    ["what has a text beside another url", (address) => ({ url: "https://x.example/", toString: () => address }) as never], // prettier-ignore
    ["what has another href", (address) => ({ href: "https://x.example/", toString: () => address }) as never], // prettier-ignore
  ];

  test.each(forms)("of a proving call is attested: %s", async (_name, form) => {
    const { attested, plain, options } = recorded({ provers: [PROVER] });
    await attestedMidenFetch(options)(form(PROVER + PATH));
    expect(plain).toEqual([]);
    expect(attested).toHaveLength(1);
  });

  test.each(forms)("of any other call is not: %s", async (_name, form) => {
    const { attested, plain, options } = recorded({ provers: [PROVER] });
    await attestedMidenFetch(options)(form(PROVER + OTHER_PATH));
    expect(attested).toEqual([]);
    expect(plain).toHaveLength(1);
  });

  test("whose text changes goes to where it was looked at", async () => {
    const { attested, plain, options } = recorded();
    const texts = [PROVER + OTHER_PATH, PROVER + PATH];
    await attestedMidenFetch(options)({ toString: () => texts.shift() } as never);
    expect({ attested, plain }).toEqual({ attested: [], plain: [PROVER + OTHER_PATH] });
  });
});

describe("in a service worker", () => {
  const answersTo = (request: unknown) => {
    const answers: Promise<Response>[] = [];
    const event = { request: request as Request, respondWith: (answer: Promise<Response>) => answers.push(answer) }; // prettier-ignore
    midenFetchHandler(recorded().options)(event);
    return answers;
  };

  test("a call that cannot be looked at is refused: without an answer the browser would send it", async () => {
    const answers = answersTo({
      get url(): string {
        throw new Error("no address");
      },
    });
    expect(answers).toHaveLength(1);
    const answer = await answers[0]!;
    expect(answer.headers.get("grpc-status")).toBe("9");
    expect(answer.headers.get("grpc-message")).toContain("input_invalid");
  });

  test("and one that can be, and is another, is left to the browser", () => {
    expect(answersTo(new Request(PROVER + OTHER_PATH))).toEqual([]);
  });
});
