/**
 * HPKE (RFC 9180). What Web Cryptography does not have everywhere comes from noble; HKDF, because Node's refuses buffers of an
 * edge VM's realm. Making its curves and tables takes longer than a verdict, so it is done for the first sealed call and not
 * at import: the build puts this file, and all that it alone needs, into a function (rollup.lazy.mjs).
 */
import { AEAD_AES_128_GCM, AEAD_AES_256_GCM, CipherSuite } from "hpke";
import {
  AEAD_ChaCha20Poly1305,
  KDF_HKDF_SHA256,
  KEM_DHKEM_X25519_HKDF_SHA256,
  KEM_MLKEM768_X25519,
} from "@panva/hpke-noble";

const all = {
  AEAD_AES_128_GCM,
  AEAD_AES_256_GCM,
  AEAD_ChaCha20Poly1305,
  CipherSuite,
  KDF_HKDF_SHA256,
  KEM_DHKEM_X25519_HKDF_SHA256,
  KEM_MLKEM768_X25519,
};

/** HPKE, and the parts of its suites. */
export const arithmetic = () => all;
