/** Whether what a runtime answered is right: every cell by itself. */
import assert from "node:assert/strict";

/** The names of an error that a header above the limit may have. A runtime that says no more than "failed" has the second. */
const BEYOND = ["transport_header_overflow", "transport_failed", "transport_timeout"];

/** Questions whose answer has another code than it must. */
export function wrongCodes({ verdicts }, { questions }) {
  const codes = questions.map(({ id, code }) => [id, code, codeOf(verdicts[id])]);
  return codes
    .filter(([, code, actual]) => code !== actual)
    .map(([id, ...pair]) => `${id}: ${pair.join(", not ")}`);
}

function codeOf(verdict) {
  const { error } = JSON.parse(verdict);
  return error === undefined ? "ok" : error.code;
}

/** Case 299: the same JSON verdict, byte for byte, and the code that each question must have. */
export function sameVerdicts({ verdicts }, { questions }, reference) {
  assert.deepEqual(
    Object.keys(verdicts),
    questions.map(({ id }) => id),
  );
  for (const { id } of questions) assert.equal(verdicts[id], reference[id], id);
  return String(questions.length);
}

export function calls({ calls: answers }) {
  const accepted = { proof: "proof of witness", status: "warning" };
  for (const name of ["sealed", "sealedTdx", "unsealed", "byHeader"]) {
    assert.deepEqual(answers[name], accepted, name);
  }
  const { code, witnessSent } = answers.refused;
  assert.deepEqual({ code, witnessSent }, { code: "policy_measurement", witnessSent: "no" });
  return "✓";
}

export function slim({ slim: answer }) {
  if (answer === undefined) throw new Error("it did not run");
  const expected = { before: "verifier_unavailable", proof: "proof of witness", status: "warning" };
  assert.deepEqual(answer, expected);
  return "✓";
}

/** The longest header that was read, and the error beyond; never with the witness sent. */
export function limits({ limits: { read, beyond } }, expected = BEYOND) {
  const longest = read.at(-1)?.[0];
  assert.ok(longest >= 12_000, "a header of 12,000 bytes is read");
  for (const [length, code] of read) {
    const own = (length * 3) / 4 > 256 * 1024 ? "evidence_too_large" : "evidence_unsupported";
    assert.equal(code, own, `a header of ${length} bytes`);
  }
  if (beyond === undefined) return `above ${longest}`;
  assert.ok(
    expected.includes(beyond.code),
    `${beyond.code} for a header of ${beyond.length} bytes`,
  );
  assert.equal(beyond.witnessSent, "no");
  return `${longest}, then \`${beyond.code}\``;
}

/**
 * In Node longer headers are read through node:https, unless the caller gave a fetch: the built-in one stops, by name. What the
 * error's words advise is true of `nodeFetch` and the flag too.
 */
export function remedies(answers) {
  const { limits: automatic, limitsOfOwnFetch, limitsOfNodeFetch, limitsByFlag } = answers;
  for (const answer of [automatic, limitsOfNodeFetch, limitsByFlag]) {
    assert.ok(answer.read.at(-1)[0] >= 500_000, JSON.stringify(answer.beyond));
  }
  return `\`node:https\`; given fetch ${limits({ limits: limitsOfOwnFetch }, ["transport_header_overflow"])}`;
}

/** Case 295: WebAssembly forbidden or absent is an error by name, and nothing is sent. */
export function refused({ refused: answer }) {
  if (answer === undefined) throw new Error("it did not run");
  const { verdict, call, sent } = answer;
  for (const { code, witnessSent } of [verdict.error, call]) {
    assert.deepEqual({ code, witnessSent }, { code: "verifier_unavailable", witnessSent: "no" });
  }
  assert.equal(sent, 0);
  return "✓";
}

/** Case 295: a wrong media type stops a browser's own loader, and not this one; another file is told as what it is. */
export function mime({ mime: answers }) {
  const expected = {
    streaming: "TypeError",
    plain: "ok",
    page: "verifier_unavailable",
    absent: "verifier_unavailable",
    blocked: "verifier_unavailable",
  };
  assert.deepEqual(answers, expected);
  return "✓";
}

/** What the sentence must name, where the answer is from such a place. */
export function sentence({ refused: { verdict } }, words) {
  assert.ok(verdict.error.message.includes(words), verdict.error.message);
}
