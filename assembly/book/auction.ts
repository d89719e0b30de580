/**
 * Uncrossing: what an auction gathered is traded at one price when it ends (DESIGN.md 8, rulings M.3).
 *
 *   ticks      ask ───────►──────────────── bid       between the best ask and the best bid
 *   Σ bids ≥ p  ▇▇▇▇▇▇▇▅▅▅▅▅▅▃▃▃▃▃▃▃▂▂▂▂              falls above each level of bids
 *   Σ asks ≤ p  ▁▁▁▂▂▂▂▂▂▅▅▅▅▅▅▅▆▆▆▆▆▆▇              rises at each level of asks
 *
 * Both are flat between two such levels, so it is enough to look at each flat stretch once, and in it at the tick nearest
 * the mark.
 */
import { CancelReason, EventType, Market, Side, UNCROSSED_EVENT_BYTES, UncrossedEvent } from "../abi";
import { marketAt, orderAt } from "../arena";
import { emit } from "../event-log";
import { magnitude } from "../fixed";
import { bookFill, takeAsOrder } from "./fill";
import { findLevel, levelAt, nextTick } from "./ladder";
import { makerSize } from "./match";
import { cancelOrder, isYounger, reduceResting } from "./order-pool";

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
  return market.bestAsk != 0 && market.bestBid >= market.bestAsk;
}

/** Walks the flat stretches upward from the best ask. */
function choosePrice(market: Market): void {
  chosenTick = 0;
  let tick = market.bestAsk;
  let ask = tick;
  let bid = market.bestBid;
  let bids = quantityAt(market, Side.buy, bid);
  for (let next = below(market, bid); next >= tick; next = below(market, bid)) {
    bid = next;
    bids += quantityAt(market, Side.buy, bid);
  }
  let asks: i64 = 0;
  while (tick <= market.bestBid) {
    if (tick == ask) {
      asks += quantityAt(market, Side.sell, ask);
      ask = nextTick(market, Side.sell, ask, findLevel(market, Side.sell, ask));
    }
    const end = ask != 0 && ask <= bid ? ask - 1 : bid;
    weigh(market, tick, end, bids, asks);
    tick = end + 1;
    if (end < bid || bid == market.bestBid) continue;
    bids -= quantityAt(market, Side.buy, bid);
    // Upward among bids is the way in which asks are walked.
    bid = nextTick(market, Side.sell, bid, findLevel(market, Side.buy, bid));
  }
}

function below(market: Market, bid: i64): i64 {
  return nextTick(market, Side.buy, bid, findLevel(market, Side.buy, bid));
}

function quantityAt(market: Market, side: Side, tick: i64): i64 {
  return levelAt(findLevel(market, side, tick)).quantity;
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
  while (market.bestBid >= tick && market.bestAsk != 0 && market.bestAsk <= tick) {
    const bid = levelAt(findLevel(market, Side.buy, market.bestBid)).head;
    const ask = levelAt(findLevel(market, Side.sell, market.bestAsk)).head;
    const taker = isYounger(bid, ask) ? bid : ask;
    if (orderAt(bid).account == orderAt(ask).account) {
      cancelOrder(taker, CancelReason.selfTrade);
      continue;
    }
    const bought = makerSize(bid, row, price);
    if (bought == 0) continue;
    const sold = makerSize(ask, row, price);
    if (sold == 0) continue;
    const quantity = min(bought, sold);
    takeAsOrder(taker, market.makerFeePpm);
    bookFill(taker == bid ? ask : bid, quantity, price);
    reduceResting(bid, quantity);
    reduceResting(ask, quantity);
  }
}
