/** How much of a leg goes now, and sending it (rules: slicing 5): the same slicer for accounts and for `@liquidation`. */
import { depthInside, depthReaches } from "../book/depth";
import { otherSide } from "../book/ladder";
import { isOut, waitFrom } from "../cases/works";
import { lotsHeld } from "../ledger/position";
import { lotsWithin, notionalOfLots } from "../market/value";
import { match } from "../matching/match";
import { TAKER, Taker, UNBOUND } from "../matching/taker";
import {
  Algorithm,
  CancelReason,
  EventType,
  Market,
  ORDER_EVENT_BYTES,
  OrderEvent,
  OrderKind,
  SelfTrade,
  TimeInForce,
  Work,
} from "../memory/abi";
import { marketAt, shard, workAt } from "../memory/arena";
import { NEVER, schedule, SLICES } from "../memory/deadlines";
import { emit, now } from "../memory/event-log";
import { magnitude, ppmCeil } from "../numbers/fixed";
import { adaptiveQuantity, beginRefill } from "./adaptive";
import { withinCascade } from "./cascade";
import { graded } from "./grade";
import { jittered } from "./jitter";
import { cheapest, leastLots, withRest } from "./order-sizes";
import { recordSend, withinPace } from "./pace";
import { povQuantity } from "./pov";
import { beginSending, fillSlice, linkOutside, sliceEvent, SliceOrder } from "./slice-order";
import { takeSlice } from "./slices-out";
import { twapQuantity } from "./twap";

/** No slice: the book holds nothing inside the limit, or the slice would set off too much. */
export const WAIT: i64 = 0;
/** No slice: the market's pace is used up. */
export const PACED: i64 = -1;

/** Lots of the next slice, by the cuts in their order (rules: slicing 5); `WAIT` or `PACED` where none may go. */
export function sliceQuantity(order: SliceOrder): i64 {
  const market = marketAt(order.market);
  const work = workAt(order.workRow);
  if (market.bookKnown && !depthReaches(market, otherSide(order.side), order.limit, 1)) return WAIT;
  const planned = order.remaining;
  let least: i64 = 1;
  if (market.plainOrder != 1) least = beginSizing(order, market, order.limit);
  let quantity = min(wanted(order, market, work), withinNotional(order, market));
  quantity = min(max(least, quantity), market.maxOrder);
  if (least != 1) quantity = withRest(quantity, order.remaining, least, order.remaining <= market.maxOrder);
  quantity = withinCascade(order.market, order.side, quantity, order.limit, least);
  if (quantity == 0) return WAIT;
  // Most markets have neither pace nor grade, and a call costs more than a look.
  if (market.rateNotional >= 0) {
    quantity = withinPace(order.market, quantity, order.mark, least);
    if (quantity == 0) return PACED;
  }
  let cut = quantity;
  if (market.graded) cut = graded(order.market, quantity, least);
  cut = jittered(market, work, cut, least);
  if (least == 1) return cut;
  const sized = withRest(cut, order.remaining, least, quantity == order.remaining);
  order.remaining = max(planned, sized);
  return sized;
}

/**
 * Sizes are taken of what the plan wants, or of the least that an order of the leg may have at that price, where that is more. The
 * least is returned.
 */
function beginSizing(order: SliceOrder, market: Market, price: i64): i64 {
  const least = leastLots(market, price, magnitude(lotsHeld(order.account, order.market)));
  order.remaining = max(order.remaining, least);
  return least;
}

/** Lots of a whole round of rungs: they wait in the book, so neither its depth nor what they reach matters. */
export function roundQuantity(order: SliceOrder): i64 {
  const market = marketAt(order.market);
  workAt(order.workRow).pause = 0;
  const planned = order.remaining;
  const least = leastOfRound(order, market);
  let quantity = max(least, min(disposed(market, order.remaining), withinNotional(order, market)));
  const most = market.maxOrder * market.rungs;
  quantity = withRest(min(quantity, most), order.remaining, least, order.remaining <= most);
  quantity = withinPace(order.market, quantity, order.mark, least);
  if (quantity == 0) return PACED;
  const cut = graded(order.market, quantity, least);
  const sized = withRest(cut, order.remaining, least, quantity == order.remaining);
  order.remaining = planned;
  order.rungs = <u32>max<i64>(1, min<i64>(market.rungs, sized / least));
  return min(sized, order.rungs * market.maxOrder);
}

