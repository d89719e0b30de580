/**
 * The plan of a round (DESIGN.md 6.2): on each leg in turn the smallest close that cures, in exact rationals.
 *
 *   g(r) = 10^12·(E − 8) − r·B − target·(F + X(n − r))       cured by r when g(r) ≥ 0
 *
 *   E        equity at doubtful marks, less what earlier legs of the plan and slices out cost
 *   B        what closing a lot costs, ·10^12: M·(Δ·10^6 + P·fees)·10^6, Δ = mark − P for a sale, P − mark for a purchase
 *   P        planning price; P6 = P·10^6
 *   F        10^6·Σ MM of the other legs (rounded ones whole, planned ones as X)
 *   X(m)     10^6·margin of m lots of this leg, unrounded: m·p·M·rate_k − D_k
 *
 * X is convex, so g is concave and Newton's step from the left never passes the first root by more than rounding.
 */
import { Account, LegOrder, LEGS_MAX, Market, PPM, Side } from "../abi";
import { domainAt, legAt, marketAt, PLAN_AT, PLAN_ORDER_AT, scratch, sliceAt, workAt } from "../arena";
import { bandPrice } from "../book/match";
import { magnitude, ppmCeil, Wide, WIDE_BYTES } from "../fixed";
import { zeroPrice, zeroValue } from "../margin/liquidation-price";
import { equity, legMargin, maintenance } from "../margin/requirement";
import { doubtfulPrice } from "../market/breakers";
import { tierOf } from "../market/tiers";
import { closesBefore, lossInto, unwindRank } from "./leg-order";

/** Money to spare for roundings. */
const SPARE: i64 = 8;
const PPM_SQUARED: i64 = 1_000_000_000_000;

/** A leg in the plan. `remaining` is the round's r; 0 when other legs cure. */
@unmanaged
export class PlanLeg {
  price: i64;
  lots: i64;
  margin: i64;
  limit: i64;
  zeroValue: i64;
  zeroQuantity: i64;
  planningPpm: i64;
  remaining: i64;
  loss: i64;
  rank: u32;
  market: u32;
  workRow: u32;
  side: u8;
  blocked: u8;
  last: u8;
  out: u8;
}

const PLAN_LEG_BYTES: usize = 96;
const WIDES: usize = 16 * PLAN_LEG_BYTES;

function planAt(i: i32): PlanLeg {
  return changetype<PlanLeg>(scratch + PLAN_AT + <usize>i * PLAN_LEG_BYTES);
}

function wide(i: i32): Wide {
  return changetype<Wide>(scratch + PLAN_AT + WIDES + <usize>i * WIDE_BYTES);
}

/** Registers of the plan, in scratch memory. */
const FREE: i32 = 0;
const MARGINS: i32 = 1;
const TERM: i32 = 2;
const PART: i32 = 3;
const RESULT: i32 = 4;
const OTHERS: i32 = 5;

let count: i32 = 0;
let target: u64 = 0;
let legOrder: u8 = 0;

/** Place in the plan of the i-th leg to be sent, best first. */
function placeAt(i: i32): i32 {
  return load<u8>(scratch + PLAN_ORDER_AT + <usize>i);
}

export function planCount(): i32 {
  return count;
}

/** The i-th leg in plan order. */
export function planned(i: i32): PlanLeg {
  return planAt(placeAt(i));
}

/** The i-th leg listed, by market. */
export function planInMarketOrder(i: i32): PlanLeg {
  return planAt(i);
}

/** The limit of a leg's slices: slippage bound and zero price, whichever is stricter (DESIGN.md 6.3). */
function limitPrice(market: Market, quantity: i64, price: i64, equityNow: i64, zero: i64): i64 {
  const side: Side = quantity > 0 ? Side.sell : Side.buy;
  const bound = bandPrice(market, price, side, market.slippagePpm);
  if (equityNow < 0) return bound;
  const own = zeroPrice(market, quantity, zero);
  if (own == 0) return bound;
  return side == Side.sell ? max(bound, own) : min(bound, own);
}

