// The page that every bundler builds: the package by its names, and the same questions as in every runtime.
import * as witnesslock from "witnesslock";
import * as sealing from "witnesslock/sealing";
import * as slim from "witnesslock/slim";
// Written by the build: how this bundler gives the address of a file.
import { source } from "./asset.mjs";
import * as suite from "./suite.mjs";

const told = new URLSearchParams(location.search);

async function answers() {
  const fixture = await (await fetch(told.get("fixture"))).json();
  const began = performance.now();
  const coldStartMs = await suite.firstVerdict(witnesslock, fixture, began);
  const given = { slim: { slim, sealing, source } };
  return { coldStartMs, ...(await suite.run(witnesslock, fixture, given)) };
}

void answers()
  .catch((error) => ({ crashed: String(error?.stack ?? error) }))
  .then((result) => fetch(told.get("result"), { method: "POST", body: JSON.stringify(result) }));
