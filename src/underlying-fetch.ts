/**
 * The fetch below those that this package puts into the place of the global one. An attested fetch that called one of these
 * would call itself, without end.
 */
type Fetch = typeof globalThis.fetch;

const below = new WeakMap<Fetch, Fetch>();

/** Says what is below a fetch that may become the global one. */
export function interpose(own: Fetch, former: Fetch): Fetch {
  below.set(own, former);
  return own;
}

/** The global fetch now, or what is below it. What an application calls itself is not this one. */
export function underlyingFetch(): Fetch {
  let { fetch } = globalThis;
  for (let next = below.get(fetch); next !== undefined; next = below.get(fetch)) fetch = next;
  return fetch;
}
