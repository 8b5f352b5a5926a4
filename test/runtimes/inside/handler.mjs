// A worker's handler: the fixture comes as the request, the answers go back as its answer.
import * as witnesslock from "witnesslock";
import * as slim from "witnesslock/slim";
import * as sealing from "witnesslock/sealing";
import module from "witnesslock/verifier.wasm";
import * as suite from "./suite.mjs";

/** `/first` is one verdict alone: clocks stand still in a handler, so it is timed from outside. */
export async function handle(request) {
  try {
    const fixture = await request.json();
    switch (new URL(request.url).pathname) {
      case "/first":
        return Response.json({ coldStartMs: await suite.firstVerdict(witnesslock, fixture, 0) });
      case "/refused":
        return Response.json({ refused: await suite.refused(witnesslock, fixture) });
      default: {
        const source = () => module;
        const answers = await suite.run(witnesslock, fixture, { slim: { slim, sealing, source } });
        return Response.json(answers);
      }
    }
  } catch (error) {
    return Response.json(suite.crash(error));
  }
}

export default { fetch: handle };
