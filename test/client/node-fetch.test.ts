/** The fetch over `node:http`: what it is given is checked, and what fails ends. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { nodeFetch } from "../../src/node.ts";

const open = new Set<Socket>();
let status = "200 OK";
const server = createServer((socket) => {
  open.add(socket);
  socket.on("close", () => open.delete(socket));
  socket.on("error", () => undefined);
  socket.on("data", () => socket.write(`HTTP/1.1 ${status}\r\nContent-Length: 1\r\n\r\nx`));
});
let url = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => {
  for (const socket of open) socket.destroy();
  server.close();
});

test("an option that does not exist, or is no limit, is refused", () => {
  const made = (options: object) => () => nodeFetch(options);
  expect(made({ maxHeaderBytez: 2 })).toThrow("nodeFetch: there is no option maxHeaderBytez");
  for (const maxHeaderBytes of [Number.NaN, 0, -1, 1.5]) {
    expect(made({ maxHeaderBytes })).toThrow("maxHeaderBytes must be a whole number");
  }
  expect(made({ maxHeaderBytes: 1 })).not.toThrow();
});

test("what somebody wrote to a prototype is no option", () => {
  const given = { value: Number.NaN, configurable: true };
  Object.defineProperty(Object.prototype, "maxHeaderBytes", given);
  try {
    expect(() => nodeFetch()).not.toThrow();
  } finally {
    Reflect.deleteProperty(Object.prototype, "maxHeaderBytes");
  }
});

test("a body that breaks off ends the call", async () => {
  const body = new Blob(["part"]);
  const broken = new Proxy(body, {
    get: (target, name) => {
      if (name === "stream") throw new Error("unreadable");
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
  await expect(nodeFetch()(url, { method: "POST", body: broken })).rejects.toThrow();
  // eslint-disable-next-line @typescript-eslint/require-await
  async function* parts() {
    yield new Uint8Array(3);
    throw new Error("broken");
  }
  const init = { method: "POST", body: parts() as unknown as ReadableStream, duplex: "half" };
  await expect(nodeFetch()(url, init)).rejects.toThrow("fetch failed");
});

test("a status that no answer has is a failed call, and leaves no connection open", async () => {
  expect((await nodeFetch()(url)).status).toBe(200);
  const before = open.size;
  status = "799 Odd";
  for (let call = 0; call < 3; call += 1) {
    await expect(nodeFetch()(url)).rejects.toThrow("fetch failed");
  }
  status = "200 OK";
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(open.size).toBeLessThanOrEqual(before);
});
