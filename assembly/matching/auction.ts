/**
 * Uncrossing: what an auction gathered is traded at one price when it ends (rules: book 17, 18).
 *
 *   ticks      ask ───────►──────────────── bid       between the best ask and the best bid
 *   Σ bids ≥ p  ▇▇▇▇▇▇▇▅▅▅▅▅▅▃▃▃▃▃▃▃▂▂▂▂              falls above each level of bids
 *   Σ asks ≤ p  ▁▁▁▂▂▂▂▂▂▅▅▅▅▅▅▅▆▆▆▆▆▆▇              rises at each level of asks
 *
 * The surplus of bids, the first less the second, never rises with the price. Up to the last tick at which it is not below zero the
 * volume is what is asked, and it rises; from the next tick on it is what is bid, and it falls. So nothing trades more than one of
 * these two ticks, which are found by halving, with the sums of the book (book/depth), and not by a walk: orders that are cancelled
 * at their turn may make it be looked for as often as there are orders.
 */
import { isYounger } from "../book/admission-order";
import { depthInside, priceReached } from "../book/depth";
import { bestLevel, bestTick } from "../book/ladder";
import { EventType, Market, Side, UNCROSSED_EVENT_BYTES, UncrossedEvent } from "../memory/abi";
import { levelAt, marketAt, orderAt } from "../memory/arena";
import { emit } from "../memory/event-log";
import { bookFill } from "./fill";
import { makerSize } from "./match";
import { cancelOwnPairs } from "./own-pairs";
import { reduceFilled } from "./resting-orders";
import { makeOrderTaker, TAKER } from "./taker";

/**
 * Trades the crossed part of a book; cancels on the way may leave it crossed still, and then another price is found. What would meet
 * its own account goes once: nothing that comes after adds an order.
 */
export function uncross(row: u32): void {
  const market = marketAt(row);
  if (isCrossed(market)) cancelOwnPairs(market);
  while (isCrossed(market)) {
    const tick = chooseTick(market);
    const price = tick * market.tickSize;
    const traded = tradeAt(row, tick, price);
    if (traded == 0) continue;
    const event = changetype<UncrossedEvent>(emit(EventType.uncrossed, UNCROSSED_EVENT_BYTES));
    event.market = row;
    event.price = price;
    event.quantity = traded;
  }
}

export function isCrossed(market: Market): bool {
  const ask = bestTick(market, Side.sell);
  return ask != 0 && bestTick(market, Side.buy) >= ask;
}

function isCrossedAt(market: Market, tick: i64): bool {
  const ask = bestTick(market, Side.sell);
  return bestTick(market, Side.buy) >= tick && ask != 0 && ask <= tick;
}

/** Σ of a side that would trade at a tick. */
function lotsAt(market: Market, side: Side, tick: i64): i64 {
  return depthInside(market, side, tick * market.tickSize);
}

/**
 * Most volume, then least surplus; of the ticks that tie the lowest where the surplus is of asks, the highest where it is of bids,
 * and nearest the mark where there is none, or both kinds tie (rules: book 17).
 */
function chooseTick(market: Market): i64 {
  const low = bestTick(market, Side.sell);
  const high = bestTick(market, Side.buy);
  let bought = low - 1;
  let sold = high + 1;
  while (sold - bought > 1) {
    const middle = bought + ((sold - bought) >> 1);
    if (lotsAt(market, Side.buy, middle) >= lotsAt(market, Side.sell, middle)) bought = middle;
    else sold = middle;
  }
  // At `bought` bids are left over, if anything, at `sold` asks are: one of both may lie outside.
  if (bought < low) return sold;
  const volume = lotsAt(market, Side.sell, bought);
  const surplus = lotsAt(market, Side.buy, bought) - volume;
  if (sold <= high) {
    const volumeAbove = lotsAt(market, Side.buy, sold);
    const surplusAbove = lotsAt(market, Side.sell, sold) - volumeAbove;
    if (volumeAbove > volume || (volumeAbove == volume && surplusAbove < surplus)) return sold;
    if (volumeAbove == volume && surplusAbove == surplus)
      return nearestMark(market, firstLike(market, bought, low), lastLike(market, sold, high));
  }
  return surplus == 0 ? nearestMark(market, firstLike(market, bought, low), bought) : bought;
}

/** The lowest tick, from `low` on, at which both sums are those of a tick: below it lies a level of bids, or there one of asks. */
function firstLike(market: Market, tick: i64, low: i64): i64 {
  const asks = lotsAt(market, Side.sell, tick);
  const bids = lotsAt(market, Side.buy, tick);
  const ask = priceReached(market, Side.sell, asks, tick * market.tickSize) / market.tickSize;
  const bid = priceReached(market, Side.buy, bids + 1, (low - 1) * market.tickSize) / market.tickSize;
  return max(ask, bid + 1);
}

/** The highest, up to `high`. */
function lastLike(market: Market, tick: i64, high: i64): i64 {
  const asks = lotsAt(market, Side.sell, tick);
  const bids = lotsAt(market, Side.buy, tick);
  const bid = priceReached(market, Side.buy, bids, tick * market.tickSize) / market.tickSize;
  const ask = priceReached(market, Side.sell, asks + 1, (high + 1) * market.tickSize) / market.tickSize;
  return min(bid, ask - 1);
}

/** No order is taken before there is a mark; were it missing, it would be 0, and the lowest tick nearest to it. */
function nearestMark(market: Market, first: i64, last: i64): i64 {
  const under = market.mark / market.tickSize;
  if (last <= under) return last;
  if (first > under) return first;
  const gap = market.mark - under * market.tickSize;
  return gap > market.tickSize - gap ? under + 1 : under;
}

/** First bid against first ask, at the one price, while both reach it; returns what has traded. */
function tradeAt(row: u32, tick: i64, price: i64): i64 {
  const market = marketAt(row);
  let traded: i64 = 0;
  while (isCrossedAt(market, tick)) {
    const bid = levelAt(bestLevel(market, Side.buy)).head;
    const ask = levelAt(bestLevel(market, Side.sell)).head;
    assert(orderAt(bid).account != orderAt(ask).account, "an account's own orders meet in an auction");
    const bought = makerSize(bid, row, price);
    if (bought == 0) continue;
    const sold = makerSize(ask, row, price);
    if (sold == 0) continue;
    const younger = isYounger(bid, ask) ? bid : ask;
    const quantity = min(bought, sold);
    makeOrderTaker(TAKER, younger, market.makerFeePpm);
    bookFill(TAKER, younger == bid ? ask : bid, quantity, price);
    reduceFilled(bid, quantity);
    reduceFilled(ask, quantity);
    traded += quantity;
  }
  return traded;
}
