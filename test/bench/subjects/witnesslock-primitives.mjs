/** Our own arithmetic alone, from the artefact of `npm run wasm:test-exports`: a key's first use, and its table cached. */

import { OURS } from "../cases.mjs";
import { Unavailable } from "./unavailable.mjs";

const FOLDER = "build/test-exports/";
let loading;

async function load({ read, url }) {
  let bytes;
  try {
    bytes = await read(`${FOLDER}witnesslock_verifier_bg.wasm`);
  } catch {
    throw new Unavailable(`${FOLDER} is absent: npm run wasm:test-exports`);
  }
  const glue = await import(url(`${FOLDER}witnesslock_verifier.js`));
  glue.initSync({ module: bytes });
  return glue;
}

/** An export (point or modulus, message, signature) -> boolean. */
const exported = (name, keyOf) => async (input, environment) => {
  const { [name]: verify } = await (loading ??= load(environment));
  if (verify === undefined) throw new Unavailable(`not in this build: ${name}`);
  const key = keyOf(input.key);
  return ({ message, signature }) => verify(key, message, signature);
};

const point = (key) => key.point;
const modulus = (key) => key.modulus;

export const cold = {
  name: OURS.cold,
  trusted: true,
  offers: {
    p384: exported("test_p384_p1363", point),
    p256: exported("test_p256_p1363", point),
    "rsa-pss-4096": exported("test_rsa_pss", modulus),
  },
};

export const cached = {
  name: OURS.cached,
  trusted: true,
  offers: {
    p384: exported("test_p384_p1363_cached", point),
    p256: exported("test_p256_p1363_cached", point),
  },
};
