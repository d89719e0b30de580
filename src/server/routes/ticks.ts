import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ticksOf } from "../../codec/envelope.js";
import { decodeJson, encodeJson } from "../../codec/json.js";
import { encodeJsonTick } from "../../codec/json-tick.js";
import { encodeMarksJson } from "../../codec/marks-json.js";
import { decodeMessagePack, encodeMessagePack } from "../../codec/msgpack.js";
import { encodeSliceBatch, encodeTickBatch } from "../../codec/sbe.js";
import { BreakwaterError } from "../../domain/errors.js";
import type { Event, MarkEvent, RejectedEvent, SliceEvent } from "../../domain/events.js";
import { decodeEvents } from "../../kernel/event-record.js";
import { countEvents, eventTypes, selectEvents } from "../../kernel/event-types.js";
import type { Answer } from "../../sequencer/sequencer.js";
import { isRejected, sendRejected } from "../answers.js";
import type { AppParts } from "../app.js";
import { acceptedType, contentTypeOf, JSON_TYPE, MSGPACK_TYPE, queryOf, SBE_TYPE } from "../negotiate.js";

const TYPES = [JSON_TYPE, MSGPACK_TYPE, SBE_TYPE];
/** 10,000 ticks in JSON, with room for long names. */
const BODY_BYTES = 4_194_304;

const told = eventTypes(["rejected", "mark", "slice"]);
const refusals = eventTypes(["rejected"]);
const slices = eventTypes(["slice"]);
const NO_EVENTS = new Uint8Array(0);

/** What `POST /v1/ticks` answers. */
interface TickAnswer {
  accepted: number;
  rejected: RejectedEvent[];
  marks: MarkEvent[];
  slices: SliceEvent[];
}

/**
 * `POST /v1/ticks`: prices in, the slices that they caused out; each in JSON, MessagePack or SBE. It is the way that every
 * price takes: no promise is made for what can be answered at once.
 */
export function tickRoutes(app: FastifyInstance, { sequencer, directory }: AppParts): void {
  app.post(
    "/v1/ticks",
    {
      bodyLimit: BODY_BYTES,
      // What is refused for its headers is refused before the body is read.
      onRequest: (request, _reply, done) => {
        contentTypeOf(request, TYPES);
        acceptedType(request, TYPES);
        queryOf(request, []);
        done();
      },
    },
    (request, reply) => {
      const body = request.body as Buffer;
      const type = contentTypeOf(request, TYPES);
      if (type === SBE_TYPE) {
        const answer = sequencer.submitRecords((writer) => {
          const refusal = encodeTickBatch(body, writer);
          if (refusal === "full") throw new BreakwaterError("CAPACITY", null, "tooLong");
          if (refusal !== null) throw new BreakwaterError(refusal.code, refusal.field, refusal.detail);
        });
        return sendWhenDone(request, reply, answer, false);
      }
      if (type === JSON_TYPE) {
        let isPlain = false;
        const answer = sequencer.submitRecords((writer) => {
          isPlain = encodeJsonTick(body, writer);
        });
        if (isPlain) return sendWhenDone(request, reply, answer, true);
      }
      const arrays = type === MSGPACK_TYPE;
      const message = arrays ? decodeMessagePack(body) : decodeJson(body);
      const answer = sequencer.submitTicks(ticksOf(message, arrays), arrays);
      return sendWhenDone(request, reply, answer, isSingle(message));
    },
  );

  function sendWhenDone(
    request: FastifyRequest,
    reply: FastifyReply,
    answer: Answer | Promise<Answer>,
    single: boolean,
  ): FastifyReply | Promise<FastifyReply> {
    if (answer instanceof Promise) return answer.then((done) => send(request, reply, done, single));
    return send(request, reply, answer, single);
  }

  /** `single`: the body is one tick, so its refusal is the request's. */
  function send(
    request: FastifyRequest,
    reply: FastifyReply,
    { events, commands, types }: Answer,
    single: boolean,
  ): FastifyReply {
    const accept = acceptedType(request, TYPES);
    if (accept === JSON_TYPE) {
      const marks = encodeMarksJson(events, told, directory);
      if (marks !== null) {
        return reply.type(accept).send(`{"accepted":${commands},"rejected":[],"marks":${marks},"slices":[]}`);
      }
    }
    if (single || accept !== SBE_TYPE) {
      const result = decode(events, commands);
      const [refused] = result.rejected;
      if (single && refused !== undefined) return sendRejected(reply, refused);
      if (accept === MSGPACK_TYPE) return reply.type(accept).send(encodeMessagePack(result));
      if (accept === JSON_TYPE) return reply.type(accept).send(encodeJson(result));
    }
    const refused = (types & refusals) === 0 ? 0 : countEvents(events, refusals);
    // A SliceBatch has no place for what was refused: how many there were goes ahead of it.
    reply
      .header("breakwater-accepted", String(commands - refused))
      .header("breakwater-rejected", String(refused));
    return reply
      .type(SBE_TYPE)
      .send(encodeSliceBatch((types & slices) === 0 ? NO_EVENTS : selectEvents(events, slices)));
  }

  function decode(events: readonly Uint8Array[], ticks: number): TickAnswer {
    const result: TickAnswer = { accepted: ticks, rejected: [], marks: [], slices: [] };
    for (const chunk of events) {
      for (const event of decodeEvents(chunk, directory, [], told) as Event[]) {
        if (isRejected(event)) result.rejected.push(event);
        else if (event.type === "mark") result.marks.push(event);
        else if (event.type === "slice") result.slices.push(event);
      }
    }
    result.accepted -= result.rejected.length;
    return result;
  }
}

/** A map that is a tick, or a tick's array of integers. */
function isSingle(message: unknown): boolean {
  if (Array.isArray(message)) return typeof message[0] !== "object";
  return !Object.hasOwn(message as object, "ticks");
}
