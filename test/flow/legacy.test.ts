/** The modes that do not challenge: what works today goes on working, and what a policy adds. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { createAttestedFetch } from "../../src/index.ts";
import type { AttestedFetchEvent, AttestedFetchOptions } from "../../src/index.ts";
import {
  WITNESS,
  acceptSimulated,
  attestedProver,
  countingPeer,
  echo,
  endAll,
  serve,
  simulatedQuotes,
} from "./provers.ts";

afterEach(async () => {
  vi.unstubAllGlobals();
  await endAll();
});

const post: RequestInit = { method: "POST", body: WITNESS };

function watched(options: AttestedFetchOptions) {
  const events: AttestedFetchEvent[] = [];
  const attestedFetch = createAttestedFetch({
    ...options,
    onReport: (event) => events.push(event),
  });
  return { attestedFetch, events };
}

describe.each(["if-present", "off"] as const)("%s without a policy", (mode) => {
  test("the caller's arguments reach fetch untouched", async () => {
    const calls: unknown[][] = [];
    const fetch = ((...call: unknown[]) => {
      calls.push(call);
      return Promise.resolve(new Response("proof"));
    }) as typeof globalThis.fetch;
    const request = new Request("https://prover.example/prove", post);
    const init: RequestInit = { headers: { "X-Wallet": "1" } };
    await createAttestedFetch({ mode, fetch })(request, init);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.[0]).toBe(request);
    expect(calls[0]?.[1]).toBe(init);
    expect(request.bodyUsed).toBe(false);
  });

  test("redirects are followed, as fetch follows them", async () => {
    const target = await echo();
    const { url } = await serve(
      () => new Response(null, { status: 307, headers: { Location: target.url } }),
    );
    const { attestedFetch, events } = watched({ mode });
    expect(await (await attestedFetch(url, post)).text()).toBe(`proof of ${WITNESS}`);
    expect(events).toMatchObject([{ mode, outcome: "unattested" }]);
  });

  test("an error of fetch stays what it is, and is reported", async () => {
    const { attestedFetch, events } = watched({ mode });
    await expect(attestedFetch("http://127.0.0.1:1/", post)).rejects.toThrow(TypeError);
    expect(events).toMatchObject([{ mode, outcome: "failed", witnessSent: "plain" }]);
  });

  test("an answer streams: nothing waits for its end", async () => {
    const { url } = await serve(
      () =>
        new Response(
          new ReadableStream<Uint8Array>({
            start: (controller) => {
              controller.enqueue(new TextEncoder().encode("first"));
            },
          }),
        ),
    );
    const response = await createAttestedFetch({ mode })(url, post);
    const first = await response.body?.getReader().read();
    expect(new TextDecoder().decode(first?.value as Uint8Array)).toBe("first");
  });
});

test("a Request is intact after a refusal where there is a policy; without one, fetch has used it up", async () => {
  const { url } = await serve(async (request) => {
    await request.text();
    return new Response("proof", {
      headers: { "Attestation-Report": "eyJhbGciOiJub25lIn0.e30.AAAA" },
    });
  });
  const accepting = await acceptSimulated({ mode: "if-present" });
  for (const [options, bodyUsed] of [
    [accepting, false],
    [{ mode: "if-present" }, true],
  ] as const) {
    const request = new Request(url, post);
    const refused = { code: "evidence_unsupported", witnessSent: "plain" };
    await expect(createAttestedFetch(options)(request)).rejects.toMatchObject(refused);
    expect(request.bodyUsed).toBe(bodyUsed);
  }
});

describe("if-present, where nobody can tell", () => {
  test("a page that may not see the header: unreadable, and goes on", async () => {
    vi.stubGlobal("location", {
      href: "https://wallet.example/",
      origin: "https://wallet.example",
    });
    const { url } = await echo();
    const fetch: typeof globalThis.fetch = async (input, init) =>
      Object.defineProperty(await globalThis.fetch(input, init), "type", { value: "cors" });
    const { attestedFetch, events } = watched({ mode: "if-present", fetch });
    expect((await attestedFetch(url, post)).ok).toBe(true);
    expect(events).toMatchObject([{ outcome: "unreadable" }]);
  });

  test("case 10: where evidence is required, the same page is told what the server must send", async () => {
    vi.stubGlobal("location", {
      href: "https://wallet.example/",
      origin: "https://wallet.example",
    });
    const peer = await countingPeer(await echo());
    const fetch: typeof globalThis.fetch = async (input, init) =>
      Object.defineProperty(await globalThis.fetch(input, init), "type", { value: "cors" });
    const { attestedFetch, events } = watched(
      await acceptSimulated({ fetch, evidence: { from: "header" } }),
    );
    await expect(attestedFetch(peer.url, post)).rejects.toMatchObject({
      code: "evidence_hidden",
      witnessSent: "no",
      message: expect.stringContaining(
        "Access-Control-Expose-Headers: Attestation-Report",
      ) as string,
    });
    expect(peer.received()).not.toContain("WITNESS");
    expect(events).toMatchObject([{ outcome: "unreadable", code: "evidence_hidden" }]);
  });

  test("endorsements that do not come in time: unproven, and goes on", async () => {
    const { tee, root } = await simulatedQuotes();
    const bare = Buffer.from(await tee.report()).toString("base64");
    const { url } = await serve(
      () => new Response("proof", { headers: { "Attestation-Report": bare } }),
    );
    const { attestedFetch, events } = watched({
      mode: "if-present",
      dangerouslyTrustRoots: [root],
      timeoutMs: 200,
      endorsementSource: { fetch: () => new Promise<Response>(() => undefined) },
    });
    expect(await (await attestedFetch(url, post)).text()).toBe("proof");
    expect(events).toMatchObject([{ outcome: "unproven", code: "transport_timeout" }]);
  });

  test("the caller who stops meanwhile has stopped", async () => {
    const { tee, root } = await simulatedQuotes();
    const bare = Buffer.from(await tee.report()).toString("base64");
    const { url } = await serve(
      () => new Response("proof", { headers: { "Attestation-Report": bare } }),
    );
    const controller = new AbortController();
    const { attestedFetch, events } = watched({
      mode: "if-present",
      dangerouslyTrustRoots: [root],
      endorsementSource: {
        fetch: () => {
          controller.abort();
          return new Promise<Response>(() => undefined);
        },
      },
    });
    const call = attestedFetch(url, { ...post, signal: controller.signal });
    await expect(call).rejects.toMatchObject({ code: "aborted", witnessSent: "plain" });
    expect(events).toHaveLength(1);
  });
});

describe("if-present with a policy", () => {
  const lenient = () => acceptSimulated({ mode: "if-present" });

  test("absent evidence passes, without a challenge", async () => {
    const peer = await countingPeer(await echo());
    const { attestedFetch, events } = watched(await lenient());
    expect(await (await attestedFetch(peer.url, post)).text()).toBe(`proof of ${WITNESS}`);
    expect(peer.received()).not.toMatch(/attestation/i);
    expect(events).toMatchObject([{ outcome: "unattested", witnessSent: "plain" }]);
  });

  test("redirects, http: and a policy that says nothing are refused all the same", async () => {
    const target = await echo();
    const { url } = await serve(
      () => new Response(null, { status: 307, headers: { Location: target.url } }),
    );
    const { attestedFetch } = watched(await lenient());
    await expect(attestedFetch(url, post)).rejects.toMatchObject({ code: "transport_redirect" });
    expect(target.received()).toBe(0);
    await expect(attestedFetch("http://prover.example/", post)).rejects.toMatchObject({
      code: "transport_insecure",
      witnessSent: "no",
    });
    const { attestedFetch: empty } = watched({
      ...(await lenient()),
      policy: { snp: { measurements: [] } },
    });
    await expect(empty(target.url, post)).rejects.toMatchObject({
      code: "policy_invalid",
      witnessSent: "no",
    });
    expect(target.received()).toBe(0);
  });
});

describe("report-only", () => {
  test("a prover that knows nothing of it is sent what it knows: no header that a preflight would stop", async () => {
    const peer = await countingPeer(await echo());
    const { attestedFetch, events } = watched(await acceptSimulated({ mode: "report-only" }));
    expect(await (await attestedFetch(`${peer.url}/prove`, post)).text()).toBe(
      `proof of ${WITNESS}`,
    );
    expect(peer.received()).toContain("GET /.well-known/attestation?nonce=");
    expect(peer.received()).not.toMatch(/attestation-nonce/i);
    expect(events).toMatchObject([{ outcome: "failed", code: "prover_protocol" }]);
  });

  test("an error status is the caller's to read", async () => {
    const { url } = await serve(() => new Response("busy", { status: 503 }));
    const { attestedFetch, events } = watched(await acceptSimulated({ mode: "report-only" }));
    const response = await attestedFetch(`${url}/prove`, post);
    expect([response.status, await response.text()]).toEqual([503, "busy"]);
    expect(events).toMatchObject([{ outcome: "failed", code: "prover_http" }]);
  });
});

test("options that would do nothing are refused", () => {
  const create = (options: object) => () => createAttestedFetch({ mode: "if-present", ...options });
  for (const options of [
    { provers: ["https://prover.example"] },
    { evidence: { from: "header" } },
    { binding: {} },
    { timeoutMs: 0 },
    { timeoutMs: "1000" },
    { maxAnswerBytes: Number.NaN },
    { allowInsecureLoopback: "false" },
    { onReport: {} },
    { dangerouslyTrustRoots: ["root"] },
  ]) {
    expect(create(options), JSON.stringify(options)).toThrow(
      expect.objectContaining({ code: "input_invalid" }),
    );
  }
});

test.each([
  [[]],
  [["prover.example"]],
  [["https://prover.example/path"]],
  [["https://user@prover.example"]],
  [["https://prover.example/?x"]],
])("provers are origins: %j", (provers) => {
  const policy = { snp: { measurements: "any" as const } };
  expect(() => createAttestedFetch({ policy, seal: "off", provers })).toThrow(
    expect.objectContaining({ code: "input_invalid" }),
  );
});

test("a listener that fails later does not break the process", async () => {
  const complaints = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const { url } = await attestedProver();
  const onReport = (() => Promise.reject(new Error("later"))) as unknown as () => void;
  const attestedFetch = createAttestedFetch(await acceptSimulated({ onReport }));
  expect((await attestedFetch(`${url}/prove`, post)).ok).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(complaints).toHaveBeenCalledOnce();
  complaints.mockRestore();
});
