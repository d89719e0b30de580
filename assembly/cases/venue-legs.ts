/**
 * What a venue has done to a leg (rules: venue-reports 4, 7, 9), and what ends it:
 *
 *   silent      a slice of it is not answered for          a report on its account's slices in the market · reconcile · resume
 *   mismatched  a fill of it should not have been          reconcile · resume
 *   refused     slices of it are rejected in a row         the end of the pause · resume
 *
 * Silence and refusals stand in the work of a case, or of `@liquidation`; the mismatch stands in the position, with or without a
 * case. Neither silence nor mismatch outlives the position. From `silentMax` silent, or mismatched, legs on a breaker of the
 * market holds up all of them; it clears when there are fewer.
 */
import { findLeg } from "../ledger/position";
import { isTripped, tripBreaker } from "../market/breakers";
import { ACCOUNT_LIQUIDATION, Breaker, Case, Cause, Market, Pair, Work } from "../memory/abi";
import { accountAt, caseAt, legAt, legPool, marketAt, meters, workAt } from "../memory/arena";
import {
  caseOfWork,
  firstWorkIn,
  listSilent,
  nextWorkIn,
  takeSilent,
  unlistSilent,
} from "../memory/case-lists";
import { now } from "../memory/event-log";
import { offer, rowOfWork } from "../memory/offer-heaps";
import { DEBUGGING, planted } from "../memory/pairs";
import { touchCase } from "../memory/worklist";
import { clearBreaker } from "./clear-breaker";
import { workIn } from "./works";

const DOUBLINGS_MAX: u32 = 10;
/** Longer than any time there is. */
const PAUSE_MAX: i64 = 1 << 60;

/** The breakers of a leg's own, as bits. */
export function ownBlocks(work: Work, mismatched: bool): u32 {
  let blocks: u32 = 0;
  if (work.silent) blocks |= 1 << Breaker.EXECUTION_SILENT;
  if (mismatched) blocks |= 1 << Breaker.EXECUTION_MISMATCH;
  if (work.refusedUntil > now) blocks |= 1 << Breaker.EXECUTION_REJECTED;
  return blocks;
}

/** The work of an account's leg in its open case, or of `@liquidation`'s; 0 where there is none. */
export function workOfLeg(account: u32, market: u32): u32 {
  if (account == ACCOUNT_LIQUIDATION) return marketAt(market).liquidationWork;
  const caseRow = accountAt(account).caseRow;
  return caseRow == 0 ? 0 : workIn(caseAt(caseRow), market);
}

/** A slice of the leg is not answered for. From `silentMax` such legs `EXECUTION_SILENT` trips. */
export function markSilent(row: u32, work: Work): void {
  const market: Market = marketAt(row);
  if (!work.silent) market.silentLegs++;
  work.silent = 1;
  listSilent(rowOfWork(work));
  if (market.silentLegs < market.silentMax || isTripped(market, Breaker.EXECUTION_SILENT)) return;
  tripBreaker(row, Breaker.EXECUTION_SILENT, Cause.venueSilent);
}

/** A fill of the leg should not have been, and has left a position. From `silentMax` such legs `EXECUTION_MISMATCH` trips. */
export function markMismatched(row: u32, account: u32): void {
  const market: Market = marketAt(row);
  if (!setMismatched(row, account)) return;
  if (market.mismatchedLegs < market.silentMax || isTripped(market, Breaker.EXECUTION_MISMATCH)) return;
  tripBreaker(row, Breaker.EXECUTION_MISMATCH, Cause.fillMismatch);
}

/** A leg that was mismatched has been taken over: so is what `@liquidation` has of it. */
export function carryMismatch(row: u32): void {
  setMismatched(row, ACCOUNT_LIQUIDATION);
}

/** False: there is no position. */
function setMismatched(row: u32, account: u32): bool {
  const market = marketAt(row);
  if (account == ACCOUNT_LIQUIDATION) {
    if (market.liquidationQuantity == 0) return false;
    market.mismatchedLegs += 1 - market.liquidationMismatched;
    market.liquidationMismatched = 1;
    return true;
  }
  const found = findLeg(accountAt(account), row);
  if (found == 0) return false;
  const leg = legAt(found);
  market.mismatchedLegs += 1 - leg.mismatched;
  leg.mismatched = 1;
  return true;
}

function forgetSilence(row: u32): void {
  const work = workAt(row);
  work.silent = 0;
  marketAt(work.market).silentLegs--;
  unlistSilent(row);
}

/** The leg may have something to close with others again, and its case is due. */
function freeWork(row: u32): void {
  const caseRow = caseOfWork(row);
  if (caseRow == 0) return;
  offer(row);
  touchCase(caseRow);
}

/** The venue has answered for an account's leg: its silence is over. */
export function endSilence(row: u32, account: u32, cause: Cause): void {
  const work = workOfLeg(account, row);
  if (work == 0 || !workAt(work).silent) return;
  forgetSilence(work);
  freeWork(work);
  reviewVenue(row, cause);
}

/**
 * The venue has rejected a slice of the leg. From `rejectMax` in a row on, each makes it pause for twice as long: `interval`·2,
 * ·4 … ·1,024.
 */
