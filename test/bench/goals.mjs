/** What a figure is to a goal. Said, never asserted: the machine that measures is not the machine that was meant. */

/** Two figures after the point, three digits at least. */
export const figure = (value) =>
  value >= 100 ? value.toFixed(0) : value.toFixed(value < 10 ? 2 : 1);

/** "must 0.5: met; stretch 0.4: not met". */
export function goalText(goal, value) {
  const word = (limit) => (value <= limit ? "met" : "not met");
  return `must ${goal.must}: ${word(goal.must)}; stretch ${goal.stretch}: ${word(goal.stretch)}`;
}

/** The figure that a case's goal is about. */
export const valueOf = ({ goalUnit }, { ms, ratio }) =>
  goalUnit === "ms" ? ms.median : ratio?.median;
