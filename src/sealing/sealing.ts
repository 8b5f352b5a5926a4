/** What sealing is to a call: a value, so that a bundle that never seals holds none of its arithmetic. */
import type { BinaryRequest, BinaryResponse } from "./binary-http.ts";
import type { SealedRequest } from "./encapsulation.ts";
import type { ChosenKey } from "./key-configuration.ts";

/** `obliviousHttp` of `witnesslock/sealing`. Its members are this package's own affair. */
export interface Sealing {
  /** @internal */
  readonly chooseKey: (document: Uint8Array) => ChosenKey | undefined;
  /** @internal */
  readonly encodeRequest: (request: BinaryRequest) => Uint8Array;
  /** @internal */
  readonly sealRequest: (key: ChosenKey, request: Uint8Array) => Promise<SealedRequest>;
  /** @internal */
  readonly decodeResponse: (message: Uint8Array) => BinaryResponse;
}
