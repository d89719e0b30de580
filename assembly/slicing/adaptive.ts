/**
 * `adaptive`: Almgren and Chriss, "Optimal execution of portfolio transactions" (2000). The risk of waiting against the
 * impact of haste makes an urgency κ̃²τ² = risk/impact; the trajectory that is best for it satisfies
 *
 *   x_{j−1} − (2 + κ̃²τ²)·x_j + x_{j+1} = 0, nothing left at the end
 *
 * so that ρ_N, the part kept when N slices are left, is ρ_1 = 0, ρ_{k+1} = 1/(2 + κ̃²τ² − ρ_k). Here ρ in units of 2^-32,
 * rounded up, and κ̃²τ² in ppm. Without risk that is `twap`.
 */
import { depthInside } from "../book/depth";
import { otherSide } from "../book/ladder";
import { zeroPrice } from "../margin/liquidation-price";
import { bandPrice } from "../market/price-limits";
import { Market, PPM, Refill, Side, Work } from "../memory/abi";
import { ADAPTIVE_AT, marketAt, refillAt, scratch } from "../memory/arena";
import { now } from "../memory/event-log";
import { Exact, precisionFor } from "../numbers/exact";
import { divide, magnitude, mulDivCapped, mulDivCeil, mulDivFloor, remainder } from "../numbers/fixed";
import { SliceOrder } from "./slice-order";
import { partsLeft } from "./twap";

const ONE: i64 = 1 << 32;
const PARTS_MAX: i64 = 1_024;
const URGENCY_MAX: u64 = 1_000_000_000;
/** Cap of depth and refill. */
const LOTS_MAX: i64 = 1 << 53;

/** Lots inside the slippage bound when the last slice was sized. */
let depthAtSizing: i64 = 0;

export function adaptiveQuantity(order: SliceOrder, work: Work): i64 {
  const market = marketAt(order.market);
  const parts = min(PARTS_MAX, partsLeft(market, work));
  return mulDivCeil(order.remaining, ONE - keptPart(parts, urgencyOf(order, market)), ONE);
}

/** ρ of `parts`, for an urgency in ppm. */
function keptPart(parts: i64, urgencyPpm: u64): i64 {
  const a = 2 * ONE + mulDivFloor(urgencyPpm, ONE, PPM);
  let kept: i64 = 0;
  for (let k: i64 = 1; k < parts; k++) {
    kept = divide(1, 0, a - kept);
    if (remainder != 0) kept++;
  }
  return kept;
}

/** κ̃²τ² in ppm: riskAversionPpm·risk/impact, where risk = V·interval/(10^6·distance) and V is in ppm² a second. */
function urgencyOf(order: SliceOrder, market: Market): u64 {
  const impact = mulDivFloor(market.slippagePpm, order.remaining, available(order, market));
  const ratio = changetype<Exact>(scratch + ADAPTIVE_AT);
  precisionFor(0);
  ratio.set(market.volatility);
  ratio.scale(market.interval);
  ratio.divide(PPM);
  ratio.divide(distancePpm(order, market));
  ratio.scale(market.riskAversionPpm);
  ratio.divide(max<i64>(1, impact));
  return ratio.whole(URGENCY_MAX);
}

/** How far the mark is from the price at which the account's equity is gone, in ppm of the mark. */
function distancePpm(order: SliceOrder, market: Market): i64 {
  const lots = order.side == <u8>Side.sell ? order.zeroQuantity : -order.zeroQuantity;
  const zero = zeroPrice(market, lots, order.zeroValue);
  if (zero == 0) return PPM;
  return max<i64>(1, (magnitude(order.mark - zero) * PPM) / order.mark);
}

/** Lots that an interval's slice can meet: what the book holds inside the slippage bound, and what fills up meanwhile. */
function available(order: SliceOrder, market: Market): i64 {
  depthAtSizing = 0;
  if (market.bookKnown) {
    const bound = bandPrice(market, order.mark, order.side, market.slippagePpm);
    depthAtSizing = min(LOTS_MAX, depthInside(market, otherSide(order.side), bound));
  }
  const refill = refillAt(order.market, order.side);
  measureRefill(refill);
  const filled = <i64>mulDivCapped(refill.rate, market.interval, PPM, LOTS_MAX);
  return max<i64>(1, min(LOTS_MAX, depthAtSizing + filled));
}

/** Updates the refill rate: lots a second that came since the last slice, averaged with the rate before. */
function measureRefill(refill: Refill): void {
  const time = now - refill.sized;
  if (!refill.begun || time <= 0) return;
  const come = max<i64>(0, depthAtSizing - refill.left);
  const rate = <i64>mulDivCapped(come, PPM, time, LOTS_MAX);
  refill.rate = refill.measured ? (refill.rate + rate) / 2 : rate;
  refill.measured = 1;
}

/** The slice just sized is sent: from here on the side fills up again. */
export function beginRefill(order: SliceOrder): void {
  const refill = refillAt(order.market, order.side);
  refill.left = max<i64>(0, depthAtSizing - order.quantity);
  refill.sized = now;
  refill.begun = 1;
}
