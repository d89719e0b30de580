/**
 * Orders that are good till a time, in a binary heap of their rows: the first to expire on top, of those of one time the one that
 * was accepted first (rules: book 20). Others pay nothing; a command compares its time with `nextExpiry` alone.
 */
import { shard, termsAt, timerAt } from "../memory/arena";
import { NEVER } from "../memory/deadlines";
import { expiryHeap } from "../memory/derived";
import { isYounger } from "./admission-order";

function rowAt(at: u32): u32 {
  return load<u32>(expiryHeap + ((<usize>at) << 2));
}

function put(at: u32, row: u32): void {
  store<u32>(expiryHeap + ((<usize>at) << 2), row);
  timerAt(row).heapAt = at;
}

function isBefore(row: u32, other: u32): bool {
  const expires = timerAt(row).expires;
  const others = timerAt(other).expires;
  return expires != others ? expires < others : isYounger(other, row);
}

/** Places are counted from 1. */
function rise(from: u32, row: u32): void {
  let at = from;
  for (; at > 1 && isBefore(row, rowAt(at >> 1)); at >>= 1) put(at, rowAt(at >> 1));
  put(at, row);
}

function sink(from: u32, row: u32): void {
  const last = shard.expiries;
  let at = from;
  while (at << 1 <= last) {
    let child = at << 1;
    if (child < last && isBefore(rowAt(child + 1), rowAt(child))) child++;
    if (!isBefore(rowAt(child), row)) break;
    put(at, rowAt(child));
    at = child;
  }
  put(at, row);
}

function noteFirst(): void {
  shard.nextExpiry = shard.expiries == 0 ? NEVER : timerAt(rowAt(1)).expires;
}

/** The order, which has its name, expires at that time, not at the one it had before. */
export function setExpiry(row: u32, expires: i64): void {
  if (termsAt(row).timed) dropExpiry(row);
  termsAt(row).timed = 1;
  timerAt(row).expires = expires;
  rise(++shard.expiries, row);
  noteFirst();
}

/** The order expires no more. */
export function dropExpiry(row: u32): void {
  const at = timerAt(row).heapAt;
  const mover = rowAt(shard.expiries);
  shard.expiries--;
  if (mover != row) {
    sink(at, mover);
    rise(timerAt(mover).heapAt, mover);
  }
  timerAt(row).heapAt = 0;
  termsAt(row).timed = 0;
  noteFirst();
}

/** The first order to expire. */
export function firstExpiry(): u32 {
  return rowAt(1);
}

/** The heap is in order, and its first is what commands compare themselves with. */
export function expiriesHeld(): bool {
  for (let at: u32 = 1; at <= shard.expiries; at++) {
    const row = rowAt(at);
    if (timerAt(row).heapAt != at || !termsAt(row).timed) return false;
    if (at > 1 && isBefore(row, rowAt(at >> 1))) return false;
  }
  if (shard.expiries == 0) return shard.nextExpiry == NEVER;
  return shard.nextExpiry == timerAt(rowAt(1)).expires && shard.nextExpiry > shard.now;
}
