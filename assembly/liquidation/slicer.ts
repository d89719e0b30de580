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
  SLICE_EVENT_BYTES,
  SliceEvent,
  TimeInForce,
  Work,
} from "../abi";
import { marketAt, shard, sliceAt, workAt } from "../arena";
import { depthInside } from "../book/depth";
import { takeAsSlice } from "../book/fill";
import { filledValue, left, match, UNBOUND } from "../book/match";
import { otherSide } from "../book/order-pool";
import { NEVER, schedule, SLICES } from "../deadlines";
import { emit, now } from "../event-log";
import { ppmCeil } from "../fixed";
import { lotsWithin, notionalOfLots } from "../market/value";
import { adaptiveQuantity, beginRefill } from "./adaptive";
import { withinCascade } from "./cascade";
import { graded } from "./grade";
import { jittered } from "./jitter";
import { recordSend, withinPace } from "./pace";
import { povQuantity } from "./pov";
import { takeSlice } from "./slices";
import { twapQuantity } from "./twap";

/** A slice about to go, as plan and cases describe it; `quantity` as `sliceQuantity` has made it. */
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

/** No slice: the book holds nothing inside the limit, or the slice would set off too much. */
export const WAIT: i64 = 0;
/** No slice: the market's pace is used up. */
export const PACED: i64 = -1;

/** Lots of the next slice, by the cuts of DESIGN.md 7 in their order; `WAIT` or `PACED` where none may go. */
export function sliceQuantity(order: SliceOrder): i64 {
  const market = marketAt(order.market);
  const work = workAt(order.workRow);
  let depth = order.remaining;
  if (market.bookKnown) {
    depth = depthInside(market, otherSide(order.side), order.limit);
    if (depth == 0) return WAIT;
  }
  let quantity = min(wanted(order, market, work, depth), withinNotional(market, order.remaining, order.mark));
  quantity = withinCascade(order.market, order.side, quantity, order.limit);
  if (quantity == 0) return WAIT;
  quantity = withinPace(order.market, quantity, order.mark);
  if (quantity == 0) return PACED;
  return jittered(market, work, graded(order.market, quantity));
}

/** What the algorithm wants, at most the disposal fraction of what remains; small rests are disposed of whole. */
function wanted(order: SliceOrder, market: Market, work: Work, depth: i64): i64 {
  const remaining = order.remaining;
  const small = remaining <= market.fullDisposalQuantity;
  let quantity = remaining;
  if (market.algorithm == Algorithm.twap) quantity = twapQuantity(market, work, remaining);
  else if (market.algorithm == Algorithm.adaptive) quantity = adaptiveQuantity(order, work);
  else if (market.algorithm == Algorithm.pov && !small && market.bookKnown)
    quantity = povQuantity(market, depth, remaining);
  return small ? quantity : min(quantity, ppmCeil(remaining, market.disposalFractionPpm));
}

/** The most lots of a slice by `sliceNotionalMax`, at least one. */
function withinNotional(market: Market, lots: i64, price: i64): i64 {
  return max<i64>(1, min(lots, lotsWithin(market, market.sliceNotionalMax, price)));
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
  if (!work.started) {
    work.started = 1;
    work.end = now + market.horizon;
  }
  work.sent = now;
  work.waiting = 0;
  recordSend(order.market, notionalOfLots(market, order.quantity, order.mark));
  if (market.algorithm == Algorithm.adaptive) beginRefill(order);
  sliceEvent(order, market, number);
  if (market.external) goOut(order, market, work, row);
  else runInside(order, market, work, number);
  return true;
}

function sliceEvent(order: SliceOrder, market: Market, number: u64): void {
  const event = changetype<SliceEvent>(emit(EventType.slice, SLICE_EVENT_BYTES));
  event.order = number;
  event.case = order.caseNumber;
  event.account = order.account;
  event.market = order.market;
  event.side = order.side;
  event.quantity = order.quantity;
  event.limitPrice = order.limit;
  event.remaining = order.remaining;
  event.timeInForce = <u8>TimeInForce.IOC;
  event.algorithm = <u8>market.algorithm;
  event.expires = now + market.sliceLifetime;
}

function goOut(order: SliceOrder, market: Market, work: Work, row: u32): void {
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
  slice.older = work.lastSlice;
  work.lastSlice = slice.number;
  work.slice = row;
  work.due = NEVER;
  schedule(SLICES, row, now + market.sliceLifetime);
}

function runInside(order: SliceOrder, market: Market, work: Work, number: u64): void {
  work.due = now + market.interval + work.pause;
  takeAsSlice(number, order.account, order.side, order.caseNumber, order.zeroValue, order.zeroQuantity);
  match(order.market, order.quantity, order.limit, UNBOUND, false, SelfTrade.newest);
  sentFilled = order.quantity - left;
  sentValue = filledValue;
  if (left == 0) return;
  const event = changetype<OrderEvent>(emit(EventType.cancelled, ORDER_EVENT_BYTES));
  event.order = number;
  event.orderKind = <u8>OrderKind.S;
  event.account = order.account;
  event.market = order.market;
  event.quantity = left;
  event.reason = <u8>CancelReason.ioc;
}

/** What the last slice that ran inside filled, and its Σ price·quantity. */
export let sentFilled: i64 = 0;
export let sentValue: i64 = 0;

/** Adds fills of a case's slice to what `liquidationClosed` reports: loss against the mark at sending, and notional. */
export function countClosed(
  liquidation: Case,
  work: Work,
  market: Market,
  side: Side,
  filled: i64,
  value: i64,
  mark: i64,
): void {
  const lost = (mark * filled - value) * market.unit;
  liquidation.lost += side == Side.sell ? lost : -lost;
  liquidation.notional += mark * filled * market.unit;
  work.closed += filled;
}
