/**
 * Event logs of real formats: an area as firmware leaves it (UEFI 2.10, section 38.4.1; TCG PC Client Platform Firmware Profile
 * 1.06, section 10.2), and dstack's list (Dstack-TEE/dstack, `cc-eventlog`); and the registers that each leads to.
 */
import { concatenated, toHex } from "../bytes.ts";
import { sha384 } from "../sha2.ts";
import { applyPatches } from "./report.ts";
import type { Patch } from "./report.ts";
import { littleEndian, writeFields } from "./tdx/structure.ts";

/** RTMR0 to RTMR3. */
export type Registers = readonly [Uint8Array, Uint8Array, Uint8Array, Uint8Array];

/** What firmware measures. */
export interface FirmwareEvent {
  /** 0 to 3; in an area it is counted from 1. */
  readonly register: number;
  /** Default: EV_EVENT_TAG. */
  readonly type?: number;
  /** Default: nothing. */
  readonly data?: Uint8Array;
  /** Default: SHA-384 of the data. */
  readonly digests?: readonly (readonly [algorithm: number, digest: Uint8Array])[];
}

/** How an area is written. */
export interface CcelOptions {
  /** Of the header: identifiers and lengths. Default: SHA-384 alone. */
  readonly algorithms?: readonly (readonly [algorithm: number, length: number])[];
  /** Of the whole area. Default: 65536. */
  readonly bytes?: number;
  /** What fills it. Default: 0xff. */
  readonly fill?: number;
  /** Bytes changed in the end, from the area's start. */
  readonly patch?: readonly Patch[];
}

const SHA_384 = 0x0c;
const EV_NO_ACTION = 3;
const EV_EVENT_TAG = 6;
const utf8 = (text: string) => new TextEncoder().encode(text);

/** What a firmware measures, in short: one event of each of RTMR0 to RTMR2, and a separator. */
export const FIRMWARE_EVENTS: readonly FirmwareEvent[] = [
  { register: 0, type: 0x8000_0001, data: utf8("SecureBoot") },
  { register: 1, type: 0x8000_0003, data: utf8("kernel") },
  { register: 0, type: 4, data: new Uint8Array(4) },
  { register: 2, data: utf8("command line") },
];

const digestsOf = ({ digests, data = new Uint8Array() }: FirmwareEvent) =>
  digests ?? [[SHA_384, hash(data)] as const];

/** An area. */
export function ccel(
  events: readonly FirmwareEvent[] = FIRMWARE_EVENTS,
  { algorithms = [[SHA_384, 48]], bytes = 65_536, fill = 0xff, patch }: CcelOptions = {},
): Uint8Array {
  const specification = concatenated([
    utf8("Spec ID Event03\0"),
    writeFields([
      ["platformClass", 4, 0],
      ["version and uintnSize", 4, 0x0200_0200],
      ["numberOfAlgorithms", 4, algorithms.length],
    ]),
    ...algorithms.map(([id, length]) =>
      concatenated([littleEndian(id, 2), littleEndian(length, 2)]),
    ),
    new Uint8Array(1),
  ]);
  const header = writeFields([
    ["pcrIndex", 4, 1],
    ["eventType", 4, EV_NO_ACTION],
    ["digest", 20, new Uint8Array(20)],
    ["eventDataSize", 4, specification.length],
  ]);
  const used = concatenated([header, specification, ...events.map(writeEvent)]);
  const area = new Uint8Array(Math.max(bytes, used.length)).fill(fill);
  area.set(used);
  applyPatches(area, patch);
  return area;
}

function writeEvent(event: FirmwareEvent): Uint8Array {
  const { register, type = EV_EVENT_TAG, data = new Uint8Array() } = event;
  const digests = digestsOf(event);
  return concatenated([
    writeFields([
      ["pcrIndex", 4, register + 1],
      ["eventType", 4, type],
      ["count", 4, digests.length],
    ]),
    ...digests.flatMap(([algorithm, digest]) => [littleEndian(algorithm, 2), digest]),
    littleEndian(data.length, 4),
    data,
  ]);
}

/** The registers that an area leads to. */
export function ccelRegisters(events: readonly FirmwareEvent[] = FIRMWARE_EVENTS): Registers {
  return registersOf(
    events
      .filter(({ type }) => type !== EV_NO_ACTION)
      .map((event) => [event.register, digestsOf(event)[0]?.[1] ?? new Uint8Array(48)]),
  );
}

function registersOf(digests: readonly (readonly [register: number, Uint8Array])[]): Registers {
  const after = (register: number) =>
    digests
      .filter(([of]) => of === register)
      .reduce((value, [, digest]) => hash(concatenated([value, digest])), new Uint8Array(48));
  return [after(0), after(1), after(2), after(3)];
}

