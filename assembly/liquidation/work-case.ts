/**
 * What an evaluation does with an open case (rules: evaluation 11, 12):
 *
 *   blocks ─► suspended? ─► closed ─► takeover ─► cured ─► plan ─► slices
 */
import {
  blockForRoom,
  countBlocked,
  leaveRoomless,
  reviewBlocks,
  reviewCollateral,
  reviewHold,
  reviewLack,
  waitingEvent,
} from "../cases/blocks";
import { closeCase, horizonOver } from "../cases/case";
import { isOut, keepWorks } from "../cases/works";
import { doubtfulBalance } from "../ledger/collateral";
import { cureLevel, isLiquidatable, takeoverLevel } from "../margin/liquidatable";
import { atMarks, inDoubt, measure } from "../margin/requirement";
import { isDoubtful, isTripped, legBreaker } from "../market/breakers";
import { cancelAccountOrders } from "../matching/resting-orders";
import {
  Account,
  ACCOUNT_BYTES,
  Breaker,
  CancelReason,
  CancelSliceReason,
  Case,
  CASE_BYTES,
  Domain,
  FloorAction,
  Kind,
  METERS_BYTES,
  Outcome,
  PPM,
  SHARD_BYTES,
  WORK_BYTES,
} from "../memory/abi";
import {
  accountAt,
  caseAt,
  domainAt,
  legAt,
  marketAt,
  meters,
  scratch,
  shard,
  SLICE_ORDER_AT,
  sliceAt,
  workAt,
} from "../memory/arena";
import { hold } from "../memory/case-lists";
import { now } from "../memory/event-log";
import { beginKeeping, DEBUGGING, forget, keep, printOf } from "../memory/pairs";
import { markActed } from "../memory/worklist";
import { tripPace } from "../slicing/pace";
import { freeRoomless, hasRoomToSend } from "../slicing/sending-room";
import { cancelRungs, onLadder, replaceRungs, sendRungs } from "../slicing/rungs";
import { describeSlice, SliceOrder } from "../slicing/slice-order";
import { PACED, roundQuantity, sendSlice, sliceQuantity, WAIT } from "../slicing/slicer";
import { requestCancel } from "../slicing/slices-out";
import { countFilled, offerToBook } from "./book-offer";
import { crossInside, offerRound } from "./cross-inside";
import { listLegs, makePlan, planCount, planned, planNewLoneCase } from "./plan";
import { PlanLeg } from "./plan-leg";
import { couldCost, hasMovableLeg, takeOver } from "./takeover";

/** One evaluation of an open case; false: only an alarm had touched it, and it was false. */
export function evaluateCase(row: u32, caseRow: u32, touched: bool): bool {
  const liquidation = caseAt(caseRow);
  // One that fell due while a market of its legs had no mark is due at the first, which rings.
  const full = touched || liquidation.due != 0;
  if (!full && !alarmHolds(liquidation)) return false;
  markActed(row);
  liquidation.due = 0;
  if (liquidation.heldBy == <u8>Breaker.FUND_FLOOR) hold(caseRow);
  if (full || liquidation.suspended) {
    reviewLack(liquidation, keepWorks(liquidation));
    if (liquidation.roomless && !freeRoomless(liquidation)) leaveRoomless(liquidation);
    reviewBlocks(liquidation);
    if (!liquidation.suspended || reviewSuspended(liquidation, caseRow)) work(caseRow);
  } else conclude(caseRow);
  return true;
}

/** Whether a case whose account only an alarm has touched is to be evaluated. */
export function isDueOrBelow(liquidation: Case): bool {
  return liquidation.due != 0 || alarmHolds(liquidation);
}

/** Whether the level that the case is armed on is really passed. */
function alarmHolds(liquidation: Case): bool {
  const account = accountAt(liquidation.account);
  if (!measure(account, true)) return false;
  const found = inDoubt(account);
  if (liquidation.suspended) return isLiquidatable(account.domain, found.equity, found.maintenance);
  if (account.legs == 0) return false;
  return (
    domainAt(account.domain).takeover != 0 && found.equity < takeoverLevel(account.domain, found.maintenance)
  );
}

/** A suspended case: true when it is to be worked from now on. */
function reviewSuspended(liquidation: Case, caseRow: u32): bool {
  const account = accountAt(liquidation.account);
  if (account.legs == 0) {
    closeCase(caseRow, Outcome.closed);
    return false;
  }
  const doubt = anyDoubt(account);
  measure(account, doubt);
  const found = doubt ? inDoubt(account) : atMarks(account);
  const unhealthy = isLiquidatable(account.domain, found.equity, found.maintenance);
  if (!unhealthy && !doubt) closeCase(caseRow, Outcome.cured);
  if (!unhealthy) return false;
  beginWork(liquidation);
  return true;
}

