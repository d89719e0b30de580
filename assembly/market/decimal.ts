/**
 * Decimals as clients write them, brought to units. A value that a conversion refuses leaves nothing behind but the
 * code; one that it takes is left in `units`.
 */
import { Code, Decimal, Detail, Field, Market } from "../memory/abi";
import { refuse } from "../memory/refusal";
import { divide, high, multiply, powerOfTen, remainder } from "../numbers/fixed";

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
