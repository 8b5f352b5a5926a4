/** `witnesslock demo`: a witness leaves after a verdict, and does not leave without one. */
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createAttester } from "../attester/index.ts";
import { createAttestedFetch, isWitnesslockError } from "../index.ts";
import type { AttestationResult, AttestedFetchOptions } from "../index.ts";
import { simulated } from "../testing/index.ts";
import type { SimulatedQuotes } from "../testing/index.ts";
import { ATTACKS, interpose } from "./attacks.ts";
import type { Attack } from "./attacks.ts";
import { Exit } from "./exit.ts";
import { listen } from "./http-server.ts";
import { STYLE } from "./style.ts";

const PATH = "/remote_prover.Api/Prove";
/** The sizes of the recorded call, for where the recording is not at hand. */
const WITNESS_BYTES = 158_558;
const PROOF_BYTES = 88_344;

/** Runs the demonstration. Its exit status says whether everything happened as announced. */
export async function runDemo(): Promise<number> {
  const { witness, proof, recorded } = await readRecording();
  say(`${STYLE.strong("witnesslock demo")}\n`);
  say(
    recorded
      ? "A wallet has a Miden transaction to prove: a recorded request, and the proof that answered it."
      : "A wallet has a transaction to prove. (The recording is part of the repository; random bytes of its size stand in.)",
  );
  const upstream = await listen(async (request) => {
    await request.arrayBuffer();
    return new Response(grpcWeb(proof), { headers: GRPC_WEB });
  });
  const quotes = await simulated();
  const attester = createAttester({ quotes, upstream: upstream.url });
  let attack: Attack | undefined;
  const relay = interpose(attester, () => attack);
  const server = await listen(relay);
  row("prover", `${upstream.url}, answers with the proof of ${count(proof.length)} bytes`);
  row("TEE", `simulated AMD SEV-SNP, made for this run; attester at ${server.url}`);
  row("policy", "this MEASUREMENT, newest TCB table, no debugging, no migration");

  let allAsAnnounced = true;
  try {
    say(`\n${STYLE.strong("1  An honest prover")}`);
    const call = createAttestedFetch(optionsFor(quotes));
    const response = await call(server.url + PATH, requestOf(witness));
    const answer = new Uint8Array(await response.arrayBuffer());
    const isComplete =
      answer.length === grpcWeb(proof).length && upstream.received() === witness.length;
    allAsAnnounced &&= isComplete && response.attestation !== undefined;
    showVerdict(response.attestation);
    row(
      "witness",
      `${count(witness.length)} bytes, sent only then, sealed to the attested key; the prover received ${count(upstream.received())}`,
    );
    row(
      "proof",
      `${count(answer.length)} bytes, opened with that key: nobody else can have written it`,
    );

    for (const [index, next] of ATTACKS.entries()) {
      attack = next;
      say(`\n${STYLE.strong(`${index + 2}  ${next.title}`)}`);
      const before = server.received();
      const attacked = createAttestedFetch({
        ...optionsFor(quotes),
        evidence: { from: next.evidence },
        // Provers that only send the header cannot be sealed to.
        ...(next.evidence === "header" ? { seal: "off" } : {}),
      });
      let code = "";
      try {
        await attacked(server.url + PATH, requestOf(witness));
        row("accepted", STYLE.bad("this must not happen"));
      } catch (error) {
        if (!isWitnesslockError(error)) throw error;
        code = error.code;
        row("refused", `${STYLE.good(error.code)}: ${error.message}`);
        row(
          "witness",
          `sent: ${error.witnessSent}; the other side received ${count(server.received() - before)} bytes of it`,
        );
      }
      allAsAnnounced &&= code === next.code && server.received() === before;
    }
  } finally {
    await Promise.all([server.close(), upstream.close()]);
  }
  say(
    allAsAnnounced
      ? `\n${STYLE.good("As announced: one witness left, after its verdict; three did not leave.")}`
      : `\n${STYLE.bad("Not as announced: please report this.")}`,
  );
  return allAsAnnounced ? Exit.Yes : Exit.No;
}

const GRPC_WEB = { "Content-Type": "application/grpc-web+proto" };

function optionsFor(quotes: SimulatedQuotes): AttestedFetchOptions {
  return {
    policy: { snp: { measurements: ["a5".repeat(48)] } },
    dangerouslyTrustRoots: [quotes.root],
    allowInsecureLoopback: true,
    offline: true,
  };
}

function requestOf(witness: Uint8Array): RequestInit {
  return {
    method: "POST",
    headers: { ...GRPC_WEB, "X-Grpc-Web": "1" },
    body: new Uint8Array(witness),
  };
}

function showVerdict(result: AttestationResult | undefined): void {
  if (result === undefined) return;
  for (const check of result.checks) {
    const mark = check.outcome === "passed" ? STYLE.good("✓") : STYLE.warn("–");
    const note =
      check.outcome === "passed"
        ? STYLE.faint(check.rule)
        : STYLE.faint(`skipped: ${check.reason ?? ""}`);
    say(`   ${mark} ${check.id.padEnd(18)}${note}`);
  }
  row("verdict", `${STYLE.warn(result.status)}, anchor ${result.anchor}`);
  for (const warning of result.warnings) row("", warning);
}

async function readRecording() {
  const folder = new URL("../examples/fixtures/", import.meta.url);
  const read = (name: string) =>
    readFile(fileURLToPath(new URL(`miden-0.13.3-mint.${name}.bin`, folder)));
  try {
    const [witness, proof] = await Promise.all([
      read("grpcweb-request"),
      read("proven-transaction"),
    ]);
    return { witness: new Uint8Array(witness), proof: new Uint8Array(proof), recorded: true };
  } catch {
    const [witness, proof] = [WITNESS_BYTES, PROOF_BYTES].map(
      (length) => new Uint8Array(randomBytes(length)),
    );
    return {
      witness: witness ?? new Uint8Array(),
      proof: proof ?? new Uint8Array(),
      recorded: false,
    };
  }
}

/** A data frame with the field `payload` (1), and a trailer frame, as a gRPC-web server sends them. */
function grpcWeb(proof: Uint8Array): Uint8Array<ArrayBuffer> {
  const field = Buffer.concat([Buffer.from([0x0a]), varint(proof.length), proof]);
  const frame = (kind: number, bytes: Uint8Array) => {
    const head = Buffer.alloc(5);
    head.writeUInt8(kind);
    head.writeUInt32BE(bytes.length, 1);
    return Buffer.concat([head, bytes]);
  };
  return new Uint8Array(
    Buffer.concat([frame(0, field), frame(0x80, Buffer.from("grpc-status:0\r\n"))]),
  );
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return Buffer.from([...bytes, rest]);
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

function row(label: string, text: string): void {
  say(`   ${label.padEnd(10)}${text}`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
