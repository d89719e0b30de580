/**
 * The plan of a round (rules: plan 1, 6): on each leg in turn the smallest close that cures, in exact rationals.
 *
 *   g(r) = 10^12·(E − 8) − r·B − target·(F + X(n − r))       cured by r when g(r) ≥ 0
 *
 *   E        equity at doubtful marks, less what earlier legs of the plan and slices out cost
 *   B        what closing a lot costs, ·10^12. Linear: M·(Δ·10^6 + P·fees)·10^6, Δ = mark − P for a sale, P − mark for a
 *            purchase. Inverse: C·10^12·((10^6 + fees)·mark − P6)/(P6·mark) for a sale, C·10^12·(P6 − (10^6 −
 *            fees)·mark)/(P6·mark) for a purchase
 *   P        planning price; P6 = P·10^6 (planningPriceE6)
 *   F        10^6·Σ MM of the other legs (rounded ones whole, planned ones as X)
 *   X(m)     10^6·margin of m lots of this leg, unrounded: N·rate_k − D_k, N = m·p·M or m·C/p
 *
 * X is convex, so g is concave and Newton's step from the left never passes the first root by more than rounding.
 */
import { isOut } from "../cases/works";
import { zeroValue } from "../margin/liquidation-price";
import { atMarks, inDoubt, legMargin, measure, Measured } from "../margin/requirement";
import { doubtfulPrice } from "../market/breakers";
import { tierOf } from "../market/tiers";
import { lotNotional, notionalOfLots, wholeNotional } from "../market/value";
import {
  Account,
  Breaker,
  Case,
  Kind,
  Leg,
  LegOrder,
  LEGS_MAX,
  Market,
  Pair,
  PPM,
  Side,
  Slice,
} from "../memory/abi";
import {
  accountAt,
  domainAt,
  legAt,
  marketAt,
  PLAN_AT,
  PLAN_ORDER_AT,
  scratch,
  sliceAt,
  workAt,
} from "../memory/arena";
import { beginKeeping, DEBUGGING, forget, keep, planted, printOf } from "../memory/pairs";
import { Exact, EXACT_BYTES, precisionFor } from "../numbers/exact";
import { magnitude, ppmCeil } from "../numbers/fixed";
import { closingSide, limitPrice } from "../slicing/limit-price";
import { closesBefore, lossInto, unwindRank } from "./leg-order";
import { closeOfLoneLeg, UNSURE } from "./lone-leg";
import { PlanLeg, SPARE } from "./plan-leg";

const PPM_SQUARED: i64 = 1_000_000_000_000;

const PLAN_LEG_BYTES: usize = 112;
if (offsetof<PlanLeg>() > PLAN_LEG_BYTES) ERROR("entries of the plan overlap");
const REGISTERS: usize = 16 * PLAN_LEG_BYTES;

function planAt(i: i32): PlanLeg {
  return changetype<PlanLeg>(scratch + PLAN_AT + <usize>i * PLAN_LEG_BYTES);
}

