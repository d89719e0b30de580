/**
 * Where events are written: whole records, one after the other, in the event buffer. When too little is left for the
 * largest event the host is asked to take what is there (`drain`), so no event is ever lost and none is cut.
 */
import { EVENT_MAX_BYTES, EventHeader, EventType, LIMIT_EVENT_BYTES } from "./abi";
import { eventBuffer, limit, meters } from "./arena";
import { drain } from "./host";

/** Engine time of the command being applied; a query's may lie ahead of the stored one. */
export let now: i64 = 0;

export function setNow(time: i64): void {
  now = time;
}

/** Room for an event with its trailing records; `bytes` in all, a multiple of 8. */
export function emit(type: EventType, bytes: usize): usize {
  const header = answer(type, bytes);
  changetype<EventHeader>(header).seq = ++meters.seq;
  return header;
}

/** Like `emit` for the answer to a query, which has no sequence number. */
export function answer(type: EventType, bytes: usize): usize {
  assert(bytes <= <usize>EVENT_MAX_BYTES && (bytes & 7) == 0);
  if (<u64>limit(LIMIT_EVENT_BYTES) - meters.eventBytes < <u64>EVENT_MAX_BYTES) {
    drain(<i32>meters.eventBytes);
    meters.eventBytes = 0;
  }
  const at = eventBuffer + <usize>meters.eventBytes;
  meters.eventBytes += bytes;
  // In pairs of words: what is cleared beyond the event belongs to the next one.
  for (let pair = at; pair < at + bytes; pair += 16) v128.store(pair, i64x2.splat(0));
  const header = changetype<EventHeader>(at);
  header.size = <u32>bytes;
  header.type = <u16>type;
  header.commandSeq = meters.commandSeq;
  header.time = now;
  return at;
}