export function countRejection(row: u32, account: u32): void {
  const found = workOfLeg(account, row);
  if (found == 0) return;
  const market = marketAt(row);
  const work = workAt(found);
  work.rejections++;
  if (work.rejections < market.rejectMax) return;
  const doublings = min<u32>(work.rejections - market.rejectMax + 1, DOUBLINGS_MAX);
  work.refusedUntil = now + min(market.interval << (<i64>doublings), PAUSE_MAX);
  if (work.slice == 0) work.due = work.refusedUntil;
  const caseRow = caseOfWork(found);
  if (caseRow != 0) caseAt(caseRow).refused = 1;
}

/** The venue has filled a slice of the leg, or cancelled one: rejections are counted anew. A pause goes on. */
export function forgetRejections(row: u32, account: u32): void {
  const work = workOfLeg(account, row);
  if (work != 0) workAt(work).rejections = 0;
}

/** A case is due: legs of it whose pause is over may have something to close with others again. */
export function offerRefused(liquidation: Case): void {
  for (let row = liquidation.firstWork; row != 0; row = workAt(row).next) {
    if (workAt(row).refusedUntil != 0 && workAt(row).refusedUntil <= now) offer(row);
  }
}

/** The position is what the venue says: silence and mismatch of the leg are over, and rejections are forgotten. */
export function endByReconcile(row: u32, account: u32): void {
  const market = marketAt(row);
  const work = workOfLeg(account, row);
  if (work != 0 && workAt(work).silent) forgetSilence(work);
  if (account == ACCOUNT_LIQUIDATION) {
    market.mismatchedLegs -= market.liquidationMismatched;
    market.liquidationMismatched = 0;
  } else {
    const found = findLeg(accountAt(account), row);
    if (found != 0) {
      market.mismatchedLegs -= legAt(found).mismatched;
      legAt(found).mismatched = 0;
    }
  }
  if (work != 0) {
    workAt(work).rejections = 0;
    freeWork(work);
  }
  reviewVenue(row, Cause.reconciled);
}

/** After a trade of an account in a market: a leg that it has closed is waited for no more. */
export function followTrade(row: u32, account: u32): void {
  if (!marketAt(row).external) return;
  if (account != ACCOUNT_LIQUIDATION && findLeg(accountAt(account), row) == 0) {
    const work = workOfLeg(account, row);
    if (work != 0 && workAt(work).silent) forgetSilence(work);
  }
  reviewVenue(row, Cause.legClosed);
}

/** Clears the breakers for which the market has too few legs by now. */
export function reviewVenue(row: u32, cause: Cause): void {
  const market = marketAt(row);
  if (isTripped(market, Breaker.EXECUTION_SILENT) && market.silentLegs < market.silentMax)
    clearBreaker(row, Breaker.EXECUTION_SILENT, cause);
  if (isTripped(market, Breaker.EXECUTION_MISMATCH) && market.mismatchedLegs < market.silentMax)
    clearBreaker(row, Breaker.EXECUTION_MISMATCH, cause);
}

/** `resume`: whatever the venue has done to legs of the market is forgotten. */
export function forgetVenue(row: u32): void {
  const market = marketAt(row);
  if (!market.external) return;
  for (let work = takeSilent(row); work != 0; work = takeSilent(row)) {
    meters.looks++;
    workAt(work).silent = 0;
    freeWork(work);
  }
  if (DEBUGGING) confirmHeard(row);
  if (market.liquidationWork != 0) workAt(market.liquidationWork).silent = 0;
  market.silentLegs = 0;
  if (market.mismatchedLegs != 0) forgetMismatches(row, market);
  forgetRefusals(row, market);
  reviewVenue(row, Cause.operator);
}

/** Mismatched positions need no case, and there are few: the table of positions is gone through. */
function forgetMismatches(row: u32, market: Market): void {
  market.mismatchedLegs -= market.liquidationMismatched;
  market.liquidationMismatched = 0;
  for (let at: u32 = 1; at < legPool.top && market.mismatchedLegs != 0; at++) {
    const leg = legAt(at);
    if (!leg.mismatched || leg.market != row) continue;
    meters.looks++;
    leg.mismatched = 0;
    market.mismatchedLegs--;
    const work = workOfLeg(leg.account, row);
    if (work != 0) freeWork(work);
  }
}

/** Pauses of legs end, which are due at once, and rejections are counted anew. */
function forgetRefusals(row: u32, market: Market): void {
  for (let work = firstWorkIn(row); work != 0; work = nextWorkIn(work)) {
    meters.looks++;
    if (endRefusals(workAt(work))) freeWork(work);
  }
  if (market.liquidationWork != 0) endRefusals(workAt(market.liquidationWork));
}

/** True: a pause was going on. */
function endRefusals(work: Work): bool {
  const paused = work.refusedUntil > now;
  work.rejections = 0;
  work.refusedUntil = 0;
  if (paused && work.slice == 0) work.due = now;
  return paused;
}

/** Debug build: a look at every work of the market finds none that is silent. */
function confirmHeard(market: u32): void {
  let silent = planted(Pair.silentWorks);
  for (let work = firstWorkIn(market); work != 0; work = nextWorkIn(work)) silent += workAt(work).silent;
  assert(silent == 0, "a work stays silent that is not listed so");
}
