/**
 * Opposite cases cross inside (rules: slicing 24, 25): before a leg is sliced, other cases that want to close the
 * opposite side of the same market take of it, at the mark and without fees.
 */
import { setWanted, withdrawOffers } from "../cases/offers";
import { followTrade, ownBlocks } from "../cases/venue-legs";
import { countClosed, isOut, waitFrom, workIn, worthAtOpening } from "../cases/works";
import { tradeLiquidation } from "../ledger/liquidation-account";
import { findLeg, trade } from "../ledger/position";
import { clearShortfall } from "../ledger/shortfall";
import { legBreaker } from "../market/breakers";
import { fillCost, notionalOfLots } from "../market/value";
import {
  Breaker,
  Case,
  CROSSED_INSIDE_EVENT_BYTES,
  CrossedInsideEvent,
  EventType,
  FundReason,
  Market,
  Pair,
  Side,
  Work,
} from "../memory/abi";
import { accountAt, caseAt, casePool, domainAt, legAt, marketAt, meters, workAt } from "../memory/arena";
import { caseOfWork } from "../memory/case-lists";
import { emit, now } from "../memory/event-log";
import { firstOffer, withdraw } from "../memory/offer-heaps";
import { DEBUGGING, planted } from "../memory/pairs";
import { magnitude } from "../numbers/fixed";
import { planCount, planInMarketOrder } from "./plan";
import { PlanLeg } from "./plan-leg";

/** A round has been planned: what each leg listed wants is its `remaining`. */
export function offerRound(liquidation: Case): void {
  withdrawOffers(liquidation);
  const count = planCount();
  for (let i = 0; i < count; i++) {
    const plan = planInMarketOrder(i);
    const long = plan.side == <u8>Side.sell;
    if (plan.remaining != 0) setWanted(workAt(plan.workRow), long ? plan.remaining : -plan.remaining);
  }
}

/** Crosses a leg that is about to send with the cases on the other side, by number; then with `@liquidation`. */
export function crossInside(liquidation: Case, plan: PlanLeg): void {
  const market = marketAt(plan.market);
  if (!domainAt(market.domain).crossInside) return;
  const long = plan.side == <u8>Side.sell;
  let number: u64 = 0;
  while (plan.remaining > 0 && (long ? market.wantedShorts : market.wantedLongs) != 0) {
    let row = nextCounterCase(plan.market, long);
    if (DEBUGGING) {
      row += <u32>planted(Pair.offers);
      assert(row == scanForCounterCase(number, plan.market, long), "offers are in another order");
    }
    if (row == 0) break;
    number = caseAt(row).number;
    crossWithCase(liquidation, plan, caseAt(row), market);
  }
  if (plan.remaining > 0) crossWithLiquidation(liquidation, plan, market);
  // Nothing is left to send: the case is looked at once more an interval later, also where the leg is gone.
  if (plan.remaining == 0) waitFrom(workAt(plan.workRow), market, now, 0);
}

/**
 * The open case of the lowest number that has anything on offer on the opposite side; 0 when there is none. Those that have
 * nothing for now are no longer listed, until that changes.
 */
function nextCounterCase(market: u32, long: bool): u32 {
  for (let work = firstOffer(market, !long); work != 0; work = firstOffer(market, !long)) {
    meters.looks++;
    const row = caseOfWork(work);
    if (offered(caseAt(row), market, long) != 0) return row;
    // A breaker of the market holds up all.
    if (legBreaker(marketAt(market), 0) != Breaker.none) return 0;
    withdraw(work);
  }
  return 0;
}

/** Debug build: the case of the next higher number by a look at all of them. */
function scanForCounterCase(after: u64, market: u32, long: bool): u32 {
  let found: u32 = 0;
  for (let row: u32 = 1; row < casePool.top; row++) {
    const other = caseAt(row);
    if (other.number <= after || (found != 0 && other.number > caseAt(found).number)) continue;
    if (offered(other, market, long) != 0) found = row;
  }
  return found;
}

