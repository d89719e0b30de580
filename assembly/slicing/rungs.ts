/**
 * The `ladder` (rules: slicing 16, 17): a round of post-only limits between mark and limit, replaced each interval; what
 * is left at the end goes as a taker slice.
 *
 *   mark  ├──┼──┼──┼──┤  limit       a sale: the limit lies below the mark
 *   rung  0  1  2  3  4              each a slice of its own, out until it is filled or replaced
 *
 * Inside, a rung is an order in the book whose number is its slice's; it leaves the book, the slice table and its leg's
 * list together. Outside, it is a slice like any other, but that the case replaces it instead of letting it expire.
 */
import { bestTick, otherSide } from "../book/ladder";
import { takeOrder } from "../book/queue";
import { isOut, waitFrom } from "../cases/works";
import { notionalOfLots } from "../market/value";
import { queue } from "../matching/resting-orders";
import {
  ACCOUNT_LIQUIDATION,
  Algorithm,
  CancelSliceReason,
  Market,
  OrderKind,
  Side,
  Slice,
  TimeInForce,
  Work,
} from "../memory/abi";
import { marketAt, orderAt, shard, sliceAt, termsAt, workAt } from "../memory/arena";
import { now } from "../memory/event-log";
import { ceilDivide, floorDivide } from "../numbers/fixed";
import { recordSend } from "./pace";
import { beginSending, endOf, fillSlice, linkOutside, sliceEvent, SliceOrder } from "./slice-order";
import { requestCancel, takeSlice } from "./slices-out";

/** Whether the leg rests rungs now, rather than taking. */
export function onLadder(market: Market, work: Work): bool {
  return market.algorithm == <u32>Algorithm.ladder && now < endOf(market, work);
}

/** Places a round. `order` describes it whole: its limit, and the sum of its rungs as quantity. */
export function sendRungs(order: SliceOrder): void {
  const market = marketAt(order.market);
  const work = workAt(order.workRow);
  assert(order.quantity >= <i64>order.rungs, "a round of fewer lots than rungs");
  assert(!isOut(work), "a round is sent while something of its leg is out");
  const limit = order.limit;
  const remaining = order.remaining;
  const sum = order.quantity;
  const rungs = <i64>order.rungs;
  let last: u32 = 0;
  let placed: i64 = 0;
  for (let i: i64 = 0; i < rungs; i++) {
    order.quantity = sum / rungs + i64(i < sum % rungs);
    order.remaining = max(remaining, order.quantity);
    order.limit = rungPrice(market, order, limit, i, rungs - 1);
    if (order.limit < market.minPrice || order.limit > market.maxPrice) continue;
    const row = placeRung(order, market, work);
    if (last == 0) work.firstRung = row;
    else sliceAt(last).nextRung = row;
    last = row;
    placed += order.quantity;
  }
  order.limit = limit;
  if (placed != 0) recordSend(order.market, notionalOfLots(market, placed, order.mark));
}

/** mark − floor((mark − limit)·i/steps), to the tick away from the limit; what would cross lies one tick off. */
function rungPrice(market: Market, order: SliceOrder, limit: i64, i: i64, steps: i64): i64 {
  const tick = market.tickSize;
  const opposite = bestTick(market, otherSide(order.side));
  if (order.side == <u8>Side.sell) {
    const price = steps == 0 ? limit : order.mark - floorDivide((order.mark - limit) * i, steps);
    return max(ceilDivide(price, tick), opposite + i64(opposite != 0)) * tick;
  }
  const price = steps == 0 ? limit : order.mark + floorDivide((limit - order.mark) * i, steps);
  const at = floorDivide(price, tick);
  return (opposite == 0 ? at : min(at, opposite - 1)) * tick;
}

/** One rung, as a slice and, inside, as an order in the book; there is room for the whole round (`hasRoomToSend`). */
function placeRung(order: SliceOrder, market: Market, work: Work): u32 {
  const row = takeSlice(shard.nextSlice + 1, order.market);
  beginSending(market, work);
  waitFrom(work, market, now, 0);
  const event = sliceEvent(order, market, ++shard.nextSlice);
  event.timeInForce = <u8>TimeInForce.GTC;
  event.postOnly = 1;
  event.expires = work.due;
  const slice = fillSlice(row, order);
  slice.rung = 1;
  if (slice.account == ACCOUNT_LIQUIDATION) shard.liquidationRungs++;
  if (market.external) linkOutside(work, row);
  else slice.order = restRung(slice);
  return row;
}

/** Rests a rung as a reducing order, cut to the position when it trades, within its zero price. */
function restRung(slice: Slice): u32 {
  const row = takeOrder();
  const order = orderAt(row);
  order.number = slice.number;
  order.account = slice.account;
  order.quantity = slice.quantity;
  const terms = termsAt(row);
  terms.kind = <u8>OrderKind.S;
  terms.nameRow = 0;
  terms.market = slice.market;
  terms.side = slice.side;
  terms.price = slice.limit;
  terms.reducing = 1;
  terms.reduceOnly = 1;
  queue(row);
  return row;
}

/** Cancels a leg's rungs; true while the venue has yet to answer for one. */
export function cancelRungs(work: Work, reason: CancelSliceReason): bool {
  for (let row = work.firstRung; row != 0; ) {
    const next = sliceAt(row).nextRung;
    requestCancel(row, reason);
    row = next;
  }
  return work.firstRung != 0;
}

/** Ends the round of a leg that is due; true while the venue has yet to answer. */
export function replaceRungs(work: Work): bool {
  if (work.firstRung == 0) return false;
  work.replacing = 1;
  return cancelRungs(work, CancelSliceReason.replaced);
}
