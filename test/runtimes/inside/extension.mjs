// An extension's background: one file, nothing dynamic. SITE, MODE and ID are put in by the bundler.
import * as witnesslock from "witnesslock";
import * as slim from "witnesslock/slim";
import * as sealing from "witnesslock/sealing";
import * as suite from "./suite.mjs";

/* global SITE, MODE, ID */
async function answers() {
  const fixture = await (await fetch(`${SITE}/fixture.json`)).json();
  if (MODE === "refused") return { refused: await suite.refused(witnesslock, fixture) };
  const began = performance.now();
  const coldStartMs = await suite.firstVerdict(witnesslock, fixture, began);
  const source = () => fetch(`${SITE}/mime/text/plain/verifier.wasm`);
  const { userAgent } = navigator;
  return {
    userAgent,
    coldStartMs,
    ...(await suite.run(witnesslock, fixture, { slim: { slim, sealing, source } })),
  };
}

// No top-level await: a service worker with one never starts.
void answers()
  .catch(suite.crash)
  .then((result) =>
    fetch(`${SITE}/result?id=${ID}`, { method: "POST", body: JSON.stringify(result) }),
  );
