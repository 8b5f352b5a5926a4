/**
 * What Web Cryptography does not have everywhere comes from noble; HKDF, because Node's refuses buffers of an edge VM's realm.
 * Making its curves and tables takes longer than a verdict, so it is done for the first sealed call and not at import: the
 * build puts this file, and all that it alone needs, into a function (rollup.lazy.mjs).
 */
import { sha384 } from "@noble/hashes/sha2.js";
import {
  AEAD_ChaCha20Poly1305,
  KDF_HKDF_SHA256,
  KEM_DHKEM_X25519_HKDF_SHA256,
  KEM_MLKEM768_X25519,
} from "@panva/hpke-noble";

const all = {
  AEAD_ChaCha20Poly1305,
  KDF_HKDF_SHA256,
  KEM_DHKEM_X25519_HKDF_SHA256,
  KEM_MLKEM768_X25519,
  /** For the simulated TEE, whose logs are long. */
  sha384,
};

/** The parts of HPKE's suites, and a hash that some of them have inside. */
export const arithmetic = () => all;