/** First act of a new case: suspended when doubt in its favour would make it healthy, else worked at once. */
export function workNewCase(caseRow: u32): void {
  const liquidation = caseAt(caseRow);
  const account = accountAt(liquidation.account);
  const plain = isPlain(liquidation, account);
  if (DEBUGGING && plain) confirmPlain(liquidation, caseRow, account);
  if (plain && planNewLoneCase(liquidation)) {
    offerRound(liquidation);
    sendRound(liquidation, caseRow);
    return;
  }
  if (anyDoubt(account)) {
    measure(account, true);
    const found = inDoubt(account);
    liquidation.suspended = u8(!isLiquidatable(account.domain, found.equity, found.maintenance));
  }
  if (!liquidation.suspended) beginWork(liquidation);
  reviewBlocks(liquidation);
  if (!liquidation.suspended) work(caseRow);
}

/**
 * Whether the first act of a new case may go straight to its plan (`planNewLoneCase`), as of most: the
 * account just measured has one linear leg and neither orders nor collateral, no breaker blocks its market,
 * and it can be neither taken over nor cured. False: the stages before the plan have something to do, and
 * `workNewCase` takes them in order.
 */
function isPlain(liquidation: Case, account: Account): bool {
  if (account.legs != 1 || (account.firstBalance | account.firstOrder) != 0) return false;
  const market = marketAt(legAt(account.firstLeg).market);
  if (market.kind != <u8>Kind.linear || legBreaker(market, 0) != Breaker.none) return false;
  if (legAt(account.firstLeg).venue) return false;
  const domain = domainAt(account.domain);
  // With `triggerAtEquality` a case may be cured when it opens.
  const found = atMarks(account);
  if (domain.targetPpm < <u32>PPM || found.equity >= found.maintenance) return false;
  if (!domain.takeover) return true;
  return found.equity >= takeoverLevel(account.domain, found.maintenance) && !horizonOver(liquidation);
}

/** Gone through, the stages before the plan of a plain case do nothing. */
function confirmPlain(liquidation: Case, caseRow: u32, account: Account): void {
  const kept = beginKeeping();
  keep(changetype<usize>(liquidation), CASE_BYTES);
  keep(changetype<usize>(workAt(liquidation.firstWork)), WORK_BYTES);
  keep(changetype<usize>(account), ACCOUNT_BYTES);
  keep(changetype<usize>(shard), SHARD_BYTES);
  keep(changetype<usize>(meters), METERS_BYTES);
  const print = printOf(kept);
  assert(!anyDoubt(account), "a plain case is in doubt");
  beginWork(liquidation);
  reviewBlocks(liquidation);
  assert(!conclude(caseRow), "a plain case ends before its plan");
  assert(printOf(kept) == print, "the stages before its plan change a plain case");
  forget(kept);
}

function anyDoubt(account: Account): bool {
  for (let leg = account.firstLeg; leg != 0; leg = legAt(leg).nextLeg) {
    if (isDoubtful(marketAt(legAt(leg).market))) return true;
  }
  return doubtfulBalance(account) != 0;
}

/** Ends the case or takes it over, if that is due; else its legs are planned and sliced. */
function work(caseRow: u32): void {
  if (conclude(caseRow)) return;
  const liquidation = caseAt(caseRow);
  const account = accountAt(liquidation.account);
  for (let w = liquidation.firstWork; w != 0; w = workAt(w).next) {
    if (workAt(w).due <= now) replaceRungs(workAt(w));
  }
  listLegs(account, liquidation.firstWork);
  makePlan(account);
  offerRound(liquidation);
  sendRound(liquidation, caseRow);
}

/**
 * Whether the case ended, or waits for slices that are out before it can; if not, it is measured with doubt. `mayOffer`: it has not
 * offered legs to the book in this act.
 */
function conclude(caseRow: u32, mayOffer: bool = true): bool {
  const liquidation = caseAt(caseRow);
  const account = accountAt(liquidation.account);
  const domain = domainAt(account.domain);
  if (account.legs == 0) return endWith(liquidation, caseRow, Outcome.closed, CancelSliceReason.cured);
  measure(account, true);
  const e = inDoubt(account).equity;
  const mm = inDoubt(account).maintenance;
  const below = e < takeoverLevel(account.domain, mm);
  const over = domain.takeover != 0 && horizonOver(liquidation);
  const wanted = domain.takeover != 0 && (below || (over && isLiquidatable(account.domain, e, mm)));
  const held = wanted ? holdOf(domain, liquidation, e) : Breaker.none;
  reviewHold(liquidation, held);
  if (wanted && held == Breaker.none && hasMovableLeg(liquidation)) {
    if (stillOut(liquidation, CancelSliceReason.takeover)) return true;
    if (e < 0 && mayOffer && offerToBook(liquidation, caseRow)) {
      // What the book took has changed what the account is worth.
      return isAnyOut(liquidation) || conclude(caseRow, false);
    }
    takeOver(liquidation);
    if (account.legs == 0) {
      closeCase(caseRow, liquidation.deleveraged ? Outcome.deleveraged : Outcome.takenOver);
    }
    return true;
  }
  const cured = e >= cureLevel(account.domain, mm);
  const expired = over && !isLiquidatable(account.domain, e, mm);
  if (!cured && !expired) return false;
  measure(account, false);
  const found = atMarks(account);
  if (
    (expired && !isLiquidatable(account.domain, found.equity, found.maintenance)) ||
    (cured && found.equity >= cureLevel(account.domain, found.maintenance))
  ) {
    return endWith(liquidation, caseRow, Outcome.cured, CancelSliceReason.cured);
  }
  return false;
}

