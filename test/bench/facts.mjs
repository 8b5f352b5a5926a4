/** What is said beside the cases: memory, sizes, and what sealing and attestation add to a call. Rows of label and text. */

import { MEMORY_GOAL, SIZE_GOALS } from "./cases.mjs";
import { figure, goalText } from "./goals.mjs";

// A mint proven by miden-remote-prover 0.13.9 on a machine like the one of the recorded run takes 8 s.
const PROOF_MS = 8000;

const share = (milliseconds) => `${((milliseconds / PROOF_MS) * 100).toFixed(2)} %`;
const kib = ({ raw, gzip }) => `${raw.toFixed(0)} KiB, ${gzip.toFixed(0)} KiB gzipped`;

function memoryRow({ verdicts, mib, flat, instances }) {
  const growth = flat ? "flat over the second half of them" : "still growing";
  const instance = instances === 1 ? "one instance" : `${instances} instances`;
  return [
    `module's memory after ${verdicts} verdicts (SNP, TDX and damaged, 40 platforms of each, ${instance})`,
    `${figure(mib)} MiB, ${growth}`,
    goalText(MEMORY_GOAL, mib),
  ];
}

function flowRows({ ratios, milliseconds: ms }) {
  const ways = ["sealedFresh", "sealedReused", "unsealed"];
  return [
    [
      "a call of 159 KB: sealed, attested anew / sealed, challenge reused / unsealed, attested (loopback, no proving)",
      `${ways.map((way) => figure(ratios[way])).join(" / ")} x plain fetch`,
    ],
    [
      "what sealing and attestation add to that call, as a share of a proof of 8 s",
      `${share(ms.sealedFresh - ms.plain)} anew, ${share(ms.sealedReused - ms.plain)} reused`,
    ],
  ];
}

/** Rows [label, text, goal] of whatever the run has. */
export function factRows({ memory, sizes, flow }) {
  return [
    ...(memory === undefined ? [] : [memoryRow(memory)]),
    ...(sizes === undefined
      ? []
      : [
          [
            "wasm",
            kib(sizes.wasm),
            `raw ${goalText(SIZE_GOALS.raw, sizes.wasm.raw)}; gzip ${goalText(SIZE_GOALS.gzip, sizes.wasm.gzip)}`,
          ],
          ["default entry, wasm inlined", kib(sizes.entry)],
        ]),
    ...(flow === undefined ? [] : flowRows(flow)),
  ];
}

/** For a terminal. */
export const factText = (run) =>
  factRows(run)
    .map(([label, text, goal]) => `\n${label}\n   ${text}${goal === undefined ? "" : `   ${goal}`}`)
    .join("\n");
