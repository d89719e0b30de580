/**
 * What a venue has done to a leg (rules: venue-reports 4, 7, 12), and what ends it:
 *
 *   silent      a slice of it is not answered for          a report on its account's slices in the market · reconcile · resume
 *   mismatched  a fill of it should not have been          reconcile · resume
 *   refused     slices of it are rejected in a row         the end of the pause · resume
 *
 * Silence and mismatch stand in the position, with or without a case, and do not outlive it; refusals stand in the work of a case,
 * or of `@liquidation`. From `silentMax` silent, or mismatched, legs on a breaker of the market holds up all of them; it clears
 * when there are fewer.
 */
import { findLeg, forgetVenue, MISMATCHED, SILENT } from "../ledger/position";
import { isTripped, tripBreaker } from "../market/breakers";
import { ACCOUNT_LIQUIDATION, Breaker, Case, Cause, Market, Work } from "../memory/abi";
import { accountAt, caseAt, legAt, legPool, marketAt, meters, workAt } from "../memory/arena";
import { caseOfWork, firstWorkIn, nextWorkIn } from "../memory/case-lists";
import { now } from "../memory/event-log";
import { offer } from "../memory/offer-heaps";
import { touchCase } from "../memory/worklist";
import { clearBreaker } from "./clear-breaker";
import { workIn } from "./works";

if (Breaker.EXECUTION_MISMATCH != Breaker.EXECUTION_SILENT + 1) ERROR("flags of a leg are no breakers' bits");
const DOUBLINGS_MAX: u32 = 10;
/** Longer than any time there is. */
const PAUSE_MAX: i64 = 1 << 60;

/** The breakers of a leg's own, as bits; `venue`: the flags of its position. */
export function ownBlocks(work: Work, venue: u8): u32 {
  const blocks = (<u32>venue) << Breaker.EXECUTION_SILENT;
  return work.refusedUntil > now ? blocks | (1 << Breaker.EXECUTION_REJECTED) : blocks;
}

/** The work of an account's leg in its open case, or of `@liquidation`'s; 0 where there is none. */
export function workOfLeg(account: u32, market: u32): u32 {
  if (account == ACCOUNT_LIQUIDATION) return marketAt(market).liquidationWork;
  const caseRow = accountAt(account).caseRow;
  return caseRow == 0 ? 0 : workIn(caseAt(caseRow), market);
}

/** The flags of a position; none where there is none. */
function flagsOf(row: u32, account: u32): u8 {
  if (account == ACCOUNT_LIQUIDATION) return marketAt(row).liquidationVenue;
  const leg = findLeg(accountAt(account), row);
  return leg == 0 ? 0 : legAt(leg).venue;
}

function setFlags(row: u32, account: u32, flags: u8): void {
  if (account == ACCOUNT_LIQUIDATION) marketAt(row).liquidationVenue = flags;
  else legAt(findLeg(accountAt(account), row)).venue = flags;
}

/** False: there is no position. */
function raise(row: u32, account: u32, flag: u8): bool {
  const market = marketAt(row);
  if (
    account == ACCOUNT_LIQUIDATION ? market.liquidationQuantity == 0 : findLeg(accountAt(account), row) == 0
  )
    return false;
  const flags = flagsOf(row, account);
  if (flags & flag) return true;
  setFlags(row, account, flags | flag);
  if (flag == SILENT) market.silentLegs++;
  else market.mismatchedLegs++;
  return true;
}

function lower(row: u32, account: u32, flag: u8): void {
  const flags = flagsOf(row, account);
  if (!(flags & flag)) return;
  setFlags(row, account, flags & ~flag);
  forgetVenue(marketAt(row), flags & flag);
}

/** A slice of the leg is not answered for. From `silentMax` such legs `EXECUTION_SILENT` trips. */
export function markSilent(row: u32, account: u32): void {
  const market: Market = marketAt(row);
  if (!raise(row, account, SILENT)) return;
  if (market.silentLegs < market.silentMax || isTripped(market, Breaker.EXECUTION_SILENT)) return;
  tripBreaker(row, Breaker.EXECUTION_SILENT, Cause.venueSilent);
}

/** A fill of the leg should not have been, and has left a position. From `silentMax` such legs `EXECUTION_MISMATCH` trips. */
export function markMismatched(row: u32, account: u32): void {
  const market: Market = marketAt(row);
  if (!raise(row, account, MISMATCHED)) return;
  if (market.mismatchedLegs < market.silentMax || isTripped(market, Breaker.EXECUTION_MISMATCH)) return;
  tripBreaker(row, Breaker.EXECUTION_MISMATCH, Cause.fillMismatch);
}

/** A leg that was mismatched has been taken over: so is what `@liquidation` has of it. */
export function carryMismatch(row: u32): void {
  raise(row, ACCOUNT_LIQUIDATION, MISMATCHED);
}

/** The leg may have something to close with others again, and its case is due. */
function freeWork(row: u32): void {
  const caseRow = caseOfWork(row);
  if (caseRow == 0) return;
  offer(row);
  touchCase(caseRow);
}

/** The same of an account's leg, where it has a case. */
function freeLeg(row: u32, account: u32): void {
  const work = workOfLeg(account, row);
  if (work != 0) freeWork(work);
}

/** The venue has answered for an account's leg: its silence is over. */
export function endSilence(row: u32, account: u32, cause: Cause): void {
  if (!(flagsOf(row, account) & SILENT)) return;
  lower(row, account, SILENT);
  freeLeg(row, account);
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

/** The position is what the venue says: silence and mismatch of the leg are over, and rejections are counted anew. */
export function endByReconcile(row: u32, account: u32): void {
  lower(row, account, SILENT);
  lower(row, account, MISMATCHED);
  forgetRejections(row, account);
  freeLeg(row, account);
  reviewVenue(row, Cause.reconciled);
}

/** After a trade in a market, which may have closed a leg. */
export function followTrade(row: u32): void {
  if (marketAt(row).external) reviewVenue(row, Cause.legClosed);
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
export function forgiveVenue(row: u32): void {
  const market = marketAt(row);
  if (!market.external) return;
  if ((market.silentLegs | market.mismatchedLegs) != 0) forgiveLegs(row, market);
  for (let work = firstWorkIn(row); work != 0; work = nextWorkIn(work)) {
    meters.looks++;
    if (endRefusals(workAt(work))) freeWork(work);
  }
  if (market.liquidationWork != 0) endRefusals(workAt(market.liquidationWork));
  reviewVenue(row, Cause.operator);
}

/** Positions need no case to have flags: the table of positions is gone through, as far as there are any. */
function forgiveLegs(row: u32, market: Market): void {
  forgetVenue(market, market.liquidationVenue);
  market.liquidationVenue = 0;
  for (let at: u32 = 1; at < legPool.top && (market.silentLegs | market.mismatchedLegs) != 0; at++) {
    const leg = legAt(at);
    if (!leg.venue || leg.market != row) continue;
    meters.looks++;
    forgetVenue(market, leg.venue);
    leg.venue = 0;
    freeLeg(row, leg.account);
  }
}

/** Rejections are counted anew, and a pause ends: the leg is due at once. True: one was going on. */
function endRefusals(work: Work): bool {
  const paused = work.refusedUntil > now;
  work.rejections = 0;
  work.refusedUntil = 0;
  if (paused && work.slice == 0) work.due = now;
  return paused;
}
