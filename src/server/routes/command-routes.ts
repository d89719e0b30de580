/** The route of commands: any of the protocol, answered by their events. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { commandsOf } from "../../codec/envelope.js";
import { decodeJson, encodeJson } from "../../codec/json.js";
import { decodeMessagePack, encodeMessagePack } from "../../codec/msgpack.js";
import { BreakwaterError } from "../../domain/errors.js";
import type { Event } from "../../domain/events.js";
import { decodeEvents } from "../../records/event-record.js";
import { ANY_TYPE } from "../../records/event-types.js";
import { isRejected, sendRejected } from "../answers.js";
import { bytesOf, type EventAnswer, jsonPieces, messagePackPieces, WHOLE_BYTES } from "../event-answer.js";
import { acceptedType, contentTypeOf, JSON_TYPE, MSGPACK_TYPE, queryOf } from "../negotiate.js";
import type { RouteParts } from "../parts.js";
import { checkWeight } from "../query-weight.js";

const TYPES = [JSON_TYPE, MSGPACK_TYPE];
/** Records can be five times as long as JSON; a batch of 4 MiB of them is refused as a whole. */
const BODY_BYTES = 2_097_152;

/** `POST /v1/commands`: one command or an array, in order; answers all their events. */
export function commandRoutes(app: FastifyInstance, parts: RouteParts): void {
  const { sequencer, directory, queue, unread, queryWeight, deadlineOf } = parts;

  /** Its commands, when their turn comes; single: there is one, whose refusal is the request's. */
  async function submit(request: FastifyRequest, body: Uint8Array) {
    const type = contentTypeOf(request, TYPES);
    const message = type === MSGPACK_TYPE ? decodeMessagePack(body) : decodeJson(body);
    const commands = commandsOf(message);
    checkWeight(commands, queryWeight);
    const { events } = await sequencer.submit(commands, isAtomic(request));
    return { events, single: !Array.isArray(message) };
  }

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
      const done = await queue.run("rest", deadlineOf(request.raw), body, (bytes) => submit(request, bytes));
      const type = acceptedType(request, TYPES);
      const bytes = bytesOf(done.events);
      if (bytes > WHOLE_BYTES) {
        const large: EventAnswer = { numbers: {}, lists: { events: ANY_TYPE }, events: done.events };
        const pieces =
          type === MSGPACK_TYPE ? messagePackPieces(large, directory) : jsonPieces(large, directory);
        return reply.type(type).send(unread.stream(reply.raw, bytes, pieces));
      }
      const events: Event[] = [];
      for (const chunk of done.events) decodeEvents(chunk, directory, events);
      const [first] = events;
      if (done.single && isRejected(first)) return sendRejected(reply, first);
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
