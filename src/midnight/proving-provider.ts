/**
 * Midnight's `ProvingProvider` over a proof server in a TEE: `POST /check` and `POST /prove` with bodies that the ledger package
 * writes (tagged `midnight:(proof-preimage-versioned,…):`). The preimage leaves only sealed to an attested key.
 */
import { readAnswer } from "../after-sending.ts";
import type { AttestedFetch } from "../attested-fetch.ts";
import { createAttestedFetch } from "../create-attested-fetch.ts";
import type { AttestedFetchOptions } from "../attested-fetch-options.ts";
import { ProverError } from "../errors.ts";
import { readBounded } from "../evidence-source.ts";
import { inputInvalid } from "../input.ts";
import { requireProof } from "../transport.ts";

/** The ledger's `ProvingKeyMaterial`. */
export interface ProvingKeyMaterialLike {
  /** The circuit's proving key. */
  readonly proverKey: Uint8Array;
  /** The circuit's verifying key. */
  readonly verifierKey: Uint8Array;
  /** The circuit. */
  readonly ir: Uint8Array;
}

/** The ledger package's functions for the proof server's bodies. */
export interface LedgerLike {
  /** The body of `POST /prove`. */
  createProvingPayload(
    serializedPreimage: Uint8Array,
    overwriteBindingInput: bigint | undefined,
    keyMaterial?: ProvingKeyMaterialLike,
  ): Uint8Array;
  /** The body of `POST /check`. */
  createCheckPayload(serializedPreimage: Uint8Array, ir?: Uint8Array): Uint8Array;
  /** Reads the answer of `POST /check`. */
  parseCheckResult(result: Uint8Array): (bigint | undefined)[];
}

/** The ledger's `ProvingProvider`. */
export interface ProvingProviderLike {
  /** Runs a circuit without a proof. */
  check(serializedPreimage: Uint8Array, keyLocation: string): Promise<(bigint | undefined)[]>;
  /** Proves. */
  prove(
    serializedPreimage: Uint8Array,
    keyLocation: string,
    overwriteBindingInput?: bigint,
  ): Promise<Uint8Array>;
}

/** Options of {@link attestedProvingProvider}. */
export interface AttestedProvingProviderOptions {
  /** Made by `createAttestedFetch`, or the options to make one of. */
  readonly attestedFetch: AttestedFetch | AttestedFetchOptions;
  /** `import * as ledger from "@midnight-ntwrk/ledger-v8"`, or what `midnight-js-protocol/ledger` gives. */
  readonly ledger: LedgerLike;
  /** Keys of a circuit; `undefined` for those that the proof server has itself. Default: none. */
  readonly keyMaterial?: (keyLocation: string) => Promise<ProvingKeyMaterialLike | undefined>;
  /** Sent with every call, inside the seal. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Stops every call. */
  readonly signal?: AbortSignal;
}

/** A proof has kilobytes. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/**
 * Makes one. It does not try again by itself: an attestation error is final, and others are the caller's to judge.
 *
 * @param url - the proof server's address; a path of it comes before `/prove` and `/check`
 * @throws AttestationError, EndorsementsError, ProverError from its methods, as the attested fetch does; in every mode
 * `prover_http` where the status is no success, `transport_too_large`, and `prover_protocol` where the ledger cannot read what
 * `/check` answered
 */
export function attestedProvingProvider(
  url: string | URL,
  options: AttestedProvingProviderOptions,
): ProvingProviderLike {
  const { attestedFetch, ledger, keyMaterial, headers = {}, signal } = options;
  if (!URL.canParse(url)) throw inputInvalid("url", "the proof server's absolute URL");
  const send =
    typeof attestedFetch === "function" ? attestedFetch : createAttestedFetch(attestedFetch);
  const post = async <T>(
    path: "/check" | "/prove",
    payload: Uint8Array,
    read: (answer: Uint8Array) => T,
  ): Promise<T> => {
    const address = new URL(url);
    address.pathname = address.pathname.replace(/\/$/, "") + path;
    const response = await send(address, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream", ...headers },
      body: new Uint8Array(payload),
      ...(signal === undefined ? {} : { signal }),
    });
    return readAnswer(response, signal, async (witnessSent) => {
      // The modes that need no verdict give every answer back.
      requireProof(response.status, witnessSent);
      return read(await readBounded(response, MAX_ANSWER_BYTES));
    });
  };
  return {
    async check(serializedPreimage, keyLocation) {
      const keys = await keyMaterial?.(keyLocation);
      const payload = ledger.createCheckPayload(serializedPreimage, keys?.ir);
      return post("/check", payload, (answer) => parseCheck(ledger, answer));
    },
    async prove(serializedPreimage, keyLocation, overwriteBindingInput) {
      const keys = await keyMaterial?.(keyLocation);
      return post(
        "/prove",
        ledger.createProvingPayload(serializedPreimage, overwriteBindingInput, keys),
        (proof) => proof,
      );
    },
  };
}

function parseCheck(ledger: LedgerLike, answer: Uint8Array): (bigint | undefined)[] {
  try {
    return ledger.parseCheckResult(answer);
  } catch (cause) {
    throw new ProverError(
      "prover_protocol",
      "the proof server's answer to /check is none that this ledger reads: check that both are of the same version",
      { cause, context: { field: "/check" } },
    );
  }
}
