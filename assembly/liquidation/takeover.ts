/**
 * Takeover: the legs of an account move to `@liquidation`, but for lots that its fund cannot afford or its market does not
 * let it hold, which are deleveraged first (rules: takeover-and-fund 4, 5).
 */
import { carryMismatch, followTrade } from "../cases/venue-legs";
import { tradeLiquidation } from "../ledger/liquidation-account";
import { findLeg, MISMATCHED, trade } from "../ledger/position";
import { clearShortfall, seizeCollateral } from "../ledger/shortfall";
import { inDoubt, measure } from "../margin/requirement";
import { isMovable } from "../market/breakers";
import { priceOf, valueOf } from "../market/value";
import {
  Case,
  Domain,
  EventType,
  FundReason,
  Market,
  Side,
  Surplus,
  TAKEOVER_EVENT_BYTES,
  TakeoverEvent,
} from "../memory/abi";
import { accountAt, domainAt, legAt, marketAt, workAt } from "../memory/arena";
import { emit } from "../memory/event-log";
import { ceilDivide, magnitude, mulDivFloor } from "../numbers/fixed";
import { slippageBound } from "../slicing/limit-price";
import { markTakenOver } from "../slicing/slices-out";
import { deleverage, lotsBeyondCap, lotsForLoss, meansOf, valueOfFirst } from "./adl";
import { listLegs, planCount, planInMarketOrder } from "./plan";
import { PlanLeg } from "./plan-leg";

export function hasMovableLeg(liquidation: Case): bool {
  for (let leg = accountAt(liquidation.account).firstLeg; leg != 0; leg = legAt(leg).nextLeg) {
    if (isMovable(marketAt(legAt(leg).market))) return true;
  }
  return false;
}

/**
 * Lists the account's legs with what those that may move are worth when they do (rules: takeover-and-fund 4): their exact zero
 * value, so that cash ends at 0 but for the share of legs left behind; or, when the user keeps the surplus, their limit price.
 */
function priceMoves(liquidation: Case): void {
  const account = accountAt(liquidation.account);
  measure(account, true);
  const e = inDoubt(account).equity;
  const mm = inDoubt(account).maintenance;
  listLegs(account, liquidation.firstWork);
  const count = planCount();
  const atLimit = domainAt(account.domain).surplus == <u8>Surplus.user && e > 0;
  let marginLeft: i64 = 0;
  let last = -1;
  for (let i = 0; i < count; i++) {
    if (isMovable(marketAt(planInMarketOrder(i).market))) last = i;
    else marginLeft += planInMarketOrder(i).margin;
  }
  let shares = mm == 0 ? e : e - mulDivFloor(e, marginLeft, mm);
  for (let i = 0; i <= last; i++) {
    const plan = planInMarketOrder(i);
    const market = marketAt(plan.market);
    if (!isMovable(market)) continue;
    const lots = lotsOf(plan);
    plan.share = 0;
    if (atLimit) {
      plan.moved = valueOf(market, lots, plan.limit);
      continue;
    }
    plan.share = i == last || mm == 0 ? shares : mulDivFloor(e, plan.margin, mm);
    shares -= plan.share;
    plan.moved = valueOf(market, lots, plan.price) - plan.share;
  }
}

/** The signed lots of a leg as they were when it was listed. */
function lotsOf(plan: PlanLeg): i64 {
  return plan.side == <u8>Side.sell ? plan.lots : -plan.lots;
}

/** Farther below 0 than all that legs may be worth together is above it. */
const FAR_BELOW: i64 = -(1 << 60);

/**
 * Whether a takeover could cost the fund (rules: takeover-and-fund 2): the legs that would move, sold as far from their marks as
 * slippage is bounded, bring less than they move at.
 */
export function couldCost(liquidation: Case): bool {
  priceMoves(liquidation);
  const count = planCount();
  let gain: i64 = 0;
  for (let i = 0; i < count; i++) {
    const plan = planInMarketOrder(i);
    const market = marketAt(plan.market);
    if (!isMovable(market)) continue;
    const lots = lotsOf(plan);
    const bound = slippageBound(market, lots, market.mark);
    // A purchase's may round down to no tick at all, where nobody sells.
    if (bound == 0) return true;
    const part = valueOf(market, lots, bound) - plan.moved;
    if (part < FAR_BELOW) return true;
    gain += part;
  }
  return gain < 0;
}

/** Moves every movable leg at the value at which it moves, and gives up collateral for what the account then owes. */
export function takeOver(liquidation: Case): void {
  const account = accountAt(liquidation.account);
  const domain: Domain = domainAt(account.domain);
  priceMoves(liquidation);
  const count = planCount();
  let means = domain.adl ? meansOf(account.domain) : 0;
  for (let i = 0; i < count; i++) {
    const plan = planInMarketOrder(i);
    const market = marketAt(plan.market);
    if (isMovable(market)) means -= moveLeg(liquidation, plan, market, means);
  }
  if (account.legs != 0 || account.cash >= 0) return;
  seizeCollateral(liquidation.account, liquidation.number, FundReason.takeover);
  clearShortfall(liquidation.account);
}

/**
 * Moves one leg, at a signed value that may include a loss: lots that the means do not cover, or that pass the market's cap, to
 * counterparties, the rest to `@liquidation`. Returns what the rest takes from the means.
 */
function moveLeg(liquidation: Case, plan: PlanLeg, market: Market, means: i64): i64 {
  const lots = lotsOf(plan);
  const size = plan.lots;
  const value = plan.moved;
  const loss = max<i64>(0, -plan.share);
  const gone = domainAt(market.domain).adl
    ? giveAway(liquidation, plan, market, lots, value, loss, means)
    : 0;
  markTakenOver(workAt(plan.workRow));
  if (gone == size) return 0;
  const left = lots < 0 ? gone - size : size - gone;
  const rest = gone == 0 ? value : value - valueOfFirst(gone, lots, value);
  const event = changetype<TakeoverEvent>(emit(EventType.takeover, TAKEOVER_EVENT_BYTES));
  event.case = liquidation.number;
  event.account = liquidation.account;
  event.market = plan.market;
  event.quantity = left;
  const price = priceOf(market, magnitude(left), magnitude(rest));
  event.price = price;
  const mismatched = legAt(findLeg(accountAt(liquidation.account), plan.market)).venue & MISMATCHED;
  trade(liquidation.account, plan.market, -left, -rest, 0, 0);
  tradeLiquidation(plan.market, left, rest, liquidation.number, 0, FundReason.takeover, price);
  if (mismatched) carryMismatch(plan.market);
  followTrade(plan.market);
  return loss - mulDivFloor(loss, gone, size);
}

/** Deleverages what must not be taken over; returns the lots that counterparties took. */
function giveAway(
  liquidation: Case,
  plan: PlanLeg,
  market: Market,
  lots: i64,
  value: i64,
  loss: i64,
  means: i64,
): i64 {
  const size = magnitude(lots);
  const wanted = max(lotsForLoss(loss, size, means), lotsBeyondCap(market, lots));
  if (wanted == 0) return 0;
  const overshoot = ceilDivide(loss, size);
  const gone = deleverage(
    liquidation.account,
    plan.market,
    lots,
    value,
    wanted,
    liquidation.number,
    overshoot,
  );
  if (gone != 0) liquidation.deleveraged = 1;
  return gone;
}