/**
 * What holds up the takeover: a mark that nothing has confirmed; or, where there is equity, the fund at its floor: always, or where
 * it could cost the fund.
 */
function holdOf(domain: Domain, liquidation: Case, equity: i64): Breaker {
  if (isUnconfirmed(accountAt(liquidation.account))) return Breaker.UNCONFIRMED;
  if (equity < 0 || !domain.fundFloorTripped) return Breaker.none;
  const holds = domain.floorAction == <u8>FloorAction.block || couldCost(liquidation);
  return holds ? Breaker.FUND_FLOOR : Breaker.none;
}

/** Whether a mark at which the account is valued is unconfirmed. */
function isUnconfirmed(account: Account): bool {
  return anyUnconfirmed(account.firstLeg) || anyUnconfirmed(account.firstBalance);
}

function anyUnconfirmed(first: u32): bool {
  for (let row = first; row != 0; row = legAt(row).nextLeg) {
    if (isTripped(marketAt(legAt(row).market), Breaker.UNCONFIRMED)) return true;
  }
  return false;
}

function endWith(liquidation: Case, caseRow: u32, outcome: Outcome, reason: CancelSliceReason): bool {
  if (!stillOut(liquidation, reason)) closeCase(caseRow, outcome);
  return true;
}

/** Whether a slice of the case is out. */
function isAnyOut(liquidation: Case): bool {
  for (let w = liquidation.firstWork; w != 0; w = workAt(w).next) if (isOut(workAt(w))) return true;
  return false;
}

/** Cancels what is out, but what was offered to the book before the takeover; true while any of it still is. */
function stillOut(liquidation: Case, reason: CancelSliceReason): bool {
  let out = false;
  for (let w = liquidation.firstWork; w != 0; w = workAt(w).next) {
    if (cancelRungs(workAt(w), reason)) out = true;
    if (workAt(w).slice == 0) continue;
    if (reason != CancelSliceReason.takeover || !sliceAt(workAt(w).slice).offered)
      requestCancel(workAt(w).slice, reason);
    out = true;
  }
  return out;
}

function sendRound(liquidation: Case, caseRow: u32): void {
  const count = planCount();
  const order = changetype<SliceOrder>(scratch + SLICE_ORDER_AT);
  for (let i = 0; i < count; i++) {
    const plan = planned(i);
    const leg = workAt(plan.workRow);
    if (plan.remaining == 0 || plan.blocked || isOut(leg) || leg.due > now) continue;
    const market = marketAt(plan.market);
    crossInside(liquidation, plan);
    if (plan.remaining == 0) continue;
    if (!hasRoomToSend(market, leg)) {
      blockForRoom(liquidation, leg);
      continue;
    }
    const ladder = onLadder(market, leg);
    fillOrder(order, plan, liquidation, caseRow);
    order.quantity = ladder ? roundQuantity(order) : sliceQuantity(order);
    if (order.quantity == WAIT) {
      if (!leg.waiting) waitingEvent(liquidation, plan.market);
      leg.waiting = 1;
      continue;
    }
    if (order.quantity == PACED) {
      tripPace(plan.market);
      reviewBlocks(liquidation);
      continue;
    }
    if (ladder) {
      sendRungs(order);
      continue;
    }
    sendSlice(order);
    if (market.external) continue;
    countFilled(liquidation, leg, market, plan.side);
  }
}

function fillOrder(order: SliceOrder, plan: PlanLeg, liquidation: Case, caseRow: u32): void {
  describeSlice(
    order,
    liquidation.account,
    plan.market,
    plan.side,
    liquidation.number,
    caseRow,
    plan.workRow,
    plan.limit,
    plan.remaining,
    plan.price,
    plan.zeroValue,
    plan.zeroQuantity,
  );
}

/** The case is worked from now on: the account's resting orders go. */
export function beginWork(liquidation: Case): void {
  liquidation.suspended = 0;
  cancelAccountOrders(liquidation.account, true, 0, 0, CancelReason.liquidation);
  reviewCollateral(liquidation);
  countBlocked(liquidation);
}
