/**
 * Decimals as clients write them, brought to units. A value that a conversion refuses leaves nothing behind but the
 * code; one that it takes is left in `units`.
 */
import { Code, Decimal, Detail, Field, Kind, Market, Side } from "../memory/abi";
import { refuse } from "../memory/refusal";
import { divide, divideLong, high, magnitude, multiply, powerOfTen, remainder } from "../numbers/fixed";
import { fillCost } from "./value";

/** The result of the last conversion that returned `Code.OK`. */
export let units: i64 = 0;

const LARGEST: u64 = 1 << 62;

export function present(decimal: Decimal): bool {
  return (decimal.flags & 1) != 0;
}

export function negative(decimal: Decimal): bool {
  return (decimal.flags & 2) != 0;
}

export function isZero(decimal: Decimal): bool {
  return (decimal.lo | decimal.hi) == 0;
}

/** decimal·10^decimals as an integer: `MALFORMED` when it has more decimals, `OUT_OF_RANGE` beyond 2^62. */
export function toUnits(decimal: Decimal, decimals: u32, field: Field): i32 {
  if (decimal.scale > decimals) return refuse(Code.MALFORMED, field, Detail.tooManyDecimals);
  const value = multiply(decimal.lo, powerOfTen(decimals - decimal.scale));
  if (decimal.hi != 0 || high != 0 || value > LARGEST)
    return refuse(Code.OUT_OF_RANGE, field, Detail.outsideBounds);
  units = negative(decimal) ? -(<i64>value) : <i64>value;
  return Code.OK;
}

/** As `toUnits`; `absent` where none was given. */
export function toUnitsOr(decimal: Decimal, decimals: u32, absent: i64, field: Field): i32 {
  if (present(decimal)) return toUnits(decimal, decimals, field);
  units = absent;
  return Code.OK;
}

/** Lots of a quantity: `QUANTITY_OFF_LOT` off the grid, `MALFORMED` when on it but written with needless decimals. */
export function toLots(decimal: Decimal, market: Market, field: Field): i32 {
  let low = decimal.lo;
  let top = decimal.hi;
  const surplus = decimal.scale > market.lotScale ? decimal.scale - market.lotScale : 0;
  if (surplus != 0) {
    const divisor = powerOfTen(surplus);
    const quotientTop = top / divisor;
    low = divide(top % divisor, low, divisor);
    top = quotientTop;
    if (remainder != 0) return refuse(Code.QUANTITY_OFF_LOT, field, Detail.none);
  } else if (top == 0) {
    low = multiply(low, powerOfTen(market.lotScale - decimal.scale));
    top = high;
  } else {
    return refuse(Code.OUT_OF_RANGE, field, Detail.outsideBounds);
  }
  if (top >= <u64>market.lotUnits) return refuse(Code.OUT_OF_RANGE, field, Detail.outsideBounds);
  const lots = divide(top, low, market.lotUnits);
  if (remainder != 0) return refuse(Code.QUANTITY_OFF_LOT, field, Detail.none);
  if (surplus != 0) return refuse(Code.MALFORMED, field, Detail.tooManyDecimals);
  if (lots > LARGEST) return refuse(Code.OUT_OF_RANGE, field, Detail.outsideBounds);
  units = negative(decimal) ? -(<i64>lots) : <i64>lots;
  return Code.OK;
}

/** A price in price units within the market's range; `tick` asks for a multiple of `tickSize` besides. */
export function toPrice(decimal: Decimal, market: Market, tick: bool, field: Field): i32 {
  const code = toUnits(decimal, market.priceDecimals, field);
  if (code != Code.OK) return code;
  return checkPrice(units, market, tick, field);
}

export function checkPrice(price: i64, market: Market, tick: bool, field: Field): i32 {
  if (price < market.minPrice || price > market.maxPrice) {
    return refuse(Code.OUT_OF_RANGE, field, Detail.outsideBounds);
  }
  if (tick && market.tickSize != 1 && price % market.tickSize != 0)
    return refuse(Code.PRICE_OFF_TICK, field, Detail.none);
  return Code.OK;
}

/**
 * Signed cost, rounded up, of `quantity` lots from elsewhere at an entry price of any number of decimals; `OUT_OF_RANGE` when
 * it lies outside the market's prices. Linear q·M·entry, inverse −q·C/entry, the entry in price units.
 */
export function entryCost(entry: Decimal, market: Market, quantity: i64): i32 {
  const beyond = refuse(Code.OUT_OF_RANGE, Field.entryPrice, Detail.outsideBounds);
  const lots = magnitude(quantity);
  if (entry.scale <= market.priceDecimals) {
    const price = multiply(entry.lo, powerOfTen(market.priceDecimals - entry.scale));
    if (entry.hi != 0 || high != 0 || price > LARGEST) return beyond;
    if (<i64>price < market.minPrice || <i64>price > market.maxPrice) return beyond;
    units = fillCost(market, quantity < 0 ? Side.sell : Side.buy, lots, price);
    return Code.OK;
  }
  const divisor = powerOfTen(entry.scale - market.priceDecimals);
  if (!atLeast(entry.hi, entry.lo, market.minPrice, divisor)) return beyond;
  if (atLeast(entry.hi, entry.lo, market.maxPrice, divisor)) {
    const low = multiply(market.maxPrice, divisor);
    if (entry.hi != high || entry.lo != low) return beyond;
  }
  const positive = quantity > 0 == (market.kind == <u8>Kind.linear);
  const cost =
    market.kind == <u8>Kind.linear
      ? product(entry, lots * market.unit, divisor)
      : quotient(entry, market, lots, divisor);
  units = positive ? cost + i64(remainder != 0) : -cost;
  return Code.OK;
}

/** entry·perPrice/divisor, rounded down. */
function product(entry: Decimal, perPrice: u64, divisor: u64): i64 {
  const low = multiply(entry.lo, perPrice);
  return <i64>divide(high + entry.hi * perPrice, low, divisor);
}

/** lots·C·divisor/entry, rounded down. */
function quotient(entry: Decimal, market: Market, lots: u64, divisor: u64): i64 {
  const low = multiply(lots, market.unit);
  const above = high;
  const lowest = multiply(low, divisor);
  const carry = high;
  const middle = multiply(above, divisor) + carry;
  const top = high + u64(middle < carry);
  return <i64>divideLong(top, middle, lowest, entry.hi, entry.lo);
}

/** hi·2^64 + lo ≥ price·divisor */
function atLeast(hi: u64, lo: u64, price: u64, divisor: u64): bool {
  const low = multiply(price, divisor);
  return hi > high || (hi == high && lo >= low);
}
