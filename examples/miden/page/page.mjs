/** A page with the published SDK, which proves from a worker of its own. */
import { installWorkerBootstrap } from "witnesslock/miden";
import { mint } from "../scenario.mjs";

const say = (value) => {
  document.querySelector("pre").textContent += `${JSON.stringify(value)}\n`;
};
new BroadcastChannel("attestation").onmessage = ({ data }) => say({ attestation: data });

try {
  installWorkerBootstrap("/bootstrap.js");
  const sdk = await import("/sdk/index.js");
  const { prover } = await (await fetch("/configuration.json")).json();
  const minted = await mint(sdk, (client, result) =>
    client.proveTransaction(result, sdk.TransactionProver.newRemoteProver(prover, 120_000n)),
  );
  say({ way: "page, under the SDK's worker", ...minted });
  document.title = minted.isOfThisTransaction ? "proven" : "failed";
} catch (error) {
  say({ error: String(error) });
  document.title = "failed";
}
