/**
 * What every runtime is asked, in words that every runtime has. It imports nothing: whoever runs it hands it the package as
 * that runtime loads it. What it answers is data; judge.mjs, outside, says whether that is right.
 */
const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

const asJson = (call) =>
  call.then(
    (result) => JSON.stringify({ result }),
    (error) => JSON.stringify({ error: error.toJSON?.() ?? crash(error) }),
  );

/** What nobody expected, in words: WebKit's stack has no message. */
export const crash = (error) => ({ crashed: `${String(error)}\n${error?.stack ?? ""}` });

function ask({ authenticate, appraise }, { evidence, policy, options }) {
  const { endorsements, dangerouslyTrustRoots, expectedBinding, ...rest } = options;
  const read = {
    ...rest,
    offline: true,
    endorsements: endorsements.map(bytes),
    dangerouslyTrustRoots: dangerouslyTrustRoots.map(bytes),
  };
  const given = typeof evidence === "string" ? evidence : bytes(evidence.base64);
  if (policy === undefined) return authenticate(given, read);
  const binding = expectedBinding === "any" ? "any" : bytes(expectedBinding);
  return appraise(given, policy, { ...read, expectedBinding: binding });
}

/** From before the package was imported until the first verdict. */
export async function firstVerdict(witnesslock, { questions }, began) {
  await ask(witnesslock, questions[0]);
  return performance.now() - began;
}

/** The verdicts as text: the same bytes in every engine. */
async function verdicts(witnesslock, questions) {
  const answers = {};
  for (const question of questions) {
    answers[question.id] = await asJson(ask(witnesslock, question));
  }
  return answers;
}

/** One proving call; a proof's text, or the error as data. */
async function prove(createAttestedFetch, { root, ...prover }, options, path = "/prove") {
  const send = createAttestedFetch({
    policy: prover.policy,
    dangerouslyTrustRoots: [bytes(root)],
    offline: true,
    allowInsecureLoopback: true,
    timeoutMs: 5000,
    ...options,
  });
  try {
    const response = await send(prover.url + path, { method: "POST", body: "witness" });
    return { proof: await response.text(), status: response.attestation?.status };
  } catch (error) {
    return error.toJSON?.() ?? crash(error);
  }
}

async function calls({ createAttestedFetch }, { snp, tdx, wrongPolicy }) {
  return {
    sealed: await prove(createAttestedFetch, snp, {}),
    sealedTdx: await prove(createAttestedFetch, tdx, {}),
    refused: await prove(createAttestedFetch, snp, { policy: wrongPolicy }),
    unsealed: await prove(createAttestedFetch, snp, { seal: "off" }),
    byHeader: await prove(createAttestedFetch, snp, { seal: "off", evidence: { from: "header" } }),
  };
}

/** The longest header that this runtime's fetch reads, and what becomes of a longer one, before the witness leaves. */
export async function limits({ createAttestedFetch }, { snp, headerBytes }, fetch) {
  const read = [];
  for (const length of headerBytes) {
    const answer = await prove(
      createAttestedFetch,
      snp,
      { seal: "off", evidence: { from: "header" }, ...(fetch === undefined ? {} : { fetch }) },
      `/header/${length}`,
    );
    if (!answer.code?.startsWith("evidence_")) return { read, beyond: { length, ...answer } };
    read.push([length, answer.code]);
  }
  return { read };
}

/** The slim entry with a module from outside, sealing with what it is given. */
async function slimCall({ slim, sealing, source }, { snp }) {
  const before = await slim.init().then(
    () => "loaded",
    (error) => error.code,
  );
  await slim.init(await source());
  const { obliviousHttp } = sealing;
  return { before, ...(await prove(slim.createAttestedFetch, snp, { sealing: obliviousHttp })) };
}

/** Everything. `slim` is absent where the runtime has no way to a file. */
export async function run(witnesslock, fixture, { slim } = {}) {
  return {
    verdicts: await verdicts(witnesslock, fixture.questions),
    calls: await calls(witnesslock, fixture),
    limits: await limits(witnesslock, fixture),
    ...(slim === undefined ? {} : { slim: await slimCall(slim, fixture) }),
  };
}

/** Where WebAssembly is absent or forbidden: the error by name, and a fetch that is never called. */
export async function refused({ authenticate, createAttestedFetch }, { snp, questions }) {
  let sent = 0;
  const fetch = () => {
    sent += 1;
    return Promise.reject(new TypeError("nothing was to be sent"));
  };
  const verdict = JSON.parse(await asJson(ask({ authenticate }, { ...questions[0], policy: undefined }))); // prettier-ignore
  return { verdict, call: await prove(createAttestedFetch, snp, { fetch }), sent };
}
