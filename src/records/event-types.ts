/** Sets of event types, and binary events selected by their type alone, so that most need no decoding. */
import { EventHeader, EventType } from "../abi/layout.js";

export type EventWord = keyof typeof EventType;

/** A set of event types: bit n stands for the type with the number n. */
export type EventTypes = number;

/** Nothing is known: any may be among them. */
export const ANY_TYPE: EventTypes = -1;

if (Object.keys(EventType).length > 32) throw new Error("a set of event types has 32 bits");

export function eventTypes(words: readonly EventWord[]): EventTypes {
  return words.reduce((set, word) => set | (1 << EventType[word]), 0);
}

export const hasType = (types: EventTypes, type: number): boolean => ((types >>> type) & 1) === 1;

const viewOf = (events: Uint8Array) => new DataView(events.buffer, events.byteOffset, events.byteLength);
const NOTHING = new Uint8Array(0);

/** The records of the events of these types, in order, in one piece. */
export function selectEvents(chunks: readonly Uint8Array[], types: EventTypes): Uint8Array {
  const found: Uint8Array[] = [];
  for (const chunk of chunks) {
    const view = viewOf(chunk);
    for (let at = 0; at < chunk.length; ) {
      const size = view.getUint32(at + EventHeader.size, true);
      if (hasType(types, view.getUint16(at + EventHeader.type, true)))
        found.push(chunk.subarray(at, at + size));
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
      if (hasType(types, view.getUint16(at + EventHeader.type, true))) count += 1;
    }
  }
  return count;
}
