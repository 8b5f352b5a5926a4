/** Two verifiers, every quote and every collateral: what differs is explained in `differences.json`, or fails. */
import { Buffer } from "node:buffer";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { QuoteVerifier } from "@phala/dcap-qvl";
import { expect, test } from "vitest";
import { appraise, authenticate, memoryCache } from "../../src/index.ts";
import type { TdxPolicy } from "../../src/index.ts";
import { errorOf } from "../support.ts";
import { ACCEPTABLE, LEAST } from "../tdx-support.ts";
import { hasVectors } from "../vectors.ts";
import { genuineCases } from "./genuine.ts";
import { CONDITIONS, agree } from "./judgements.ts";
import type { Case, Judgement } from "./judgements.ts";
import { simulatedCases } from "./simulated.ts";

interface Difference {
  readonly peer: string;
  readonly when: string;
}
const table = (
  JSON.parse(readFileSync(new URL("differences.json", import.meta.url), "utf8")) as {
    readonly differences: readonly Difference[];
  }
).differences.filter(({ peer }) => peer === "npm");

/** What the other accepts too: any status but Revoked; the defaults for TDs are its own. */
const POLICY: TdxPolicy = { ...LEAST, tcbStatus: ACCEPTABLE };

async function ours({ quote, bundle, now, root }: Case): Promise<Judgement> {
  const options = {
    now,
    endorsements: [new TextEncoder().encode(JSON.stringify(bundle))],
    offline: true,
    // What one case taught must not judge the next.
    endorsementSource: { cache: memoryCache() },
    ...(root === undefined ? {} : { dangerouslyTrustRoots: [root] }),
  };
  const appraised = { tdx: POLICY };
  const error = await errorOf(appraise(quote, appraised, { ...options, expectedBinding: "any" }));
  const evidence = await authenticate(quote, options).catch(() => undefined);
  const found =
    evidence?.tee === "tdx"
      ? { tcb: evidence.tcb, teeTcbSvn: evidence.claims.teeTcbSvn }
      : { tcb: null };
  if (error !== undefined) return { accepted: false, reason: error.code, ...found };
  const { tcb } = found;
  return {
    accepted: true,
    ...found,
    ...(tcb === null ? {} : { status: tcb.status, advisoryIds: tcb.advisoryIds }),
  };
}

function theirs({ quote, bundle, now, root }: Case): Judgement {
  const verifier =
    root === undefined ? QuoteVerifier.newProd() : QuoteVerifier.newWithRootCa(Buffer.from(root));
  try {
    const report = verifier.verify(Buffer.from(quote), bundle as never, now);
    return { accepted: true, status: report.status, advisoryIds: report.advisory_ids };
  } catch (error) {
    return { accepted: false, reason: error instanceof Error ? error.message : "" };
  }
}

/** The differences that no row explains, and how often each row did. */
async function compare(cases: readonly Case[]) {
  const counts = new Map<string, number>(table.map(({ when }) => [when, 0]));
  const unexplained: string[] = [];
  let agreed = 0;
  for (const each of cases) {
    const [here, there] = [await ours(each), theirs(each)];
    if (agree(here, there)) {
      agreed += 1;
      continue;
    }
    const row = table.find(({ when }) => CONDITIONS[when]?.(here, there) === true);
    if (row !== undefined) counts.set(row.when, (counts.get(row.when) ?? 0) + 1);
    else
      unexplained.push(
        `${each.name}: ours ${here.status ?? here.reason ?? ""} [${String(here.advisoryIds)}], theirs ${there.status ?? there.reason ?? ""} [${String(there.advisoryIds)}]`,
      );
  }
  console.log(`${cases.length} cases, ${agreed} agreed`, Object.fromEntries(counts));
  return { unexplained, counts };
}

/** The cases as the native differential run reads them (`rust-verifier/tests/differential_tdx.rs`). */
function write(name: string, cases: readonly Case[]): void {
  const folder = new URL("../../build/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  const encoded = cases.map(({ quote, root, ...rest }) => ({
    ...rest,
    quote: Buffer.from(quote).toString("base64"),
    ...(root === undefined ? {} : { root: Buffer.from(root).toString("base64") }),
  }));
  writeFileSync(new URL(`differential-${name}.json`, folder), JSON.stringify(encoded));
}

test("case 334: simulated quotes, every status and defect", { timeout: 120_000 }, async () => {
  const cases = await simulatedCases();
  write("simulated", cases);
  const { unexplained, counts } = await compare(cases);
  expect(unexplained).toEqual([]);
  // A row that explains nothing is wrong, or out of date.
  expect([...counts].filter(([, count]) => count === 0)).toEqual([]);
});

test.skipIf(!hasVectors)(
  "case 334: genuine quotes with genuine collateral",
  { timeout: 120_000 },
  async () => {
    const { cases, incomplete } = genuineCases();
    console.log(`${incomplete} pairs have no revocation lists of their time in the set`);
    expect(cases.length).toBeGreaterThan(400);
    write("genuine", cases);
    const { unexplained } = await compare(cases);
    expect(unexplained).toEqual([]);
  },
);