/** One event as dstack writes it. */
export interface DstackEvent {
  /** The register, 0 to 3. */
  readonly imr: number;
  /** 0x08000001 for those of dstack itself. */
  readonly event_type: number;
  /** Hexadecimal; empty where it is left to be computed. */
  readonly digest: string;
  /** The name. */
  readonly event: string;
  /** Hexadecimal. */
  readonly event_payload: string;
}

/** The type of dstack's own events. */
export const DSTACK_EVENT = 0x0800_0001;

/** An event of dstack's own, with the digest of its name and payload. */
export function dstackEvent(event: string, payload: Uint8Array = new Uint8Array()): DstackEvent {
  const preimage = [littleEndian(DSTACK_EVENT, 4), utf8(`:${event}:`), payload];
  return {
    imr: 3,
    event_type: DSTACK_EVENT,
    digest: toHex(hash(concatenated(preimage))),
    event,
    event_payload: toHex(payload),
  };
}

/** What is measured of an application. */
export interface DstackApplication {
  /** 32 bytes. */
  readonly composeHash: Uint8Array;
  /** 20 bytes. */
  readonly appId: Uint8Array;
  /** 20 bytes. */
  readonly instanceId: Uint8Array;
  /** 32 bytes. */
  readonly osImageHash: Uint8Array;
  /** Who gives it its keys. */
  readonly keyProvider: { readonly name: string; readonly id: string };
}

/** What a dstack guest measures while it starts: firmware's events, then its own in the order of dstack. */
export function dstackEvents({
  composeHash = new Uint8Array(32).fill(0xc0),
  appId = new Uint8Array(20).fill(0xa0),
  instanceId = new Uint8Array(20).fill(0x10),
  osImageHash = new Uint8Array(32).fill(0x05),
  keyProvider = { name: "kms", id: "30aa" },
}: Partial<DstackApplication> = {}): DstackEvent[] {
  const firmware = FIRMWARE_EVENTS.map((event) => ({
    imr: event.register,
    event_type: event.type ?? EV_EVENT_TAG,
    digest: toHex(digestsOf(event)[0]?.[1] ?? new Uint8Array(48)),
    event: "",
    event_payload: toHex(event.data ?? new Uint8Array()),
  }));
  return [
    ...firmware,
    dstackEvent("system-preparing"),
    dstackEvent("app-id", appId),
    dstackEvent("compose-hash", composeHash),
    dstackEvent("instance-id", instanceId),
    dstackEvent("boot-mr-done"),
    dstackEvent("os-image-hash", osImageHash),
    dstackEvent("key-provider", utf8(JSON.stringify(keyProvider))),
    dstackEvent("storage-fs", utf8("zfs")),
    dstackEvent("system-ready"),
  ];
}

/** The registers that a list leads to, by the digests that it states. */
export function dstackRegisters(events: readonly DstackEvent[] = dstackEvents()): Registers {
  return registersOf(events.map(({ imr, digest }) => [imr, unhex(digest)]));
}

/** The record that dstack's `Attest` answers, in SCALE. */
export function dstackAttestation(
  quote: Uint8Array,
  events: readonly DstackEvent[],
  reportData: Uint8Array,
): Uint8Array {
  const sized = (bytes: Uint8Array) => concatenated([compact(bytes.length), bytes]);
  const words = ({ event, event_payload: payload }: DstackEvent) =>
    concatenated([sized(utf8(event)), sized(unhex(payload))]);
  const own = events.filter(({ event_type: type }) => type === DSTACK_EVENT);
  return concatenated([
    new Uint8Array(2),
    sized(quote),
    compact(events.length),
    ...events.map((event) =>
      concatenated([
        littleEndian(event.imr, 4),
        littleEndian(event.event_type, 4),
        sized(unhex(event.digest)),
        words(event),
      ]),
    ),
    compact(own.length),
    ...own.map(words),
    reportData,
    sized(utf8("{}")),
  ]);
}

/** A length in one, two or four bytes. */
function compact(length: number): Uint8Array {
  if (length < 1 << 6) return littleEndian(length << 2, 1);
  return length < 1 << 14 ? littleEndian((length << 2) | 1, 2) : littleEndian(length * 4 + 2, 4);
}

function unhex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Node's SHA-384 where it is there: a long log is hashed thousands of times. */
function hash(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const node = globalThis.process?.getBuiltinModule?.("node:crypto");
  return node === undefined
    ? sha384(data)
    : new Uint8Array(node.createHash("sha384").update(data).digest());
}
