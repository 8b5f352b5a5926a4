/** The table of cases is complete, and what it calls done some test names. */
import { expect, test } from "vitest";
import { CASES, DONE, SUBJECTS } from "../cases.ts";
import { coveredCases } from "../covered.ts";

const covered = coveredCases();

test("every number once, in order", () => {
  expect(CASES.map(([number]) => number)).toEqual(
    Array.from({ length: 336 }, (_, index) => index + 1),
  );
});

test("what is done is named by a test; what is open waits for a subject", () => {
  for (const [number, title, state] of CASES) {
    if (state === DONE) expect(covered.get(number), `case ${number}: ${title}`).toBeDefined();
    else expect(SUBJECTS, `case ${number}`).toContain(state);
  }
});

test("no test names a number that the table does not have", () => {
  for (const [number, files] of covered) expect(number, files.join()).toBeLessThanOrEqual(336);
});