/** Rungs stand between limit and mark: the least of each is taken where a lot is worth less. */
function leastOfRound(order: SliceOrder, market: Market): i64 {
  return market.plainOrder == 1 ? 1 : beginSizing(order, market, cheapest(market, order.limit, order.mark));
}

/** What the algorithm wants, at most the disposal fraction of what remains. */
function wanted(order: SliceOrder, market: Market, work: Work): i64 {
  const remaining = order.remaining;
  const most = disposed(market, remaining);
  if (market.algorithm == Algorithm.twap) return min(most, twapQuantity(market, work, remaining));
  if (market.algorithm == Algorithm.adaptive) return min(most, adaptiveQuantity(order, work));
  const shared = market.algorithm == Algorithm.pov && market.bookKnown && !isSmall(market, remaining);
  if (!shared) return most;
  return min(most, povQuantity(market, depthInside(market, otherSide(order.side), order.limit)));
}

/** Small rests are disposed of whole: for them there is no disposal fraction and no depth share. */
function isSmall(market: Market, remaining: i64): bool {
  return remaining <= market.fullDisposalQuantity;
}

function disposed(market: Market, remaining: i64): i64 {
  return isSmall(market, remaining) ? remaining : ppmCeil(remaining, market.disposalFractionPpm);
}

/** The most lots of a slice by `sliceNotionalMax`. */
function withinNotional(order: SliceOrder, market: Market): i64 {
  if (notionalOfLots(market, order.remaining, order.mark) <= market.sliceNotionalMax) return order.remaining;
  return lotsWithin(market, market.sliceNotionalMax, order.mark);
}

/** Sends a slice, for which there is room (`hasRoomToSend`); inside it runs at once. `offered`: to the book, before a takeover. */
export function sendSlice(order: SliceOrder, offered: bool = false): void {
  const market = marketAt(order.market);
  const work = workAt(order.workRow);
  assert(
    order.quantity > 0 && order.quantity <= order.remaining,
    "a slice of more than remains, or of nothing",
  );
  assert(!isOut(work), "a slice is sent while another of its leg is out");
  const number = ++shard.nextSlice;
  beginSending(market, work);
  recordSend(order.market, notionalOfLots(market, order.quantity, order.mark));
  if (market.algorithm == Algorithm.adaptive && !offered) beginRefill(order);
  const event = sliceEvent(order, market, number);
  event.timeInForce = <u8>TimeInForce.IOC;
  event.expires = now + market.sliceLifetime;
  if (market.external) goOut(order, market, work, takeSlice(number, order.market), offered);
  else runInside(order, market, work, number);
}

function goOut(order: SliceOrder, market: Market, work: Work, row: u32, offered: bool): void {
  fillSlice(row, order).offered = u8(offered);
  linkOutside(work, row);
  work.slice = row;
  work.due = NEVER;
  schedule(SLICES, row, now + market.sliceLifetime);
}

function runInside(order: SliceOrder, market: Market, work: Work, number: u64): void {
  waitFrom(work, market, now, work.pause);
  makeSliceTaker(TAKER, order, number);
  match(TAKER);
  const left = TAKER.left;
  if (left == 0) return;
  const event = changetype<OrderEvent>(emit(EventType.cancelled, ORDER_EVENT_BYTES));
  event.order = number;
  event.orderKind = <u8>OrderKind.S;
  event.account = order.account;
  event.market = order.market;
  event.quantity = left;
  event.price = order.limit;
  event.side = order.side;
  event.reason = <u8>CancelReason.ioc;
}

/** Makes a slice the taker. */
function makeSliceTaker(taker: Taker, order: SliceOrder, number: u64): void {
  taker.row = 0;
  taker.account = order.account;
  taker.market = order.market;
  taker.side = order.side;
  taker.number = number;
  taker.case = order.caseNumber;
  taker.zeroValue = order.zeroValue;
  taker.zeroQuantity = order.zeroQuantity;
  taker.mark = order.mark;
  taker.openingMark = workAt(order.workRow).openingMark;
  taker.quantity = order.quantity;
  taker.limit = order.limit;
  taker.bound = UNBOUND;
  taker.reduceOnly = false;
  taker.selfTrade = <u8>SelfTrade.newest;
  taker.paid = 0;
  taker.worth = 0;
  taker.atOpening = 0;
}
