/** The route of the event stream: every event once, in order, resumable. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { acceptedType, EVENT_STREAM_TYPE, integerOf, queryOf } from "../negotiate.js";
import type { AppParts } from "../parts.js";

/**
 * `GET /v1/events?from=SEQ`: every event from SEQ on, without a gap, as server-sent events whose id is `seq`. A client
 * that reconnects sends `Last-Event-ID`, which then counts; without either, the stream begins with what happens next.
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

function beginning(request: FastifyRequest): number | null {
  const { from } = queryOf(request, ["from"]);
  const last = request.headers["last-event-id"];
  if (typeof last === "string" && last !== "") return integerOf("Last-Event-ID", last) + 1;
  return from === undefined ? null : integerOf("from", from);
}
