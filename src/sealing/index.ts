/** Sealing as a value, for `witnesslock/slim`: `witnesslock/sealing`. The default entry has it already. */
import { decodeResponse } from "./binary-http-decode.ts";
import { encodeRequest } from "./binary-http-encode.ts";
import { sealRequest } from "./encapsulation.ts";
import { chooseKey } from "./key-configuration.ts";
import type { Sealing } from "./sealing.ts";
export type { Sealing } from "./sealing.ts";

/** Oblivious HTTP (RFC 9458) to an attested key: MLKEM768-X25519, or X25519. */
export const obliviousHttp: Sealing = {
  protocol: "oblivious-http",
  chooseKey,
  encodeRequest,
  sealRequest,
  decodeResponse,
};
