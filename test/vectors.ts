/** The vector set of genuine evidence, beside the project. A fresh clone has none, and says so. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const SET = fileURLToPath(new URL("../../shared/vectors/", import.meta.url));

/** One entry of the manifest. */
export interface Vector {
  readonly id: string;
  readonly kind: string;
  readonly verdict: string;
  readonly at?: string;
  readonly files: readonly { readonly path: string }[];
  readonly facts?: {
    readonly hcl?: {
      readonly hcl_version: number;
      readonly secure_boot: boolean;
      readonly user_data: string;
    };
    readonly tpm?: { readonly nonce: string };
    readonly replayed_rtmr?: Readonly<Record<string, string>>;
    readonly events?: number;
    readonly used_bytes?: number;
    readonly tcb_status_by_collateral?: readonly {
      readonly tcbinfo: string;
      readonly qe_identity: string | null;
      readonly window: readonly [string, string];
      readonly status: string;
    }[];
  };
}

/** The numbers of entries in the manifest that concern SEV-SNP, TDX, clouds and event logs, Wycheproof apart: what a fresh clone skips. */
export const SNP_ENTRIES = 82;
/** Quotes of TDX and SGX, Intel's documents, lists, certificates, and bundles of them. */
export const TDX_ENTRIES = 243;
/** Event logs, and the answers of dstack's guests. */
export const LOG_ENTRIES = 8;

/** Azure's evidence of both TEEs, and go-tpm-tools documents. */
export const CLOUD_ENTRIES = 12;

/** Whether the set is there. Where the environment says that it must be, its absence is an error. */
export const hasVectors = existsSync(`${SET}manifest.json`);
if (!hasVectors && process.env["WITNESSLOCK_REQUIRE_VECTORS"] !== undefined) {
  throw new Error("the vector set is required and absent");
}

if (!hasVectors) {
  const count = SNP_ENTRIES + TDX_ENTRIES + CLOUD_ENTRIES + LOG_ENTRIES;
  console.warn(`skipped ${count} genuine vectors: the vector set is not beside the project`);
}

/** Every entry; none where the set is absent. */
export const vectors: readonly Vector[] = hasVectors
  ? (JSON.parse(readFileSync(`${SET}manifest.json`, "utf8")) as Vector[])
  : [];

/** Reads a file of an entry by its name. */
export function read(vector: Vector, name: string): Uint8Array {
  const file = vector.files.find(({ path }) => path.endsWith(`/${name}`));
  if (file === undefined) throw new Error(`${vector.id} has no ${name}`);
  return new Uint8Array(readFileSync(SET + file.path));
}

/** Every DER certificate of an entry. */
export function certificates(vector: Vector): Uint8Array[] {
  return vector.files
    .filter(({ path }) => path.endsWith(".der"))
    .map(({ path }) => new Uint8Array(readFileSync(SET + path)));
}

/** An entry by its id. */
export function vector(id: string): Vector {
  const found = vectors.find((entry) => entry.id === id);
  if (found === undefined) throw new Error(`the vector set has no ${id}`);
  return found;
}
