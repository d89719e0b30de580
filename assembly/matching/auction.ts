/**
 * Uncrossing: what an auction gathered is traded at one price when it ends (rules: book 17, 18).
 *
 *   ticks      ask ───────►──────────────── bid       between the best ask and the best bid
 *   Σ bids ≥ p  ▇▇▇▇▇▇▇▅▅▅▅▅▅▃▃▃▃▃▃▃▂▂▂▂              falls above each level of bids
 *   Σ asks ≤ p  ▁▁▁▂▂▂▂▂▂▅▅▅▅▅▅▅▆▆▆▆▆▆▇              rises at each level of asks
 *
 * Both are flat between two such levels, so it is enough to look at each flat stretch once, and in it at the tick nearest
 * the mark.
 */
import { bestLevel, bestTick, betterLevel, nextLevel, tickAt } from "../book/ladder";
import { CancelReason, EventType, Market, Side, UNCROSSED_EVENT_BYTES, UncrossedEvent } from "../memory/abi";
import { levelAt, marketAt, orderAt } from "../memory/arena";
import { emit } from "../memory/event-log";
import { magnitude } from "../numbers/fixed";
import { bookFill } from "./fill";
import { makerSize } from "./match";
import { cancelOrder, isYounger, reduceFilled } from "./resting-orders";
import { makeOrderTaker, TAKER } from "./taker";

/** The best tick seen so far, what it trades, what it leaves over, and how far it lies from the mark. */
let chosenTick: i64 = 0;
let chosenVolume: i64 = 0;
let chosenImbalance: i64 = 0;
let chosenDistance: i64 = 0;

/** Trades the crossed part of a book; cancels on the way may leave it crossed still, and then another price is found. */
export function uncross(row: u32): void {
  const market = marketAt(row);
  while (isCrossed(market)) {
    choosePrice(market);
    const price = chosenTick * market.tickSize;
    const event = changetype<UncrossedEvent>(emit(EventType.uncrossed, UNCROSSED_EVENT_BYTES));
    event.market = row;
    event.price = price;
    event.quantity = chosenVolume;
    tradeAt(row, chosenTick, price);
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

/** Walks the flat stretches upward from the best ask. */
function choosePrice(market: Market): void {
  chosenTick = 0;
  let ask = bestLevel(market, Side.sell);
  let tick = tickAt(ask);
  const best = bestTick(market, Side.buy);
  let bid = bestLevel(market, Side.buy);
  let bids = levelAt(bid).quantity;
  for (let next = nextLevel(bid); next != 0 && tickAt(next) >= tick; next = nextLevel(bid)) {
    bid = next;
    bids += levelAt(bid).quantity;
  }
  let asks: i64 = 0;
  while (tick <= best) {
    if (ask != 0 && tick == tickAt(ask)) {
      asks += levelAt(ask).quantity;
      ask = nextLevel(ask);
    }
    const bidTick = tickAt(bid);
    const end = ask != 0 && tickAt(ask) <= bidTick ? tickAt(ask) - 1 : bidTick;
    weigh(market, tick, end, bids, asks);
    tick = end + 1;
    if (end < bidTick || bidTick == best) continue;
    bids -= levelAt(bid).quantity;
    bid = betterLevel(bid);
  }
}

/** Most volume, then least imbalance, then nearest the mark, then lowest: stretches come from the lowest. */
function weigh(market: Market, first: i64, last: i64, bids: i64, asks: i64): void {
  const tick = nearestMark(market, first, last);
  const volume = min(bids, asks);
  const imbalance = magnitude(bids - asks);
  const distance = market.hasMark ? magnitude(tick * market.tickSize - market.mark) : 0;
  if (chosenTick != 0) {
    if (volume < chosenVolume) return;
    if (volume == chosenVolume) {
      if (imbalance > chosenImbalance) return;
      if (imbalance == chosenImbalance && distance >= chosenDistance) return;
    }
  }
  chosenTick = tick;
  chosenVolume = volume;
  chosenImbalance = imbalance;
  chosenDistance = distance;
}

function nearestMark(market: Market, first: i64, last: i64): i64 {
  if (!market.hasMark) return first;
  const under = market.mark / market.tickSize;
  if (last <= under) return last;
  if (first > under) return first;
  const gap = market.mark - under * market.tickSize;
  return gap > market.tickSize - gap ? under + 1 : under;
}

/** First bid against first ask, at the one price, while both reach it. */
function tradeAt(row: u32, tick: i64, price: i64): void {
  const market = marketAt(row);
  while (isCrossedAt(market, tick)) {
    const bid = levelAt(bestLevel(market, Side.buy)).head;
    const ask = levelAt(bestLevel(market, Side.sell)).head;
    const younger = isYounger(bid, ask) ? bid : ask;
    if (orderAt(bid).account == orderAt(ask).account) {
      cancelOrder(younger, CancelReason.selfTrade);
      continue;
    }
    const bought = makerSize(bid, row, price);
    if (bought == 0) continue;
    const sold = makerSize(ask, row, price);
    if (sold == 0) continue;
    const quantity = min(bought, sold);
    makeOrderTaker(TAKER, younger, market.makerFeePpm);
    bookFill(TAKER, younger == bid ? ask : bid, quantity, price);
    reduceFilled(bid, quantity);
    reduceFilled(ask, quantity);
  }
}
