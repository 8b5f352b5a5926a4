/** A platform of Intel's, simulated, and the service that answers for its collateral, for the tests of where that comes from. */
import { appraise, memoryCache } from "../../src/index.ts";
import type { AppraiseOptions, EndorsementSourceOptions, TdxPolicy } from "../../src/index.ts";
import { SimulatedTdx } from "../../src/testing/index.ts";

export const DAY_MS = 86_400_000;
export const tdx = await SimulatedTdx.create();
export const quote = await tdx.quote();

export const POLICY: { readonly tdx: TdxPolicy } = {
  tdx: { mrTd: "any", rtmr: ["any", "any", "any", "any"] },
};

interface Served {
  readonly tcbInfo?: Uint8Array;
  readonly qeIdentity?: Uint8Array;
  /** Default: as Intel does it. */
  readonly chain?: string | null;
  /** Addresses that answer with 404. */
  readonly absent?: RegExp;
  /** Whether this platform's certificate is on Intel's list. */
  readonly revoked?: boolean;
  /** Lists in hexadecimal, as a caching service writes them. */
  readonly hex?: boolean;
}

/** Intel's service, or a caching one. */
export function service(served: Served = {}) {
  const asked: string[] = [];
  const state = { ...served };
  const chain = () =>
    state.chain === undefined ? encodeURIComponent(tdx.issuerChain()) : state.chain;
  const document = (body: Uint8Array, header: string) => {
    const value = chain();
    return new Response(
      new Uint8Array(body),
      value === null ? {} : { headers: { [header]: value } },
    );
  };
  const list = (der: Uint8Array) =>
    new Response(state.hex === true ? Buffer.from(der).toString("hex") : new Uint8Array(der));
  const fetch = async (input: RequestInfo | URL): Promise<Response> => {
    const url = input instanceof Request ? input.url : String(input);
    asked.push(url);
    if (state.absent?.test(url) === true) return new Response("not here", { status: 404 });
    if (url.includes("/tcb?")) {
      return document(state.tcbInfo ?? (await tdx.tcbInfo()), "TCB-Info-Issuer-Chain");
    }
    if (url.endsWith("/qe/identity")) {
      return document(
        state.qeIdentity ?? (await tdx.qeIdentity()),
        "SGX-Enclave-Identity-Issuer-Chain",
      );
    }
    if (url.includes("/pckcrl?")) {
      return list(await tdx.pckRevocationList({ revokePck: state.revoked === true }));
    }
    return list(await tdx.rootRevocationList());
  };
  return { asked, state, fetch };
}

export function run(source: EndorsementSourceOptions, more: Partial<AppraiseOptions> = {}) {
  return appraise(quote, POLICY, {
    dangerouslyTrustRoots: [tdx.root],
    endorsementSource: { cache: memoryCache(), ...source },
    expectedBinding: "any",
    ...more,
  });
}
