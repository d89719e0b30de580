/**
 * Ticks of a request's body in, the body of its answer out. The route of ticks (routes/tick-routes) and its
 * fast path (tick-shortcut) share it.
 */
import { ticksOf } from "../codec/envelope.js";
import { decodeJson } from "../codec/json.js";
import { encodeJsonTick } from "../codec/json-tick.js";
import { encodeMarksJson } from "../codec/marks-json.js";
import { decodeMessagePack } from "../codec/msgpack.js";
import { encodeSliceBatch, encodeTickBatch } from "../codec/sbe.js";
import { BreakwaterError } from "../domain/errors.js";
import type { Directory } from "../kernel/directory.js";
import { countEvents, type EventTypes, eventTypes, selectEvents } from "../records/event-types.js";
import { refuseFuture } from "../records/future.js";
import type { Answer, Sequencer } from "../sequencer/sequencer.js";
import { EPOCH_HEADER } from "./epoch.js";
import { bytesOf, lasting, WHOLE_BYTES } from "./event-answer.js";
import { JSON_TYPE, MSGPACK_TYPE, SBE_TYPE } from "./negotiate.js";
import { type Asked, askedOfSbe, askedTicks, nothingAsked } from "./refused-commands.js";

/** Media types of ticks and of their answers. */
export const TICK_TYPES = [JSON_TYPE, MSGPACK_TYPE, SBE_TYPE];
/** 10,000 ticks in JSON, with room for long names. */
export const TICK_BODY_BYTES = 4_194_304;
/** Types of the events that an answer has. */
export const ANSWERED: EventTypes = eventTypes(["rejected", "mark", "slice"]);

const refusals = eventTypes(["rejected"]);
const slices = eventTypes(["slice"]);
const reported = refusals | slices;
const NO_EVENTS = new Uint8Array(0);

export interface Submitted {
  readonly answer: Answer;
  /** The body is one tick, so its refusal is the request's. */
  readonly single: boolean;
  /** What is said of a refused one among several. */
  readonly asked: Asked;
}

/** An answer 200, encoded. */
export interface EncodedAnswer {
  /** As Fastify would have them, in its order. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export class TickDesk {
  readonly #sequencer: Sequencer;
  readonly #directory: Directory;
  readonly #epoch: string;

  constructor(sequencer: Sequencer, directory: Directory, epoch: string) {
    this.#sequencer = sequencer;
    this.#directory = directory;
    this.#epoch = epoch;
  }

  /**
   * Submits a body's ticks, without a promise where they are applied at once: the answer is good until the next call then,
   * unless it has to `stay`. Throws its refusal.
   */
  submit(body: Uint8Array, type: string, stay = false): Submitted | Promise<Submitted> {
    const submitted = this.#submit(body, type);
    if (!stay || submitted instanceof Promise) return submitted;
    const { answer } = submitted;
    return { ...submitted, answer: { ...answer, events: lasting(answer.events) } };
  }

  #submit(body: Uint8Array, type: string): Submitted | Promise<Submitted> {
    if (type === SBE_TYPE) {
      const answer = this.#sequencer.submitRecords((writer) => {
        const refusal = encodeTickBatch(body, writer);
        if (refusal === "full") throw new BreakwaterError("CAPACITY", null, "tooLong");
        if (refusal !== null) throw new BreakwaterError(refusal.code, refusal.field, refusal.detail);
      }, ANSWERED);
      return submitted(answer, false, this.#askedOfSbe(body, answer));
    }
    if (type === JSON_TYPE) {
      let isPlain = false;
      const answer = this.#sequencer.submitRecords((writer) => {
        isPlain = encodeJsonTick(body, writer);
        if (isPlain && refuseFuture(writer, 0) === "full")
          throw new BreakwaterError("CAPACITY", null, "tooLong");
      }, ANSWERED);
      if (isPlain) return submitted(answer, true, nothingAsked);
    }
    const arrays = type === MSGPACK_TYPE;
    const message = arrays ? decodeMessagePack(body) : decodeJson(body);
    const ticks = ticksOf(message, arrays);
    const answer = this.#sequencer.submitTicks(ticks, arrays, ANSWERED);
    return submitted(answer, isSingle(message), askedTicks(ticks, this.#directory));
  }

  /** The body does not stay; what may be asked of it is copied. */
  #askedOfSbe(body: Uint8Array, answer: Answer | Promise<Answer>): Asked {
    const plain = !(answer instanceof Promise) && (answer.types & refusals) === 0;
    return plain ? nothingAsked : askedOfSbe(Uint8Array.from(body), this.#directory);
  }

  /** A SliceBatch has no place for what was refused: how many there were goes ahead of it. */
  static counts(commands: number, refused: number): Record<string, string> {
    return { "breakwater-accepted": String(commands - refused), "breakwater-rejected": String(refused) };
  }

  /**
   * Fast path of an answer, from binary events to bytes without objects: for JSON with no event but marks,
   * and for SBE. Null: the route has to decode the events, or to go through them step by step (routes/tick-routes).
   */
  encode({ events, commands, types }: Answer, single: boolean, accept: string): EncodedAnswer | null {
    const isPlain = accept === SBE_TYPE && (types & reported) === 0;
    if (!isPlain && bytesOf(events) > WHOLE_BYTES) return null;
    if (accept === JSON_TYPE) {
      const marks = encodeMarksJson(events, ANSWERED, this.#directory);
      if (marks === null) return null;
      return {
        headers: { [EPOCH_HEADER]: this.#epoch, "content-type": "application/json; charset=utf-8" },
        body: `{"accepted":${commands},"rejected":[],"marks":${marks},"slices":[]}`,
      };
    }
    const refused = (types & refusals) === 0 ? 0 : countEvents(events, refusals);
    if (accept !== SBE_TYPE || (single && refused > 0)) return null;
    return {
      headers: {
        [EPOCH_HEADER]: this.#epoch,
        ...TickDesk.counts(commands, refused),
        "content-type": SBE_TYPE,
      },
      body: encodeSliceBatch((types & slices) === 0 ? NO_EVENTS : selectEvents(events, slices)),
    };
  }
}

/** The promise only where the answer is one. */
function submitted(
  answer: Answer | Promise<Answer>,
  single: boolean,
  asked: Asked,
): Submitted | Promise<Submitted> {
  if (answer instanceof Promise) return answer.then((done) => ({ answer: done, single, asked }));
  return { answer, single, asked };
}

/** A map that is a tick, or a tick's array of integers. */
function isSingle(message: unknown): boolean {
  if (Array.isArray(message)) return typeof message[0] !== "object";
  return !Object.hasOwn(message as object, "ticks");
}
