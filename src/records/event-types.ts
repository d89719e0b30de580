/** Sets of event types, and binary events selected by their type alone, so that most need no decoding. */
import { EventType } from "../abi/layout.js";
import { type EventVisitor, walkEvents } from "./event-walk.js";

export type EventWord = keyof typeof EventType;

/**
 * A set of event types: bit n stands for the type with the number n, the last one for all types from there on, which are rare: a set
 * with one of them has all of them.
 */
export type EventTypes = number;

/** Nothing is known: any may be among them. */
export const ANY_TYPE: EventTypes = -1;

const LAST_BIT = 31;
/** The bits of types that a set tells apart end before this one. */
const bitOf = (type: number): number => (type < LAST_BIT ? type : LAST_BIT);

export function eventTypes(words: readonly EventWord[]): EventTypes {
  return words.reduce((set, word) => set | (1 << bitOf(EventType[word])), 0);
}

export const hasType = (types: EventTypes, type: number): boolean => ((types >>> bitOf(type)) & 1) === 1;

const NOTHING = new Uint8Array(0);

/** The records of the events of these types, in order, in one piece. */
export function selectEvents(chunks: readonly Uint8Array[], types: EventTypes): Uint8Array {
  const found: Uint8Array[] = [];
  for (const chunk of chunks) {
    walkEvents(chunk, (_, at, type, size) => {
      if (hasType(types, type)) found.push(chunk.subarray(at, at + size));
    });
  }
  return found.length === 0 ? NOTHING : Buffer.concat(found);
}

/** How many of the events are of these types. */
export function countEvents(chunks: readonly Uint8Array[], types: EventTypes): number {
  let count = 0;
  const visit: EventVisitor = (_view, _at, type) => {
    if (hasType(types, type)) count += 1;
  };
  for (const chunk of chunks) walkEvents(chunk, visit);
  return count;
}
