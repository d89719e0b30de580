/** A case's works, one a leg: what was planned, sent and closed, what is out, when the leg is due. */
import { bringsMoney, notionalOfLots } from "../market/value";
import { ACCOUNT_LIQUIDATION, Case, Market, Side, Slice, SLICE_BYTES, Work } from "../memory/abi";
import {
  accountAt,
  caseAt,
  domainAt,
  giveRow,
  legAt,
  marketAt,
  meters,
  shard,
  sliceAt,
  slicePool,
  takeRow,
  workAt,
  workPool,
} from "../memory/arena";
import { caseOfWork, firstWorkIn, listWork, nextWorkIn, unlistOut } from "../memory/case-lists";
import { CASES, NEVER, schedule } from "../memory/deadlines";
import { now } from "../memory/event-log";
import { findSlice, forgetSlice } from "../memory/names";
import { offerWork } from "../memory/offer-heaps";
import { reduceWanted } from "./offers";
import { worksLeft } from "./room";

/** Counts a fill of a rung in the internal book, worth `paid`: it has less left, its case has closed more. */
export function countRung(row: u32, quantity: i64, paid: i64): void {
  const slice = sliceAt(row);
  slice.left -= quantity;
  if (slice.account == ACCOUNT_LIQUIDATION) return;
  const market = marketAt(slice.market);
  const work = workAt(slice.work);
  const worth = notionalOfLots(market, quantity, slice.mark);
  const atOpening = worthAtOpening(work, market, quantity);
  countClosed(caseAt(slice.caseRow), work, market, slice.side, quantity, paid, worth, atOpening);
}

/** Ends a rung whose order has left the book. */
export function forgetRung(number: u64): void {
  const row = findSlice(number);
  leaveLadder(workAt(workOf(sliceAt(row))), row);
  unlistOut(row);
  forgetSlice(row);
  giveRow(slicePool, row, SLICE_BYTES);
}

/** Takes a rung out of its leg's list; when the last that was being replaced has gone, a new round is due. */
export function leaveLadder(work: Work, row: u32): void {
  if (sliceAt(row).account == ACCOUNT_LIQUIDATION) shard.liquidationRungs--;
  const next = sliceAt(row).nextRung;
  sliceAt(row).nextRung = 0;
  if (work.firstRung == row) work.firstRung = next;
  else {
    let before = work.firstRung;
    while (sliceAt(before).nextRung != row) before = sliceAt(before).nextRung;
    sliceAt(before).nextRung = next;
  }
  if (work.firstRung == 0) offerWork(work);
  if (work.firstRung != 0 || !work.replacing) return;
  work.replacing = 0;
  makeDue(work, now);
}

/** When the leg sends next: a pause after rejections goes before all else (rules: venue-reports 12). */
export function makeDue(work: Work, due: i64): void {
  work.due = work.refusedUntil > now ? work.refusedUntil : due;
}

/** The work that a slice belongs to, 0 when its case is over. */
export function workOf(slice: Slice): u32 {
  if (slice.account == ACCOUNT_LIQUIDATION) return marketAt(slice.market).liquidationWork;
  return caseAt(slice.caseRow).number == slice.case ? slice.work : 0;
}

/** A case's work on its leg in a market, 0 where it has none. */
export function workIn(liquidation: Case, market: u32): u32 {
  let row = liquidation.firstWork;
  while (row != 0 && workAt(row).market < market) row = workAt(row).next;
  return row != 0 && workAt(row).market == market ? row : 0;
}

/** Whether anything of the leg is out: a slice, or rungs. */
export function isOut(work: Work): bool {
  return (work.slice | work.firstRung) != 0;
}

/** The mark against which the case counts what it loses on the leg: that of its opening, or of the leg's first slice or crossing. */
export function openingMarkOf(work: Work, market: Market): i64 {
  if (work.openingMark == 0) work.openingMark = market.mark;
  return work.openingMark;
}

/** What lots that were filled were worth at the opening. */
export function worthAtOpening(work: Work, market: Market, lots: i64): i64 {
  return notionalOfLots(market, lots, openingMarkOf(work, market));
}

/**
 * Adds fills of a case's slice to what `liquidationClosed` reports: loss against the mark at sending, and against that at the opening,
 * and notional at them. `paid`, `worth` and `atOpening` are sums of `notionalOfLots` over the fills, at their prices and at these marks.
 */
