/** Event logs beside quotes: what is replayed, what contradicts them, in which forms they come. */
import { describe, expect, test } from "vitest";
import { authenticate, stapler } from "../../src/index.ts";
import type { TdxPolicy } from "../../src/index.ts";
import {
  FIRMWARE_EVENTS,
  ccel,
  ccelRegisters,
  dstackEvents,
  dstackRegisters,
} from "../../src/testing/index.ts";
import type { DstackEvent, FirmwareEvent } from "../../src/testing/index.ts";
import { changed, codeOf, flipped, tdxClaims } from "../support.ts";
import { judge as judgeWith, prove } from "../tdx-support.ts";
import {
  COMPOSE,
  OTHER,
  beside,
  bytes,
  codeBeside,
  hex,
  judge,
  replaced,
  resultOf,
  tdx,
  withLog,
} from "./event-log-support.ts";

describe("case 275: RTMR0 to RTMR2 replayed from an area", () => {
  test("an honest log is accepted, and the result says what it covers", async () => {
    const result = await resultOf({}, { quote: await withLog(ccel()) });
    expect(result.claims.eventLog).toEqual({
      format: "ccel",
      events: 4,
      registers: ["replayed", "replayed", "replayed", "replayed"],
    });
    expect(result.claims.dstack).toBeNull();
    expect(result.platform).toBe("bare");
    expect(result.checks.find(({ id }) => id === "event-log")?.outcome).toBe("passed");
  });

  test("an event dropped, repeated, moved or altered", async () => {
    const [first, second, third, fourth] = FIRMWARE_EVENTS as [
      FirmwareEvent,
      FirmwareEvent,
      FirmwareEvent,
      FirmwareEvent,
    ];
    for (const events of [
      [second, third, fourth],
      [first, second, fourth],
      [first, first, second, third, fourth],
      [third, second, first, fourth],
      [first, second, third, fourth, { register: 3, data: bytes(4, 1) }],
      [{ ...first, data: bytes(3, 7) }, second, third, fourth],
      [{ ...first, register: 1 }, second, third, fourth],
    ]) {
      const error = await prove(tdx, await withLog(ccel(events)));
      expect(error).toMatchObject({ code: "event_log_mismatch" });
      expect(error.field).toMatch(/^RTMR[0-3]$/);
    }
    // An event that extends nothing changes nothing.
    const noted = [{ register: 0, type: 3, data: bytes(4, 1) }, ...FIRMWARE_EVENTS];
    expect((await prove(tdx, await withLog(ccel(noted)))).code).toBe("ok");
  });

  test("dstack's list of firmware's events is replayed as well", async () => {
    const events = dstackEvents();
    expect(await codeBeside(events.slice(1))).toBe("event_log_mismatch");
    expect(await codeBeside([events[2], ...events.slice(1)] as DstackEvent[])).toBe(
      "event_log_mismatch",
    );
    // Only its own events: the others' registers stand open, and a policy that asks for all of them refuses.
    const own = events.filter(({ imr }) => imr === 3);
    const quote = await beside(own);
    const { claims } = await resultOf({}, { quote });
    expect(claims.eventLog?.registers).toEqual([
      "not-in-log",
      "not-in-log",
      "not-in-log",
      "replayed",
    ]);
    expect(await judge({ eventLog: "required" }, { quote })).toMatchObject({
      code: "event_log_missing",
      field: "event log",
    });
  });
});

test("case 276: RTMR3 is judged by the policy even where the log is honest for the others", async () => {
  const [rtmr0, rtmr1, rtmr2] = ccelRegisters();
  const quote = await tdx.envelope({
    eventLog: ccel(),
    rtmrs: [rtmr0, rtmr1, rtmr2, bytes(48, 0x33)],
  });
  const { claims, checks } = await resultOf({}, { quote });
  expect(claims.eventLog?.registers[3]).toBe("not-in-log");
  expect(checks.find(({ id }) => id === "event-log-coverage")?.reason).toContain("RTMR3");
  const pinned = (rtmr3: string): Partial<TdxPolicy> => ({
    rtmr: [hex(rtmr0), hex(rtmr1), hex(rtmr2), rtmr3],
  });
  expect((await judge(pinned(hex(bytes(48, 0x33))), { quote })).code).toBe("ok");
  expect(await judge(pinned(hex(bytes(48, 0x34))), { quote })).toMatchObject({
    code: "policy_measurement",
    field: "RTMR3",
  });
  // Nor does a log of dstack that agrees replace a pin of the register.
  const dstack = await tdx.dstackEvidence();
  expect(
    await judge({ rtmr: ["any", "any", "any", hex(bytes(48, 1))] }, { quote: dstack }),
  ).toMatchObject({ code: "policy_measurement", field: "RTMR3" });
});

