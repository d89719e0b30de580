/**
 * What lots are worth in money (DESIGN.md 2). Every product of quantity, price and unit stands here, because it is here that
 * linear and inverse markets differ: linear value = q·p·M, exact.
 */
import { Market, Side } from "../abi";
import { magnitude } from "../fixed";

/** What a position adds to equity before its cost; signed. */
export function valueOf(market: Market, quantity: i64, price: i64): i64 {
  return quantity * price * market.unit;
}

/** Magnitude of a position's value. */
export function notionalOf(market: Market, quantity: i64, price: i64): i64 {
  return magnitude(valueOf(market, quantity, price));
}

/** Notional of lots that belong to no side (fees, caps), rounded up. */
export function notionalOfLots(market: Market, lots: i64, price: i64): i64 {
  return lots * price * market.unit;
}

/** The price at which lots bring or cost a value ≥ 0, to the nearest price unit, half up: for information. */
export function priceOf(market: Market, lots: i64, value: i64): i64 {
  const perPrice = lots * market.unit;
  return value / perPrice + i64(value % perPrice >= (perPrice + 1) / 2);
}

/** The greatest number of lots whose notional is at most `cap`. */
export function lotsWithin(market: Market, cap: i64, price: i64): i64 {
  return cap / (price * market.unit);
}

/** By how much a fill changes the cost of the account on that side, rounded against it. */
export function fillCost(market: Market, side: Side, lots: i64, price: i64): i64 {
  return valueOf(market, side == Side.buy ? lots : -lots, price);
}
