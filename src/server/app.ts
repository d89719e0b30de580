/**
 * The HTTP face of an engine, PROTOCOL.md section 7: `buildApp` makes it and opens nothing; `service.ts` has the engine,
 * the port and the end. Every error is `application/problem+json` with a code of the one table.
 */
import { METHODS, type RequestListener } from "node:http";
import Fastify, { type FastifyInstance, type FastifyRequest, type HTTPMethods, LogController } from "fastify";
import { AtomicRefusal } from "../sequencer/sequencer.js";
import { Bodies, isComing, linger } from "./bodies.js";
import { Departures } from "./departures.js";
import { EPOCH_HEADER } from "./epoch.js";
import { type HttpLimits, httpLimits } from "./http-limits.js";
import { listenerOf } from "./listener.js";
import { MaxAges } from "./max-age.js";
import {
  hostCount,
  isLoopbackName,
  isLoopbackOrigin,
  JSON_TYPE,
  MSGPACK_TYPE,
  SBE_TYPE,
} from "./negotiate.js";
import { oneByOne } from "./one-by-one.js";
import type { AppParts, RouteParts } from "./parts.js";
import { defect, HttpError, overloaded, problemFor, sendProblem, sendRefusals } from "./problems.js";
import { Queue } from "./queue.js";
import { Reception } from "./reception.js";
import { accountRoutes } from "./routes/account-routes.js";
import { caseRoutes } from "./routes/case-routes.js";
import { commandRoutes } from "./routes/command-routes.js";
import { documentationRoutes } from "./routes/documentation-routes.js";
import { eventRoutes } from "./routes/event-routes.js";
import { healthRoutes } from "./routes/health-routes.js";
import { marketRoutes } from "./routes/market-routes.js";
import { tickRoutes } from "./routes/tick-routes.js";
import { SharedBytes } from "./shared-bytes.js";
import { TickDesk } from "./tick-desk.js";
import { EarlySubmissions, tickShortcut } from "./tick-shortcut.js";
import { Unread } from "./unread.js";

export interface AppOptions {
  /** What is logged to standard error; default "silent". */
  readonly logLevel?: "silent" | "error" | "warn" | "info";
  /** What it holds and waits for at most; absent ones have their defaults. */
  readonly limits?: Partial<HttpLimits>;
}

/** Longest path parameter: a name of 64 characters, each percent-encoded. */
const PARAM_MAX = 192;

export function buildApp(appParts: AppParts, options: AppOptions = {}): FastifyInstance {
  const level = options.logLevel ?? "silent";
  const limits: HttpLimits = { ...httpLimits, ...options.limits };
  const held = new SharedBytes(limits.bodyBytes);
  const ages = new MaxAges(appParts.sequencer);
  let reception: Reception | null = null;
  const parts: RouteParts = {
    ...appParts,
    queue: new Queue({ millis: limits.queueMillis, held }),
    unread: new Unread(new SharedBytes(limits.answerBytes, true), appParts.turns),
    queryWeight: limits.queryWeight,
    deadlineOf: (request) => ages.deadlineOf(request),
    waitedOf: (request) => reception?.waitedOf(request) ?? 0,
  };
  const bodies = new Bodies(held);
  const departures = new Departures(parts.unread);
  parts.turns.before(departures.leave);
  const early = new EarlySubmissions();
  const desk = new TickDesk(parts.sequencer, parts.directory, parts.epoch);
  const app = Fastify({
    // Standard output is for data.
    logger: level === "silent" ? false : { level, stream: process.stderr },
    logController: new LogController({ disableRequestLogging: true }),
    // So that what listens is always behind the limits.
    serverFactory: (others) => {
      const refuse: RequestListener = (request, response) => bodies.turnAway(request, response, overloaded);
      const { queue } = parts;
      reception = new Reception({ queue, held, millis: limits.queueMillis, refuse }, others);
      const inTurn = oneByOne(tickShortcut(parts, desk, departures, bodies, early, reception.receive));
      return listenerOf(limits, (request, response) => {
        ages.note(request);
        inTurn(request, response);
      });
    },
    // `listenerOf` does it, for every one of them.
    clientErrorHandler: () => {},
    bodyLimit: 65_536,
    routerOptions: { maxParamLength: PARAM_MAX },
    // Draining is announced by /readyz and answered normally; nothing in flight is refused.
    return503OnClosing: false,
    // No route has a schema yet; one that will must not turn null into 0, nor drop unknown fields.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false } },
    frameworkErrors: (error, _request, reply) => {
      sendProblem(reply, problemFor(error) ?? defect);
    },
  });

  for (const method of METHODS) {
    if (method !== "CONNECT" && !app.supportedMethods.includes(method)) app.addHttpMethod(method);
  }
  app.removeAllContentTypeParsers();
  app.addContentTypeParser([JSON_TYPE, MSGPACK_TYPE, SBE_TYPE], (request, payload, done) => {
    if (early.has(request.raw)) done(null);
    else bodies.read(payload, request.routeOptions.bodyLimit, done);
  });
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof AtomicRefusal) return sendRefusals(reply, error.refusals);
    const problem = problemFor(error);
    if (problem === null) request.log.error(error);
    else if (isComing(request.raw)) {
      reply.hijack();
      bodies.turnAway(request.raw, reply.raw, problem);
      return reply;
    }
    return sendProblem(reply, problem ?? defect);
  });
  app.setNotFoundHandler(() => {
    throw new HttpError("noSuchRoute");
  });
  app.addHook("onRequest", (request, reply, done) => {
    reply.header(EPOCH_HEADER, parts.epoch);
    if (parts.status.draining) reply.header("connection", "close");
    refuseForeigners(request);
    done();
  });
  app.addHook("onSend", (_request, reply, payload, done) => {
    if (typeof payload === "string" || payload instanceof Uint8Array)
      parts.unread.watch(reply.raw, payload.length);
    done();
  });
  app.addHook("onResponse", (request, _reply, done) => {
    linger(request.raw);
    done();
  });

  app.addHook("onClose", (_app, done) => {
    // Fastify leaves alone what `serverFactory` made and never listened; whoever waits for its end would wait for ever.
    app.server.close(() => done());
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
  return app;
}

/** Answers 405, with what there is, instead of 404. */
function refuseOtherMethods(app: FastifyInstance, url: string, known: readonly HTTPMethods[]): void {
  app.route({
    method: app.supportedMethods.filter((method) => !known.includes(method)),
    url,
    // Before the body is read: it does not matter what it is.
    onRequest: (_request, reply) => {
      reply.header("allow", known.join(", "));
      throw new HttpError("wrongMethod", `This route has ${known.join(", ")}.`);
    },
    handler: () => {},
  });
}

/**
 * A page of another site whose name resolves to this machine would otherwise speak to us in its user's name, and any page
 * could open a stream, which needs no permission.
 */
function refuseForeigners({ headers, raw }: FastifyRequest): void {
  if (hostCount(raw.rawHeaders) > 1) throw new HttpError("twoHosts");
  if (!isLoopbackName(headers.host ?? "")) throw new HttpError("misdirected");
  if (headers.origin !== undefined && !isLoopbackOrigin(headers.origin)) throw new HttpError("foreignOrigin");
}
