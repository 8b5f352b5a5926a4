/** What evidence proves of a dstack application, as lines that a person reads. */
import type { DstackClaims } from "../dstack-result.ts";
import type { DstackPolicy } from "../policy.ts";
import { row } from "./layout.ts";

/** The claims; no line where there are none. */
export function rowsOfDstack(claims: DstackClaims | null): string[] {
  if (claims === null) return [];
  const { keyProvider } = claims;
  const line = (label: string, value: string | null) => (value === null ? [] : [row(label, value)]);
  return [
    row("dstack", "an application, by what was measured of it"),
    ...line("  compose", claims.composeHash),
    ...line("  app", claims.appId),
    ...line("  instance", claims.instanceId),
    ...line("  OS image", claims.osImageHash),
    ...(keyProvider === null
      ? []
      : [row("  keys from", `${keyProvider.name} ${keyProvider.id}`.trim())]),
  ];
}

/** The lines of a policy that name this application on any of its instances, and what to ask oneself about them. */
export function dstackSkeleton(claims: DstackClaims | null): {
  readonly dstack?: DstackPolicy;
  readonly notes: readonly string[];
} {
  if (claims === null) return { notes: [] };
  const { composeHash, appId, keyProvider } = claims;
  const dstack = {
    ...(composeHash === null ? {} : { composeHash: [composeHash] }),
    ...(appId === null ? {} : { appId: [appId] }),
    ...(keyProvider === null || keyProvider.id === "" ? {} : { keyProviderId: [keyProvider.id] }),
  };
  const note =
    "dstack: is composeHash the SHA-256 of an app-compose.json that you read, and are its images pinned by digest? " +
    "keyProviderId names who can make the application's keys";
  return { dstack, notes: [note] };
}
