/** Clears a market's breakers, and makes the cases due that they may have blocked. */
import { findLeg } from "../ledger/position";
import { breakerEvent, isHalted, isTripped } from "../market/breakers";
import { UNTRUSTED } from "../market/trust";
import { Breaker, BreakerState, Cause, Market, NONE, Pair } from "../memory/abi";
import { accountAt, caseAt, marketAt, meters, shard, workAt } from "../memory/arena";
import {
  caseOfPledge,
  caseOfWork,
  firstPledgeIn,
  firstWorkIn,
  nextPledgeIn,
  nextWorkIn,
  takeSilent,
} from "../memory/case-lists";
import { wakeBy } from "../memory/deadlines";
import { now } from "../memory/event-log";
import { offer } from "../memory/offer-heaps";
import { DEBUGGING, isPlanted, planted } from "../memory/pairs";
import { touchByAlarm, touchCase } from "../memory/worklist";

/** Clears a breaker, emits that, and makes the cases with a leg in the market due. */
export function clearBreaker(row: u32, breaker: Breaker, cause: Cause): void {
  marketAt(row).tripped &= ~(1 << breaker);
  breakerEvent(row, NONE, breaker, BreakerState.cleared, cause);
  touchCasesIn(row);
  noteTrust(marketAt(row));
}

/** Where a market whose price is awaited may be trusted again, arrears are looked at once the command's own effects are done. */
function noteTrust(market: Market): void {
  if (!market.awaited || (market.tripped & UNTRUSTED) != 0 || isHalted(market)) return;
  if (DEBUGGING && isPlanted(Pair.arrearsSet)) return;
  market.awaited = 0;
  shard.arrearsDue = 1;
  wakeBy(now);
}

/**
 * After a breaker of the market cleared: cases with a leg in it are due, and suspended ones with collateral that it prices. A
 * worked case with such collateral may now be below its takeover level. An account whose leg has no work yet is to be looked at
 * as it is.
 */
export function touchCasesIn(market: u32): void {
  for (let work = firstWorkIn(market); work != 0; work = nextWorkIn(work)) {
    meters.looks++;
    const row = caseOfWork(work);
    if (findLeg(accountAt(caseAt(row).account), market) != 0) touchCase(row);
  }
  for (let pledge = firstPledgeIn(market); pledge != 0; pledge = nextPledgeIn(market, pledge)) {
    meters.looks++;
    const row = caseOfPledge(pledge);
    const liquidation = caseAt(row);
    if (findLeg(accountAt(liquidation.account), market) != 0) continue;
    if (liquidation.suspended) touchCase(row);
    else if (!liquidation.below) touchByAlarm(liquidation.account);
  }
}

/** Debug build: a look at every work of the market finds none that is silent. */
function confirmHeard(market: u32): void {
  let silent = planted(Pair.silentWorks);
  for (let work = firstWorkIn(market); work != 0; work = nextWorkIn(work)) silent += workAt(work).silent;
  assert(silent == 0, "a work stays silent that is not listed so");
}

/** Forgets that the venue was silent: any report in the market, or `resume`. */
export function clearSilence(row: u32, cause: Cause): void {
  const market = marketAt(row);
  const silent = isTripped(market, Breaker.EXECUTION_SILENT);
  if (!silent && market.silentLegs == 0) return;
  for (let work = takeSilent(row); work != 0; work = takeSilent(row)) {
    meters.looks++;
    workAt(work).silent = 0;
    offer(work);
    touchCase(caseOfWork(work));
  }
  if (DEBUGGING) confirmHeard(row);
  if (market.liquidationWork != 0) workAt(market.liquidationWork).silent = 0;
  market.silentLegs = 0;
  if (silent) clearBreaker(row, Breaker.EXECUTION_SILENT, cause);
}
