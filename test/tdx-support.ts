/** What tests of TDX need: verdicts on quotes of a simulated platform, with its collateral. */
import { appraise, authenticate } from "../src/index.ts";
import type { AppraiseOptions, TdxAttestationResult, TdxPolicy } from "../src/index.ts";
import type { SimulatedTdx } from "../src/testing/index.ts";
import { errorOf } from "./support.ts";

/** What a call answered: `code` is "ok" for a result. */
export interface Judged {
  readonly code: string;
  readonly field?: string;
  readonly message?: string;
  readonly violations?: readonly string[];
}

async function judged(call: Promise<unknown>): Promise<Judged> {
  const error = await errorOf(call);
  if (error === undefined) return { code: "ok" };
  const { code, context, message, violations } = error;
  return {
    code,
    message,
    ...(context.field === undefined ? {} : { field: context.field }),
    ...(violations === undefined ? {} : { violations: violations.map((each) => each.code) }),
  };
}

/** What a document may state of a level, and a policy accept. */
export const STATED = [
  "UpToDate",
  "SWHardeningNeeded",
  "ConfigurationNeeded",
  "ConfigurationAndSWHardeningNeeded",
  "OutOfDate",
  "OutOfDateConfigurationNeeded",
] as const;

/** What a policy may accept. */
export const ACCEPTABLE = [
  ...STATED,
  "TDRelaunchAdvised",
  "TDRelaunchAdvisedConfigurationNeeded",
] as const;

/** The least that a policy must say. */
export const LEAST: TdxPolicy = { mrTd: "any", rtmr: ["any", "any", "any", "any"] };

function optionsOf(tdx: SimulatedTdx, more: Partial<AppraiseOptions>): AppraiseOptions {
  return { dangerouslyTrustRoots: [tdx.root], offline: true, expectedBinding: "any", ...more };
}

/** The policy's verdict. Default: the default quote, with the whole collateral. */
export async function judge(
  tdx: SimulatedTdx,
  policy: Partial<TdxPolicy> = {},
  given: {
    readonly quote?: Uint8Array | string;
    readonly collateral?: readonly Uint8Array[];
    readonly more?: Partial<AppraiseOptions>;
  } = {},
): Promise<Judged> {
  return judged(resultOf(tdx, policy, given));
}

/** The result itself. */
export async function resultOf(
  tdx: SimulatedTdx,
  policy: Partial<TdxPolicy> = {},
  {
    quote,
    collateral,
    more = {},
  }: {
    readonly quote?: Uint8Array | string;
    readonly collateral?: readonly Uint8Array[];
    readonly more?: Partial<AppraiseOptions>;
  } = {},
): Promise<TdxAttestationResult> {
  const endorsements = collateral ?? (await tdx.collateral());
  const options = optionsOf(tdx, { endorsements, ...more });
  const result = await appraise(
    quote ?? (await tdx.quote()),
    { tdx: { ...LEAST, ...policy } },
    options,
  );
  if (result.tee !== "tdx") throw new Error("not a quote of TDX");
  return result;
}

/** Authenticity alone. */
export function prove(
  tdx: SimulatedTdx,
  quote: Uint8Array | string,
  endorsements: readonly Uint8Array[] = [],
  now?: Date,
): Promise<Judged> {
  const { dangerouslyTrustRoots, offline } = optionsOf(tdx, {});
  return judged(
    authenticate(quote, {
      dangerouslyTrustRoots,
      offline,
      endorsements,
      ...(now === undefined ? {} : { now }),
    }),
  );
}
