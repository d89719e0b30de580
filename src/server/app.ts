/**
 * The HTTP face of an engine, PROTOCOL.md section 7: `buildApp` makes it and opens nothing; `service.ts` has the engine,
 * the port and the end. Every error is `application/problem+json` with a code of the one table.
 */
import type { RequestListener } from "node:http";
import Fastify, { type FastifyInstance, type FastifyRequest, type HTTPMethods, LogController } from "fastify";
import { AtomicRefusal } from "../sequencer/sequencer.js";
import { Bodies } from "./bodies.js";
import { isLoopbackName, JSON_TYPE, MSGPACK_TYPE, SBE_TYPE } from "./negotiate.js";
import type { AppParts } from "./parts.js";
import { PendingAnswers } from "./pending-answers.js";
import { defect, HttpError, PROBLEM_TYPE, problemFor, sendProblem, sendRefusals } from "./problems.js";
import { accountRoutes } from "./routes/account-routes.js";
import { caseRoutes } from "./routes/case-routes.js";
import { commandRoutes } from "./routes/command-routes.js";
import { documentationRoutes } from "./routes/documentation-routes.js";
import { eventRoutes } from "./routes/event-routes.js";
import { healthRoutes } from "./routes/health-routes.js";
import { marketRoutes } from "./routes/market-routes.js";
import { tickRoutes } from "./routes/tick-routes.js";
import { TickDesk } from "./tick-desk.js";
import { EarlySubmissions, tickShortcut } from "./tick-shortcut.js";

export interface AppOptions {
  /** What is logged to standard error; default "silent". */
  readonly logLevel?: "silent" | "error" | "warn" | "info";
}

/** A body never takes longer than this to arrive, in milliseconds. */
const REQUEST_MILLIS = 30_000;
/** Longest path parameter: a name of 64 characters, each percent-encoded. */
const PARAM_MAX = 192;

export function buildApp(parts: AppParts, options: AppOptions = {}): FastifyInstance {
  const level = options.logLevel ?? "silent";
  const pending = new PendingAnswers();
  const app = Fastify({
    // Standard output is for data.
    logger: level === "silent" ? false : { level, stream: process.stderr },
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: REQUEST_MILLIS,
    // Between bytes; a live event stream has a heartbeat well within it.
    connectionTimeout: 60_000,
    keepAliveTimeout: 65_000,
    // A body's piece that is larger than the mark would stop the socket and start it again.
    http: { headersTimeout: 10_000, maxHeaderSize: 16_384, highWaterMark: 131_072 },
    bodyLimit: 65_536,
    routerOptions: { maxParamLength: PARAM_MAX },
    // Draining is announced by /readyz and answered normally; nothing in flight is refused.
    return503OnClosing: false,
    // No route has a schema yet; one that will must not turn null into 0, nor drop unknown fields.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false } },
    frameworkErrors: (error, _request, reply) => {
      sendProblem(reply, problemFor(error) ?? defect);
    },
    clientErrorHandler: (error, socket) => {
      const fault =
        error.code === "ERR_HTTP_REQUEST_TIMEOUT"
          ? "requestTimeout"
          : error.code === "HPE_HEADER_OVERFLOW"
            ? "headersTooLarge"
            : "notHttp";
      if (error.code === "ECONNRESET") socket.destroy();
      else
        pending.thenEnd(socket, () => {
          if (socket.writable) socket.end(rawProblem(new HttpError(fault)));
          else socket.destroy();
        });
    },
  });

  app.removeAllContentTypeParsers();
  const bodies = new Bodies();
  const early = new EarlySubmissions();
  const desk = new TickDesk(parts.sequencer, parts.directory);
  app.addContentTypeParser([JSON_TYPE, MSGPACK_TYPE, SBE_TYPE], (request, payload, done) => {
    if (early.has(request.raw)) done(null);
    else bodies.read(payload, request.routeOptions.bodyLimit, done);
  });
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof AtomicRefusal) return sendRefusals(reply, error.refusals);
    const problem = problemFor(error);
    if (problem === null) request.log.error(error);
    return sendProblem(reply, problem ?? defect);
  });
  app.setNotFoundHandler(() => {
    throw new HttpError("noSuchRoute");
  });
  app.addHook("onRequest", (request, reply, done) => {
    if (parts.status.draining) reply.header("connection", "close");
    refuseForeignHost(request);
    done();
  });

  const methods = new Map<string, HTTPMethods[]>();
  app.addHook("onRoute", ({ url, method }) => {
    methods.set(url, [...(methods.get(url) ?? []), ...[method].flat()]);
  });
  tickRoutes(app, parts, desk, early);
  const groups = [
    commandRoutes,
    eventRoutes,
    marketRoutes,
    accountRoutes,
    caseRoutes,
    healthRoutes,
    documentationRoutes,
  ];
  for (const routes of groups) routes(app, parts);
  for (const [url, known] of [...methods]) refuseOtherMethods(app, url, known);
  // Fastify's own is the only listener there is.
  const [listener] = app.server.listeners("request") as [RequestListener];
  app.server.removeListener("request", listener);
  const first = tickShortcut(parts, desk, bodies, early, listener);
  app.server.on("request", (request, response) => {
    pending.note(request.socket, response);
    first(request, response);
  });
  return app;
}

/** Answers 405, with what there is, instead of 404. */
function refuseOtherMethods(app: FastifyInstance, url: string, known: readonly HTTPMethods[]): void {
  const all: HTTPMethods[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
  app.route({
    method: all.filter((method) => !known.includes(method)),
    url,
    // Before the body is read: it does not matter what it is.
    onRequest: (_request, reply) => {
      reply.header("allow", known.join(", "));
      throw new HttpError("wrongMethod", `This route has ${known.join(", ")}.`);
    },
    handler: () => {},
  });
}

/** A page of another site whose name resolves to this machine would otherwise speak to us in its user's name. */
function refuseForeignHost(request: FastifyRequest): void {
  if (!isLoopbackName(request.headers.host ?? "")) throw new HttpError("misdirected");
}

/** The answer to bytes that never became a request. */
function rawProblem(error: HttpError): string {
  const problem = error.toProblem();
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${problem.status} ${problem.status === 408 ? "Request Timeout" : "Bad Request"}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
    "",
    body,
  ].join("\r\n");
}
