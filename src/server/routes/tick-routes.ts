/** The route of ticks, for requests that its fast path (tick-shortcut) does not answer. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { encodeJson } from "../../codec/json.js";
import { encodeMessagePack } from "../../codec/msgpack.js";
import type { Event, MarkEvent, RejectedEvent, SliceEvent } from "../../domain/events.js";
import { decodeEvents } from "../../records/event-record.js";
import { eventTypes, selectEvents } from "../../records/event-types.js";
import type { Answer } from "../../sequencer/sequencer.js";
import { isRejected, sendRejected } from "../answers.js";
import {
  bytesOf,
  counted,
  type EventAnswer,
  jsonSteps,
  lasting,
  messagePackSteps,
  type Steps,
  sbeSteps,
  WHOLE_BYTES,
} from "../event-answer.js";
import { acceptedType, contentTypeOf, JSON_TYPE, queryOf, SBE_TYPE } from "../negotiate.js";
import type { RouteParts } from "../parts.js";
import { type Asked, placed } from "../refused-commands.js";
import { ANSWERED, type Submitted, TICK_BODY_BYTES, TICK_TYPES, TickDesk } from "../tick-desk.js";
import type { EarlySubmissions } from "../tick-shortcut.js";

const LISTS = {
  rejected: eventTypes(["rejected"]),
  marks: eventTypes(["mark"]),
  slices: eventTypes(["slice"]),
};

/** What `POST /v1/ticks` answers. */
interface TickAnswer {
  accepted: number;
  rejected: RejectedEvent[];
  marks: MarkEvent[];
  slices: SliceEvent[];
}

/**
 * `POST /v1/ticks`: prices in, the slices that they caused out; each in JSON, MessagePack or SBE. Most of them never come
 * here: `tick-shortcut.ts` has answered them, or (`early`) submitted them.
 */
export function tickRoutes(
  app: FastifyInstance,
  { directory, queue, unread, turns, deadlineOf }: RouteParts,
  desk: TickDesk,
  early: EarlySubmissions,
): void {
  app.post(
    "/v1/ticks",
    {
      bodyLimit: TICK_BODY_BYTES,
      // What is refused for its headers is refused before the body is read.
      onRequest: (request, _reply, done) => {
        contentTypeOf(request, TICK_TYPES);
        acceptedType(request, TICK_TYPES);
        queryOf(request, []);
        done();
      },
    },
    (request, reply): void => {
      const submitted = early.of(request.raw) ?? submit(request);
      if (submitted instanceof Promise) {
        submitted.then((done) => send(request, reply, done)).catch((error: Error) => reply.send(error));
      } else send(request, reply, submitted);
    },
  );

  function submit(request: FastifyRequest): Submitted | Promise<Submitted> {
    const type = contentTypeOf(request, TICK_TYPES);
    return queue.run("ticks", deadlineOf(request.raw), request.body as Buffer, (body, waited) =>
      desk.submit(body, type, waited),
    );
  }

  function send(request: FastifyRequest, reply: FastifyReply, { answer, single, asked }: Submitted): void {
    const accept = acceptedType(request, TICK_TYPES);
    const encoded = desk.encode(answer, single, accept);
    if (encoded !== null) {
      reply.headers(encoded.headers).send(encoded.body);
      return;
    }
    if (bytesOf(answer.events) > WHOLE_BYTES) {
      const large = { ...answer, events: lasting(answer.events) };
      sendLarge(reply, { answer: large, single, asked }, accept).catch((error: Error) => reply.send(error));
      return;
    }
    const result = decode(answer, asked);
    const [refused] = result.rejected;
    if (single && refused !== undefined) sendRejected(reply, refused);
    else reply.type(accept).send(accept === JSON_TYPE ? encodeJson(result) : encodeMessagePack(result));
  }

  /** The same answer, step by step. */
  async function sendLarge(
    reply: FastifyReply,
    { answer, single, asked }: Submitted,
    accept: string,
  ): Promise<void> {
    const { events, commands } = answer;
    const refused = await counted(events, LISTS.rejected, turns);
    if (single && refused > 0) {
      sendRejected(reply, firstOf(events));
      return;
    }
    let steps: Steps;
    if (accept === SBE_TYPE) {
      reply.headers(TickDesk.counts(commands, refused));
      steps = sbeSteps(events);
    } else {
      const numbers = { accepted: commands - refused };
      const large: EventAnswer = { numbers, lists: LISTS, events, places: { ...answer, asked } };
      steps = accept === JSON_TYPE ? jsonSteps(large, directory) : messagePackSteps(large, directory);
    }
    reply.type(accept).send(unread.stream(reply.raw, bytesOf(events), steps));
  }

  /** The refusal of the only command, which stands before everything else. */
  function firstOf(events: readonly Uint8Array[]): RejectedEvent {
    const [refused] = decodeEvents(selectEvents(events.slice(0, 1), LISTS.rejected), directory);
    return refused as RejectedEvent;
  }

  function decode(answer: Answer, asked: Asked): TickAnswer {
    const result: TickAnswer = { accepted: answer.commands, rejected: [], marks: [], slices: [] };
    for (const [piece, chunk] of answer.events.entries()) {
      const events: Event[] = decodeEvents(chunk, directory, [], ANSWERED);
      for (const event of placed(events, { ...answer, asked }, piece)) {
        if (isRejected(event)) result.rejected.push(event);
        else if (event.type === "mark") result.marks.push(event);
        else if (event.type === "slice") result.slices.push(event);
      }
    }
    result.accepted -= result.rejected.length;
    return result;
  }
}
