/**
 * Price-time matching. One loop serves clients' orders and slices; what differs is set up before it. A maker that may no
 * longer trade (its owner's own order, nothing left to reduce, beyond its zero price) is cancelled at its turn.
 */
import { bestLevel, bestTick, otherSide } from "../book/ladder";
import { findLeg, lotsHeld } from "../ledger/position";
import { zeroPrice, zeroValue } from "../margin/liquidation-price";
import { atMarks, legMargin, measure } from "../margin/requirement";
import { bandPrice, inside } from "../market/price-limits";
import { CancelReason, EventType, Kind, Market, OrderKind, Pair, SelfTrade, Side } from "../memory/abi";
import { accountAt, legAt, levelAt, marketAt, orderAt, termsAt } from "../memory/arena";
import { DEBUGGING, planted } from "../memory/pairs";
import { magnitude } from "../numbers/fixed";
import { bookFill } from "./fill";
import { cancelOrder, orderEvent, reduceFilled, shrinkResting } from "./resting-orders";
import { oppositeOf, Taker, UNBOUND } from "./taker";

/** Why matching stopped: a `CancelReason`, or `NOTHING`: the book holds no more inside the limit. */
export const NOTHING: i32 = -1;

/** Opposite quantity that an account's order of `side` would reduce, 0 if none. */
function reducible(account: u32, market: u32, side: Side): i64 {
  return oppositeOf(lotsHeld(account, market), side);
}

/**
 * The price beyond which a reducing order of the account must not trade: its leg's zero price, or the market's band
 * while equity is negative; `UNBOUND` where there is none (rules: book 6).
 */
export function reducingBound(accountRow: u32, row: u32, side: Side): i64 {
  const account = accountAt(accountRow);
  const leg = findLeg(account, row);
  if (leg == 0 || legAt(leg).quantity < 0 == (side == Side.sell)) return UNBOUND;
  const market = marketAt(row);
  if (!measure(account, false)) return UNBOUND;
  const found = atMarks(account);
  if (found.equity < 0) return bandPrice(market, market.mark, side, market.marketBandPpm);
  const margin = legMargin(legAt(leg), market, market.mark);
  const quantity = legAt(leg).quantity;
  return zeroPrice(market, quantity, zeroValue(market, quantity, market.mark, found, margin));
}

/**
 * Whether a reducing order of the account may trade at a price, which is to be within `reducingBound`. Fast
 * path, for a leg in a linear market: values are compared instead of prices, which saves the division of
 * `zeroPrice`; it is exact, so false is a refusal. Without a leg, or in an inverse market, `reducingBound` is
 * computed.
 */
export function mayReduceAt(accountRow: u32, row: u32, side: Side, price: i64): bool {
  const account = accountAt(accountRow);
  const market = marketAt(row);
  const leg = findLeg(account, row);
  if (market.kind != <u8>Kind.linear || leg == 0)
    return within(side, price, reducingBound(accountRow, row, side));
  const quantity = legAt(leg).quantity;
  if (quantity < 0 == (side == Side.sell) || !measure(account, false)) return true;
  const found = atMarks(account);
  if (found.equity < 0)
    return within(side, price, bandPrice(market, market.mark, side, market.marketBandPpm));
  const margin = legMargin(legAt(leg), market, market.mark);
  const value = zeroValue(market, quantity, market.mark, found, margin);
  const perPrice = magnitude(quantity) * market.unit;
  let brings = price * perPrice;
  if (DEBUGGING) brings += planted(Pair.mayReduce);
  if (quantity > 0) return brings >= value;
  // A short that not even one tick a lot could buy back has no zero price: nothing binds.
  return brings <= value || value < market.tickSize * perPrice;
}

/** Whether a price is at the bound or better for an order of `side`. */
function within(side: Side, price: i64, bound: i64): bool {
  return bound == UNBOUND || inside(otherSide(side), price, bound);
}

/** Matches the taker down to its limit, never beyond its bound; what it leaves unfilled is its `left`. Returns why it stopped. */
export function match(taker: Taker): i32 {
  const row = taker.market;
  const side: Side = taker.side;
  const market = marketAt(row);
  const opposite = otherSide(side);
  taker.left = taker.quantity;
  while (taker.left > 0) {
    let most = taker.left;
    if (taker.reduceOnly) {
      most = min(most, reducible(taker.account, row, side));
      if (most == 0) return CancelReason.reduceOnly;
    }
    const tick = bestTick(market, opposite);
    const price = tick * market.tickSize;
    if (tick == 0 || !inside(opposite, price, taker.limit)) break;
    if (!within(side, price, taker.bound)) return CancelReason.zeroPrice;
    const maker = levelAt(bestLevel(market, opposite)).head;
    if (orderAt(maker).account == taker.account && taker.selfTrade != <u8>SelfTrade.none) {
      if (taker.selfTrade == <u8>SelfTrade.decrement) {
        decrement(taker, maker);
        continue;
      }
      if (taker.selfTrade != <u8>SelfTrade.newest) cancelOrder(maker, CancelReason.selfTrade);
      if (taker.selfTrade == <u8>SelfTrade.oldest) continue;
      return CancelReason.selfTrade;
    }
    const size = makerSize(maker, row, price);
    if (size == 0) continue;
    const filled = min(most, size);
    bookFill(taker, maker, filled, price);
    reduceFilled(maker, filled);
    taker.left -= filled;
  }
  return NOTHING;
}

/** Both lose the lesser of what is left of both, without a fill: the maker, then the taker (rules: book 10). */
function decrement(taker: Taker, maker: u32): void {
  const quantity = min(taker.left, orderAt(maker).quantity);
  if (quantity == orderAt(maker).quantity) cancelOrder(maker, CancelReason.selfTrade);
  else {
    orderEvent(EventType.cancelled, maker, quantity, CancelReason.selfTrade);
    shrinkResting(maker, quantity);
  }
  taker.left -= quantity;
  termsAt(taker.row).total -= quantity;
  orderEvent(EventType.cancelled, taker.row, quantity, CancelReason.selfTrade);
}

/** How much of a resting order may trade now at a price; 0 when it had to be cancelled instead. */
export function makerSize(row: u32, market: u32, price: i64): i64 {
  const terms = termsAt(row);
  let size = orderAt(row).quantity;
  if (!terms.reducing) return size;
  const account = orderAt(row).account;
  if (terms.reduceOnly) {
    size = min(size, reducible(account, market, terms.side));
    if (size == 0) {
      cancelOrder(row, CancelReason.reduceOnly);
      return 0;
    }
  }
  if (terms.kind == <u8>OrderKind.S) return size;
  const mayReduce = mayReduceAt(account, market, terms.side, price);
  if (DEBUGGING) {
    const bound = reducingBound(account, market, terms.side);
    assert(mayReduce == within(terms.side, price, bound), "may reduce at a price, but not by its bound");
  }
  if (!mayReduce) {
    cancelOrder(row, CancelReason.zeroPrice);
    return 0;
  }
  return size;
}

/** Whether a book order of the other side lies inside the limit. */
export function crosses(market: Market, side: Side, limit: i64): bool {
  const tick = bestTick(market, otherSide(side));
  return tick != 0 && inside(otherSide(side), tick * market.tickSize, limit);
}

/** The maker that a taker of `side` would meet first. */
export function firstMaker(market: Market, side: Side): u32 {
  return levelAt(bestLevel(market, otherSide(side))).head;
}
