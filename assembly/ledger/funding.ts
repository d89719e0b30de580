/**
 * Funding (rules: funding 2, 3, 4): what longs owe shorts, as a cumulative amount F a lot and market, in 10^-9 of money. A position
 * remembers the F that it has settled, so a funding touches none; what it owes since is part of equity, rounded against
 * it, and is settled right before it changes. The other side is `@rounding`.
 */
import { Kind, Leg, Market, Wide } from "../memory/abi";
import { ACCRUED_AT, domainAt } from "../memory/arena";
import { divide, divideWide, high, magnitude, multiply, remainder } from "../numbers/fixed";

/** F counts billionths of money. */
export const BILLION: u64 = 1_000_000_000;
/** |F| stays below what this many fundings of the whole value at the market's bound would make, so that owed amounts fit. */
const WHOLE_FUNDINGS: u64 = 8;

/** One funding a lot, magnitude: f = mark·M·ratePpb, inverse C·ratePpb/mark toward zero; the high word is left in `high`. */
function fundingPerLot(market: Market, price: i64, ratePpb: u64): u64 {
  if (market.kind == <u8>Kind.linear) return multiply(price * market.unit, ratePpb);
  const low = multiply(market.unit, ratePpb);
  return divideWide(high, low, price);
}

/** The funding a lot that `accrueFunding` has added, in magnitude. */
export const ACCRUED = changetype<Wide>(ACCRUED_AT);

/** F += f. False: F would pass its bound, and nothing has changed. */
export function accrueFunding(market: Market, ratePpb: i64): bool {
  const dearest = market.kind == <u8>Kind.linear ? market.maxPrice : market.minPrice;
  const mostLow = fundingPerLot(market, dearest, WHOLE_FUNDINGS * BILLION);
  const mostHigh = high;
  const accruedLow = fundingPerLot(market, market.mark, magnitude(ratePpb));
  const accruedHigh = high;
  ACCRUED.low = accruedLow;
  ACCRUED.high = accruedHigh;
  const funding: Wide = market.funding;
  let low = funding.low;
  let top = funding.high;
  if (ratePpb < 0) {
    top -= accruedHigh + u64(low < accruedLow);
    low -= accruedLow;
  } else {
    low += accruedLow;
    top += accruedHigh + u64(low < accruedLow);
  }
  const negative = <i64>top < 0;
  const sizeLow = negative ? ~low + 1 : low;
  const sizeHigh = negative ? ~top + u64(low == 0) : top;
  if (sizeHigh > mostHigh || (sizeHigh == mostHigh && sizeLow > mostLow)) return false;
  funding.low = low;
  funding.high = top;
  return true;
}

/** Whether a leg owes nothing, because there was no funding since it settled. */
export function isSettled(market: Market, leg: Leg): bool {
  return market.funding.low == leg.funding.low && market.funding.high == leg.funding.high;
}

/** What a position owes since it settled: ceil(q·(F − settled)/10^9). */
export function owedFunding(market: Market, quantity: i64, settled: Wide): i64 {
  const funding: Wide = market.funding;
  if (funding.low == settled.low && funding.high == settled.high) return 0;
  let low = funding.low - settled.low;
  let top = funding.high - settled.high - u64(funding.low < settled.low);
  const fell = <i64>top < 0;
  if (fell) {
    top = ~top + u64(low == 0);
    low = ~low + 1;
  }
  const lots = magnitude(quantity);
  const product = multiply(low, lots);
  const whole = <i64>divide((high + top * lots) % BILLION, product, BILLION);
  return quantity < 0 != fell ? -whole : whole + i64(remainder != 0);
}

export function owedByLeg(market: Market, leg: Leg): i64 {
  return isSettled(market, leg) ? 0 : owedFunding(market, leg.quantity, leg.funding);
}

/** Settles what a position of that quantity owes: it goes to `@rounding`, and the caller takes it from the owner's cash. */
export function settleFunding(market: Market, quantity: i64, settled: Wide): i64 {
  const owed = owedFunding(market, quantity, settled);
  settled.low = market.funding.low;
  settled.high = market.funding.high;
  domainAt(market.domain).rounding += owed;
  return owed;
}
