/** What dstack says in its event log: what is covered by a digest, and what a policy can pin. */
import { describe, expect, test } from "vitest";
import type { TdxPolicy } from "../../src/index.ts";
import {
  DSTACK_EVENT,
  ccel,
  dstackEvent,
  dstackEvents,
  dstackRegisters,
} from "../../src/testing/index.ts";
import { prove } from "../tdx-support.ts";
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

describe("case 277: a payload that no digest covers", () => {
  const payload = OTHER;

  test("the digest verbatim, the payload the attacker's", async () => {
    const events = replaced("compose-hash", (event) => ({ ...event, event_payload: payload }));
    expect(await prove(tdx, await beside(events))).toMatchObject({
      code: "event_log_unauthenticated",
      field: "compose-hash",
    });
  });

  test("of another type, so that nothing computes the digest", async () => {
    for (const type of [0, 1, 6, 0x0800_0000, 0x0800_0002, 0x8000_0003]) {
      const events = replaced("compose-hash", (event) => ({
        ...event,
        event_type: type,
        event_payload: payload,
      }));
      expect(await codeBeside(events), String(type)).toBe("event_log_unauthenticated");
    }
  });

  test("in a register that is not dstack's, or without a digest", async () => {
    const moved = replaced("compose-hash", (event) => ({ ...event, imr: 2 }));
    expect(await codeBeside(moved)).toBe("event_log_malformed");
    const computed = replaced("compose-hash", (event) => ({
      ...event,
      digest: "",
      event_payload: payload,
    }));
    expect(await codeBeside(computed)).toBe("event_log_mismatch");
    const stripped = dstackEvents().map((event) =>
      event.event_type === DSTACK_EVENT ? { ...event, digest: "" } : event,
    );
    expect(await codeBeside(stripped)).toBe("ok");
  });

  test("a name and a payload cut apart elsewhere", async () => {
    const events = replaced("key-provider", (event) => {
      const text = Buffer.from(event.event_payload, "hex").toString();
      const at = text.indexOf(":");
      return {
        ...event,
        event: `key-provider:${text.slice(0, at)}`,
        event_payload: Buffer.from(text.slice(at + 1)).toString("hex"),
      };
    });
    expect(await codeBeside(events)).toBe("event_log_unknown");
  });
});

describe("case 278: two events of the same name", () => {
  test("are refused, even where both were measured", async () => {
    for (const name of ["compose-hash", "app-id", "key-provider", "system-ready"]) {
      for (const at of [4, 8, dstackEvents().length]) {
        const events = dstackEvents();
        events.splice(at, 0, dstackEvent(name, bytes(32, 0xee)));
        expect(await prove(tdx, await tdx.dstackEvidence({ events }))).toMatchObject({
          code: "event_log_ambiguous",
          field: name,
        });
      }
    }
  });

  test("the two lists of an attestation must be one", async () => {
    const text = await tdx.dstackEvidence({ form: "attestation" });
    expect((await prove(tdx, text)).code).toBe("ok");
    const name = Buffer.from("app-id").toString("hex");
    const last = text.lastIndexOf(name);
    const other = `${text.slice(0, last)}${Buffer.from("app-iD").toString("hex")}${text.slice(last + name.length)}`;
    expect((await prove(tdx, other)).code).toBe("event_log_ambiguous");
  });

  test("what the application measures afterwards is its own affair", async () => {
    const events = [...dstackEvents(), dstackEvent("mine"), dstackEvent("mine", bytes(3, 1))];
    const quote = await tdx.dstackEvidence({ events });
    const { claims } = await resultOf({}, { quote });
    expect(claims.dstack?.composeHash).toBe(COMPOSE);
    const early = [...dstackEvents()];
    early.splice(6, 0, dstackEvent("mine"));
    expect((await prove(tdx, await tdx.dstackEvidence({ events: early }))).code).toBe(
      "event_log_unknown",
    );
  });
});

describe("case 281: a log that is absent while the policy needs it", () => {
  test("every line of dstack, and the log itself", async () => {
    const lines: Partial<TdxPolicy>[] = [
      { dstack: { composeHash: [COMPOSE] } },
      { dstack: { appId: [hex(bytes(20, 0xa0))] } },
      { dstack: { instanceId: [hex(bytes(20, 0x10))] } },
      { dstack: { osImageHash: [hex(bytes(32, 5))] } },
      { dstack: { keyProviderId: ["30aa"] } },
      { eventLog: "required" },
    ];
    const withRegisters = await tdx.quote({ rtmrs: dstackRegisters() });
    const area = await withLog(ccel());
    for (const policy of lines) {
      for (const quote of [withRegisters, ...(policy.dstack === undefined ? [] : [area])]) {
        expect((await judge(policy, { quote })).code).toBe("event_log_missing");
      }
      expect((await judge(policy, { quote: await tdx.dstackEvidence() })).code).toBe("ok");
    }
    // What measured the application may be anything: said, and not said where it is pinned.
    const quote = await tdx.dstackEvidence();
    const application = { dstack: { composeHash: [COMPOSE] } };
    const open = await resultOf(application, { quote });
    expect(open.warnings.join()).toContain("pin the system's measurements");
    const { mrTd, rtmr } = open.claims;
    for (const [registers, isOpen] of [
      [["any", rtmr[1], rtmr[2], "any"], false],
      [[rtmr[0], "any", rtmr[2], "any"], true],
    ] as const) {
      const system = { mrTd: [mrTd], rtmr: registers as unknown as TdxPolicy["rtmr"] };
      const { warnings } = await resultOf({ ...application, ...system }, { quote });
      expect(warnings.join().includes("pin the system's measurements")).toBe(isOpen);
    }
    expect((await judge({ eventLog: "required" }, { quote: area })).code).toBe("ok");
  });

  test("a log without the event, or without the end of dstack's own", async () => {
    const without = (name: string) => dstackEvents().filter(({ event }) => event !== name);
    const pin = { dstack: { composeHash: [COMPOSE] } };
    for (const name of ["compose-hash", "system-ready"]) {
      const quote = await tdx.dstackEvidence({ events: without(name) });
      expect((await judge({}, { quote })).code).toBe("ok");
      expect(await judge(pin, { quote })).toMatchObject({
        code: "event_log_missing",
        field: "dstack.composeHash",
      });
    }
  });

  test("another application", async () => {
    const quote = await tdx.dstackEvidence();
    for (const dstack of [
      { composeHash: [OTHER] },
      { appId: [hex(bytes(20, 0xee))] },
      { instanceId: [hex(bytes(20, 0xee))] },
      { osImageHash: [OTHER] },
      { keyProviderId: ["30ab"] },
    ]) {
      const [name] = Object.keys(dstack);
      expect(await judge({ dstack }, { quote })).toMatchObject({
        code: "policy_dstack",
        field: `dstack.${name ?? ""}`,
      });
    }
    expect(
      await judge({ dstack: { composeHash: [OTHER], appId: [hex(bytes(20, 1))] } }, { quote }),
    ).toMatchObject({ violations: ["policy_dstack", "policy_dstack"] });
  });
});
