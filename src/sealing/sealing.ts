/** What sealing is to a call: a value, so that a bundle that never seals holds none of its arithmetic. */
import type { BinaryRequest, BinaryResponse } from "./binary-http.ts";
import type { SealedRequest } from "./encapsulation.ts";
import type { ChosenKey } from "./key-configuration.ts";

/** `obliviousHttp` of `witnesslock/sealing`. Its other members are this package's own affair, and not in its declarations. */
export interface Sealing {
  /** RFC 9458. */
  readonly protocol: "oblivious-http";
  /** @internal */
  readonly chooseKey: (document: Uint8Array) => ChosenKey | undefined;
  /** @internal */
  readonly encodeRequest: (request: BinaryRequest) => Uint8Array;
  /** @internal */
  readonly sealRequest: (key: ChosenKey, request: Uint8Array) => Promise<SealedRequest>;
  /** @internal */
  readonly decodeResponse: (message: Uint8Array) => BinaryResponse;
}
