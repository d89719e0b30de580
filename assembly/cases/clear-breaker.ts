/** Clears a market's breakers, and makes the cases due that they may have blocked. */
import { hasBalanceIn } from "../ledger/collateral";
import { findLeg } from "../ledger/position";
import { breakerEvent, isTripped } from "../market/breakers";
import { Breaker, BreakerState, Cause, NONE } from "../memory/abi";
import { accountAt, caseAt, casePool, marketAt, workAt } from "../memory/arena";
import { touchByAlarm, touchCase } from "../memory/worklist";

/** Clears a breaker, emits that, and makes the cases with a leg in the market due. */
export function clearBreaker(row: u32, breaker: Breaker, cause: Cause): void {
  marketAt(row).tripped &= ~(1 << breaker);
  breakerEvent(row, NONE, breaker, BreakerState.cleared, cause);
  touchCasesIn(row);
}

/**
 * After a breaker of the market cleared: cases with a leg in it are due, and suspended ones with collateral
 * that it prices. A worked case with such collateral may now be below its takeover level. Cases are few, so
 * all open ones are looked at.
 */
export function touchCasesIn(market: u32): void {
  for (let row: u32 = 1; row < casePool.top; row++) {
    const liquidation = caseAt(row);
    if (liquidation.number == 0) continue;
    const account = accountAt(liquidation.account);
    const holds = hasBalanceIn(account, market);
    if (findLeg(account, market) != 0 || (holds && liquidation.suspended)) touchCase(row);
    else if (holds && !liquidation.below) touchByAlarm(liquidation.account);
  }
}

/** Forgets that the venue was silent: any report in the market, or `resume`. */
export function clearSilence(row: u32, cause: Cause): void {
  const market = marketAt(row);
  const silent = isTripped(market, Breaker.EXECUTION_SILENT);
  if (!silent && market.silentLegs == 0) return;
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
  if (silent) clearBreaker(row, Breaker.EXECUTION_SILENT, cause);
}