test("case 279: digests of another algorithm or length", async () => {
  const one = (algorithm: number, length: number): FirmwareEvent => ({
    register: 0,
    digests: [[algorithm, bytes(length, 7)]],
  });
  const two: FirmwareEvent = {
    register: 0,
    digests: [
      [0x0b, bytes(32, 7)],
      [0x0c, bytes(48, 7)],
    ],
  };
  for (const [algorithms, event] of [
    [[[0x0c, 48]], one(0x0b, 32)],
    [[[0x0c, 48]], one(0x04, 20)],
    [[[0x0c, 48]], two],
    [[[0x0c, 48]], { register: 0, digests: [] }],
    [[[0x0b, 32]], one(0x0b, 32)],
    [[[0x04, 20]], one(0x04, 20)],
    [[[0x0c, 32]], one(0x0c, 32)],
    [[[0x0b, 48]], one(0x0b, 48)],
    [
      [
        [0x0b, 32],
        [0x0c, 48],
      ],
      two,
    ],
  ] as const) {
    const area = ccel([event], { algorithms });
    expect((await prove(tdx, await withLog(area, [one(0x0c, 48)]))).code).toBe(
      "event_log_malformed",
    );
  }
  for (const digest of ["00", "00".repeat(20), "00".repeat(32), "00".repeat(49), "0"]) {
    const [first, ...rest] = dstackEvents() as [DstackEvent, ...DstackEvent[]];
    expect(await codeBeside([{ ...first, digest }, ...rest])).toBe("event_log_malformed");
  }
});

describe("case 280: lengths that run past the end, and empty events", () => {
  const good = ccel(FIRMWARE_EVENTS, { bytes: 0 });

  test("every truncation of an area", async () => {
    const codes = new Set<string>();
    for (let length = 0; length < good.length; length += 3) {
      codes.add((await prove(tdx, await withLog(good.subarray(0, length)))).code);
    }
    for (const code of codes) expect(code).toMatch(/^(ok|event_log_(malformed|mismatch))$/);
    expect((await prove(tdx, await withLog(good.subarray(0, 64)))).code).toBe(
      "event_log_malformed",
    );
  });

  test("every length set to its extremes", async () => {
    // The header's size, its count, its vendor's size; the first event's count, algorithm and size.
    for (const offset of [28, 56, 61, 73, 77, 127]) {
      for (const value of [
        [0, 0, 0, 0],
        [1, 0, 0, 0],
        [0xff, 0xff, 0xff, 0x7f],
        [0, 0, 0, 0x80],
        [0xff, 0xff, 0xff, 0xff],
      ]) {
        const area = changed(good, offset, value);
        const { code } = await prove(tdx, await withLog(area));
        if (!Buffer.from(area).equals(good))
          expect(code, `${offset} ${value.join()}`).toMatch(/^event_log_(malformed|mismatch)$/);
      }
    }
  });

  test("bits flipped at random never end in anything else", async () => {
    for (let bit = 5; bit < good.length * 8; bit += 29) {
      const { code } = await prove(tdx, await withLog(flipped(good, bit)));
      expect(code, String(bit)).toMatch(/^(ok|evidence_too_large|event_log_(malformed|mismatch))$/);
    }
  });

  test("an empty area, an area of fill alone, events that are none", async () => {
    for (const area of [new Uint8Array(), bytes(64, 0xff), bytes(64, 0)]) {
      expect((await prove(tdx, await withLog(area))).code).toBe("event_log_malformed");
    }
    for (const tail of [[1], [0xff, 0], [0, 0, 0, 0, 0, 0, 0, 0, 1]]) {
      const area = Buffer.concat([good, Uint8Array.from(tail)]);
      expect((await prove(tdx, await withLog(area))).code).toBe("event_log_malformed");
    }
    const text = await tdx.dstackEvidence({ form: "quote" });
    const answer = JSON.parse(text) as Record<string, string>;
    for (const list of ["{}", "[{}]", "[null]", '""', "[[]]", "[1"]) {
      const bad = JSON.stringify({ ...answer, event_log: list });
      expect((await prove(tdx, bad)).code, list).toBe("event_log_malformed");
    }
    expect(await codeBeside(replaced("storage-fs", (event) => ({ ...event, event: "" })))).toBe(
      "event_log_malformed",
    );
  });
});

