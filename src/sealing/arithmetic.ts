/**
 * What Web Cryptography does not have everywhere comes from noble; HKDF, because Node's refuses buffers of an edge VM's realm.
 * Making its curves and tables takes longer than a verdict, so it is done for the first sealed call and not at import: the
 * build puts this file, and all that it alone needs, into a function (rollup.lazy.mjs).
 */
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
};

/** The parts of HPKE's suites. */
export const arithmetic = () => all;
