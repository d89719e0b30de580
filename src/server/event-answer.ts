/**
 * An answer made of events, step by step, so that no more of it than a step's part exists at a time and others have their
 * turn between two of them (`turns.ts`): numbers, then lists of events by their types. As text and bytes it is what the
 * encoders of `codec/` make of the whole.
 */
import { encodeJson } from "../codec/json.js";
import { encodeMarksJson } from "../codec/marks-json.js";
import { encodeMessagePack } from "../codec/msgpack.js";
import { encodeSlices, SLICE_BYTES, SLICES_MAX, sliceHeader } from "../codec/sbe.js";
import type { Directory } from "../kernel/directory.js";
import { decodeEvents } from "../records/event-record.js";
import { countEvents, type EventTypes, eventTypes, selectEvents } from "../records/event-types.js";
import { sizeOfEvent } from "../records/event-walk.js";
import { type Places, placed } from "./refused-commands.js";
import { STEP_BYTES, type Turns } from "./turns.js";

/** Answers of more bytes of events are made step by step. */
export const WHOLE_BYTES = 65_536;

const MARKS = eventTypes(["mark"]);

/** What a step has made, which may be nothing, and how many bytes of events it has worked on. */
export interface Step {
  readonly made: string | Uint8Array;
  readonly bytes: number;
}

export type Steps = Generator<Step, void, void>;

export interface EventAnswer {
  readonly numbers: Readonly<Record<string, number>>;
  /** Of what types the events of each list are. */
  readonly lists: Readonly<Record<string, EventTypes>>;
  /** Whole binary events, which stay as they are until all is made. */
  readonly events: readonly Uint8Array[];
  readonly places: Places;
}

export const bytesOf = (events: readonly Uint8Array[]): number =>
  events.reduce((sum, { length }) => sum + length, 0);

/** Events that stay: those that lie in the core's memory, which is shared, are good only until the next call. */
export const lasting = (events: readonly Uint8Array[]): Uint8Array[] =>
  events.map((some) => (some.buffer instanceof SharedArrayBuffer ? new Uint8Array(some) : some));

const made = (text: string | Uint8Array): Step => ({ made: text, bytes: 0 });

export function* jsonSteps(answer: EventAnswer, directory: Directory): Steps {
  const { numbers, lists, events } = answer;
  let before = "{";
  for (const [name, number] of Object.entries(numbers)) {
    yield made(`${before}"${name}":${number}`);
    before = ",";
  }
  for (const [name, types] of Object.entries(lists)) {
    yield made(`${before}"${name}":[`);
    before = "";
    for (const [some, piece] of pieces(events)) {
      const text = listOf(some, piece, types, answer, directory);
      yield { made: text === "" ? "" : before + text, bytes: some.length };
      if (text !== "") before = ",";
    }
    yield made("]");
    before = ",";
  }
  yield made("}");
}

/** The events of these types as JSON, with commas between them. */
function listOf(
  events: Uint8Array,
  piece: number,
  types: EventTypes,
  { places }: EventAnswer,
  directory: Directory,
): string {
  const marks = types === MARKS ? encodeMarksJson([events], MARKS, directory) : null;
  return (marks ?? encodeJson(placed(decodeEvents(events, directory, [], types), places, piece))).slice(
    1,
    -1,
  );
}

export function* messagePackSteps(
  { numbers, lists, events, places }: EventAnswer,
  directory: Directory,
): Steps {
  const fields = Object.keys(numbers).length + Object.keys(lists).length;
  // A map of fewer than sixteen fields, and lists with their lengths in 32 bits.
  yield made(Uint8Array.of(0x80 | fields));
  for (const [name, number] of Object.entries(numbers)) {
    yield made(Buffer.concat([encodeMessagePack(name), encodeMessagePack(number)]));
  }
  for (const [name, types] of Object.entries(lists)) {
    const head = Buffer.of(0xdd, 0, 0, 0, 0);
    head.writeUInt32BE(yield* count(events, types), 1);
    yield made(Buffer.concat([encodeMessagePack(name), head]));
    for (const [some, piece] of pieces(events)) {
      const decoded = placed(decodeEvents(some, directory, [], types), places, piece);
      const packed = Buffer.concat(decoded.map((event) => Buffer.from(encodeMessagePack(event))));
      yield { made: packed, bytes: some.length };
    }
  }
}

/** The slices among the events, as SBE has them. */
export function* sbeSteps(events: readonly Uint8Array[]): Steps {
  const types = eventTypes(["slice"]);
  const slices = yield* count(events, types);
  // Of the message that has begun, and of all of them.
  let left = 0;
  let written = 0;
  if (slices === 0) yield made(sliceHeader(0));
  for (const [some] of pieces(events)) {
    const parts: Uint8Array[] = [];
    const entries = encodeSlices(selectEvents([some], types));
    for (let at = 0; at < entries.length; ) {
      if (left === 0) {
        left = Math.min(SLICES_MAX, slices - written);
        written += left;
        parts.push(sliceHeader(left));
      }
      const end = Math.min(entries.length, at + left * SLICE_BYTES);
      parts.push(entries.subarray(at, end));
      left -= (end - at) / SLICE_BYTES;
      at = end;
    }
    yield { made: Buffer.concat(parts), bytes: some.length };
  }
}

/** How many of the events are of these types: a step for each piece. */
function* count(events: readonly Uint8Array[], types: EventTypes): Generator<Step, number, void> {
  let sum = 0;
  for (const [some] of pieces(events)) {
    sum += countEvents([some], types);
    yield { made: "", bytes: some.length / COUNTING_PART };
  }
  return sum;
}

/** How many of the events are of these types, counted in as many turns as it takes. */
export async function counted(
  events: readonly Uint8Array[],
  types: EventTypes,
  turns: Turns,
): Promise<number> {
  const counting = count(events, types);
  for (;;) {
    const { done, value } = counting.next();
    if (done === true) return value;
    await turns.room(value.bytes);
  }
}

/** Counting an event costs this part of what making text of it does. */
const COUNTING_PART = 32;

/** The events, about as many at a time as a step works on, with which piece of all they are of. */
function* pieces(events: readonly Uint8Array[]): Generator<readonly [Uint8Array, number]> {
  for (const [piece, chunk] of events.entries()) {
    const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let from = 0; from < chunk.length; ) {
      let to = from;
      while (to < chunk.length && to - from < STEP_BYTES) to += sizeOfEvent(view, to);
      yield [chunk.subarray(from, to), piece];
      from = to;
    }
  }
}
