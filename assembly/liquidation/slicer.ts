/** How much of a leg goes now, and sending it (DESIGN.md 7): the same slicer for accounts and for `@liquidation`. */
import {
  Algorithm,
  CancelReason,
  Case,
  EventType,
  Market,
  ORDER_EVENT_BYTES,
  OrderEvent,
  OrderKind,
  SelfTrade,
  Side,
  Slice,
  SLICE_EVENT_BYTES,
  SliceEvent,
  TimeInForce,
  Work,
} from "../abi";
import { marketAt, shard, sliceAt, workAt } from "../arena";
import { depthInside } from "../book/depth";
import { slicePaid, sliceWorth, takeAsSlice } from "../book/fill";
import { left, match, UNBOUND } from "../book/match";
import { otherSide } from "../book/order-pool";
import { NEVER, schedule, SLICES } from "../deadlines";
import { emit, now } from "../event-log";
import { ceilDivide, ppmCeil } from "../fixed";
import { bringsMoney, lotsWithin } from "../market/value";
import { takeSlice } from "./slices";

/** No slice: the book holds nothing inside the limit. */
export const WAIT: i64 = 0;

/** Lots of the next slice; `WAIT` when a known book is empty inside the limit. `price`: the mark, doubtful if so. */
export function sliceQuantity(
  market: Market,
  work: Work,
  side: Side,
  remaining: i64,
  limit: i64,
  price: i64,
): i64 {
  const small = remaining <= market.fullDisposalQuantity;
  let depth: i64 = remaining;
  if (market.bookKnown) {
    depth = depthInside(market, otherSide(side), limit);
    if (depth == 0) return WAIT;
  }
  let quantity = remaining;
  if (market.algorithm == Algorithm.twap) {
    const partsLeft = max<i64>(1, ceilDivide(endOf(market, work) - now, market.interval));
    quantity = ceilDivide(remaining, partsLeft);
  } else if (market.algorithm == Algorithm.pov && !small && market.bookKnown) {
    quantity = min(quantity, ppmCeil(depth, market.depthSharePpm));
  }
  if (!small) quantity = min(quantity, ppmCeil(remaining, market.disposalFractionPpm));
  const most = lotsWithin(market, market.sliceNotionalMax, price);
  return max<i64>(1, min(quantity, most));
}

/** A slice about to go, as plan and cases describe it. */
@unmanaged
export class SliceOrder {
  quantity: i64;
  limit: i64;
  remaining: i64;
  mark: i64;
  zeroValue: i64;
  zeroQuantity: i64;
  caseNumber: u64;
  caseRow: u32;
  account: u32;
  market: u32;
  workRow: u32;
  side: u8;
}

/** Sends a slice; inside it runs at once. False: no row was left for one that goes outside. */
export function sendSlice(order: SliceOrder): bool {
  const market = marketAt(order.market);
  const work = workAt(order.workRow);
  let row: u32 = 0;
  if (market.external) {
    row = takeSlice(shard.nextSlice + 1);
    if (row == 0) return false;
  }
  const number = ++shard.nextSlice;
  beginSending(market, work);
  const event = sliceEvent(order, market, number);
  event.timeInForce = <u8>TimeInForce.IOC;
  event.expires = now + market.sliceLifetime;
  if (market.external) goOut(order, market, work, row);
  else runInside(order, market, work, number);
  return true;
}

/** When the leg's algorithm comes to its end. */
export function endOf(market: Market, work: Work): i64 {
  return work.started ? work.end : now + market.horizon;
}

export function beginSending(market: Market, work: Work): void {
  work.end = endOf(market, work);
  work.started = 1;
  work.sent = now;
  work.waiting = 0;
}

/** `slice`, but for how it is to rest and when it expires. */
export function sliceEvent(order: SliceOrder, market: Market, number: u64): SliceEvent {
  const event = changetype<SliceEvent>(emit(EventType.slice, SLICE_EVENT_BYTES));
  event.order = number;
  event.case = order.caseNumber;
  event.account = order.account;
  event.market = order.market;
  event.side = order.side;
  event.quantity = order.quantity;
  event.limitPrice = order.limit;
  event.remaining = order.remaining;
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
export function linkOutside(work: Work, slice: Slice): void {
  slice.older = work.lastSlice;
  work.lastSlice = slice.number;
}

function goOut(order: SliceOrder, market: Market, work: Work, row: u32): void {
  linkOutside(work, fillSlice(row, order));
  work.slice = row;
  work.due = NEVER;
  schedule(SLICES, row, now + market.sliceLifetime);
}

function runInside(order: SliceOrder, market: Market, work: Work, number: u64): void {
  work.due = now + market.interval;
  takeAsSlice(
    number,
    order.account,
    order.side,
    order.caseNumber,
    order.zeroValue,
    order.zeroQuantity,
    order.mark,
  );
  match(order.market, order.quantity, order.limit, UNBOUND, false, SelfTrade.newest);
  sentFilled = order.quantity - left;
  sentPaid = slicePaid;
  sentWorth = sliceWorth;
  if (left == 0) return;
  const event = changetype<OrderEvent>(emit(EventType.cancelled, ORDER_EVENT_BYTES));
  event.order = number;
  event.orderKind = <u8>OrderKind.S;
  event.account = order.account;
  event.market = order.market;
  event.quantity = left;
  event.reason = <u8>CancelReason.ioc;
}

/** What the last slice that ran inside filled, what that brought or cost, and its worth at the mark of sending. */
export let sentFilled: i64 = 0;
export let sentPaid: i64 = 0;
export let sentWorth: i64 = 0;

/**
 * Adds fills of a case's slice to what `liquidationClosed` reports: loss against the mark at sending, and notional at it.
 * `paid` and `worth` are sums of `notionalOfLots` over the fills, at their prices and at that mark.
 */
export function countClosed(
  liquidation: Case,
  work: Work,
  market: Market,
  side: Side,
  filled: i64,
  paid: i64,
  worth: i64,
): void {
  liquidation.lost += bringsMoney(market, side) ? worth - paid : paid - worth;
  liquidation.notional += worth;
  work.closed += filled;
}
