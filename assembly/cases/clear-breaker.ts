/** Clears a market's breakers, and makes the cases due that they may have blocked. */
import { noteOpened } from "../book/stops";
import { findLeg } from "../ledger/position";
import { breakerEvent, isHalted } from "../market/breakers";
import { UNTRUSTED } from "../market/trust";
import { Breaker, BreakerState, Cause, Market, NONE, Pair } from "../memory/abi";
import { accountAt, caseAt, marketAt, meters, shard } from "../memory/arena";
import {
  caseOfPledge,
  caseOfWork,
  firstPledgeIn,
  firstWorkIn,
  nextPledgeIn,
  nextWorkIn,
} from "../memory/case-lists";
import { wakeBy } from "../memory/deadlines";
import { now } from "../memory/event-log";
import { DEBUGGING, isPlanted } from "../memory/pairs";
import { touchByAlarm, touchCase } from "../memory/worklist";
import { noteReady } from "./held";

/** Clears a breaker, emits that, and makes the cases with a leg in the market due; those with a balance, where it has held them up. */
export function clearBreaker(row: u32, breaker: Breaker, cause: Cause): void {
  marketAt(row).tripped &= ~(1 << breaker);
  breakerEvent(row, NONE, breaker, BreakerState.cleared, cause);
  touchCasesIn(row, breaker == Breaker.UNCONFIRMED);
  noteTrust(marketAt(row));
  noteOpened(row, marketAt(row));
  if (breaker == Breaker.WARMUP) noteReady();
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
 * worked case with such collateral may now be below its takeover level, and is due where the breaker held up its takeover (`all`).
 * An account whose leg has no work yet is to be looked at as it is.
 */
export function touchCasesIn(market: u32, all: bool = false): void {
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
    if (liquidation.suspended || all) touchCase(row);
    else if (!liquidation.below) touchByAlarm(liquidation.account);
  }
}