/** How many lots a case has on offer against a long (or short) leg of the market. */
function offered(other: Case, market: u32, long: bool): i64 {
  if (other.suspended) return 0;
  const row = workIn(other, market);
  if (row == 0) return 0;
  const work = workAt(row);
  if (isOut(work) || work.wanted == 0 || work.wanted < 0 != long) return 0;
  const leg = findLeg(accountAt(other.account), market);
  if (leg == 0) return 0;
  if (legBreaker(marketAt(market), ownBlocks(work, legAt(leg).venue)) != Breaker.none) return 0;
  const held = legAt(leg).quantity;
  return held < 0 != long ? 0 : min(magnitude(held), magnitude(work.wanted));
}

function crossWithCase(liquidation: Case, plan: PlanLeg, other: Case, market: Market): void {
  const long = plan.side == <u8>Side.sell;
  const lots = min(plan.remaining, offered(other, plan.market, long));
  crossedEvent(liquidation.number, other.number, plan.market, market, lots);
  const given = giveLots(liquidation, plan, market, lots);
  const side: Side = long ? Side.buy : Side.sell;
  const value = fillCost(market, side, lots, market.mark);
  trade(other.account, plan.market, long ? lots : -lots, value, 0, 0);
  countCrossed(other, workAt(workIn(other, plan.market)), market, side, lots);
  domainAt(market.domain).rounding += given + value;
  followTrade(plan.market);
  clearShortfall(liquidation.account);
  clearShortfall(other.account);
}

/** Crosses the leg with `@liquidation`, which offers all that it holds, but seeks no counterparty itself. */
function crossWithLiquidation(liquidation: Case, plan: PlanLeg, market: Market): void {
  const long = plan.side == <u8>Side.sell;
  const held = market.liquidationQuantity;
  if (held == 0 || held < 0 != long) return;
  const work = workAt(market.liquidationWork);
  const own = ownBlocks(work, market.liquidationVenue);
  if (isOut(work) || legBreaker(market, own) != Breaker.none) return;
  const lots = min(plan.remaining, magnitude(held));
  const number = market.liquidationCase;
  crossedEvent(liquidation.number, number, plan.market, market, lots);
  const given = giveLots(liquidation, plan, market, lots);
  const value = fillCost(market, long ? Side.buy : Side.sell, lots, market.mark);
  domainAt(market.domain).rounding += given + value;
  const signed = long ? lots : -lots;
  tradeLiquidation(plan.market, signed, value, number, 0, FundReason.unwind, market.mark);
  followTrade(plan.market);
  clearShortfall(liquidation.account);
}

/** The seeking leg gives up lots at the mark; returns their signed value. */
function giveLots(liquidation: Case, plan: PlanLeg, market: Market, lots: i64): i64 {
  const side: Side = plan.side;
  const value = fillCost(market, side, lots, market.mark);
  trade(liquidation.account, plan.market, side == Side.buy ? lots : -lots, value, 0, 0);
  countCrossed(liquidation, workAt(plan.workRow), market, side, lots);
  plan.remaining -= lots;
  return value;
}

/** Lots that cross are closed at no loss against the mark of now. */
function countCrossed(liquidation: Case, work: Work, market: Market, side: Side, lots: i64): void {
  const worth = notionalOfLots(market, lots, market.mark);
  countClosed(liquidation, work, market, side, lots, worth, worth, worthAtOpening(work, market, lots));
}

function crossedEvent(first: u64, second: u64, row: u32, market: Market, lots: i64): void {
  const event = changetype<CrossedInsideEvent>(emit(EventType.crossedInside, CROSSED_INSIDE_EVENT_BYTES));
  event.firstCase = first;
  event.secondCase = second;
  event.market = row;
  event.price = market.mark;
  event.quantity = lots;
}
