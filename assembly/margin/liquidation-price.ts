/**
 * Prices at which a leg matters, the others held fixed, exact on integers so that they agree with the trigger.
 * Liquidation price: long, the greatest price at which the account is liquidatable; short, the smallest.
 */
import { maintenanceMargin } from "../market/tiers";
import { bringsMoney, inversePrice, valueOf } from "../market/value";
import { Account, Kind, Leg, Market, PPM, Side } from "../memory/abi";
import { domainAt, marketAt, tierAt } from "../memory/arena";
import { ceilDivide, floorDivide, magnitude, mulDivFloor } from "../numbers/fixed";
import { atMarks, legMargin, measure, Measured } from "./requirement";

/**
 * `rest` = equity without the leg's value less the margin of the other legs, so that the account is liquidatable at p
 * when rest + value(p) < MM_leg(p). Returns 0 when no price in 1 … maxPrice is one.
 */
export function liquidationPrice(row: u32, market: Market, quantity: i64, rest: i64): i64 {
  return quantity > 0 ? longPrice(row, market, quantity, rest) : shortPrice(row, market, -quantity, rest);
}

/** A leg's liquidation price at last marks, the account's other legs held; 0 where there is none. */
export function liquidationPriceOf(account: Account, leg: Leg): i64 {
  return measure(account, false) ? liquidationPriceWith(leg, atMarks(account)) : 0;
}

/** The same, of an account as it was measured at last marks. */
export function liquidationPriceWith(leg: Leg, found: Measured): i64 {
  const market = marketAt(leg.market);
  const value = valueOf(market, leg.quantity, market.mark);
  const others = found.maintenance - legMargin(leg, market, market.mark);
  const slack = <i64>domainAt(market.domain).triggerAtEquality;
  return liquidationPrice(leg.market, market, leg.quantity, found.equity - value - others - slack);
}

function below(row: u32, market: Market, quantity: i64, rest: i64, price: i64): bool {
  const value = valueOf(market, quantity, price);
  return rest + value < maintenanceMargin(row, market, magnitude(value));
}

/** The excess falls with the price, so the answer lies where the test turns; the estimate is one tier line's root. */
function longPrice(row: u32, market: Market, lots: i64, rest: i64): i64 {
  if (!below(row, market, lots, rest, 1)) return 0;
  if (below(row, market, lots, rest, market.maxPrice)) return market.maxPrice;
  let low = max<i64>(1, min(market.maxPrice - 1, estimate(row, market, lots, rest, false)));
  let step: i64 = 1;
  while (!below(row, market, lots, rest, low)) {
    low = max<i64>(1, low - step);
    step <<= 1;
  }
  step = 1;
  let high = low + 1;
  while (below(row, market, lots, rest, high)) {
    low = high;
    high = min(market.maxPrice, high + step);
    step <<= 1;
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (below(row, market, lots, rest, middle)) low = middle;
    else high = middle;
  }
  return low;
}

function shortPrice(row: u32, market: Market, lots: i64, rest: i64): i64 {
  if (!below(row, market, -lots, rest, market.maxPrice)) return 0;
  if (below(row, market, -lots, rest, 1)) return 1;
  let high = max<i64>(2, min(market.maxPrice, estimate(row, market, lots, rest, true)));
  let step: i64 = 1;
  while (!below(row, market, -lots, rest, high)) {
    high = min(market.maxPrice, high + step);
    step <<= 1;
  }
  step = 1;
  let low = high - 1;
  while (below(row, market, -lots, rest, low)) {
    high = low;
    low = max<i64>(1, low - step);
    step <<= 1;
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (below(row, market, -lots, rest, middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * Root of the tier lines in floating point; the exact search begins there. Where the value is an asset
 * (linear long, inverse short) it is N = (−rest·10^6 − D_k)/(10^6 − m_k), the greatest over k; where it is a
 * debt (linear short, inverse long) N = (rest·10^6 + D_k)/(10^6 + m_k), the smallest. Linear p = N/(nM),
 * inverse p = nC/N.
 */
function estimate(row: u32, market: Market, lots: i64, rest: i64, short: bool): i64 {
  const size = <f64>lots * <f64>market.unit;
  const inverse = market.kind == <u8>Kind.inverse;
  const debt = short != inverse;
  let best: f64 = debt ? Infinity : 0;
  for (let k: u32 = 0; k < market.tierCount; k++) {
    const tier = tierAt(row, k);
    const deduction = <f64>tier.maintenanceWhole * PPM + <f64>tier.maintenanceRest;
    const sum = <f64>rest * PPM + deduction;
    const rate = <f64>tier.maintenancePpm;
    best = debt ? Math.min(best, sum / (PPM + rate)) : Math.max(best, -sum / (PPM - rate));
  }
  const price = inverse ? size / best : best / size;
  return <i64>Math.max(1, Math.min(price, <f64>market.maxPrice));
}

/**
 * Money that the whole leg must bring, or may cost, so that E/MM does not fall: V − E·MM_leg/MM where its value is an asset,
 * V + E·MM_leg/MM where it is a debt, rounded in the account's favour. What a linear short costs to buy back, an inverse
 * long does: its value is what is owed.
 */
export function zeroValue(market: Market, quantity: i64, price: i64, found: Measured, legMargin: i64): i64 {
  const equity = found.equity;
  const margin = found.maintenance;
  const share = margin == 0 ? 0 : legMargin == margin ? equity : mulDivFloor(equity, legMargin, margin);
  const value = valueOf(market, quantity, price);
  return bringsMoney(market, quantity > 0 ? Side.sell : Side.buy) ? value - share : share - value;
}

/** The tick multiple at which the whole leg brings or costs its zero value; 0 when there is none. */
export function zeroPrice(market: Market, quantity: i64, value: i64): i64 {
  if (market.kind == <u8>Kind.inverse) return inverseZeroPrice(market, quantity, value);
  const perPrice = magnitude(quantity) * market.unit;
  if (quantity > 0) {
    const price = ceilDivide(ceilDivide(value, perPrice), market.tickSize) * market.tickSize;
    return max<i64>(price, 0);
  }
  const price = floorDivide(floorDivide(value, perPrice), market.tickSize) * market.tickSize;
  return max<i64>(price, 0);
}

/** Long: the smallest tick multiple z with |q|·C/z ≤ value; short: the greatest with |q|·C/z ≥ value. */
function inverseZeroPrice(market: Market, quantity: i64, value: i64): i64 {
  if (value <= 0) return 0;
  const long = quantity > 0;
  const price = inversePrice(market, magnitude(quantity), value, long, 1 << 61);
  const tick = market.tickSize;
  const onTick = (long ? ceilDivide(price, tick) : floorDivide(price, tick)) * tick;
  return onTick > market.maxPrice ? 0 : onTick;
}
