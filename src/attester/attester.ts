/**
 * Stands in front of a prover inside the TEE: answers challenges, opens sealed requests, and puts evidence on every other
 * answer. A web-standard `(Request) => Promise<Response>`, for any server that speaks those.
 */
import { CHALLENGE_PATH, GATEWAY_PATH, HEALTH_PATH } from "../protocol.ts";
import { readAttesterOptions } from "./attester-options.ts";
import type { AttesterOptions } from "./attester-options.ts";
import { Budget } from "./budget.ts";
import { answerChallenge } from "./challenge.ts";
import { allowCrossOrigin, answerPreflight, isPreflight } from "./cross-origin.ts";
import { forward } from "./forward.ts";
import { answerSealed } from "./gateway.ts";
import { createKeyRing } from "./key-ring.ts";
import { logger } from "./log.ts";
import type { LogEntry } from "./log.ts";
import { problem } from "./problem.ts";
import { rateLimit } from "./rate-limit.ts";
import { answerUnsealed } from "./unsealed.ts";

/** Answers one request. It never rejects: what fails is an answer with a status. */
export interface Attester {
  (request: Request): Promise<Response>;
  /** Tells balancers, through the health endpoint, to send nothing new; calls are still answered. */
  drain(): void;
  /** Replaces the keys now. Calls in flight are not lost. It rejects once the attester is closed. */
  rotateKeys(): Promise<void>;
  /** Forgets every key, and makes none any more: challenges are answered 503, and its health is that of a draining one. */
  close(): void;
}

/**
 * Makes an attester.
 *
 * @throws TypeError where an option does not exist, or is of another kind than it must be
 * @throws RangeError where an address is none that can be used, or a limit no number above 0, or beyond what it can be, or
 * `graceMs` some hundred times `rotateMs`
 */
export function createAttester(options: AttesterOptions): Attester {
  const { quotes, upstream, allowOrigin, seal, origins, onLog, ...limits } =
    readAttesterOptions(options);
  const { maxBodyBytes, receiveTimeoutMs } = limits;
  const limit = rateLimit(limits.reportsPerMinute);
  const budget = new Budget(limits.maxTotalBytes);
  const ring = seal ? createKeyRing(limits) : undefined;
  const ask = (request: Request) => forward(request, upstream, limits);
  const held = { budget, maxBodyBytes, receiveTimeoutMs };
  const gateway = ring === undefined ? undefined : { ring, ...held, origins, forward: ask };
  const proxy = { quotes, limit, ...held, forward: ask };
  let isDraining = false;

  const health = (request: Request): Response => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      return problem(405, "health is a GET", { Allow: "GET, HEAD" });
    }
    const body = {
      status: isDraining ? "draining" : "ok",
      sealing: ring !== undefined,
      keyGenerations: ring?.held ?? 0,
      heldBytes: budget.held,
    };
    const init = { status: isDraining ? 503 : 200, headers: { "Cache-Control": "no-store" } };
    return Response.json(body, init);
  };

  const route = (request: Request): [LogEntry["kind"], () => Response | Promise<Response>] => {
    const { pathname } = new URL(request.url);
    if (isPreflight(request)) return ["preflight", () => answerPreflight(request)];
    if (pathname === CHALLENGE_PATH) {
      return ["challenge", () => answerChallenge({ quotes, limit, ring }, request)];
    }
    if (pathname === HEALTH_PATH) return ["health", () => health(request)];
    if (pathname === GATEWAY_PATH && gateway !== undefined) {
      return ["gateway", () => answerSealed(gateway, request)];
    }
    return ["unsealed", () => answerUnsealed(proxy, request)];
  };

  const attester = async (request: Request): Promise<Response> => {
    const [kind, answer] = route(request);
    const log = logger(onLog, request, kind);
    let response: Response;
    try {
      response = await answer();
    } catch {
      // The reason may name what the prover was given.
      response = problem(500, "the attester failed");
    }
    log(response);
    return allowCrossOrigin(response, allowOrigin);
  };
  return Object.assign(attester, {
    drain: () => {
      isDraining = true;
    },
    rotateKeys: async () => {
      await ring?.rotate();
    },
    close: () => {
      isDraining = true;
      ring?.close();
    },
  });
}
