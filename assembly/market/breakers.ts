/** Breakers of a market or domain: their events, what they mean for a leg, halt and resume. */
import {
  Breaker,
  BREAKER_EVENT_BYTES,
  BreakerEvent,
  BreakerState,
  CancelSliceReason,
  Cause,
  EventType,
  Market,
  NONE,
  PPM,
} from "../abi";
import { accountAt, caseAt, casePool, domainAt, marketAt, shard, workAt } from "../arena";
import { cancelMarketOrders } from "../book/order-pool";
import { emit } from "../event-log";
import { cancelMarketSlices } from "../liquidation/slices";
import { hasBalanceIn } from "../margin/collateral";
import { findLeg } from "../margin/position";
import { touchByAlarm, touchCase } from "../margin/touched";
import { beginWarmup } from "./feed";

export function breakerEvent(
  market: u32,
  domain: u32,
  breaker: Breaker,
  state: BreakerState,
  cause: Cause,
): void {
  const event = changetype<BreakerEvent>(emit(EventType.breaker, BREAKER_EVENT_BYTES));
  event.market = market;
  event.domain = domain;
  event.breaker = <u8>breaker;
  event.state = <u8>state;
  event.cause = <u8>cause;
}

/** Whether legs of the market are valued with doubt. */
export function isDoubtful(market: Market): bool {
  return (market.feedStale | market.warmup) != 0;
}

/** The first breaker, in order, that blocks a leg of the market; `silent`: its own venue answers no more. */
export function legBreaker(market: Market, silent: bool): Breaker {
  if (market.halted || domainAt(market.domain).halted) return Breaker.HALTED;
  if (market.feedStale) return Breaker.FEED_STALE;
  if (market.warmup) return Breaker.WARMUP;
  if (silent || market.silent) return Breaker.EXECUTION_SILENT;
  return Breaker.none;
}

/** Last mark moved by doubtPpm in the leg's favour, rounded against it (rulings E.4). */
export function doubtfulPrice(market: Market, quantity: i64): i64 {
  if (!isDoubtful(market)) return market.mark;
  const doubt = <i64>domainAt(market.domain).doubtPpm;
  if (quantity > 0) return (market.mark * (PPM + doubt)) / PPM;
  return (market.mark * (PPM - doubt) + PPM - 1) / PPM;
}

/**
 * A breaker of the market cleared: cases with a leg in it are due, or, suspended, with collateral that it prices; a worked
 * one may now be below its takeover level. Cases are few, so all open ones are looked at.
 */
export function wakeCases(market: u32): void {
  for (let row: u32 = 1; row < casePool.top; row++) {
    const liquidation = caseAt(row);
    if (liquidation.number == 0) continue;
    const account = accountAt(liquidation.account);
    const holds = hasBalanceIn(account, market);
    if (findLeg(account, market) != 0 || (holds && liquidation.suspended)) touchCase(row);
    else if (holds) touchByAlarm(liquidation.account);
  }
}

/** Forgets that the venue was silent: any report in the market, or `resume`. */
export function clearSilence(row: u32, cause: Cause): void {
  const market = marketAt(row);
  if (!market.silent && market.silentLegs == 0) return;
  for (let c: u32 = 1; c < casePool.top; c++) {
    if (caseAt(c).number == 0) continue;
    for (let work = caseAt(c).firstWork; work != 0; work = workAt(work).next) {
      if (workAt(work).market != row || !workAt(work).silent) continue;
      workAt(work).silent = 0;
      touchCase(c);
    }
  }
  if (market.liquidationWork != 0) workAt(market.liquidationWork).silent = 0;
  market.silentLegs = 0;
  if (!market.silent) return;
  market.silent = 0;
  breakerEvent(row, NONE, Breaker.EXECUTION_SILENT, BreakerState.cleared, cause);
  wakeCases(row);
}

export function haltMarket(row: u32): void {
  const market = marketAt(row);
  if (market.halted) return;
  market.halted = 1;
  breakerEvent(row, NONE, Breaker.HALTED, BreakerState.tripped, Cause.operator);
  closeMarket(row);
}

export function haltDomain(row: u32): void {
  const domain = domainAt(row);
  if (domain.halted) return;
  domain.halted = 1;
  breakerEvent(NONE, row, Breaker.HALTED, BreakerState.tripped, Cause.operator);
  for (let market: u32 = 0; market < shard.markets; market++)
    if (marketAt(market).domain == row) closeMarket(market);
}

function closeMarket(row: u32): void {
  cancelMarketOrders(row);
  cancelMarketSlices(row, CancelSliceReason.halted);
}

export function resumeMarket(row: u32): void {
  const market = marketAt(row);
  const wasHalted = market.halted != 0;
  market.halted = 0;
  if (wasHalted) breakerEvent(row, NONE, Breaker.HALTED, BreakerState.cleared, Cause.operator);
  clearSilence(row, Cause.operator);
  beginWarmup(row, Cause.resumed);
  if (wasHalted) wakeCases(row);
}

export function resumeDomain(row: u32): void {
  const domain = domainAt(row);
  const wasHalted = domain.halted != 0;
  domain.halted = 0;
  if (wasHalted) breakerEvent(NONE, row, Breaker.HALTED, BreakerState.cleared, Cause.operator);
  for (let market: u32 = 0; market < shard.markets; market++) {
    if (marketAt(market).domain != row) continue;
    resumeMarket(market);
    if (wasHalted) wakeCases(market);
  }
}
