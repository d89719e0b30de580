/**
 * Prices from elsewhere, of any number of decimals: entry prices, and those that a venue reports. They lie between a market's
 * ticks, and what lots are worth at them is rounded once, against the account whose lots they are (rules: units 2, 3, venue-reports 15).
 */
import { Code, Decimal, Detail, Field, Kind, Market, Side } from "../memory/abi";
import { refuse } from "../memory/refusal";
import {
  divide,
  divideLong,
  divideWide,
  high,
  magnitude,
  multiply,
  powerOfTen,
  remainder,
} from "../numbers/fixed";
import { fillCost } from "./value";

/** Stands for a price: that of the report at hand (`beginReport`). */
export const REPORTED: i64 = -1;
/** The price that the venue reports, in the command. */
let reported: usize = 0;

/** From here on `REPORTED` stands for that price. */
export function beginReport(price: Decimal): void {
  reported = changetype<usize>(price);
}

/** `OUT_OF_RANGE` when a price lies outside the market's. */
export function judgeExact(price: Decimal, market: Market, field: Field): i32 {
  if (price.scale <= market.priceDecimals) {
    const whole = multiply(price.lo, powerOfTen(market.priceDecimals - price.scale));
    if ((price.hi | high) == 0 && whole >= <u64>market.minPrice && whole <= <u64>market.maxPrice)
      return Code.OK;
    return refuse(Code.OUT_OF_RANGE, field, Detail.outsideBounds);
  }
  if (compareExact(price, market, market.minPrice) >= 0 && compareExact(price, market, market.maxPrice) <= 0)
    return Code.OK;
  return refuse(Code.OUT_OF_RANGE, field, Detail.outsideBounds);
}

/** The sign of price − other, the other in price units ≥ 0. */
export function compareExact(price: Decimal, market: Market, other: u64): i32 {
  let low: u64 = other;
  let top: u64 = 0;
  let priceLow = price.lo;
  let priceTop = price.hi;
  if (price.scale > market.priceDecimals) {
    low = multiply(other, powerOfTen(price.scale - market.priceDecimals));
    top = high;
  } else {
    priceLow = multiply(price.lo, powerOfTen(market.priceDecimals - price.scale));
    // What does not fit in 64 bits is greater than any price of a market.
    priceTop = price.hi | high;
  }
  if (priceTop != top) return priceTop > top ? 1 : -1;
  return priceLow == low ? 0 : priceLow > low ? 1 : -1;
}

/** The price in price units, to the nearest, half up; of a price within the market's. */
export function nearestPrice(price: Decimal, market: Market): i64 {
  if (price.scale <= market.priceDecimals) return wholePrice(price, market);
  const divisor = powerOfTen(price.scale - market.priceDecimals);
  const whole = <i64>divideWide(price.hi, price.lo, divisor);
  return whole + i64(remainder >= divisor - remainder);
}

/** A price of no more decimals than the market's, in price units. */
function wholePrice(price: Decimal, market: Market): i64 {
  return multiply(price.lo, powerOfTen(market.priceDecimals - price.scale));
}

/**
 * By how much signed lots at a price within the market's change their owner's cost, rounded up: linear q·M·p, inverse −q·C/p, the
 * price in price units. Of at most `maxPosition` lots, so that it fits.
 */
export function exactCost(price: Decimal, market: Market, quantity: i64): i64 {
  if (price.scale <= market.priceDecimals)
    return fillCost(
      market,
      quantity < 0 ? Side.sell : Side.buy,
      magnitude(quantity),
      wholePrice(price, market),
    );
  const lots = magnitude(quantity);
  const divisor = powerOfTen(price.scale - market.priceDecimals);
  const linear = market.kind == <u8>Kind.linear;
  const cost = linear ? product(price, lots * market.unit, divisor) : quotient(price, market, lots, divisor);
  return quantity > 0 == linear ? cost + i64(remainder != 0) : -cost;
}

/** The same for unsigned lots on a side, at a price in price units, or at the one reported. */
export function costAt(market: Market, side: Side, lots: i64, price: i64): i64 {
  if (price != REPORTED) return fillCost(market, side, lots, price);
  return exactCost(changetype<Decimal>(reported), market, side == Side.buy ? lots : -lots);
}

/** What lots that belong to no side are worth (fees), rounded up. */
export function exactNotional(price: Decimal, market: Market, lots: i64): i64 {
  return exactCost(price, market, market.kind == <u8>Kind.linear ? lots : -lots);
}

/** price·perPrice/divisor, rounded down. */
function product(price: Decimal, perPrice: u64, divisor: u64): i64 {
  const low = multiply(price.lo, perPrice);
  return <i64>divide(high + price.hi * perPrice, low, divisor);
}

/** lots·C·divisor/price, rounded down. */
function quotient(price: Decimal, market: Market, lots: u64, divisor: u64): i64 {
  const low = multiply(lots, market.unit);
  const above = high;
  const lowest = multiply(low, divisor);
  const carry = high;
  const middle = multiply(above, divisor) + carry;
  const top = high + u64(middle < carry);
  return <i64>divideLong(top, middle, lowest, price.hi, price.lo);
}