export function countClosed(
  liquidation: Case,
  work: Work,
  market: Market,
  side: Side,
  filled: i64,
  paid: i64,
  worth: i64,
  atOpening: i64,
): void {
  const brings = bringsMoney(market, side);
  liquidation.lost += brings ? worth - paid : paid - worth;
  liquidation.notional += worth;
  liquidation.openingLost += brings ? atOpening - paid : paid - atOpening;
  liquidation.openingNotional += atOpening;
  work.closed += filled;
  reduceWanted(work, filled);
}

/**
 * Each leg has its work, in market order, while there is room; work on a leg that is gone stays until the case closes. True: a
 * leg has none.
 */
export function keepWorks(liquidation: Case): bool {
  let lacks = false;
  let before: u32 = 0;
  let work = liquidation.firstWork;
  for (let leg = accountAt(liquidation.account).firstLeg; leg != 0; leg = legAt(leg).nextLeg) {
    const market = legAt(leg).market;
    while (work != 0 && workAt(work).market < market) {
      before = work;
      work = workAt(work).next;
    }
    if (work != 0 && workAt(work).market == market) {
      if (workAt(work).gone && workAt(work).slice == 0) makeDue(workAt(work), now);
      workAt(work).gone = 0;
      continue;
    }
    if (worksLeft() == 0) {
      lacks = true;
      continue;
    }
    const fresh = takeRow(workPool);
    workAt(fresh).market = market;
    workAt(fresh).due = now;
    workAt(fresh).next = work;
    listWork(fresh, accountAt(liquidation.account).caseRow);
    if (before == 0) liquidation.firstWork = fresh;
    else workAt(before).next = fresh;
    work = fresh;
  }
  return lacks;
}

/** The leg waits for an interval of its market, and for what jitter drew, from a time on; it is due then, and not before now. */
export function waitFrom(work: Work, market: Market, from: i64, drawn: i64): void {
  work.from = from;
  work.drawn = drawn;
  makeDue(work, max(now, from + market.interval + drawn));
}

/** The market's interval has become shorter: legs that wait for it are due by the new one, and not before now (rules: slicing 2). */
export function hastenLegs(row: u32): void {
  const market = marketAt(row);
  for (let work = firstWorkIn(row); work != 0; work = nextWorkIn(work)) {
    meters.looks++;
    if (!hasten(workAt(work), market)) continue;
    const caseRow = caseOfWork(work);
    const liquidation = caseAt(caseRow);
    if (liquidation.heapAt == 0 || workAt(work).due < liquidation.deadline)
      schedule(CASES, caseRow, workAt(work).due);
  }
  if (market.liquidationWork != 0) hasten(workAt(market.liquidationWork), market);
}

/** False: the leg is due already, pauses, or waits for the venue, or for no longer than it would by the market's interval. */
function hasten(work: Work, market: Market): bool {
  if (work.slice != 0 || work.due <= now || work.due == NEVER || work.refusedUntil > now) return false;
  const due = max(now, work.from + market.interval + work.drawn);
  if (due >= work.due) return false;
  work.due = due;
  return true;
}

/** Whether a leg has appeared since the works were last kept. */
export function hasNewLeg(liquidation: Case): bool {
  let work = liquidation.firstWork;
  for (let leg = accountAt(liquidation.account).firstLeg; leg != 0; leg = legAt(leg).nextLeg) {
    while (work != 0 && workAt(work).market < legAt(leg).market) work = workAt(work).next;
    if (work == 0 || workAt(work).market != legAt(leg).market || workAt(work).gone) return true;
  }
  return false;
}

/** After an evaluation: legs that were due and sent nothing are due an interval later; the earliest is the deadline. */
export function setDeadline(row: u32): void {
  const liquidation = caseAt(row);
  const account = accountAt(liquidation.account);
  let earliest = NEVER;
  let leg = account.firstLeg;
  for (let w = liquidation.firstWork; w != 0; w = workAt(w).next) {
    const work = workAt(w);
    while (leg != 0 && legAt(leg).market < work.market) leg = legAt(leg).nextLeg;
    const held = leg != 0 && legAt(leg).market == work.market;
    if (held) leg = legAt(leg).nextLeg;
    work.gone = u8(!held);
    if (work.slice != 0) continue;
    if (work.due <= now) {
      if (held) waitFrom(work, marketAt(work.market), now, 0);
      else work.due = NEVER;
    }
    earliest = min(earliest, work.due);
  }
  if (domainAt(account.domain).takeover && !liquidation.blocked && now < liquidation.horizonEnd)
    earliest = min(earliest, liquidation.horizonEnd);
  schedule(CASES, row, earliest);
}
