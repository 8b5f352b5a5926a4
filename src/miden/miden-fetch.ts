/**
 * A fetch to put under the published SDK, which calls the global one. Proving calls go through the attested fetch; everything
 * else, as calls to the node and `file:` or `blob:` addresses, goes where it went before.
 */
import { makeAttestedFetch } from "../attested-fetch.ts";
import type { AttestedFetch } from "../attested-fetch.ts";
import { readProvers } from "../attested-fetch-options.ts";
import type { AttestedFetchOptions } from "../attested-fetch-options.ts";
import { isWitnesslockError } from "../errors.ts";
import type { WitnesslockErrorData } from "../errors.ts";
import { GRPC_WEB_TYPE } from "../grpc-web-frames.ts";
import { readOptions } from "../input.ts";
import { obliviousHttp } from "../sealing/index.ts";
import { interpose } from "../underlying-fetch.ts";
import { isProvingCall, settle } from "./proving-calls.ts";
import { tell } from "../listener.ts";

/** Options of {@link attestedMidenFetch}. */
export interface AttestedMidenFetchOptions {
  /**
   * Made by `createAttestedFetch`, or the options to make one of: these are the safer form. One that was made without the
   * option `fetch` asks what is below this package's own as the global fetch, and where something else takes its place
   * afterwards, that.
   */
  readonly attestedFetch: AttestedFetch | AttestedFetchOptions;
  /**
   * Origins of provers, at least one, as `https://prover.example`; a call of a proving method to another goes out in plain.
   * Default: any; every call of a proving method is attested, wherever it goes.
   */
  readonly provers?: readonly string[];
  /**
   * For everything else, and under the attested fetch where its options name none. Default: the global fetch now; as nobody
   * chose it, attested calls may leave it for longer headers, up to the option `maxHeaderBytes` of `attestedFetch`.
   */
  readonly fetch?: typeof globalThis.fetch;
  /** Told of every refusal, since the SDK keeps only its words. */
  readonly onRefusal?: (error: WitnesslockErrorData) => void;
}

const NAMES = [
  "attestedFetch",
  "provers",
  "fetch",
  "onRefusal",
] as const satisfies readonly (keyof AttestedMidenFetchOptions)[];

/** gRPC's FAILED_PRECONDITION: not to be tried again until something has changed. */
const FAILED_PRECONDITION = 9;
/** gRPC's UNAVAILABLE. */
const UNAVAILABLE = 14;

/**
 * Makes one.
 *
 * @throws AttestationError `input_invalid`, as for `provers` without an origin; whatever `createAttestedFetch` throws
 */
export function attestedMidenFetch(options: AttestedMidenFetchOptions): typeof globalThis.fetch {
  const { isProving, answer, other } = midenCalls(options);
  const attested: typeof globalThis.fetch = async (input, init) => {
    const settled = settle(input);
    return isProving(settled) ? answer(settled, init) : other(settled, init);
  };
  // Its own calls must not come back here once this is the global fetch.
  return interpose(attested, other);
}

/** What the ways under the SDK are made of. */
interface MidenCalls {
  /** Whether a call is to be attested. */
  readonly isProving: (input: string | Request) => boolean;
  /** Makes a proving call; a refusal is an answer. */
  readonly answer: (input: string | Request, init?: RequestInit) => Promise<Response>;
  /** Where all other calls go. */
  readonly other: typeof globalThis.fetch;
}

/** Reads the options, once: what is wrong with them is found before there is a call that it could let out. */
export function midenCalls(given: AttestedMidenFetchOptions): MidenCalls {
  const options = readOptions(given, NAMES);
  const { attestedFetch, onRefusal } = options;
  const provers = options.provers === undefined ? undefined : readProvers(options.provers);
  const { fetch } = options;
  const other = fetch ?? globalThis.fetch;
  const send =
    typeof attestedFetch === "function"
      ? attestedFetch
      : makeAttestedFetch(
          fetch === undefined ? attestedFetch : { fetch, ...attestedFetch },
          obliviousHttp,
          // As it is now: whatever becomes the global fetch later may lead back here.
          () => other,
        );
  return {
    isProving: (input) => isProvingCall(input, provers),
    answer: async (input, init) => {
      try {
        return await send(input, init);
      } catch (error) {
        if (!isWitnesslockError(error) || error.code === "aborted") throw error;
        tell(onRefusal, error, (fault) => {
          console.error("witnesslock: onRefusal threw", fault);
        });
        return refusal(error);
      }
    },
    other: (input, init) => other(input, init),
  };
}

/**
 * As the SDK understands it: a trailers-only answer. Its body is empty and there: the SDK treats a null body as a fault of its
 * own, and loses the status of an error in a trailer frame.
 */
export function refusal({ name, code, message }: WitnesslockErrorData): Response {
  const status = name === "ProverError" ? UNAVAILABLE : FAILED_PRECONDITION;
  return new Response(new Uint8Array(), {
    headers: {
      "Content-Type": GRPC_WEB_TYPE,
      "grpc-status": String(status),
      // Percent encoding of what is not printable ASCII (gRPC over HTTP/2, "Status-Message").
      "grpc-message": encodeURIComponent(`${code}: ${message}`).replaceAll("%20", " "),
    },
  });
}