/** Lists the account's legs with limits and zero values at the `equity` and `maintenance` just measured with doubt. */
export function listLegs(account: Account, firstWork: u32): void {
  count = 0;
  let work = firstWork;
  const e = equity;
  const mm = maintenance;
  for (let row = account.firstLeg; row != 0; row = legAt(row).nextLeg) {
    const leg = legAt(row);
    const market = marketAt(leg.market);
    while (workAt(work).market != leg.market) work = workAt(work).next;
    const plan = planAt(count++);
    plan.price = doubtfulPrice(market, leg.quantity);
    plan.margin = legMargin(leg, market, plan.price);
    plan.lots = magnitude(leg.quantity);
    plan.zeroQuantity = plan.lots;
    plan.zeroValue = zeroValue(market, leg.quantity, plan.price, e, mm, plan.margin);
    plan.limit = limitPrice(market, leg.quantity, plan.price, e, plan.zeroValue);
    plan.remaining = 0;
    plan.rank = unwindRank(account, leg.market);
    plan.market = leg.market;
    plan.workRow = work;
    plan.side = <u8>(leg.quantity > 0 ? Side.sell : Side.buy);
    plan.blocked = workAt(work).breaker;
    plan.out = 0;
    plan.last = 0;
    plan.planningPpm = planningPrice(market, plan);
  }
  assert(<u32>count <= LEGS_MAX);
}

/** P6: the mark moved by the expected slippage, never beyond the limit. */
function planningPrice(market: Market, plan: PlanLeg): i64 {
  const limit = plan.limit * PPM;
  if (plan.side == <u8>Side.sell) return max(plan.price * (PPM - <i64>market.expectedSlippagePpm), limit);
  return min(plan.price * (PPM + <i64>market.expectedSlippagePpm), limit);
}

/** wide(into) = 10^12 · what closing r lots of the leg at P6 costs: loss against the mark, and fees. */
function cost(into: i32, plan: PlanLeg, lots: i64, pricePpm: i64): void {
  const market = marketAt(plan.market);
  const adverse = plan.side == <u8>Side.sell ? plan.price * PPM - pricePpm : pricePpm - plan.price * PPM;
  const perPrice = lots * market.unit;
  wide(into).product(perPrice, adverse);
  wide(into).scale(PPM);
  wide(PART).product(perPrice, pricePpm);
  wide(PART).scale(market.takerFeePpm + market.liquidationFeePpm);
  wide(into).add(wide(PART));
}

/** wide(into) = X(lots). */
function unrounded(into: i32, plan: PlanLeg, lots: i64): void {
  const market = marketAt(plan.market);
  const notional = lots * plan.price * market.unit;
  const tier = tierOf(plan.market, market.tierCount, notional);
  wide(into).product(notional, tier.maintenancePpm);
  wide(PART).product(tier.maintenanceWhole, PPM);
  wide(into).subtract(wide(PART));
  wide(PART).set(tier.maintenanceRest);
  wide(into).subtract(wide(PART));
}

/** RESULT = FREE − target·MARGINS: what is missing for the cure when negative. */
function shortage(): void {
  wide(TERM).copy(wide(MARGINS));
  wide(TERM).scale(target);
  wide(RESULT).copy(wide(FREE));
  wide(RESULT).subtract(wide(TERM));
}

/** RESULT = g(r) for a leg, OTHERS holding F. */
function test(plan: PlanLeg, lots: i64): void {
  unrounded(TERM, plan, plan.lots - lots);
  wide(TERM).add(wide(OTHERS));
  wide(TERM).scale(target);
  wide(RESULT).copy(wide(FREE));
  wide(RESULT).subtract(wide(TERM));
  cost(TERM, plan, lots, plan.planningPpm);
  wide(RESULT).subtract(wide(TERM));
}

/** Plans the round over the legs listed. */
export function makePlan(domain: u32): void {
  target = domainAt(domain).targetPpm;
  legOrder = domainAt(domain).legOrder;
  wide(FREE).product(equity - SPARE, PPM_SQUARED);
  wide(MARGINS).set(0);
  for (let i = 0; i < count; i++) countLeg(planAt(i));
  orderLegs();
  for (let i = 0; i < count; i++) {
    shortage();
    if (!wide(RESULT).negative()) return;
    const plan = planned(i);
    if (!plan.blocked && plan.lots > 0) planLeg(plan);
  }
}

