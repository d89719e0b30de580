import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ticksOf } from "../../codec/envelope.js";
import { decodeJson, encodeJson } from "../../codec/json.js";
import { decodeMessagePack, encodeMessagePack } from "../../codec/msgpack.js";
import { encodeSliceBatch, encodeTickBatch } from "../../codec/sbe.js";
import { BreakwaterError } from "../../domain/errors.js";
import type { Event, MarkEvent, RejectedEvent, SliceEvent } from "../../domain/events.js";
import { decodeEvents } from "../../kernel/event-record.js";
import { selectEvents } from "../../sequencer/select-events.js";
import type { Answer } from "../../sequencer/sequencer.js";
import { isRejected, sendRejected } from "../answers.js";
import type { AppParts } from "../app.js";
import { acceptedType, contentTypeOf, JSON_TYPE, MSGPACK_TYPE, queryOf, SBE_TYPE } from "../negotiate.js";

const TYPES = [JSON_TYPE, MSGPACK_TYPE, SBE_TYPE];
/** 10,000 ticks in JSON, with room for long names. */
const BODY_BYTES = 4_194_304;

/** What `POST /v1/ticks` answers. */
interface TickAnswer {
  accepted: number;
  rejected: RejectedEvent[];
  marks: MarkEvent[];
  slices: SliceEvent[];
}

/** `POST /v1/ticks`: prices in, the slices that they caused out; each in JSON, MessagePack or SBE. */
export function tickRoutes(app: FastifyInstance, { sequencer, directory }: AppParts): void {
  app.post(
    "/v1/ticks",
    {
      bodyLimit: BODY_BYTES,
      // What is refused for its headers is refused before the body is read.
      onRequest: async (request) => {
        contentTypeOf(request, TYPES);
        acceptedType(request, TYPES);
        queryOf(request, []);
      },
    },
    async (request, reply) => {
      const { answer, ticks, single } = await submit(request);
      const accept = acceptedType(request, TYPES);
      if (single || accept !== SBE_TYPE) {
        const result = decode(answer, ticks);
        const [refused] = result.rejected;
        if (single && refused !== undefined) return sendRejected(reply, refused);
        if (accept !== SBE_TYPE) return sendDecoded(reply, accept, result);
      }
      const refusals = decodeEvents(selectEvents(answer.events, ["rejected"]), directory).length;
      // A SliceBatch has no place for what was refused: how many there were goes ahead of it.
      reply
        .header("breakwater-accepted", String(ticks - refusals))
        .header("breakwater-rejected", String(refusals));
      return reply.type(SBE_TYPE).send(encodeSliceBatch(selectEvents(answer.events, ["slice"])));
    },
  );

  /** `single`: the body is one tick, so its refusal is the request's. */
  async function submit(
    request: FastifyRequest,
  ): Promise<{ answer: Answer; ticks: number; single: boolean }> {
    const body = request.body as Buffer;
    const type = contentTypeOf(request, TYPES);
    if (type === SBE_TYPE) {
      const answer = await sequencer.submitRecords((writer) => {
        const refusal = encodeTickBatch(body, writer);
        if (refusal === "full") throw new BreakwaterError("CAPACITY", null, "tooLong");
        if (refusal !== null) throw new BreakwaterError(refusal.code, refusal.field, refusal.detail);
      });
      return { answer, ticks: answer.commands, single: false };
    }
    const arrays = type === MSGPACK_TYPE;
    const message = arrays ? decodeMessagePack(body) : decodeJson(body);
    const ticks = ticksOf(message, arrays);
    const answer = await sequencer.submitTicks(ticks, arrays);
    return { answer, ticks: ticks.length, single: isSingle(message) };
  }

  function decode({ events }: Answer, ticks: number): TickAnswer {
    const result: TickAnswer = { accepted: ticks, rejected: [], marks: [], slices: [] };
    const told = selectEvents(events, ["rejected", "mark", "slice"]);
    for (const event of decodeEvents(told, directory) as Event[]) {
      if (isRejected(event)) result.rejected.push(event);
      else if (event.type === "mark") result.marks.push(event);
      else if (event.type === "slice") result.slices.push(event);
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

function sendDecoded(reply: FastifyReply, type: string, value: object): FastifyReply {
  return reply.type(type).send(type === MSGPACK_TYPE ? encodeMessagePack(value) : encodeJson(value));
}
