/** Every failure of a request as `application/problem+json`: HTTP's own, Fastify's and the engine's. */
import type { ServerResponse } from "node:http";
import type { FastifyError, FastifyReply } from "fastify";
import { BreakwaterError, type Code, type Problem, problemOf, sentenceOf } from "../domain/errors.js";
import type { IndexedRefusal } from "../sequencer/sequencer.js";

export const PROBLEM_TYPE = "application/problem+json";

/**
 * What only HTTP can refuse. Each has a code of the one table, so that a program has no other words to
 * handle, and a status of its own where HTTP has a closer one.
 */
const httpProblems = {
  noSuchRoute: ["UNKNOWN_TYPE", 404, "There is no such route"],
  wrongMethod: ["UNKNOWN_TYPE", 405, "The route has no such method"],
  requestTimeout: ["MALFORMED", 408, "The request did not arrive in time"],
  notAcceptable: ["MALFORMED", 406, "The route answers in none of the accepted types"],
  bodyStoodStill: ["OVERLOADED", 503, "The body stood still while others needed its room"],
  noRoomForBody: ["OVERLOADED", 503, "Bodies that are arriving leave no room for one of this size"],
  bodyInCrumbs: ["MALFORMED", 400, "The body comes in too many too small pieces"],
  tooMuchAsked: ["CAPACITY", 413, "The queries of the request ask for more than one request may"],
  tooOld: ["OVERLOADED", 503, "The request is older than its breakwater-max-age-ms; nothing of it was done"],
  gone: ["OUT_OF_RANGE", 410, "The events from there on are no longer kept"],
  otherLife: [
    "OUT_OF_RANGE",
    410,
    "The id is of another life of the server, whose events are gone; numbers have begun anew",
  ],
  bodyTooLarge: ["CAPACITY", 413, "The body is larger than the route takes"],
  unsupportedType: ["MALFORMED", 415, "The body's content type is not one that the route takes"],
  unsupportedEncoding: [
    "MALFORMED",
    415,
    "A body must not be compressed: Content-Encoding can only be identity",
  ],
  headersTooLarge: ["CAPACITY", 431, "The headers are too large"],
  misdirected: [
    "FORBIDDEN",
    403,
    "The Host header must name this machine: the server is open to loopback only",
  ],
  foreignOrigin: ["FORBIDDEN", 403, "The Origin, if any, must be of this machine"],
  twoHosts: ["MALFORMED", 400, "The Host header must be there once"],
  notHttp: ["MALFORMED", 400, "This is not an HTTP request that can be read"],
  draining: ["OVERLOADED", 503, "The server is shutting down"],
  tooManyStreams: ["OVERLOADED", 503, "There are as many event streams as the server carries"],
} as const satisfies Record<string, readonly [Code, number, string]>;

export type HttpFault = keyof typeof httpProblems;

/** An error whose problem is HTTP's own. `detail` names what would have been taken. */
export class HttpError extends Error {
  readonly fault: HttpFault;
  readonly detail: string | null;

  constructor(fault: HttpFault, detail: string | null = null) {
    super(httpProblems[fault][2]);
    this.name = "HttpError";
    this.fault = fault;
    this.detail = detail;
  }

  toProblem(): Problem {
    const [code, status, title] = httpProblems[this.fault];
    return {
      type: `urn:breakwater:problem:${code}`,
      title: `${title}.`,
      status,
      detail: this.detail ?? `${title}.`,
      code,
      field: null,
    };
  }
}

/** Fastify's own errors, by their code. */
const fastifyFaults: Readonly<Record<string, HttpFault>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "unsupportedType",
  FST_ERR_CTP_BODY_TOO_LARGE: "bodyTooLarge",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: "notHttp",
  FST_ERR_BAD_URL: "notHttp",
  FST_ERR_MAX_PARAM_LENGTH: "notHttp",
};

/** The problem of whatever was thrown; null when it is a defect of ours. */
export function problemFor(error: unknown): Problem | null {
  if (error instanceof BreakwaterError || error instanceof HttpError) return error.toProblem();
  const fault = fastifyFaults[(error as FastifyError | null)?.code ?? ""];
  return fault === undefined ? null : new HttpError(fault).toProblem();
}

/** A defect of ours: it has no code, because nothing was refused; its cause goes to the log alone. */
export const defect = {
  type: "about:blank",
  title: "Internal Server Error",
  status: 500,
  detail: "The server failed to answer this request.",
} as const;

/** Answers with a problem, and with when to try again where that helps. `more` are members of its own. */
export function sendProblem(
  reply: FastifyReply,
  problem: Problem | typeof defect,
  more: object = {},
): FastifyReply {
  if (problem.status === 503) reply.header("retry-after", "1");
  return reply
    .code(problem.status)
    .type(PROBLEM_TYPE)
    .send(JSON.stringify({ ...problem, ...more }));
}

/** There is more to do than can be done now. */
export const overloaded = new BreakwaterError("OVERLOADED").toProblem();

/**
 * Answers with a problem past Fastify, which would take many times as long, as `sendProblem` does. `stays`: the connection is
 * to be closed, but not yet: whoever calls this ends the response.
 */
export function refuse(response: ServerResponse, problem: Problem, stays = false): void {
  if (response.headersSent || response.closed) return;
  const body = JSON.stringify(problem);
  response.writeHead(problem.status, {
    ...(problem.status === 503 ? { "retry-after": "1" } : {}),
    ...(stays ? { connection: "close" } : {}),
    "content-type": `${PROBLEM_TYPE}; charset=utf-8`,
    "content-length": Buffer.byteLength(body),
  });
  if (stays) response.write(body);
  else response.end(body);
}

/** Answers with the first refusal of a batch of which nothing was taken, and lists them all. */
export function sendRefusals(
  reply: FastifyReply,
  refusals: readonly [IndexedRefusal, ...IndexedRefusal[]],
): FastifyReply {
  const listed = refusals.map(({ index, code, field, detail }) => ({
    index,
    code,
    field,
    message: sentenceOf(code, detail),
  }));
  return sendProblem(reply, problemOf(refusals[0]), { refusals: listed });
}
