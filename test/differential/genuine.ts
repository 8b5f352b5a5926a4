/** Genuine quotes with every collateral of the vector set that is complete for them at one time. */
import { X509Certificate } from "node:crypto";
import { read, vector, vectors } from "../vectors.ts";
import type { Vector } from "../vectors.ts";
import type { Case } from "./judgements.ts";

interface Period {
  readonly from: number;
  readonly to: number;
}

const seconds = (text: string | undefined) => Math.floor(Date.parse(text ?? "") / 1000);
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const pem = (der: Uint8Array) => new X509Certificate(der).toString();

/** The certificates of a quote's chain; none where it has none that can be read. */
function chainOf(quote: Uint8Array): X509Certificate[] {
  const blocks = Buffer.from(quote)
    .toString("latin1")
    .match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g);
  try {
    return (blocks ?? []).map((block) => new X509Certificate(block));
  } catch {
    return [];
  }
}

const period = (certificate: X509Certificate): Period => ({
  from: seconds(certificate.validFrom),
  to: seconds(certificate.validTo),
});

interface List extends Period {
  readonly issuer: string;
  readonly der: Uint8Array;
}

function lists(): List[] {
  return vectors
    .filter(({ kind }) => kind === "intel-crl")
    .map((entry) => {
      const { issuer, this: from, next: to } = entry.facts as unknown as Record<string, string>;
      return {
        issuer: issuer ?? "",
        der: read(entry, "crl.der"),
        from: seconds(from?.replace(" ", "T")),
        to: seconds(to?.replace(" ", "T")),
      };
    });
}

/** The document's signed text and signature, as they stand in the answer. */
function split(answer: string, name: string) {
  const match = new RegExp(`^\\s*\\{"${name}":(.*),"signature":"([0-9a-f]+)"\\}\\s*$`, "s").exec(
    answer,
  );
  const [, body = "", signature = ""] = match ?? [];
  const dates = JSON.parse(body) as { issueDate: string; nextUpdate: string };
  return { body, signature, from: seconds(dates.issueDate), to: seconds(dates.nextUpdate) };
}

/** The cases, and how many pairs had no revocation lists of their time in the set. */
export function genuineCases(): { readonly cases: readonly Case[]; readonly incomplete: number } {
  const crls = lists();
  const [platform, processor, root, ...signers] = ((): Uint8Array[] => {
    const entry = vector("intel-ca/production");
    const named = (name: string) => read(entry, name);
    return [
      named("intel-sgx-pck-platform-ca.der"),
      named("intel-sgx-pck-processor-ca.der"),
      named("root.der"),
      named("tcb-signing-2025-05-06.der"),
      named("tcb-signing-2018-05-21.der"),
    ];
  })();
  if (platform === undefined || processor === undefined || root === undefined)
    throw new Error("the set has not Intel's certificates");
  const known = new Set(vectors.map(({ id }) => id));
  const cases: Case[] = [];
  let incomplete = 0;
  for (const entry of vectors.filter(isQuote)) {
    const quote = read(entry, "quote.bin");
    const [pck] = chainOf(quote);
    for (const pair of entry.facts?.tcb_status_by_collateral ?? []) {
      const ids = [`intel-tcbinfo/${pair.tcbinfo}`, `intel-qeidentity/${pair.qe_identity ?? ""}`];
      if (pck === undefined || !ids.every((id) => known.has(id))) continue;
      const info = split(text(read(vector(ids[0] ?? ""), "tcbinfo.json")), "tcbInfo");
      const identity = split(text(read(vector(ids[1] ?? ""), "identity.json")), "enclaveIdentity");
      const isProcessor = pck.issuer.includes("Processor");
      const found = complete(
        [info, identity, period(pck)],
        crls.filter(({ issuer }) => issuer.includes(isProcessor ? "Processor" : "Platform")),
        crls.filter(({ issuer }) => issuer.includes("Root")),
        signers,
      );
      if (found === undefined) {
        incomplete += 1;
        continue;
      }
      const issuerChain = pem(found.signer) + pem(root);
      cases.push({
        name: `${entry.id} with ${pair.tcbinfo}, ${pair.qe_identity ?? ""}`,
        quote,
        now: found.now,
        bundle: {
          pck_crl_issuer_chain: pem(isProcessor ? processor : platform) + pem(root),
          root_ca_crl: hex(found.rootList.der),
          pck_crl: hex(found.pckList.der),
          tcb_info_issuer_chain: issuerChain,
          tcb_info: info.body,
          tcb_info_signature: info.signature,
          qe_identity_issuer_chain: issuerChain,
          qe_identity: identity.body,
          qe_identity_signature: identity.signature,
        },
      });
    }
  }
  return { cases: [...cases, ...bundles()], incomplete };
}

const isQuote = ({ kind, id }: Vector) =>
  kind.startsWith("tdx-v") || kind === "neg-quote" || id.startsWith("neg-derived/tdx-");

/** A time at which everything is valid, and the lists and signer of that time. */
function complete(
  documents: readonly Period[],
  pckLists: readonly List[],
  rootLists: readonly List[],
  signers: readonly Uint8Array[],
) {
  for (const pckList of pckLists) {
    for (const rootList of rootLists) {
      for (const signer of signers) {
        const all = [...documents, pckList, rootList, period(new X509Certificate(signer))];
        const from = Math.max(...all.map((each) => each.from));
        const to = Math.min(...all.map((each) => each.to));
        if (from < to) return { now: Math.floor((from + to) / 2), pckList, rootList, signer };
      }
    }
  }
  return undefined;
}

/** Every bundle of the set with every quote, of whatever platform. */
function bundles(): Case[] {
  return vectors
    .filter(({ kind }) => kind === "dcap-collateral-bundle")
    .flatMap((entry) => {
      const file = entry.files[0]?.path.split("/").at(-1) ?? "";
      const bundle = JSON.parse(text(read(entry, file))) as Record<string, string>;
      const { issueDate } = JSON.parse(bundle["tcb_info"] ?? "") as { issueDate: string };
      const now = seconds(issueDate) + 86_400;
      return vectors.filter(isQuote).map((quote) => ({
        name: `${quote.id} with ${entry.id}`,
        quote: read(quote, "quote.bin"),
        bundle,
        now,
      }));
    });
}
