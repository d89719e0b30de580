/**
 * An answer made of events, one piece after the other, so that no more of it than a piece exists at a time: numbers, then
 * lists of events by their types. As text and bytes it is what the encoders of `codec/` make of the whole.
 */
import { encodeJson } from "../codec/json.js";
import { encodeMessagePack } from "../codec/msgpack.js";
import type { Event } from "../domain/events.js";
import type { Directory } from "../kernel/directory.js";
import { decodeEvents } from "../records/event-record.js";
import { countEvents, type EventTypes } from "../records/event-types.js";
import { sizeOfEvent } from "../records/event-walk.js";

/** Answers of more bytes of events are made piece by piece. */
export const WHOLE_BYTES = 131_072;
const PIECE_BYTES = 65_536;

export interface EventAnswer {
  readonly numbers: Readonly<Record<string, number>>;
  /** Of what types the events of each list are. */
  readonly lists: Readonly<Record<string, EventTypes>>;
  /** Whole binary events, which stay as they are until all is made. */
  readonly events: readonly Uint8Array[];
}

export const bytesOf = (events: readonly Uint8Array[]): number =>
  events.reduce((sum, { length }) => sum + length, 0);

export function* jsonPieces({ numbers, lists, events }: EventAnswer, directory: Directory) {
  let before = "{";
  for (const [name, number] of Object.entries(numbers)) {
    yield `${before}"${name}":${number}`;
    before = ",";
  }
  for (const [name, types] of Object.entries(lists)) {
    yield `${before}"${name}":[`;
    before = "";
    for (const some of decodedPieces(events, directory, types)) {
      yield before + encodeJson(some).slice(1, -1);
      before = ",";
    }
    yield "]";
    before = ",";
  }
  yield "}";
}

export function* messagePackPieces({ numbers, lists, events }: EventAnswer, directory: Directory) {
  const fields = Object.keys(numbers).length + Object.keys(lists).length;
  // A map of fewer than sixteen fields, and lists with their lengths in 32 bits.
  yield Uint8Array.of(0x80 | fields);
  for (const [name, number] of Object.entries(numbers)) {
    yield Buffer.concat([encodeMessagePack(name), encodeMessagePack(number)]);
  }
  for (const [name, types] of Object.entries(lists)) {
    const head = Buffer.of(0xdd, 0, 0, 0, 0);
    head.writeUInt32BE(countEvents(events, types), 1);
    yield Buffer.concat([encodeMessagePack(name), head]);
    for (const some of decodedPieces(events, directory, types)) {
      yield Buffer.concat(some.map((event) => Buffer.from(encodeMessagePack(event))));
    }
  }
}

/** The events of these types, some at a time and never none. */
function* decodedPieces(events: readonly Uint8Array[], directory: Directory, types: EventTypes) {
  for (const chunk of events) {
    const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let from = 0; from < chunk.length; ) {
      let to = from;
      while (to < chunk.length && to - from < PIECE_BYTES) to += sizeOfEvent(view, to);
      const some: Event[] = decodeEvents(chunk.subarray(from, to), directory, [], types);
      if (some.length > 0) yield some;
      from = to;
    }
  }
}
