/** The route of commands: any of the protocol, answered by their events. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { commandsOf } from "../../codec/envelope.js";
import { decodeJson, encodeJson } from "../../codec/json.js";
import { decodeMessagePack, encodeMessagePack } from "../../codec/msgpack.js";
import { BreakwaterError } from "../../domain/errors.js";
import type { Event } from "../../domain/events.js";
import { decodeEvents } from "../../records/event-record.js";
import { isRejected, sendRejected } from "../answers.js";
import { acceptedType, contentTypeOf, JSON_TYPE, MSGPACK_TYPE, queryOf } from "../negotiate.js";
import type { AppParts } from "../parts.js";

const TYPES = [JSON_TYPE, MSGPACK_TYPE];
/** Records can be five times as long as JSON; a batch of 4 MiB of them is refused as a whole. */
const BODY_BYTES = 2_097_152;

/** `POST /v1/commands`: one command or an array, in order; answers all their events. */
export function commandRoutes(app: FastifyInstance, { sequencer, directory }: AppParts): void {
  app.post(
    "/v1/commands",
    {
      bodyLimit: BODY_BYTES,
      onRequest: (request, _reply, done) => {
        contentTypeOf(request, TYPES);
        acceptedType(request, TYPES);
        isAtomic(request);
        done();
      },
    },
    async (request, reply) => {
      const body = request.body as Buffer;
      const message =
        contentTypeOf(request, TYPES) === MSGPACK_TYPE ? decodeMessagePack(body) : decodeJson(body);
      const answer = await sequencer.submit(commandsOf(message), isAtomic(request));
      const events: Event[] = [];
      for (const chunk of answer.events) decodeEvents(chunk, directory, events);
      const [first] = events;
      if (!Array.isArray(message) && isRejected(first)) return sendRejected(reply, first);
      const type = acceptedType(request, TYPES);
      return reply
        .type(type)
        .send(type === MSGPACK_TYPE ? encodeMessagePack({ events }) : encodeJson({ events }));
    },
  );
}

/** `?atomic=true`: all of the batch is refused if one of it fails decoding or static checks. */
function isAtomic(request: FastifyRequest): boolean {
  const { atomic = "false" } = queryOf(request, ["atomic"]);
  if (atomic !== "true" && atomic !== "false")
    throw new BreakwaterError("MALFORMED", "atomic", "notABoolean");
  return atomic === "true";
}
