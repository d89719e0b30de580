/**
 * Prices at which a leg matters, the others held fixed, exact on integers so that they agree with the trigger.
 * Liquidation price: long, the greatest price at which the account is liquidatable; short, the smallest.
 */
import { Account, Leg, Market, PPM } from "../abi";
import { marketAt, tierAt } from "../arena";
import { ceilDivide, floorDivide, magnitude, mulDivFloor } from "../fixed";
import { maintenanceMargin } from "../market/tiers";
import { valueOf } from "../market/value";
import { equity, legMargin, maintenance, measure } from "./requirement";

/**
 * `rest` = equity without the leg's value less the margin of the other legs, so that the account is liquidatable at p
 * when rest + q·p·M < MM_leg(p). Returns 0 when no price in 1 … maxPrice is one.
 */
export function liquidationPrice(row: u32, market: Market, quantity: i64, rest: i64): i64 {
  return quantity > 0 ? longPrice(row, market, quantity, rest) : shortPrice(row, market, -quantity, rest);
}

/** A leg's liquidation price at last marks, the account's other legs held; 0 where there is none. */
export function liquidationPriceOf(account: Account, leg: Leg): i64 {
  return measure(account, false) ? liquidationPriceWith(leg, equity, maintenance) : 0;
}

/** The same, of an account whose equity and maintenance margin at last marks are known. */
export function liquidationPriceWith(leg: Leg, equityNow: i64, maintenanceNow: i64): i64 {
  const market = marketAt(leg.market);
  const value = valueOf(market, leg.quantity, market.mark);
  const others = maintenanceNow - legMargin(leg, market, market.mark);
  return liquidationPrice(leg.market, market, leg.quantity, equityNow - value - others);
}

function below(row: u32, market: Market, quantity: i64, rest: i64, price: i64): bool {
  const value = quantity * price * market.unit;
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
 * Root of the tier lines in floating point: long p = (−rest·10^6 − D_k)/(nM(10^6 − m_k)), the greatest over k; short
 * p = (rest·10^6 + D_k)/(nM(10^6 + m_k)), the smallest. It only says where the exact search begins.
 */
function estimate(row: u32, market: Market, lots: i64, rest: i64, short: bool): i64 {
  const size = <f64>lots * <f64>market.unit;
  let best: f64 = short ? <f64>market.maxPrice : 1;
  for (let k: u32 = 0; k < market.tierCount; k++) {
    const tier = tierAt(row, k);
    const deduction = <f64>tier.maintenanceWhole * PPM + <f64>tier.maintenanceRest;
    const sum = <f64>rest * PPM + deduction;
    const rate = <f64>tier.maintenancePpm;
    const price = short ? sum / (size * (PPM + rate)) : -sum / (size * (PPM - rate));
    best = short ? Math.min(best, price) : Math.max(best, price);
  }
  return <i64>Math.max(1, Math.min(best, <f64>market.maxPrice));
}

/**
 * Money that the whole leg must bring (long), or may cost (short), so that E/MM does not fall: V ∓ E·MM_leg/MM, rounded
 * in the account's favour.
 */
export function zeroValue(
  market: Market,
  quantity: i64,
  price: i64,
  equity: i64,
  margin: i64,
  legMargin: i64,
): i64 {
  const share = margin == 0 ? 0 : mulDivFloor(equity, legMargin, margin);
  const value = magnitude(quantity) * price * market.unit;
  return quantity > 0 ? value - share : value + share;
}

/** The tick multiple at which the whole leg brings or costs its zero value; 0 when that is not positive. */
export function zeroPrice(market: Market, quantity: i64, value: i64): i64 {
  const perPrice = magnitude(quantity) * market.unit;
  if (quantity > 0) {
    const price = ceilDivide(ceilDivide(value, perPrice), market.tickSize) * market.tickSize;
    return max<i64>(price, 0);
  }
  const price = floorDivide(floorDivide(value, perPrice), market.tickSize) * market.tickSize;
  return max<i64>(price, 0);
}
