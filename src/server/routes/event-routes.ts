/** The route of the event stream: every event once, in order, resumable. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type EventId, eventIdOf } from "../epoch.js";
import { acceptedType, EVENT_STREAM_TYPE, queryOf } from "../negotiate.js";
import type { AppParts } from "../parts.js";
import { HttpError } from "../problems.js";

/**
 * `GET /v1/events?from=SEQ`: every event from SEQ on, without a gap, as server-sent events whose id is `epoch:seq`. A client
 * that reconnects sends `Last-Event-ID`, which then counts; without either, the stream begins with what happens next. `from`
 * may be such an id too; a number alone is of this life, whichever it is, which is no way to resume.
 */
export function eventRoutes(app: FastifyInstance, { streams }: AppParts): void {
  app.get("/v1/events", { exposeHeadRoute: false }, async (request, reply) => {
    acceptedType(request, [EVENT_STREAM_TYPE]);
    const cursor = streams.cursor(beginning(request));
    reply.hijack();
    // Events go out as they come: neither this side nor the socket waits for more of them.
    request.raw.socket.setNoDelay(true);
    streams.open(reply.raw, cursor);
  });
}

function beginning(request: FastifyRequest): EventId | null {
  const { from } = queryOf(request, ["from"]);
  const last = request.headers["last-event-id"];
  if (typeof last === "string" && last !== "") {
    const { epoch, seq } = eventIdOf("Last-Event-ID", last);
    // The stream's ids have an epoch: one without is of a server that had none, or made up.
    if (epoch === null)
      throw new HttpError("otherLife", "An id without an epoch may be of another life: epoch:seq.");
    return { epoch, seq: seq + 1 };
  }
  return from === undefined ? null : eventIdOf("from", from);
}
