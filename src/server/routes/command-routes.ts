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
import { bytesOf, type EventAnswer, jsonSteps, messagePackSteps, WHOLE_BYTES } from "../event-answer.js";
import { acceptedType, contentTypeOf, JSON_TYPE, MSGPACK_TYPE, queryOf } from "../negotiate.js";
import type { RouteParts } from "../parts.js";
import { batchesOf } from "../query-weight.js";
import { type Load, QUERIES_TURN, SMALL } from "../queue.js";
import { askedCommands, nothingAsked, offsetOf, type Places, placed } from "../refused-commands.js";

const TYPES = [JSON_TYPE, MSGPACK_TYPE];
/** A query that waits takes about so many bytes. */
const QUERY_BYTES = 256;
const NO_BODY = new Uint8Array(0);
/** Records can be five times as long as JSON; a batch of 4 MiB of them is refused as a whole. */
const BODY_BYTES = 2_097_152;

interface Done extends Places {
  readonly events: readonly Uint8Array[];
  readonly single: boolean;
}

/** `POST /v1/commands`: one command or an array, in order; answers all their events. */
export function commandRoutes(app: FastifyInstance, parts: RouteParts): void {
  const { sequencer, directory, queue, unread, queryWeight, deadlineOf, waitedOf } = parts;

  /**
   * Its commands, read when their turn comes, and submitted with it; queries wait for another turn, behind everything else.
   * Single: there is one, whose refusal is the request's.
   */
  async function submit(request: FastifyRequest): Promise<Done> {
    const deadline = deadlineOf(request.raw);
    // All batches of a request together wait no longer than any one may.
    const waited = waitedOf(request.raw);
    const until = queue.until(deadline, waited);
    let queried: readonly (readonly unknown[])[] = [];
    const read = (bytes: Uint8Array): Done | Promise<Done> => {
      const type = contentTypeOf(request, TYPES);
      const message = type === MSGPACK_TYPE ? decodeMessagePack(bytes) : decodeJson(bytes);
      const single = !Array.isArray(message);
      const atomic = isAtomic(request);
      const { queries, batches } = batchesOf(commandsOf(message), atomic, queryWeight);
      if (!queries) {
        const commands = batches[0] as readonly unknown[];
        const asked = askedCommands(commands, directory);
        return sequencer.submit(commands, atomic).then((answer) => ({ ...answer, single, asked }));
      }
      queried = batches;
      return { events: [], first: 0, single, asked: nothingAsked };
    };
    const load = { ...SMALL, waited };
    const done = await queue.run("rest", deadline, request.body as Buffer, read, load);
    if (queried.length === 0) return done;
    const events: Uint8Array[] = [];
    const offsets: number[] = [];
    let before = 0;
    for (const [i, batch] of queried.entries()) {
      const load = {
        queries: batch.length,
        bytes: (queried.length - i) * QUERIES_TURN * QUERY_BYTES,
        goesOn: i > 0,
      };
      const answer = await ask(batch, until, load);
      for (const [piece, some] of answer.events.entries()) {
        events.push(some);
        offsets.push(before + offsetOf(answer, piece));
      }
      before += batch.length;
    }
    return { ...done, events, offsets };
  }

  /** What answers some queries, when their turn comes. */
  async function ask(batch: readonly unknown[], until: number, load: Load) {
    if (performance.now() >= until) throw new BreakwaterError("OVERLOADED");
    return queue.run("queries", until, NO_BODY, () => sequencer.submit(batch), load);
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
      const done = await submit(request);
      const type = acceptedType(request, TYPES);
      const bytes = bytesOf(done.events);
      if (bytes > WHOLE_BYTES) {
        const large: EventAnswer = {
          numbers: {},
          lists: { events: ANY_TYPE },
          events: done.events,
          places: done,
        };
        const steps =
          type === MSGPACK_TYPE ? messagePackSteps(large, directory) : jsonSteps(large, directory);
        return reply.type(type).send(unread.stream(reply.raw, bytes, steps));
      }
      const events: Event[] = [];
      for (const [piece, chunk] of done.events.entries()) {
        for (const event of placed(decodeEvents(chunk, directory), done, piece)) events.push(event);
      }
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
