/**
 * Slices that went to an outside venue: out until the venue answers, then kept among the latest ended ones so that late
 * and repeated reports find them (rules: venue-reports 1, 3). Rungs of a ladder do not expire: their case replaces them.
 *
 *   out ── sliceLifetime ──► cancelSlice expired ── sliceLifetime ──► silent: no longer out, its leg is blocked
 *    └────────────── report that fills or ends it ──────────────────► ended
 */
import { markSilent } from "../cases/venue-legs";
import { leaveLadder, waitFrom, workOf } from "../cases/works";
import { cancelOrder } from "../matching/resting-orders";
import {
  ACCOUNT_LIQUIDATION,
  CANCEL_SLICE_EVENT_BYTES,
  CancelReason,
  CancelSliceEvent,
  CancelSliceReason,
  ENDED_SLICES_KEPT,
  EventType,
  Pair,
  Slice,
  SLICE_BYTES,
  Work,
} from "../memory/abi";
import {
  DUE_SLICES_MAX,
  giveRow,
  marketAt,
  meters,
  scratch,
  shard,
  sliceAt,
  slicePool,
  takeRow,
  workAt,
} from "../memory/arena";
import { firstOutIn, listOut, nextOutIn, unlistOut } from "../memory/case-lists";
import { NEVER, schedule, SLICES, takeDue, unschedule } from "../memory/deadlines";
import { emit, now } from "../memory/event-log";
import { listOfLeg, unlistOfLeg } from "../memory/leg-slices";
import { findSlice, forgetSlice, indexSlice } from "../memory/names";
import { offerWork } from "../memory/offer-heaps";
import { DEBUGGING, planted } from "../memory/pairs";
import { touchCase } from "../memory/worklist";
import { forgetIds } from "./venue-ids";

/** A row for a slice that goes out; those that have ended take none of its room. */
export function takeSlice(number: u64, market: u32): u32 {
  const row = takeRow(slicePool);
  assert(row != 0, "no row for a slice that goes out");
  sliceAt(row).number = number;
  sliceAt(row).market = market;
  indexSlice(row);
  listOut(row);
  return row;
}

function dropOldestEnded(): void {
  const row = shard.endedHead;
  const slice = sliceAt(row);
  shard.endedHead = slice.nextEnded;
  if (shard.endedHead == 0) shard.endedTail = 0;
  if (shard.endedWithIds == row) shard.endedWithIds = slice.nextEnded;
  shard.endedCount--;
  if (!slice.ended) unlistOfLeg(row);
  forgetIds(slice);
  forgetSlice(row);
  giveRow(slicePool, row, SLICE_BYTES);
}

function keepEnded(row: u32): void {
  sliceAt(row).ending = ++shard.endings;
  if (shard.endedTail == 0) shard.endedHead = row;
  else sliceAt(shard.endedTail).nextEnded = row;
  shard.endedTail = row;
  if (shard.endedWithIds == 0) shard.endedWithIds = row;
  if (++shard.endedCount > <u32>ENDED_SLICES_KEPT) dropOldestEnded();
}

/** A slice is over: filled, cancelled or rejected. Its leg may send again an interval after it was sent. */
export function endSlice(row: u32): void {
  const slice = sliceAt(row);
  assert(slice.number != 0 && !slice.ended, "a slice ends that is none, or for the second time");
  unschedule(SLICES, row);
  const wasKept = slice.silent != 0;
  if (wasKept) unlistOfLeg(row);
  slice.ended = 1;
  unlistOut(row);
  const work = workOf(slice);
  if (work != 0) {
    const replaced = workAt(work).replacing != 0;
    release(workAt(work), row);
    if (slice.rung && !replaced) roundEnded(workAt(work), slice);
  }
  slice.silent = 0;
  assert(work == 0 || workAt(work).slice != row, "a slice that has ended is still out");
  if (!wasKept) keepEnded(row);
}

/** The venue has answered for a rung: after the last of the latest round its leg may send as after any slice. */
function roundEnded(work: Work, rung: Slice): void {
  if (work.firstRung != 0 || rung.sent != work.sent) return;
  waitFrom(work, marketAt(rung.market), rung.sent, 0);
}

/** If the slice was the leg's latest, the leg may send again an interval after it was sent. */
function release(work: Work, row: u32): void {
  const slice = sliceAt(row);
  if (slice.rung) {
    // A rung that is silent left its ladder when it became so.
    if (!slice.silent) leaveLadder(work, row);
    return;
  }
  if (work.lastSlice != slice.number) return;
  work.slice = 0;
  offerWork(work);
  waitFrom(work, marketAt(slice.market), slice.sent, work.pause);
}

