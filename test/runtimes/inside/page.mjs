// A page: the package by an import map, without a bundler.
const { search } = location;
const mode = new URLSearchParams(search).get("mode");
const fixture = await (await fetch("/fixture.json")).json();
const suite = await import("./suite.mjs");

async function answers() {
  const began = performance.now();
  const witnesslock = await import("witnesslock");
  if (mode === "refused") return { refused: await suite.refused(witnesslock, fixture) };
  const coldStartMs = await suite.firstVerdict(witnesslock, fixture, began);
  const slim = {
    slim: await import("witnesslock/slim"),
    sealing: await import("witnesslock/sealing"),
    source: () => fetch("/mime/text/plain/verifier.wasm"),
  };
  const answered = await suite.run(witnesslock, fixture, { slim });
  return { coldStartMs, ...answered, mime: await mimeErrors(slim.slim) };
}

/** The trap itself, and what init makes of it. */
async function mimeErrors({ init }) {
  const codeOf = (promise) => promise.then(() => "ok", (error) => error.code ?? error.name); // prettier-ignore
  const plain = () => fetch("/mime/text/plain/verifier.wasm");
  return {
    streaming: await codeOf(WebAssembly.compileStreaming(plain())),
    plain: await codeOf(init(plain())),
    page: await codeOf(init(fetch("/"))),
    absent: await codeOf(init(fetch("/nothing.wasm"))),
    blocked: await codeOf(init(fetch("http://127.0.0.1:1/verifier.wasm"))),
  };
}

const result = await answers().catch(suite.crash);
await fetch(`/result${search}`, { method: "POST", body: JSON.stringify(result) });