/** Adds a leg to MARGINS; a slice that is out counts as filled at its limit. */
function countLeg(plan: PlanLeg): void {
  const out = workAt(plan.workRow).slice;
  const filled = out == 0 ? 0 : min(sliceAt(out).left, plan.lots);
  if (filled == 0) {
    plan.out = u8(out != 0);
    wide(TERM).product(plan.margin, PPM);
    wide(MARGINS).add(wide(TERM));
    return;
  }
  plan.out = 1;
  cost(TERM, plan, filled, sliceAt(out).limit * PPM);
  wide(FREE).subtract(wide(TERM));
  plan.lots -= filled;
  unrounded(TERM, plan, plan.lots);
  wide(MARGINS).add(wide(TERM));
}

/** OTHERS = MARGINS without this leg's own part. */
function setOthers(plan: PlanLeg): void {
  wide(OTHERS).copy(wide(MARGINS));
  if (plan.out && plan.lots < plan.zeroQuantity) unrounded(TERM, plan, plan.lots);
  else wide(TERM).product(plan.margin, PPM);
  wide(OTHERS).subtract(wide(TERM));
}

/** In the domain's order of legs, then by market; those whose full close would only make it worse come last. */
function orderLegs(): void {
  store<u8>(scratch + PLAN_ORDER_AT, 0);
  if (count == 1) return;
  for (let i = 0; i < count; i++) {
    const plan = planAt(i);
    setOthers(plan);
    test(plan, 0);
    wide(MARGIN_BEFORE).copy(wide(RESULT));
    test(plan, plan.lots);
    wide(RESULT).subtract(wide(MARGIN_BEFORE));
    plan.last = u8(wide(RESULT).negative());
    if (legOrder == <u8>LegOrder.release) plan.loss = lossInto(plan);
    let at = i;
    while (at > 0 && precedes(plan, planned(at - 1))) {
      store<u8>(scratch + PLAN_ORDER_AT + <usize>at, <u8>placeAt(at - 1));
      at--;
    }
    store<u8>(scratch + PLAN_ORDER_AT + <usize>at, <u8>i);
  }
}

const MARGIN_BEFORE: i32 = 6;

function precedes(a: PlanLeg, b: PlanLeg): bool {
  return a.last != b.last ? a.last < b.last : closesBefore(legOrder, a, b);
}

/** Sets the leg's r and carries its effect over to the legs that follow. */
function planLeg(plan: PlanLeg): void {
  const market = marketAt(plan.market);
  setOthers(plan);
  let close = smallestCure(plan, market);
  if (plan.lots * plan.price * market.unit <= market.fullCloseNotional) close = plan.lots;
  else close = min(close, max<i64>(1, ppmCeil(plan.lots, market.closeFactorPpm)));
  plan.remaining = close;
  cost(TERM, plan, close, plan.planningPpm);
  wide(FREE).subtract(wide(TERM));
  unrounded(TERM, plan, plan.lots - close);
  wide(MARGINS).copy(wide(OTHERS));
  wide(MARGINS).add(wide(TERM));
}

/** The smallest r ≥ 1 with g(r) ≥ 0, or all lots when there is none. */
function smallestCure(plan: PlanLeg, market: Market): i64 {
  cost(TERM, plan, 1, plan.planningPpm);
  const costPerLot = wide(TERM).approximate();
  const perLot = <f64>plan.price * <f64>market.unit * <f64>target;
  let close: i64 = 1;
  test(plan, close);
  while (wide(RESULT).negative()) {
    if (close == plan.lots) return plan.lots;
    const tier = tierOf(plan.market, market.tierCount, (plan.lots - close) * plan.price * market.unit);
    const slope = perLot * <f64>tier.maintenancePpm - costPerLot;
    if (slope <= 0) return plan.lots;
    const step = Math.ceil(-wide(RESULT).approximate() / slope);
    if (step >= <f64>(plan.lots - close)) close = plan.lots;
    else close += max<i64>(1, <i64>step);
    test(plan, close);
  }
  while (close > 1) {
    test(plan, close - 1);
    if (wide(RESULT).negative()) break;
    close--;
  }
  return close;
}