function exact(i: i32): Exact {
  return changetype<Exact>(scratch + PLAN_AT + REGISTERS + <usize>i * EXACT_BYTES);
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

/** Lists the account's legs with limits and zero values; requires that it has been measured with doubt. */
export function listLegs(account: Account, firstWork: u32): void {
  count = 0;
  const found = inDoubt(account);
  const orderedByUser = domainAt(account.domain).legOrder == <u8>LegOrder.user;
  let work = firstWork;
  for (let row = account.firstLeg; row != 0; row = legAt(row).nextLeg) {
    const leg = legAt(row);
    const market = marketAt(leg.market);
    while (work != 0 && workAt(work).market < leg.market) work = workAt(work).next;
    const worked = work != 0 && workAt(work).market == leg.market;
    const plan = planAt(count++);
    const price = doubtfulPrice(market, leg.quantity);
    describe(plan, leg, market, price, legMargin(leg, market, price), found);
    plan.rank = orderedByUser ? unwindRank(leg.account, leg.market) : 0;
    // A leg without a work, for want of room, is left alone: row 0 says nothing.
    plan.workRow = worked ? work : 0;
    plan.blocked = worked ? workAt(work).breaker : <u8>Breaker.CAPACITY;
  }
  assert(<u32>count <= LEGS_MAX, "a plan of more legs than an account may have");
}

/** Fills a leg's entry in the plan with what holds before anything is planned. */
function describe(plan: PlanLeg, leg: Leg, market: Market, price: i64, margin: i64, found: Measured): void {
  plan.price = price;
  plan.margin = margin;
  plan.lots = magnitude(leg.quantity);
  plan.zeroQuantity = plan.lots;
  plan.zeroValue = zeroValue(market, leg.quantity, price, found, margin);
  plan.limit = limitPrice(market, leg.quantity, price, found.equity, plan.zeroValue);
  plan.remaining = 0;
  plan.market = leg.market;
  plan.side = <u8>closingSide(leg.quantity);
  plan.last = 0;
  plan.planningPriceE6 = planningPrice(market, plan);
}

/** P6: the mark moved by the expected slippage, never beyond the limit. */
function planningPrice(market: Market, plan: PlanLeg): i64 {
  const limit = plan.limit * PPM;
  if (plan.side == <u8>Side.sell) return max(plan.price * (PPM - <i64>market.expectedSlippagePpm), limit);
  return min(plan.price * (PPM + <i64>market.expectedSlippagePpm), limit);
}

/** exact(into) = 10^12 · what closing r lots of the leg at P6 costs: loss against the mark, and fees. */
function cost(into: i32, plan: PlanLeg, lots: i64, priceE6: i64): void {
  const market = marketAt(plan.market);
  const fees = <i64>(market.takerFeePpm + market.liquidationFeePpm);
  const sells = plan.side == <u8>Side.sell;
  if (market.kind == <u8>Kind.linear) {
    const adverse = sells ? plan.price * PPM - priceE6 : priceE6 - plan.price * PPM;
    setProduct(into, lots * market.unit, magnitude(adverse), PPM);
    if (adverse < 0) exact(into).negate();
    setProduct(PART, lots * market.unit, priceE6, fees);
    exact(into).add(exact(PART));
    return;
  }
  const adverse = sells ? (PPM + fees) * plan.price - priceE6 : priceE6 - (PPM - fees) * plan.price;
  setProduct(into, lots, market.unit, magnitude(adverse));
  exact(into).scale(PPM_SQUARED);
  // A buy limit may round down to no tick at all.
  exact(into).divide(max<i64>(1, priceE6));
  exact(into).divide(plan.price);
  if (adverse < 0) exact(into).negate();
}

/** exact(into) = a·b·c, for factors ≥ 0. */
function setProduct(into: i32, a: i64, b: i64, c: i64): void {
  exact(into).set(a);
  exact(into).scale(b);
  exact(into).scale(c);
}

/** exact(into) = X(lots). */
function unrounded(into: i32, plan: PlanLeg, lots: i64): void {
  const market = marketAt(plan.market);
  const tier = tierOf(plan.market, market.tierCount, wholeNotional(market, lots, plan.price));
  setProduct(into, lots, market.unit, tier.maintenancePpm);
  if (market.kind == <u8>Kind.linear) exact(into).scale(plan.price);
  else exact(into).divide(plan.price);
  setProduct(PART, tier.maintenanceWhole, PPM, 1);
  exact(into).subtract(exact(PART));
  exact(PART).set(tier.maintenanceRest);
  exact(into).subtract(exact(PART));
}

/** RESULT = FREE − target·MARGINS: what is missing for the cure when negative. */
function setExcess(): void {
  exact(TERM).copy(exact(MARGINS));
  exact(TERM).scale(target);
  exact(RESULT).copy(exact(FREE));
  exact(RESULT).subtract(exact(TERM));
}

/** RESULT = g(r) for a leg, OTHERS holding F. */
function setExcessAfter(plan: PlanLeg, lots: i64): void {
  unrounded(TERM, plan, plan.lots - lots);
  exact(TERM).add(exact(OTHERS));
  exact(TERM).scale(target);
  exact(RESULT).copy(exact(FREE));
  exact(RESULT).subtract(exact(TERM));
  cost(TERM, plan, lots, plan.planningPriceE6);
  exact(RESULT).subtract(exact(TERM));
}

/** Plans the round over the legs listed, of an account that has been measured with doubt. */
export function makePlan(account: Account): void {
  const equity = inDoubt(account).equity;
  target = domainAt(account.domain).targetPpm;
  legOrder = domainAt(account.domain).legOrder;
  if (count == 1 && planLoneLeg(planAt(0), equity)) return;
  precisionFor(divisorBits());
  beginPlan(equity);
  for (let i = 0; i < count; i++) countLeg(planAt(i));
  orderLegs();
  for (let i = 0; i < count; i++) {
    setExcess();
    if (!exact(RESULT).negative()) return;
    const plan = planned(i);
    if (!plan.blocked && plan.lots > 0) planLeg(plan);
  }
}

/** FREE and MARGINS before any leg is counted. */
function beginPlan(equity: i64): void {
  exact(FREE).set(equity - SPARE);
  exact(FREE).scale(PPM_SQUARED);
  exact(MARGINS).set(0);
}

/**
 * Lists and plans the only leg of a new case whose account has just been measured, at last marks: what
 * `listLegs` and `makePlan`, its slow path, do where the leg is linear and neither doubt nor a block touches
 * it. False: floating point cannot decide, and the slow path must.
 */
export function planNewLoneCase(liquidation: Case): bool {
  const account = accountAt(liquidation.account);
  const leg = legAt(account.firstLeg);
  const market = marketAt(leg.market);
  const plan = planAt(0);
  count = 1;
  const found = atMarks(account);
  describe(plan, leg, market, market.mark, found.maintenance, found);
  plan.workRow = liquidation.firstWork;
  plan.blocked = 0;
  store<u8>(scratch + PLAN_ORDER_AT, 0);
  const close = closeOfLoneLeg(plan, market, found.equity, domainAt(account.domain).targetPpm);
  if (close == UNSURE) return false;
  if (close != 0) plan.remaining = bounded(plan, market, close);
  if (DEBUGGING) confirmLoneCase(liquidation, account, plan);
  return true;
}

/** Listed and planned like any case, at doubtful marks, a new lone one has the same plan. */
function confirmLoneCase(liquidation: Case, account: Account, plan: PlanLeg): void {
  plan.limit += planted(Pair.loneCase);
  // Places among several legs, which it has not.
  plan.rank = 0;
  const kept = beginKeeping();
  keep(changetype<usize>(plan), PLAN_LEG_BYTES);
  const print = printOf(kept);
  measure(account, true);
  listLegs(account, liquidation.firstWork);
  makePlan(account);
  plan.rank = 0;
  assert(count == 1 && placeAt(0) == 0, "a new lone case has other legs to plan");
  assert(printOf(kept) == print, "a new lone case has another plan than by its stages");
  forget(kept);
}

/** Exact numbers want the same close of the one leg, of which nothing is out, with a fraction or without. */
function confirmClose(plan: PlanLeg, market: Market, equity: i64, close: i64): void {
  const exactly = closeExactly(plan, market, equity, 0) + planted(Pair.shortExact);
  assert(closeExactly(plan, market, equity, 1) == exactly, "exact numbers of two words want another close");
  assert(close == exactly, "a lone leg wants another close by exact numbers");
}

function closeExactly(plan: PlanLeg, market: Market, equity: i64, divisorBits: i32): i64 {
  precisionFor(divisorBits);
  beginPlan(equity);
  countLeg(plan);
  setExcess();
  if (!exact(RESULT).negative()) return 0;
  setOthers(plan);
  return smallestCure(plan, market);
}

/** Plans an account of one linear leg with nothing out; false: not certain, `makePlan` goes on exactly. */
function planLoneLeg(plan: PlanLeg, equity: i64): bool {
  const market = marketAt(plan.market);
  if (market.kind != <u8>Kind.linear || isOut(workAt(plan.workRow))) return false;
  const close = closeOfLoneLeg(plan, market, equity, target);
  if (close == UNSURE) return false;
  if (DEBUGGING) confirmClose(plan, market, equity, close);
  store<u8>(scratch + PLAN_ORDER_AT, 0);
  if (close != 0 && !plan.blocked) plan.remaining = bounded(plan, market, close);
  return true;
}

/** How long the divisors of the legs' costs and margins are together; rungs are rounded, and need room for one. */
function divisorBits(): i32 {
  let bits: i64 = 0;
  for (let i = 0; i < count; i++) {
    const plan = planAt(i);
    if (marketAt(plan.market).kind == <u8>Kind.linear) continue;
    const work = workAt(plan.workRow);
    bits += 128 - clz(plan.planningPriceE6) - clz(plan.price);
    if (work.slice != 0) bits += 64 - clz(sliceAt(work.slice).limit * PPM);
    if (work.firstRung != 0) bits += 64;
  }
  return <i32>bits;
}

/** Adds a leg to MARGINS; what is out counts as filled at its limit. */
function countLeg(plan: PlanLeg): void {
  const work = workAt(plan.workRow);
  if (work.slice != 0) countOut(plan, sliceAt(work.slice));
  for (let rung = work.firstRung; rung != 0; rung = sliceAt(rung).nextRung) countOut(plan, sliceAt(rung));
  ownMargin(plan);
  exact(MARGINS).add(exact(TERM));
}

/** A ladder has too many limits to divide by all of them: what each rung costs is rounded up, by less than 10^-12. */
function countOut(plan: PlanLeg, slice: Slice): void {
  const filled = min(slice.left, plan.lots);
  // A late report may have turned the leg round: what is out does not reduce it any more, and counts for nothing.
  if (filled == 0 || slice.side != plan.side) return;
  cost(TERM, plan, filled, slice.limit * PPM);
  if (slice.rung) exact(TERM).roundUp();
  exact(FREE).subtract(exact(TERM));
  plan.lots -= filled;
}

/** TERM = the leg's part of MARGINS: its rounded margin, unrounded for what is left when part of it is out. */
function ownMargin(plan: PlanLeg): void {
  if (plan.lots < plan.zeroQuantity) unrounded(TERM, plan, plan.lots);
  else setProduct(TERM, plan.margin, PPM, 1);
}

/** OTHERS = MARGINS without this leg's own part. */
function setOthers(plan: PlanLeg): void {
  exact(OTHERS).copy(exact(MARGINS));
  ownMargin(plan);
  exact(OTHERS).subtract(exact(TERM));
}

/** In the domain's order, then by market; legs whose full close leaves more missing than before come last. */
function orderLegs(): void {
  store<u8>(scratch + PLAN_ORDER_AT, 0);
  if (count == 1) return;
  for (let i = 0; i < count; i++) {
    const plan = planAt(i);
    setOthers(plan);
    setExcessAfter(plan, 0);
    exact(MARGIN_BEFORE).copy(exact(RESULT));
    setExcessAfter(plan, plan.lots);
    exact(RESULT).subtract(exact(MARGIN_BEFORE));
    plan.last = u8(exact(RESULT).negative());
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

/** A close within the close factor, or all lots of a small leg. */
function bounded(plan: PlanLeg, market: Market, close: i64): i64 {
  if (notionalOfLots(market, plan.lots, plan.price) <= market.fullCloseNotional) return plan.lots;
  return min(close, max<i64>(1, ppmCeil(plan.lots, market.closeFactorPpm)));
}

/** Sets the leg's r and carries its effect over to the legs that follow. */
function planLeg(plan: PlanLeg): void {
  const market = marketAt(plan.market);
  setOthers(plan);
  const close = bounded(plan, market, smallestCure(plan, market));
  plan.remaining = close;
  cost(TERM, plan, close, plan.planningPriceE6);
  exact(FREE).subtract(exact(TERM));
  unrounded(TERM, plan, plan.lots - close);
  exact(MARGINS).copy(exact(OTHERS));
  exact(MARGINS).add(exact(TERM));
}

/** The smallest r ≥ 1 with g(r) ≥ 0, or all lots when there is none. */
function smallestCure(plan: PlanLeg, market: Market): i64 {
  cost(TERM, plan, 1, plan.planningPriceE6);
  const costPerLot = exact(TERM).approximate();
  const perLot = lotNotional(market, plan.price) * <f64>target;
  let close: i64 = 1;
  setExcessAfter(plan, close);
  while (exact(RESULT).negative()) {
    if (close == plan.lots) return plan.lots;
    const tier = tierOf(plan.market, market.tierCount, wholeNotional(market, plan.lots - close, plan.price));
    const slope = perLot * <f64>tier.maintenancePpm - costPerLot;
    if (slope <= 0) return plan.lots;
    const step = Math.ceil(-exact(RESULT).approximate() / slope);
    if (step >= <f64>(plan.lots - close)) close = plan.lots;
    else close += max<i64>(1, <i64>step);
    setExcessAfter(plan, close);
  }
  while (close > 1) {
    setExcessAfter(plan, close - 1);
    if (exact(RESULT).negative()) break;
    close--;
  }
  return close;
}
