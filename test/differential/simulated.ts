/** Simulated quotes of every status, and with every defect that the common bundle can carry. */
import { SimulatedTdx, makeP256Key } from "../../src/testing/index.ts";
import type { Case } from "./judgements.ts";
import { STATED } from "../tdx-support.ts";

type Collateral = NonNullable<Parameters<SimulatedTdx["bundle"]>[0]>;
type Quote = NonNullable<Parameters<SimulatedTdx["quote"]>[0]>;

const PLATFORM = [...STATED, "Revoked", "none"] as const;
const MODULE = ["UpToDate", "OutOfDate", "Revoked", "none", "absent"] as const;
const ENCLAVE = ["UpToDate", "OutOfDate", "Revoked", "none"] as const;
const svn = (...values: number[]) =>
  new Uint8Array([...values, ...new Uint8Array(16)].slice(0, 16));
const flip = (offset: number) => [{ offset, bytes: new Uint8Array([0xee]) }];

/** TCB info whose module is up to date from another ISVSVN on. */
const withModuleLevel = (isvsvn: number) => (info: object) =>
  JSON.parse(
    JSON.stringify(info, (name, value: unknown) =>
      name === "tdxModuleIdentities"
        ? (value as { tcbLevels: { tcb: object }[] }[]).map((identity) => ({
            ...identity,
            tcbLevels: identity.tcbLevels
              .slice(0, 1)
              .map((level) => ({ ...level, tcb: { isvsvn } })),
          }))
        : value,
    ),
  ) as object;

/** The cases. */
export async function simulatedCases(): Promise<Case[]> {
  const v4 = await SimulatedTdx.create();
  const v5 = await SimulatedTdx.create({ version: 5 });
  const v5of10 = await SimulatedTdx.create({ version: 5, body: "1.0" });
  const processor = await SimulatedTdx.create({ ca: "processor" });
  const other = await SimulatedTdx.create();
  const signer = await makeP256Key(globalThis.crypto);
  const now = Math.floor(Date.now() / 1000);
  const make = async (
    name: string,
    tdx: SimulatedTdx,
    quote: Quote = {},
    collateral: Collateral = {},
    more: Partial<Case> = {},
  ): Promise<Case> => ({
    name: `simulated: ${name}`,
    quote: await tdx.quote(quote),
    bundle: JSON.parse(await tdx.bundle(collateral)) as Record<string, string>,
    now,
    root: tdx.root,
    ...more,
  });
  const cases: Promise<Case>[] = [
    make("4", v4),
    make("5", v5),
    make("5 with TD report 1.0", v5of10),
    make("of a processor's PCK", processor),
    make("zeros behind it", v4, { padding: new Uint8Array(64) }),
    make("a higher TEE_TCB_SVN", v4, { teeTcbSvn: svn(9, 1, 9) }),
    make("a lower TEE_TCB_SVN", v4, { teeTcbSvn: svn(5, 1, 1) }),
    make("another root", v4, {}, {}, { root: other.root }),
    make("expired", v4, {}, {}, { now: now + 40 * 86_400 }),
    make("too early", v4, {}, {}, { now: now - 40 * 86_400 }),
    make("a TD that may be debugged", v4, { tdAttributes: (1n << 28n) | 1n }),
    make("without SEPT_VE_DISABLE", v4, { tdAttributes: 0n }),
    make("a reserved TD attribute", v4, { tdAttributes: (1n << 28n) | (1n << 40n) }),
    make("a reserved XFAM", v4, { xfam: 0x6_42e7n | (1n << 40n) }),
    make("a service TD", v5, { mrServiceTd: new Uint8Array(48).fill(1) }),
    make("another module's signer", v4, { mrSignerSeam: new Uint8Array(48).fill(1) }),
    make(
      "a module below the platform's components 0 and 1",
      v4,
      { teeTcbSvn: svn(4, 1, 2) },
      {
        tcbInfo: { defect: withModuleLevel(4) },
      },
    ),
    make("a module of another version", v4, { teeTcbSvn: svn(5, 9, 2) }),
    make("another QE", v4, { qe: { mrSigner: new Uint8Array(32).fill(1) } }),
    make("a QE of another product", v4, { qe: { isvProdId: 1 } }),
    make("a QE that may be debugged", v4, {
      qe: { attributes: new Uint8Array([0x13, ...new Uint8Array(15)]) },
    }),
    make("a foreign attestation key", v4, { qe: { reportData: new Uint8Array(64) } }),
    make("QE authentication data of another length", v4, { qe: { authData: new Uint8Array(31) } }),
    make("altered MRTD", v4, { patchAfterSigning: flip(184) }),
    make("altered QE report", v4, { patchAfterSigning: flip(900) }),
    make("another version", v4, { patchAfterSigning: flip(0) }),
    make("another vendor", v4, { patch: flip(12) }),
    make("a reserved byte of the header", v4, { patch: flip(8) }),
    make("a chain without its root", v4, { chain: [v4.pck, v4.pckAuthority] }),
    make("a chain in another order", v4, { chain: [v4.pckAuthority, v4.pck, v4.root] }),
    make("a foreign PCK", v4, { chain: [other.pck, v4.pckAuthority, v4.root] }),
    make(
      "TCB info of another FMSPC",
      v4,
      {},
      { tcbInfo: { defect: (info) => ({ ...info, fmspc: "00806F050000" }) } },
    ),
    make("TCB info of SGX", v4, {}, { tcbInfo: { defect: (info) => ({ ...info, id: "SGX" }) } }),
    make("TCB info signed by another", v4, {}, { tcbInfo: { signer } }),
    make(
      "TCB info that was edited",
      v4,
      {},
      { tcbInfo: { tamper: (text) => text.replace("OutOfDate", "UpToDate") } },
    ),
    make("an identity signed by another", v4, {}, { qeIdentity: { signer } }),
    make(
      "an identity of SGX",
      v4,
      {},
      { qeIdentity: { defect: (identity) => ({ ...identity, id: "QE" }) } },
    ),
    make("a revoked PCK", v4, {}, { pckRevocationList: { revokePck: true } }),
    make("a revoked authority", v4, {}, { rootRevocationList: { revokePckAuthority: true } }),
    make("a revoked signer", v4, {}, { rootRevocationList: { revokeTcbSigning: true } }),
    make("the list of the other authority", v4, {}, { pckRevocationList: { ca: "processor" } }),
  ];
  for (const platformStatus of PLATFORM) {
    for (const moduleStatus of MODULE) {
      for (const qeStatus of ENCLAVE) {
        const name = `${platformStatus}, module ${moduleStatus}, QE ${qeStatus}`;
        cases.push(make(name, v4, {}, { platformStatus, moduleStatus, qeStatus }));
      }
    }
    const relaunch = { teeTcbSvn2: svn(6, 1, 3) };
    cases.push(
      make(`${platformStatus}, relaunch`, v5, relaunch, {
        platformStatus,
        moduleStatus: "OutOfDate",
      }),
    );
  }
  return Promise.all(cases);
}