/** Cancels a slice that is out, once: a rung in the internal book at once, any other by `cancelSlice`. */
export function requestCancel(row: u32, reason: CancelSliceReason): void {
  const slice = sliceAt(row);
  if (slice.cancelSent) return;
  slice.cancelSent = 1;
  unlistOut(row);
  const event = changetype<CancelSliceEvent>(emit(EventType.cancelSlice, CANCEL_SLICE_EVENT_BYTES));
  event.order = slice.number;
  event.case = slice.case;
  event.reason = reason;
  if (slice.order == 0) schedule(SLICES, row, now + marketAt(slice.market).sliceLifetime);
  else cancelOrder(slice.order, reason == CancelSliceReason.halted ? CancelReason.market : CancelReason.user);
}

/** Cancels everything that is out in a market, in order of sending. */
export function cancelMarketSlices(market: u32, reason: CancelSliceReason): void {
  if (DEBUGGING) confirmOut(market);
  for (let row = firstOutIn(market); row != 0; row = firstOutIn(market)) {
    meters.looks++;
    requestCancel(row, reason);
  }
}

/** Debug build: as many slices are out in a market by a look at all of them, and they are listed in order of sending. */
function confirmOut(market: u32): void {
  let count = -planted(Pair.slicesOut);
  for (let row: u32 = 1; row < slicePool.top; row++) {
    const slice = sliceAt(row);
    count += i64(
      slice.number != 0 && slice.market == market && !(slice.ended | slice.silent | slice.cancelSent),
    );
  }
  let before: u64 = 0;
  for (let row = firstOutIn(market); row != 0; row = nextOutIn(market, row)) {
    assert(sliceAt(row).number > before, "slices that are out are listed in another order");
    before = sliceAt(row).number;
    count--;
  }
  assert(count == 0, "other slices are out than are listed");
}

/** Slices whose time is over, by number: those not yet cancelled are cancelled, the others become silent. */
export function processSliceDeadlines(): void {
  let count: u32 = 0;
  // They come by deadline; those of one deadline, by number.
  let isSorted = true;
  for (let row = takeDue(SLICES, now); row != 0; row = takeDue(SLICES, now)) {
    // Whatever passes the size of scratch memory waits for the next command.
    if (count == DUE_SLICES_MAX) {
      schedule(SLICES, row, sliceAt(row).deadline);
      break;
    }
    meters.looks++;
    if (count != 0 && sliceAt(dueAt(count - 1)).number > sliceAt(row).number) isSorted = false;
    setDue(count++, row);
  }
  if (!isSorted) sortDue(count);
  for (let i: u32 = 0; i < count; i++) {
    const row = dueAt(i);
    if (sliceAt(row).account != ACCOUNT_LIQUIDATION) touchCase(sliceAt(row).caseRow);
    if (sliceAt(row).cancelSent) fallSilent(row);
    else requestCancel(row, CancelSliceReason.expired);
  }
}

function dueAt(i: u32): u32 {
  return load<u32>(scratch + ((<usize>i) << 2));
}

function setDue(i: u32, row: u32): void {
  store<u32>(scratch + ((<usize>i) << 2), row);
}

/** Sorts them by number, in a heap whose greatest goes to the end. */
function sortDue(count: u32): void {
  for (let i = count >> 1; i > 0; i--) sinkDue(i - 1, count);
  for (let left = count; left > 1; left--) {
    const greatest = dueAt(0);
    setDue(0, dueAt(left - 1));
    setDue(left - 1, greatest);
    sinkDue(0, left - 1);
  }
}

function sinkDue(from: u32, count: u32): void {
  const row = dueAt(from);
  let at = from;
  for (let child: u32 = 2 * at + 1; child < count; child = 2 * at + 1) {
    meters.looks++;
    if (child + 1 < count && sliceAt(dueAt(child + 1)).number > sliceAt(dueAt(child)).number) child++;
    if (sliceAt(dueAt(child)).number < sliceAt(row).number) break;
    setDue(at, dueAt(child));
    at = child;
  }
  setDue(at, row);
}

function fallSilent(row: u32): void {
  const slice = sliceAt(row);
  assert(!slice.ended && !slice.silent, "a slice falls silent that is not out");
  slice.deadline = NEVER;
  const work = workOf(slice);
  if (work != 0 && (slice.rung || workAt(work).slice == row)) {
    release(workAt(work), row);
    markSilent(slice.market, slice.account);
  }
  slice.silent = 1;
  listOfLeg(row);
  unlistOut(row);
  keepEnded(row);
}

/** From now on late fills of this leg's slices go to `@liquidation`. Those older than one that is marked have been with it. */
export function markTakenOver(work: Work): void {
  for (let row = findSlice(work.lastSlice); row != 0; row = findSlice(sliceAt(row).older)) {
    if (sliceAt(row).tookOver) return;
    meters.looks++;
    if (sliceAt(row).silent) unlistOfLeg(row);
    sliceAt(row).tookOver = 1;
    if (sliceAt(row).silent) listOfLeg(row);
  }
}
