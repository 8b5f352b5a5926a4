/** The names of Oblivious HTTP, apart from its arithmetic: who only reads them need not carry that. */

/** Media types (RFC 9458, section 9). */
export const REQUEST_TYPE = "message/ohttp-req";
/** See {@link REQUEST_TYPE}. */
export const RESPONSE_TYPE = "message/ohttp-res";
/** The media type of key configurations. */
export const KEYS_TYPE = "application/ohttp-keys";
/** The problem type of a gateway that does not hold the key (RFC 9458, section 5.3). */
export const KEY_PROBLEM = "https://iana.org/assignments/http-problem-types#ohttp-key";
