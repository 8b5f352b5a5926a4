/** Every row of the matrix, in its order. */
import { bun } from "./bun.mjs";
import { deno } from "./deno.mjs";
import { edgeVm } from "./edge-vm.mjs";
import { chromiumExtension, firefoxExtension } from "./extensions.mjs";
import { jitless, node } from "./node.mjs";
import { chromiumPage, firefoxPage, webKitPage } from "./pages.mjs";
import { workerd } from "./workerd.mjs";

/** `run` gives what inside/suite.mjs answered there; `expects` is what judge.mjs holds against it. */
export const RUNTIMES = [
  ...[20, 22, 24, 26].map((major) => ({ name: `Node ${major}`, run: node(major) })),
  { name: "Deno", run: deno },
  { name: "Bun", run: bun },
  { name: "workerd, handler", run: workerd },
  { name: "edge VM, code generation off", run: edgeVm },
  { name: "Chromium, page", run: chromiumPage },
  { name: "Chromium, MV3 service worker", run: chromiumExtension },
  { name: "Firefox, page", run: firefoxPage },
  { name: "Firefox, MV3 background", run: firefoxExtension },
  { name: "WebKitGTK, page", run: webKitPage },
  ...[20, 26].map((major) => ({ name: `Node ${major} --jitless`, run: jitless(major), refusedOnly: true })), // prettier-ignore
];
