/** Takeover: the legs of an account move to `@liquidation` (DESIGN.md 6.7). */
import {
  Case,
  Domain,
  EventType,
  FundReason,
  Market,
  Surplus,
  TAKEOVER_EVENT_BYTES,
  TakeoverEvent,
} from "../abi";
import { accountAt, domainAt, legAt, marketAt, workAt } from "../arena";
import { emit } from "../event-log";
import { magnitude, mulDivFloor } from "../fixed";
import { findLeg, positionEvent, realised, trade } from "../margin/position";
import { equity, maintenance, measure } from "../margin/requirement";
import { isDoubtful, isShut } from "../market/breakers";
import { priceOf, valueOf } from "../market/value";
import { clearShortfall } from "./insurance-fund";
import { tradeLiquidation } from "./liquidation-account";
import { listLegs, planCount, PlanLeg, planInMarketOrder } from "./plan";
import { markTakenOver } from "./slices";

/** Whether a leg of the market may be taken over now. */
function movable(market: Market): bool {
  return !isDoubtful(market) && !isShut(market);
}

export function hasMovableLeg(liquidation: Case): bool {
  for (let leg = accountAt(liquidation.account).firstLeg; leg != 0; leg = legAt(leg).nextLeg) {
    if (movable(marketAt(legAt(leg).market))) return true;
  }
  return false;
}

/**
 * Moves every movable leg at its exact zero value, so that cash ends at 0 but for the share of legs left behind; or,
 * when the user keeps the surplus, at its limit price.
 */
export function takeOver(liquidation: Case): void {
  const account = accountAt(liquidation.account);
  const domain: Domain = domainAt(account.domain);
  measure(account, true);
  const e = equity;
  const mm = maintenance;
  listLegs(account, liquidation.firstWork);
  const count = planCount();
  const atLimit = domain.surplus == <u8>Surplus.user && e > 0;
  let marginLeft: i64 = 0;
  let last = -1;
  for (let i = 0; i < count; i++) {
    if (movable(marketAt(planInMarketOrder(i).market))) last = i;
    else marginLeft += planInMarketOrder(i).margin;
  }
  let shares = mm == 0 ? e : e - mulDivFloor(e, marginLeft, mm);
  for (let i = 0; i <= last; i++) {
    const plan = planInMarketOrder(i);
    const market = marketAt(plan.market);
    if (!movable(market)) continue;
    const lots = legAt(findLeg(account, plan.market)).quantity;
    if (atLimit) {
      moveLeg(liquidation, plan, market, lots, valueOf(market, lots, plan.limit));
      continue;
    }
    const share = i == last || mm == 0 ? shares : mulDivFloor(e, plan.margin, mm);
    shares -= share;
    moveLeg(liquidation, plan, market, lots, valueOf(market, lots, plan.price) - share);
  }
  clearShortfall(liquidation.account);
}

/** Moves one leg at a signed value: `takeover`, both positions, and the charge to the fund. */
function moveLeg(liquidation: Case, plan: PlanLeg, market: Market, lots: i64, value: i64): void {
  const event = changetype<TakeoverEvent>(emit(EventType.takeover, TAKEOVER_EVENT_BYTES));
  event.case = liquidation.number;
  event.account = liquidation.account;
  event.market = plan.market;
  event.quantity = lots;
  event.price = priceOf(market, magnitude(lots), magnitude(value));
  trade(liquidation.account, plan.market, -lots, -value);
  positionEvent(liquidation.account, plan.market, realised);
  tradeLiquidation(plan.market, lots, value, liquidation.number, 0, FundReason.takeover);
  markTakenOver(workAt(plan.workRow));
}