test("case 282: more events than any machine measures, or a larger one", async () => {
  const many = Array.from({ length: 3_900 }, () => ({ register: 0, data: new Uint8Array() }));
  const area = ccel(many, { bytes: 0 });
  expect(area.length).toBeLessThan(256 * 1024 + 1);
  expect((await prove(tdx, await withLog(area, many))).code).toBe("evidence_too_large");
  const large = [{ register: 0, data: bytes(65_537, 1) }];
  expect((await prove(tdx, await withLog(ccel(large), large))).code).toBe("evidence_too_large");
  const short = { imr: 0, event_type: 1, digest: "00".repeat(48), event: "", event_payload: "" };
  const list = Array.from({ length: 2_049 }, () => short);
  expect(await codeBeside(list)).toBe("evidence_too_large");
  expect(
    (
      await prove(
        tdx,
        await tdx.dstackEvidence({
          events: Array(100_000).fill(short) as DstackEvent[],
          rtmrs: dstackRegisters(),
        }),
      )
    ).code,
  ).toBe("evidence_too_large");
});

describe("the forms in which logs come", () => {
  test("an area of 256 KiB fits beside a quote and its collateral, compressed too", async () => {
    const options = { eventLog: ccel(FIRMWARE_EVENTS, { bytes: 262_144 }), rtmrs: ccelRegisters() };
    const text = await tdx.envelope(options);
    expect(text.length).toBeLessThan(512 * 1024);
    const header = await tdx.header(options);
    for (const quote of [text, header]) {
      const collateral: Uint8Array[] = [];
      const result = await judgeWith(tdx, { eventLog: "required" }, { quote, collateral });
      expect(result.code).toBe("ok");
    }
    const larger = { ...options, eventLog: ccel(FIRMWARE_EVENTS, { bytes: 262_145 }) };
    expect((await prove(tdx, await tdx.envelope(larger))).code).toBe("evidence_too_large");
  });

  test("dstack's three, with one set of claims", async () => {
    for (const form of ["quote", "attestation", "envelope"] as const) {
      const quote = await tdx.dstackEvidence({ form });
      const result = await resultOf({ dstack: { composeHash: [COMPOSE] } }, { quote });
      expect(result.platform).toBe("dstack");
      expect(result.claims.dstack).toEqual({
        composeHash: COMPOSE,
        appId: hex(bytes(20, 0xa0)),
        instanceId: hex(bytes(20, 0x10)),
        osImageHash: hex(bytes(32, 5)),
        keyProvider: { name: "kms", id: "30aa" },
      });
      const bytesOfIt = new TextEncoder().encode(quote);
      const options = { dangerouslyTrustRoots: [tdx.root], offline: true };
      expect(tdxClaims(await authenticate(bytesOfIt, options)).dstack?.composeHash).toBe(COMPOSE);
    }
  });

  test("a copy of the report data that is not the quote's", async () => {
    const text = await tdx.dstackEvidence({ form: "quote" });
    const answer = JSON.parse(text) as Record<string, string>;
    const judged = (more: Record<string, unknown>) =>
      codeOf(
        authenticate(JSON.stringify({ ...answer, ...more }), {
          dangerouslyTrustRoots: [tdx.root],
          offline: true,
        }),
      );
    expect(await judged({ report_data: "" })).toBe("ok");
    expect(await judged({ report_data: "01" })).toBe("evidence_malformed");
    expect(await judged({ report_data: `${answer["report_data"] ?? ""}00` })).toBe(
      "evidence_malformed",
    );
    expect(await judged({ verdict: "good" })).toBe("evidence_malformed");
    expect(await judged({ vm_config: 1 })).toBe("evidence_malformed");
  });

  test("a stapler keeps an area beside the quote, and leaves dstack's answers as they are", async () => {
    const trusted = { dangerouslyTrustRoots: [tdx.root] };
    const staple = stapler({ ...trusted, endorsements: await tdx.collateral() });
    const evidence = new TextEncoder().encode(await withLog(ccel(FIRMWARE_EVENTS, { bytes: 0 })));
    const stapled = await staple(evidence);
    const result = await judgeWith(
      tdx,
      { eventLog: "required" },
      { quote: stapled, collateral: [] },
    );
    expect(result.code).toBe("ok");
    const answer = new TextEncoder().encode(await tdx.dstackEvidence({ form: "quote" }));
    expect(await codeOf(staple(answer))).toBe("evidence_unsupported");
  });

  test("a log is judged after the quote: a forged quote is called forged", async () => {
    const events = replaced("compose-hash", (event) => ({ ...event, event_payload: OTHER }));
    const quote = await tdx.dstackEvidence({
      events,
      rtmrs: dstackRegisters(),
      patchAfterSigning: [{ offset: 100, bytes: [1] }],
    });
    expect((await prove(tdx, quote)).code).toBe("signature_invalid");
  });
});
