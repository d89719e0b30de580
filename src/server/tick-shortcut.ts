/**
 * Fast path of `POST /v1/ticks`, past Fastify's router, hooks and reply: for requests of which headers and
 * body are plainly valid (`isPlain`) and whose ticks are applied and answered at once. Any other request goes
 * to Fastify (`others`), the slow path, which alone refuses; if its ticks have been submitted here already,
 * it only answers them (`EarlySubmissions`).
 */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Bodies } from "./bodies.js";
import type { Departures } from "./departures.js";
import { lasting } from "./event-answer.js";
import { hostCount, isLoopbackName, JSON_TYPE } from "./negotiate.js";
import type { RouteParts } from "./parts.js";
import { HttpError } from "./problems.js";
import { type Submitted, TICK_BODY_BYTES, TICK_TYPES, type TickDesk } from "./tick-desk.js";

/** Requests whose ticks the fast path has submitted, but that the slow path has to answer. */
export class EarlySubmissions {
  readonly #submitted = new WeakMap<IncomingMessage, Submitted | Promise<Submitted>>();

  has(request: IncomingMessage): boolean {
    return this.#submitted.has(request);
  }

  of(request: IncomingMessage): Submitted | Promise<Submitted> | undefined {
    return this.#submitted.get(request);
  }

  put(request: IncomingMessage, submitted: Submitted | Promise<Submitted>): void {
    // If the connection is gone, no code waits for it: that must be no unhandled rejection.
    if (submitted instanceof Promise) submitted.catch(() => {});
    this.#submitted.set(request, submitted);
  }
}

export function tickShortcut(
  { status, queue, deadlineOf }: RouteParts,
  desk: TickDesk,
  departures: Departures,
  bodies: Bodies,
  early: EarlySubmissions,
  others: RequestListener,
): RequestListener {
  function finish(request: IncomingMessage, response: ServerResponse, body: Uint8Array): void {
    const { headers } = request;
    const type = headers["content-type"] as string;
    const submitted = queue.run("ticks", deadlineOf(request), body, (bytes, waited) =>
      desk.submit(bytes, type, waited),
    );
    if (submitted instanceof Promise) {
      early.put(request, submitted);
      return;
    }
    const { answer, single } = submitted;
    const encoded = desk.encode(answer, single, acceptOf(headers.accept));
    if (encoded !== null) departures.send(response, encoded);
    // Its events are good only until the next call.
    else early.put(request, { ...submitted, answer: { ...answer, events: lasting(answer.events) } });
  }

  return (request, response) => {
    if (status.draining || !isPlain(request)) {
      others(request, response);
      return;
    }
    bodies.read(request, TICK_BODY_BYTES, (error, body) => {
      if (error instanceof HttpError && !request.destroyed) {
        bodies.turnAway(request, response, error.toProblem());
        return;
      }
      try {
        if (error !== null) throw error;
        finish(request, response, body as Uint8Array);
      } catch (refusal) {
        early.put(request, Promise.reject(refusal));
      }
      if (early.has(request)) others(request, response);
    });
  };
}

const acceptOf = (accept: string | undefined): string =>
  accept === undefined || accept === "*/*" ? JSON_TYPE : accept;

/** Whether the hooks and the router would certainly pass the request. False: not certain, and they decide. */
function isPlain({ method, url, headers, rawHeaders }: IncomingMessage): boolean {
  if (method !== "POST" || url !== "/v1/ticks") return false;
  const { host, origin, accept } = headers;
  if (host === undefined || !isLoopbackName(host) || hostCount(rawHeaders) !== 1) return false;
  if (origin !== undefined) return false;
  if (!TICK_TYPES.includes(headers["content-type"] ?? "") || headers["content-encoding"] !== undefined)
    return false;
  if (accept !== undefined && accept !== "*/*" && !TICK_TYPES.includes(accept)) return false;
  const length = headers["content-length"];
  return length !== undefined && Number(length) <= TICK_BODY_BYTES;
}
