/** A run as text for a terminal: the ratio to the measuring stick first. */

import { CASES } from "./cases.mjs";
import { figure, goalText, valueOf } from "./goals.mjs";

const goalsOf = (result) => result.goals ?? CASES.find(({ id }) => id === result.id)?.goals ?? {};

function line(result, name, measured) {
  const { ms, ratio } = measured;
  const cells = [
    ratio === undefined ? "" : figure(ratio.median),
    ratio === undefined ? "" : `${figure(ratio.low)}-${figure(ratio.high)}`,
    figure(ms.median),
    `${figure(ms.low)}-${figure(ms.high)}`,
  ];
  const widths = [8, 14, 9, 16];
  const goal = goalsOf(result)[name];
  // Goals are set in ratios to node:crypto: against anything else they say nothing.
  const isComparable = result.goalUnit === "ms" || result.base === "node:crypto";
  const value = valueOf(result, measured);
  const said =
    goal !== undefined && isComparable && value !== undefined ? `   ${goalText(goal, value)}` : "";
  return `${cells.map((cell, index) => cell.padStart(widths[index])).join("")}   ${name}${said}`;
}

/** One case. */
export function caseText(result) {
  const { title, base, subjects = {}, skipped = {} } = result;
  const head = ["ratio", "quartiles", "ms", "quartiles"];
  const order = Object.entries(subjects).sort(([, a], [, b]) => a.ms.median - b.ms.median);
  return [
    `\n${title}${base === undefined ? "" : `, ratio to ${base}`}`,
    ...(order.length === 0
      ? []
      : [
          head.map((cell, index) => cell.padStart([8, 14, 9, 16][index])).join(""),
          ...order.map(([name, measured]) => line(result, name, measured)),
        ]),
    ...Object.entries(skipped).map(([name, reason]) => `   skipped: ${name}: ${reason}`),
  ].join("\n");
}
