/** A TDX with an event log beside its quote, honest or not, for the tests of event logs. */
import type { TdxPolicy } from "../../src/index.ts";
import {
  SimulatedTdx,
  ccelRegisters,
  dstackEvents,
  dstackRegisters,
} from "../../src/testing/index.ts";
import type { DstackEvent, FirmwareEvent, Registers } from "../../src/testing/index.ts";
import { judge as judgeWith, prove, resultOf as resultWith } from "../tdx-support.ts";
import type { Judged } from "../tdx-support.ts";

export const tdx = await SimulatedTdx.create();
export const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
export const bytes = (length: number, value: number) => new Uint8Array(length).fill(value);
export const COMPOSE = hex(bytes(32, 0xc0));
export const OTHER = hex(bytes(32, 0xee));

/** What a policy is judged on: evidence that carries its collateral is given none beside. */
function given(quote: Uint8Array | string) {
  const carries = typeof quote === "string" && quote.includes('"collateral"');
  return carries ? { quote, collateral: [] } : { quote };
}

export const judge = (
  policy: Partial<TdxPolicy>,
  { quote }: { readonly quote: Uint8Array | string },
): Promise<Judged> => judgeWith(tdx, policy, given(quote));

export const resultOf = (
  policy: Partial<TdxPolicy>,
  { quote }: { readonly quote: Uint8Array | string },
) => resultWith(tdx, policy, given(quote));

export const toBase64 = (part: Uint8Array) => Buffer.from(part).toString("base64");
export const honest = toBase64(await tdx.quote({ rtmrs: ccelRegisters() }));

/** Evidence with an area; the quote's registers are those of `events`, by default of the honest list. */
export async function withLog(
  eventLog: Uint8Array,
  events?: readonly FirmwareEvent[],
): Promise<string> {
  const rtmrs = ccelRegisters(events);
  const quote = events === undefined ? honest : toBase64(await tdx.quote({ rtmrs }));
  return JSON.stringify({ platform: "tdx", evidence: { quote, cc_eventlog: toBase64(eventLog) } });
}

/** Evidence of dstack whose quote has the registers of the honest list, whatever list is beside it. */
export function beside(events: readonly DstackEvent[], rtmrs: Registers = dstackRegisters()) {
  return tdx.dstackEvidence({ events, rtmrs });
}

/** The honest list with the event of a name replaced. */
export function replaced(name: string, change: (event: DstackEvent) => DstackEvent): DstackEvent[] {
  return dstackEvents().map((event) => (event.event === name ? change(event) : event));
}

export const codeBeside = async (events: readonly DstackEvent[], rtmrs?: Registers) =>
  (await prove(tdx, await beside(events, rtmrs))).code;
