/**
 * What lots are worth in money (rules: units 2, 3). Every product of quantity, price and unit stands here, because it is here that
 * linear and inverse markets differ:
 *
 *   linear    value = q·p·M, exact
 *   inverse   long −ceil(q·C/p), short +floor(|q|·C/p); lots that belong to no side ceil(r·C/p)
 *
 * M and C are the market's `unit`. A rounding is always against the account whose position it is.
 */
import { Kind, Market, Side } from "../memory/abi";
import { divide, high, magnitude, multiply, remainder } from "../numbers/fixed";

/** Inverse values at prices far below a market's range stop here: beyond any equity, and sums of them still fit. */
const VALUE_MAX: i64 = 1 << 61;
const LOTS_MAX: i64 = i64.MAX_VALUE;

/** lots·C/price, rounded down, or up. */
function quotient(market: Market, lots: i64, price: i64, up: bool): i64 {
  const low = multiply(lots, market.unit);
  if (high >= <u64>price) return VALUE_MAX;
  const whole = divide(high, low, price);
  if (whole >= <u64>VALUE_MAX) return VALUE_MAX;
  return <i64>whole + i64(up && remainder != 0);
}

/** What a position adds to equity before its cost; signed. */
export function valueOf(market: Market, quantity: i64, price: i64): i64 {
  if (market.kind == <u8>Kind.linear) return quantity * price * market.unit;
  return quantity > 0 ? -quotient(market, quantity, price, true) : quotient(market, -quantity, price, false);
}

/** Magnitude of a position's value. */
export function notionalOf(market: Market, quantity: i64, price: i64): i64 {
  return magnitude(valueOf(market, quantity, price));
}

/** Notional of lots that belong to no side (fees, caps), rounded up. */
export function notionalOfLots(market: Market, lots: i64, price: i64): i64 {
  return market.kind == <u8>Kind.linear ? lots * price * market.unit : quotient(market, lots, price, true);
}

/** The same rounded down: which tier an unrounded notional falls into. */
export function wholeNotional(market: Market, lots: i64, price: i64): i64 {
  return market.kind == <u8>Kind.linear ? lots * price * market.unit : quotient(market, lots, price, false);
}

/** The greatest number of lots whose notional is at most `cap`. */
export function lotsWithin(market: Market, cap: i64, price: i64): i64 {
  if (market.kind == <u8>Kind.linear) return cap / (price * market.unit);
  const low = multiply(cap, price);
  if (high >= <u64>market.unit) return LOTS_MAX;
  return <i64>min<u64>(divide(high, low, market.unit), LOTS_MAX);
}

/** The fewest lots that are worth `money` at a price ≥ 0: linear lots·p·M, inverse floor(lots·C/p). More than any where none are. */
export function leastWorth(market: Market, money: i64, price: i64): i64 {
  if (money == 0) return 0;
  if (market.kind == <u8>Kind.linear) {
    return price == 0 ? LOTS_MAX : (money + price * market.unit - 1) / (price * market.unit);
  }
  const low = multiply(money, price);
  if (high >= <u64>market.unit) return LOTS_MAX;
  const lots = divide(high, low, market.unit);
  return <i64>min<u64>(lots + u64(remainder != 0), LOTS_MAX);
}

/** By how much a fill changes the cost of the account on that side, rounded against it. */
export function fillCost(market: Market, side: Side, lots: i64, price: i64): i64 {
  if (market.kind == <u8>Kind.linear) {
    const value = lots * price * market.unit;
    return side == Side.buy ? value : -value;
  }
  return side == Side.buy ? -quotient(market, lots, price, false) : quotient(market, lots, price, true);
}

/** Whether closing a position by a fill of that side brings its owner money: a linear long is an asset, an inverse one a debt. */
export function bringsMoney(market: Market, side: Side): bool {
  return (side == Side.sell) == (market.kind == <u8>Kind.linear);
}

/** The price at which lots bring or cost a value ≥ 0, to the nearest price unit, half up: for information. */
export function priceOf(market: Market, lots: i64, value: i64): i64 {
  if (market.kind == <u8>Kind.linear) {
    const perPrice = lots * market.unit;
    return value / perPrice + i64(value % perPrice >= (perPrice + 1) / 2);
  }
  const low = multiply(lots, market.unit);
  if (value == 0) return 0;
  if (high >= <u64>value) return VALUE_MAX;
  const price = divide(high, low, value);
  return <i64>min<u64>(price + u64(remainder >= <u64>value - remainder), VALUE_MAX);
}

/**
 * In an inverse market: the price at which lots are worth `value` > 0, rounded down, or up to where they are worth no more;
 * `beyond` where it is greater than that.
 */
export function inversePrice(market: Market, lots: i64, value: i64, up: bool, beyond: i64): i64 {
  const low = multiply(lots, market.unit);
  if (high >= <u64>value) return beyond;
  const price = divide(high, low, value);
  return price >= <u64>beyond ? beyond : <i64>price + i64(up && remainder != 0);
}

/** One lot's notional in floating point, for estimates that are then checked exactly. */
export function lotNotional(market: Market, price: i64): f64 {
  return market.kind == <u8>Kind.linear ? <f64>price * <f64>market.unit : <f64>market.unit / <f64>price;
}
