// A route's handler: the fixture comes as the request, the answers go back as its answer.
import * as witnesslock from "witnesslock";
import * as suite from "../suite.mjs";

export async function answer(request) {
  try {
    const fixture = await request.json();
    const coldStartMs = await suite.firstVerdict(witnesslock, fixture, performance.now());
    return Response.json({ coldStartMs, ...(await suite.run(witnesslock, fixture)) });
  } catch (error) {
    return Response.json({ crashed: String(error?.stack ?? error) });
  }
}
