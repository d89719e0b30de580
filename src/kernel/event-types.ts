/** Binary events told apart by their type alone, without decoding them. */
import { EventHeader, EventType } from "../abi/layout.js";

export type EventWord = keyof typeof EventType;

/** 1 at the number of each type that belongs to the set. */
export type EventTypes = Uint8Array;

export function eventTypes(words: readonly EventWord[]): EventTypes {
  const set = new Uint8Array(Object.keys(EventType).length);
  for (const word of words) set[EventType[word]] = 1;
  return set;
}

const viewOf = (events: Uint8Array) => new DataView(events.buffer, events.byteOffset, events.byteLength);
const NOTHING = new Uint8Array(0);

/** The records of the events of these types, in order, in one piece. */
export function selectEvents(chunks: readonly Uint8Array[], types: EventTypes): Uint8Array {
  const found: Uint8Array[] = [];
  for (const chunk of chunks) {
    const view = viewOf(chunk);
    for (let at = 0; at < chunk.length; ) {
      const size = view.getUint32(at + EventHeader.size, true);
      if (types[view.getUint16(at + EventHeader.type, true)] === 1) found.push(chunk.subarray(at, at + size));
      at += size;
    }
  }
  return found.length === 0 ? NOTHING : Buffer.concat(found);
}

/** How many of the events are of these types. */
export function countEvents(chunks: readonly Uint8Array[], types: EventTypes): number {
  let count = 0;
  for (const chunk of chunks) {
    const view = viewOf(chunk);
    for (let at = 0; at < chunk.length; at += view.getUint32(at + EventHeader.size, true)) {
      count += types[view.getUint16(at + EventHeader.type, true)] as number;
    }
  }
  return count;
}
