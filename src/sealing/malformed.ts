/** Received bytes that are not what their specification says. Whoever reads them turns it into an error with a code. */

/** Its message is this library's own words, never a sender's. */
export class Malformed extends Error {}
