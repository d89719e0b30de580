/**
 * Where events are written: whole records, one after the other, in the event buffer. When too little is left
 * for the largest event the host takes what is there (`drain`), so no event is ever lost and none is cut.
 */
import { EVENT_HEADER_BYTES, EVENT_MAX_BYTES, EventHeader, EventType, LIMIT_EVENT_BYTES } from "./abi";
import { clear, eventBuffer, limit, meters } from "./arena";
import { drain } from "./host";
import { printWords } from "./pairs";

/** Engine time of the command being applied; a query's may lie ahead of the stored one. */
export let now: i64 = 0;

export function setNow(time: i64): void {
  now = time;
}

/** Room for an event with its trailing records, zeroed; `bytes` in all, a multiple of 8. */
export function emit(type: EventType, bytes: usize): usize {
  const at = Log.write(type, bytes, ++meters.seq);
  clear(at + EVENT_HEADER_BYTES, bytes - EVENT_HEADER_BYTES);
  return at;
}

/** Like `emit` for the answer to a query, which has no sequence number. */
export function answer(type: EventType, bytes: usize): usize {
  const at = Log.write(type, bytes, 0);
  clear(at + EVENT_HEADER_BYTES, bytes - EVENT_HEADER_BYTES);
  return at;
}

/** Whether the two ways of a rule can write their events one over the other: nothing would be drained in between. */
export function hasRoomForEvents(): bool {
  return <usize>limit(LIMIT_EVENT_BYTES) - <usize>meters.eventBytes >= 2 * <usize>EVENT_MAX_BYTES;
}

/** A fingerprint of the events behind those that there were. */
export function printEvents(written: usize): u64 {
  return printWords(0, eventBuffer + written, <usize>meters.eventBytes - written);
}

/** Inlined: a call costs as much as the header. */
export class Log {
  /** Like `emit`, with only the last word zeroed: the caller writes all others, and the last at least in part. */
  @inline
  static full(type: EventType, bytes: usize): usize {
    const at = Log.write(type, bytes, ++meters.seq);
    store<u64>(at + bytes - 8, 0);
    return at;
  }

  /** Room for an event, its header written. */
  @inline
  static write(type: EventType, bytes: usize, seq: u64): usize {
    assert(bytes <= <usize>EVENT_MAX_BYTES && (bytes & 7) == 0, "an event of a size that none has");
    let written = <usize>meters.eventBytes;
    if (<usize>limit(LIMIT_EVENT_BYTES) - written < <usize>EVENT_MAX_BYTES) {
      drain(<i32>written);
      written = 0;
    }
    meters.eventBytes = written + bytes;
    const header = changetype<EventHeader>(eventBuffer + written);
    // Size and type, which no flags follow, are one word.
    store<u64>(changetype<usize>(header), ((<u64>type) << 32) | <u64>bytes);
    header.seq = seq;
    header.commandSeq = meters.commandSeq;
    header.time = now;
    return changetype<usize>(header);
  }
}
