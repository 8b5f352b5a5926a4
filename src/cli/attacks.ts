/** What somebody between a wallet and its prover may try, as the demonstration shows it. */
import { REPORT_HEADER } from "../protocol.ts";

/** One attack. */
export interface Attack {
  readonly title: string;
  /** How the client asks for evidence. */
  readonly evidence: "endpoint" | "header";
  /** The code with which it is refused. */
  readonly code: string;
  /** What becomes of the prover's answer to the challenge; `earlier` is the answer to the first challenge ever. */
  readonly tamper: (answer: Response, earlier: string) => Promise<Response>;
}

/** The attacks in the order in which they are shown. */
export const ATTACKS: readonly Attack[] = [
  {
    title: "Somebody strips the header",
    evidence: "header",
    code: "evidence_missing",
    tamper: (answer) => {
      const headers = new Headers(answer.headers);
      headers.delete(REPORT_HEADER);
      return Promise.resolve(new Response(answer.body, { status: answer.status, headers }));
    },
  },
  {
    title: "Somebody flips one bit of the report",
    evidence: "endpoint",
    code: "signature_invalid",
    tamper: async (answer) => {
      const body = (await answer.json()) as { evidence: [string, string, number] };
      const report = Buffer.from(body.evidence[1], "base64url");
      const MEASUREMENT = 0x90;
      report.writeUInt8(report.readUInt8(MEASUREMENT) ^ 1, MEASUREMENT);
      body.evidence[1] = report.toString("base64url");
      return Response.json(body);
    },
  },
  {
    title: "Somebody replays a genuine report of an earlier call",
    evidence: "endpoint",
    code: "policy_binding",
    tamper: (_answer, earlier) =>
      Promise.resolve(new Response(earlier, { headers: { "Content-Type": "application/json" } })),
  },
];

/** Puts an attacker in front of a handler. */
export function interpose(
  handler: (request: Request) => Promise<Response>,
  current: () => Attack | undefined,
): (request: Request) => Promise<Response> {
  let earlier: string | undefined;
  return async (request) => {
    const answer = await handler(request);
    const isChallenge = request.method === "GET" || request.method === "HEAD";
    if (!isChallenge) return answer;
    const attack = current();
    if (attack !== undefined) return attack.tamper(answer, earlier ?? "");
    if (request.method === "GET") earlier ??= await answer.clone().text();
    return answer;
  };
}
