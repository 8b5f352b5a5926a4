/**
 * A shielded output on Midnight: the published ledger makes the transaction, and asks the attested provider for its proof. No proof server
 * is on the registries, so the prover behind the attester only says that it got what the ledger wrote, and refuses: an error that the
 * ledger passes on, the witness sealed all the way.
 */
import { createHash } from "node:crypto";
import * as ledger from "@midnight-ntwrk/ledger-v8";
import { attestedProvingProvider } from "witnesslock/midnight";
import { endpoint, options } from "../attested.mjs";

const { coinPublicKey, encryptionPublicKey } = ledger.ZswapSecretKeys.fromSeed(
  crypto.getRandomValues(new Uint8Array(32)),
);
const coin = ledger.createShieldedCoinInfo(ledger.shieldedToken().raw, 10n);
const output = ledger.ZswapOutput.new(coin, 0, coinPublicKey, encryptionPublicKey);
const offer = ledger.ZswapOffer.fromOutput(output, coin.type, coin.value);
const transaction = ledger.Transaction.fromParts("undeployed", offer);

const attested = attestedProvingProvider(endpoint, { attestedFetch: options, ledger });
let refusal;
const provider = {
  check: (preimage, key) => attested.check(preimage, key),
  async prove(preimage, key, binding) {
    const payload = ledger.createProvingPayload(preimage, binding);
    const sha256 = createHash("sha256").update(payload).digest("hex");
    console.log(JSON.stringify({ way: "Midnight ledger, provider", key, witnessBytes: payload.length, sha256 })); // prettier-ignore
    return attested.prove(preimage, key, binding).catch((error) => {
      refusal = error;
      throw error;
    });
  },
};
const failure = await transaction
  .prove(provider, ledger.CostModel.initialCostModel())
  .catch((error) => error);
console.log(JSON.stringify({ way: "Midnight ledger, provider", code: refusal?.code, status: refusal?.context?.actual, witnessSent: refusal?.witnessSent })); // prettier-ignore
const isAsTold =
  failure instanceof Error && refusal?.code === "prover_http" && refusal.witnessSent === "sealed";
process.exit(isAsTold ? 0 : 1);
