/** A slice on its way: numbered, announced by its event, filled by matching or linked to the venue's answers. */
import { EventType, Market, Slice, SLICE_EVENT_BYTES, SliceEvent, Work } from "../memory/abi";
import { openingMarkOf } from "../cases/works";
import { sliceAt } from "../memory/arena";
import { Log, now } from "../memory/event-log";

/** A slice about to go, as plan and cases describe it; `quantity` as `sliceQuantity` has made it. */
@unmanaged
export class SliceOrder {
  quantity: i64;
  limit: i64;
  /** What the plan wants of the leg, less what crossed inside; while it is sized, at least what an order of it may have. */
  remaining: i64;
  mark: i64;
  zeroValue: i64;
  zeroQuantity: i64;
  caseNumber: u64;
  caseRow: u32;
  account: u32;
  market: u32;
  workRow: u32;
  /** Of a round. */
  rungs: u32;
  side: u8;
}

/** Describes a slice before it is sized: whose it is, then its bounds. */
export function describeSlice(
  order: SliceOrder,
  account: u32,
  market: u32,
  side: u8,
  caseNumber: u64,
  caseRow: u32,
  workRow: u32,
  limit: i64,
  remaining: i64,
  mark: i64,
  zeroValue: i64,
  zeroQuantity: i64,
): void {
  order.account = account;
  order.market = market;
  order.side = side;
  order.caseNumber = caseNumber;
  order.caseRow = caseRow;
  order.workRow = workRow;
  order.limit = limit;
  order.remaining = remaining;
  order.mark = mark;
  order.zeroValue = zeroValue;
  order.zeroQuantity = zeroQuantity;
}

/** When the leg's algorithm comes to its end. */
export function endOf(market: Market, work: Work): i64 {
  return work.started ? work.end : now + market.horizon;
}

export function beginSending(market: Market, work: Work): void {
  openingMarkOf(work, market);
  work.end = endOf(market, work);
  work.started = 1;
  work.sent = now;
  work.waiting = 0;
}

/** `slice`, but for how it is to rest and when it expires. */
export function sliceEvent(order: SliceOrder, market: Market, number: u64): SliceEvent {
  const event = changetype<SliceEvent>(Log.full(EventType.slice, SLICE_EVENT_BYTES));
  event.order = number;
  event.case = order.caseNumber;
  event.account = order.account;
  event.market = order.market;
  event.side = order.side;
  event.quantity = order.quantity;
  event.limitPrice = order.limit;
  event.remaining = order.remaining;
  event.expires = 0;
  event.algorithm = <u8>market.algorithm;
  return event;
}

/** What a slice's row keeps of it. */
export function fillSlice(row: u32, order: SliceOrder): Slice {
  const slice = sliceAt(row);
  slice.case = order.caseNumber;
  slice.caseRow = order.caseRow;
  slice.account = order.account;
  slice.market = order.market;
  slice.work = order.workRow;
  slice.side = order.side;
  slice.quantity = order.quantity;
  slice.left = order.quantity;
  slice.limit = order.limit;
  slice.mark = order.mark;
  slice.zeroValue = order.zeroValue;
  slice.zeroQuantity = order.zeroQuantity;
  slice.sent = now;
  return slice;
}

/** Late reports find the leg's slices from the latest to the first. */
export function linkOutside(work: Work, row: u32): void {
  const slice = sliceAt(row);
  slice.older = work.lastSlice;
  work.lastSlice = slice.number;
}
