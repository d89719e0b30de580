/**
 * Fast path of a plan, in floating point: for an account whose one leg is linear and has nothing out, as most
 * have in a burst of liquidations. The same g as in plan.ts, in millionths of money:
 *
 *   g(r) = 10^6·(E − 8) − r·b − target·x(n − r)    b = M·(Δ·10^6 + P6·fees/10^6)    x(m) = m·p·M·rate_k − D_k
 *
 * Every term is a product of at most five numbers that doubles hold exactly or to one part in 2^53; where g
 * is nearer to 0 than the sum of their errors could be, the answer is `UNSURE`, and the slow path decides:
 * `makePlan` in exact numbers.
 */
import { tierOf } from "../market/tiers";
import { Market, Pair, PPM, Side, Tier } from "../memory/abi";
import { DEBUGGING, planted } from "../memory/pairs";
import { PlanLeg, SPARE } from "./plan-leg";

/** The errors of floating point are too large to decide. */
export const UNSURE: i64 = -1;

/** Far more than the roundings of g and its terms amount to, as a part of the terms' sum. */
const ERROR: f64 = 1.0 / 35_184_372_088_832.0;

/** A slope that much smaller than its terms makes a step uncertain by more lots than are worth walking back. */
const FLAT: f64 = 1.0 / 16_777_216.0;

let free: f64 = 0;
let costPerLot: f64 = 0;
let target: f64 = 0;
/** How far from 0 the last g is certain. */
let doubt: f64 = 0;
let rate: f64 = 0;

/**
 * The smallest r ≥ 1 that cures the account of that equity, all lots when there is none, 0 when it is cured without; or
 * `UNSURE`. Requires that nothing of the leg is out.
 */
export function closeOfLoneLeg(plan: PlanLeg, market: Market, equity: i64, targetPpm: u64): i64 {
  const price = plan.planningPriceE6;
  const adverse = plan.side == <u8>Side.sell ? plan.price * PPM - price : price - plan.price * PPM;
  const fees = <f64>(market.takerFeePpm + market.liquidationFeePpm) / <f64>PPM;
  free = <f64>(equity - SPARE) * <f64>PPM;
  target = <f64>targetPpm / <f64>PPM;
  costPerLot = <f64>market.unit * (<f64>adverse + <f64>price * fees);
  const required = target * <f64>plan.margin * <f64>PPM;
  const missing = required - free;
  if (Math.abs(missing) <= (Math.abs(free) + required) * ERROR) return UNSURE;
  const close = missing < 0 ? 0 : smallestCure(plan, market);
  if (DEBUGGING) return close + planted(Pair.loneLeg);
  return close;
}

/** g(r). */
function excessAfter(plan: PlanLeg, market: Market, close: i64): f64 {
  const notional = (plan.lots - close) * plan.price * market.unit;
  const tier: Tier = tierOf(plan.market, market.tierCount, notional);
  rate = <f64>tier.maintenancePpm;
  const gross = <f64>notional * rate;
  const deduction = <f64>tier.maintenanceWhole * <f64>PPM + <f64>tier.maintenanceRest;
  const cost = <f64>close * costPerLot;
  doubt = (Math.abs(free) + Math.abs(cost) + target * (gross + deduction)) * ERROR;
  return free - cost - target * (gross - deduction);
}

/** By Newton's steps from the left, as in plan.ts: g is concave. */
function smallestCure(plan: PlanLeg, market: Market): i64 {
  const lot = <f64>(plan.price * market.unit) * target;
  let close: i64 = 1;
  for (;;) {
    const excess = excessAfter(plan, market, close);
    if (excess > doubt) break;
    if (excess >= -doubt) return UNSURE;
    if (close == plan.lots) return close;
    const slope = lot * rate - costPerLot;
    if (Math.abs(slope) <= (lot * rate + Math.abs(costPerLot)) * FLAT) return UNSURE;
    if (slope < 0) return plan.lots;
    const step = Math.ceil(-excess / slope);
    close = step >= <f64>(plan.lots - close) ? plan.lots : close + max<i64>(1, <i64>step);
  }
  while (close > 1) {
    const excess = excessAfter(plan, market, close - 1);
    if (Math.abs(excess) <= doubt) return UNSURE;
    if (excess < 0) break;
    close--;
  }
  return close;
}
