/**
 * Deadlines in a binary heap of row numbers, earliest first, each row remembering its place: one heap for cases, one for
 * slices out. Arm, move and drop cost a handful of comparisons, and none for a deadline that is later than all before it.
 * Markets whose feeds fall silent are few and move with each tick, so they stand in no heap: `staleAt` of the shard is no later
 * than the first of their moments. `wakeAt` is no later than anything that is due; most commands compare themselves with it alone.
 */
import { Pair } from "./abi";
import { caseAt, caseHeap, shard, sliceAt, sliceHeap } from "./arena";
import { DEBUGGING, isPlanted } from "./pairs";

/** Later than any time. */
export const NEVER: i64 = i64.MAX_VALUE;

/** Which heap. */
export const CASES: bool = true;
export const SLICES: bool = false;

function deadline(cases: bool, row: u32): i64 {
  return cases ? caseAt(row).deadline : sliceAt(row).deadline;
}

function number(cases: bool, row: u32): u64 {
  return cases ? caseAt(row).number : sliceAt(row).number;
}

function before(cases: bool, a: u32, b: u32): bool {
  const left = deadline(cases, a);
  const right = deadline(cases, b);
  return left != right ? left < right : number(cases, a) < number(cases, b);
}

function rowAt(cases: bool, at: u32): u32 {
  return load<u32>((cases ? caseHeap : sliceHeap) + ((<usize>at) << 2));
}

function put(cases: bool, at: u32, row: u32): void {
  store<u32>((cases ? caseHeap : sliceHeap) + ((<usize>at) << 2), row);
  if (cases) caseAt(row).heapAt = at;
  else sliceAt(row).heapAt = at;
}

function count(cases: bool): u32 {
  return cases ? shard.caseDeadlines : shard.sliceDeadlines;
}

function setCount(cases: bool, value: u32): void {
  if (cases) shard.caseDeadlines = value;
  else shard.sliceDeadlines = value;
}

/** Places are counted from 1; 0 means that the row has no deadline. */
function rise(cases: bool, from: u32, row: u32): void {
  let at = from;
  while (at > 1) {
    const parent = rowAt(cases, at >> 1);
    if (!before(cases, row, parent)) break;
    put(cases, at, parent);
    at >>= 1;
  }
  put(cases, at, row);
}

function sink(cases: bool, from: u32, row: u32): void {
  const last = count(cases);
  let at = from;
  while (at << 1 <= last) {
    let child = at << 1;
    if (child < last && before(cases, rowAt(cases, child + 1), rowAt(cases, child))) child++;
    const below = rowAt(cases, child);
    if (!before(cases, below, row)) break;
    put(cases, at, below);
    at = child;
  }
  put(cases, at, row);
}

/** Takes the row out, if it is in. */
export function unschedule(cases: bool, row: u32): void {
  const at = cases ? caseAt(row).heapAt : sliceAt(row).heapAt;
  if (at == 0) return;
  const last = count(cases);
  const mover = rowAt(cases, last);
  setCount(cases, last - 1);
  if (mover != row) {
    sink(cases, at, mover);
    rise(cases, cases ? caseAt(mover).heapAt : sliceAt(mover).heapAt, mover);
  }
  if (cases) caseAt(row).heapAt = 0;
  else sliceAt(row).heapAt = 0;
}

/** Gives the row a deadline, or moves it; `NEVER` takes it out. */
export function schedule(cases: bool, row: u32, time: i64): void {
  unschedule(cases, row);
  if (cases) caseAt(row).deadline = time;
  else sliceAt(row).deadline = time;
  if (time == NEVER) return;
  wakeBy(time);
  const last = count(cases) + 1;
  setCount(cases, last);
  const isLast = comesLast(cases, row, time);
  if (DEBUGGING) confirmLast(cases, row, last, isLast || isPlanted(Pair.lastDeadline));
  if (isLast) put(cases, last, row);
  else rise(cases, last, row);
}

/** What comes last would not rise: it is not before the one above its place. */
function confirmLast(cases: bool, row: u32, last: u32, isLast: bool): void {
  if (!isLast || last == 1) return;
  assert(!before(cases, row, rowAt(cases, last >> 1)), "a deadline comes last, but before one that is there");
}

/**
 * Whether the row comes after all that are in the heap, as it does where deadlines are given in order, so that it is in its
 * place without a look at rows above it. The latest that a heap has been given bounds all that are in it.
 */
function comesLast(cases: bool, row: u32, time: i64): bool {
  const latest = cases ? shard.latestCase : shard.latestSlice;
  const latestNumber = cases ? shard.latestCaseNumber : shard.latestSliceNumber;
  const own = number(cases, row);
  if (time < latest || (time == latest && own < latestNumber)) return false;
  if (cases) {
    shard.latestCase = time;
    shard.latestCaseNumber = own;
  } else {
    shard.latestSlice = time;
    shard.latestSliceNumber = own;
  }
  return true;
}

/** Something is due at that time: a command at it, or after it, looks (`Pending.isDue`). */
export function wakeBy(time: i64): void {
  if (time < shard.wakeAt) shard.wakeAt = time;
}

/** Feeds of the shard may fall silent from that time on, if not before. */
export function wakeForFeeds(time: i64): void {
  if (time < shard.staleAt) shard.staleAt = time;
  wakeBy(time);
}

/** Whatever is due has been taken: notes when the next will be. */
export function sleep(): void {
  shard.wakeAt = min(shard.staleAt, min(earliest(CASES), earliest(SLICES)));
}

/** Debug build: nothing becomes due before the shard looks. */
export function confirmAwake(): void {
  const first = min(earliest(CASES), earliest(SLICES));
  assert(shard.wakeAt <= min(shard.staleAt, first), "something is due before the shard wakes");
}

function earliest(cases: bool): i64 {
  return count(cases) == 0 ? NEVER : deadline(cases, rowAt(cases, 1));
}

/** A row whose deadline is not after `time`, taken out; 0 when there is none. */
export function takeDue(cases: bool, time: i64): u32 {
  if (count(cases) == 0) return 0;
  const row = rowAt(cases, 1);
  if (deadline(cases, row) > time) return 0;
  unschedule(cases, row);
  return row;
}
