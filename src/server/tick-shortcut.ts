/**
 * The way of nearly every tick, past router, hooks and reply: a request to `POST /v1/ticks` whose headers leave nothing to
 * weigh, and of which nothing is refused. Whatever is out of the ordinary takes the way of every other request, as far as it
 * has come, and only there is said what is wrong.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Bodies } from "./bodies.js";
import { Departures } from "./departures.js";
import { isLoopbackName, JSON_TYPE } from "./negotiate.js";
import type { AppParts } from "./parts.js";
import { type Submitted, TICK_BODY_BYTES, TICK_TYPES, type TickDesk } from "./tick-desk.js";

/** Requests whose bodies the shortcut has read and submitted: only the answer is left to be told. */
export class Early {
  readonly #submitted = new WeakMap<IncomingMessage, Submitted>();

  has(request: IncomingMessage): boolean {
    return this.#submitted.has(request);
  }

  of(request: IncomingMessage): Submitted | undefined {
    return this.#submitted.get(request);
  }

  put(request: IncomingMessage, submitted: Submitted): void {
    // Nobody may wait for it, if its connection is gone.
    if (submitted.answer instanceof Promise) submitted.answer.catch(() => {});
    this.#submitted.set(request, submitted);
  }
}

export function tickShortcut(
  { status }: AppParts,
  desk: TickDesk,
  bodies: Bodies,
  early: Early,
  others: RequestListener,
): RequestListener {
  const departures = new Departures();

  function finish(request: IncomingMessage, response: ServerResponse, body: Uint8Array): void {
    const { headers } = request;
    const { answer, single } = desk.submit(body, headers["content-type"] as string);
    if (answer instanceof Promise) {
      early.put(request, { answer, single });
      return;
    }
    const told = desk.tell(answer, single, acceptOf(headers.accept));
    if (told !== null) departures.send(response, told);
    // Its events are good only until the next call.
    else
      early.put(request, {
        answer: { ...answer, events: answer.events.map((one) => new Uint8Array(one)) },
        single,
      });
  }

  return (request, response) => {
    if (status.draining || !isPlain(request)) {
      others(request, response);
      return;
    }
    bodies.read(request, TICK_BODY_BYTES, (error, body) => {
      try {
        if (error !== null) throw error;
        finish(request, response, body as Uint8Array);
      } catch (refusal) {
        early.put(request, { answer: Promise.reject(refusal), single: false });
      }
      if (early.has(request)) others(request, response);
    });
  };
}

const acceptOf = (accept: string | undefined): string =>
  accept === undefined || accept === "*/*" ? JSON_TYPE : accept;

/** Whether all that hooks and router would look at can be seen to be right at once. */
function isPlain({ method, url, headers }: IncomingMessage): boolean {
  if (method !== "POST" || url !== "/v1/ticks") return false;
  const { host, accept } = headers;
  if (host === undefined || !isLoopbackName(host)) return false;
  if (!TICK_TYPES.includes(headers["content-type"] ?? "") || headers["content-encoding"] !== undefined)
    return false;
  if (accept !== undefined && accept !== "*/*" && !TICK_TYPES.includes(accept)) return false;
  const length = headers["content-length"];
  return length !== undefined && Number(length) <= TICK_BODY_BYTES;
}
