/**
 * Margin tiers of a market. Margin is the greatest of the tier lines (N·rate_k − D_k)/10^6, where
 * D_k = D_{k−1} + from_k·(rate_k − rate_{k−1}) joins them without a jump (rules: margin 4). D_k reaches 2^73, so it is kept
 * as a whole part and a rest below 10^6.
 */
import { Market, PPM, Tier } from "../memory/abi";
import { tierAt } from "../memory/arena";
import { DEBUGGING } from "../memory/pairs";
import { ceilDivide, ppmCeil } from "../numbers/fixed";

/** The tier that a notional falls into. */
export function tierOf(market: u32, count: u32, notional: i64): Tier {
  let k: u32 = 1;
  while (k < count && tierAt(market, k).from <= notional) k++;
  return tierAt(market, k - 1);
}

/** Whether a notional falls into the first tier, whose lines begin at 0. */
function isInFirst(row: u32, market: Market, notional: i64): bool {
  return market.tierCount == 1 || notional < tierAt(row, 1).from;
}

/** (N·rate − D)/10^6, rounded up. */
function onLine(notional: i64, rate: i64, whole: i64, rest: i64): i64 {
  // One division, where the products fit: they do for a notional below 2^43, and so does D, which is less than N·rate.
  if (<u64>notional >> 43 == 0) {
    const short = <i64>(<u64>(notional * rate - whole * <i64>PPM - rest + <i64>(PPM - 1)) / <u64>PPM);
    if (DEBUGGING) {
      const long = (notional / PPM) * rate - whole + ceilDivide((notional % PPM) * rate - rest, PPM);
      assert(short == long, "one division rounds otherwise than two");
    }
    return short;
  }
  return (notional / PPM) * rate - whole + ceilDivide((notional % PPM) * rate - rest, PPM);
}

/** Maintenance margin of a notional ≥ 0, rounded up: an account never looks safer than it is. */
export function maintenanceMargin(row: u32, market: Market, notional: i64): i64 {
  if (isInFirst(row, market, notional)) return ppmCeil(notional, tierAt(row, 0).maintenancePpm);
  const tier = tierOf(row, market.tierCount, notional);
  return onLine(notional, tier.maintenancePpm, tier.maintenanceWhole, tier.maintenanceRest);
}

/** Initial margin of a notional ≥ 0, rounded up. */
export function initialMargin(row: u32, market: Market, notional: i64): i64 {
  if (isInFirst(row, market, notional)) return ppmCeil(notional, tierAt(row, 0).initialPpm);
  const tier = tierOf(row, market.tierCount, notional);
  return onLine(notional, tier.initialPpm, tier.initialWhole, tier.initialRest);
}
