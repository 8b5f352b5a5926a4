/** @phala/dcap-qvl-web: DCAP in Rust, compiled to WebAssembly. */

const MODULE = "node_modules/@phala/dcap-qvl-web/dcap-qvl-web_bg.wasm";
const OTHER_ROOT = "knows no root but Intel's";

const verdict = async ({ now }, environment) => {
  const { initSync, js_verify } = await environment.peer("@phala/dcap-qvl-web");
  initSync({ module: await environment.read(MODULE) });
  return ({ quote, bundle }) => typeof js_verify(quote, bundle, BigInt(now)).status === "string";
};

export default {
  name: "@phala/dcap-qvl-web",
  offers: {
    "tdx-simulated-seen": OTHER_ROOT,
    "tdx-simulated-first": OTHER_ROOT,
    "tdx-genuine-seen": verdict,
    "tdx-genuine-first": verdict,
  },
};
