/** A web-standard handler on a free port of this machine, for the example: mount yours in the server that you have. */
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

export async function listen(handler) {
  const server = createServer(async (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const hasBody = method !== "GET" && method !== "HEAD";
    const request = new Request(`http://${headers.host}${url}`, {
      method,
      headers,
      ...(hasBody ? { body: Readable.toWeb(incoming), duplex: "half" } : {}),
    });
    const response = await handler(request);
    outgoing.writeHead(response.status, [...response.headers].flat());
    if (response.body === null) outgoing.end();
    else await pipeline(Readable.fromWeb(response.body), outgoing).catch(() => undefined);
  });
  server.requestTimeout = 0;
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
