/**
 * Evaluation (DESIGN.md 6): after a command has been applied, the accounts it touched are looked at in passes, the worst
 * E/MM first; each acts at most once. Last, the cases of `@liquidation` act.
 *
 *   case:  blocks ─► suspended? ─► closed ─► takeover ─► cured ─► plan ─► slices
 */
import { ACCOUNT_LIQUIDATION, Breaker, CancelSliceReason, Case, Market, Outcome, Side, Work } from "../abi";
import {
  accountAt,
  caseAt,
  domainAt,
  legAt,
  marketAt,
  meters,
  PASS_ENTRY_BYTES,
  passList,
  passScratch,
  scratch,
  shard,
  workAt,
} from "../arena";
import { bandPrice } from "../book/match";
import { CASES, takeDue } from "../deadlines";
import { now } from "../event-log";
import { compareRatios, magnitude } from "../fixed";
import {
  cureLevel,
  equity,
  isLiquidatable,
  maintenance,
  measure,
  takeoverLevel,
} from "../margin/requirement";
import {
  ACTED,
  actedAt,
  actedCount,
  forgetActed,
  FULL,
  markActed,
  STALE,
  takeTouched,
  TOUCHED,
  touch,
  touchByAlarm,
  touchCase,
  touchedAt,
} from "../margin/touched";
import { arm } from "../margin/trigger-index";
import { isDoubtful, legBreaker } from "../market/breakers";
import {
  beginWork,
  closeCase,
  horizonOver,
  keepWorks,
  openCase,
  reviewBlocks,
  reviewFloor,
  setDeadline,
  waitingEvent,
} from "./case";
import { listLegs, makePlan, planCount, PlanLeg, planned } from "./plan";
import { countClosed, sendSlice, sentFilled, sentValue, SliceOrder, sliceQuantity, WAIT } from "./slicer";
import { processSliceDeadlines, requestCancel } from "./slices";
import { hasMovableLeg, takeOver } from "./takeover";

/** An account in a pass, with what it was worth at the pass's start. */
@unmanaged
class PassEntry {
  ratio: f64;
  equity: i64;
  maintenance: i64;
  account: u32;
}

function entryAt(base: usize, i: u32): PassEntry {
  return changetype<PassEntry>(base + <usize>i * PASS_ENTRY_BYTES);
}

/** Slices and cases whose time has come. */
export function processDeadlines(): void {
  processSliceDeadlines();
  for (let row = takeDue(CASES, now); row != 0; row = takeDue(CASES, now)) touchCase(row);
}

/** Everything that follows from the command just applied. */
export function evaluate(): void {
  runPasses();
  if (shard.liquidationCases != 0) {
    for (let market: u32 = 0; market < shard.markets; market++) actLiquidation(market);
    runPasses();
  }
  finishCommand();
}

/** Accounts that were touched after they had acted are armed anew; one found unhealthy begins the next command. */
function finishCommand(): void {
  const count = actedCount;
  forgetActed();
  for (let i: u32 = 0; i < count; i++) {
    const account = accountAt(actedAt(i));
    const stale = account.flags & STALE;
    account.flags &= ~(ACTED | STALE);
    if (stale) rearm(actedAt(i));
    if (account.caseRow != 0 && caseAt(account.caseRow).due) touch(actedAt(i));
  }
}

/** Arms an account that was touched after its turn; what it is below now and was not then is the next command's. */
function rearm(row: u32): void {
  const account = accountAt(row);
  const below = !arm(row);
  if (account.caseRow == 0) {
    if (below) touch(row);
    return;
  }
  const liquidation = caseAt(account.caseRow);
  if (below && !liquidation.below) touchByAlarm(row);
  liquidation.below = u8(below);
}

function runPasses(): void {
  for (let count = takeTouched(); count != 0; count = takeTouched()) {
    const entries = gather(count);
    if (eventful) sort(entries);
    for (let i: u32 = 0; i < entries; i++) evaluateAccount(entryAt(passList, i).account);
  }
}

/** Whether anybody in the pass can act; if not, its order shows nowhere. */
let eventful: bool = false;

function gather(count: u32): u32 {
  let entries: u32 = 0;
  eventful = false;
  for (let i: u32 = 0; i < count; i++) {
    const row = touchedAt(i);
    const account = accountAt(row);
    if (!measure(account, false)) {
      account.flags &= ~(TOUCHED | FULL);
      arm(row);
      continue;
    }
    const entry = entryAt(passList, entries++);
    entry.account = row;
    entry.equity = equity;
    entry.maintenance = maintenance;
    entry.ratio = maintenance == 0 ? Infinity : <f64>equity / <f64>maintenance;
    if (account.caseRow != 0 || isLiquidatable(equity, maintenance)) eventful = true;
  }
  return entries;
}

/** By E/MM, exactly; the floating-point ratio decides where it is beyond doubt. Ties by account. */
function precedes(a: PassEntry, b: PassEntry): bool {
  if (a.maintenance == 0 || b.maintenance == 0) {
    if (a.maintenance == b.maintenance) return a.account < b.account;
    return b.maintenance == 0;
  }
  const gap = Math.abs(a.ratio - b.ratio);
  if (gap > 1e-12 * (Math.abs(a.ratio) + Math.abs(b.ratio))) return a.ratio < b.ratio;
  const sign = compareRatios(a.equity, a.maintenance, b.equity, b.maintenance);
  return sign != 0 ? sign < 0 : a.account < b.account;
}

/** Merge sort from the bottom up between the pass list and its scratch. */
function sort(count: u32): void {
  let from = passList;
  let to = passScratch;
  for (let width: u32 = 1; width < count; width <<= 1) {
    for (let start: u32 = 0; start < count; start += width << 1) merge(from, to, start, width, count);
    const swap = from;
    from = to;
    to = swap;
  }
  if (from != passList) memory.copy(passList, from, <usize>count * PASS_ENTRY_BYTES);
}

function merge(from: usize, to: usize, start: u32, width: u32, count: u32): void {
  let left = start;
  const middle = min(start + width, count);
  let right = middle;
  const stop = min(middle + width, count);
  for (let at = start; at < stop; at++) {
    const takeLeft = left < middle && (right >= stop || !precedes(entryAt(from, right), entryAt(from, left)));
    const source = takeLeft ? left++ : right++;
    memory.copy(
      changetype<usize>(entryAt(to, at)),
      changetype<usize>(entryAt(from, source)),
      PASS_ENTRY_BYTES,
    );
  }
}

function evaluateAccount(row: u32): void {
  const account = accountAt(row);
  const full = (account.flags & FULL) != 0;
  account.flags &= ~(TOUCHED | FULL);
  meters.evaluations++;
  if (account.caseRow != 0) {
    evaluateCase(row, account.caseRow, full);
    return;
  }
  if (!measure(account, false) || !isLiquidatable(equity, maintenance)) {
    if (!full) meters.falseAlarms++;
    arm(row);
    return;
  }
  markActed(row);
  const opened = openCase(row);
  if (opened == 0) {
    // No room for another case: the account is looked at again with the next command.
    account.flags |= STALE;
    return;
  }
  const liquidation = caseAt(opened);
  reviewSuspension(liquidation);
  if (liquidation.suspended) reviewBlocks(liquidation);
  else {
    beginWork(liquidation);
    reviewBlocks(liquidation);
    work(opened);
  }
  settleCase(row);
}

/** A new case is suspended when doubt in its favour would make it healthy (DESIGN.md 6, doubt). */
function reviewSuspension(liquidation: Case): void {
  const account = accountAt(liquidation.account);
  measure(account, true);
  liquidation.suspended = u8(anyDoubt(liquidation) && !isLiquidatable(equity, maintenance));
}

function anyDoubt(liquidation: Case): bool {
  for (let leg = accountAt(liquidation.account).firstLeg; leg != 0; leg = legAt(leg).nextLeg) {
    if (isDoubtful(marketAt(legAt(leg).market))) return true;
  }
  return false;
}

/** Deadline and triggers of an account that has acted, if its case is still open; else it is armed as healthy. */
function settleCase(row: u32): void {
  const account = accountAt(row);
  const below = !arm(row);
  if (account.caseRow == 0) {
    if (below) account.flags |= STALE;
    return;
  }
  setDeadline(account.caseRow);
  caseAt(account.caseRow).below = u8(below);
}

function evaluateCase(row: u32, caseRow: u32, full: bool): void {
  const liquidation = caseAt(caseRow);
  if (!full && !alarmHolds(liquidation)) {
    meters.falseAlarms++;
    arm(row);
    return;
  }
  markActed(row);
  liquidation.due = 0;
  if (full || liquidation.suspended) {
    keepWorks(liquidation);
    reviewBlocks(liquidation);
    if (!liquidation.suspended || reviewSuspended(liquidation, caseRow)) work(caseRow);
  } else conclude(caseRow);
  settleCase(row);
}

/** Whether the level that the case is armed on is really passed. */
function alarmHolds(liquidation: Case): bool {
  const account = accountAt(liquidation.account);
  if (!measure(account, true)) return false;
  if (liquidation.suspended) return isLiquidatable(equity, maintenance);
  return domainAt(account.domain).takeover != 0 && equity < takeoverLevel(account.domain, maintenance);
}

/** A suspended case: true when it is to be worked from now on. */
function reviewSuspended(liquidation: Case, caseRow: u32): bool {
  const account = accountAt(liquidation.account);
  if (account.legs == 0) {
    closeCase(caseRow, Outcome.closed);
    return false;
  }
  const doubt = anyDoubt(liquidation);
  measure(account, doubt);
  const unhealthy = isLiquidatable(equity, maintenance);
  if (!unhealthy && !doubt) closeCase(caseRow, Outcome.cured);
  if (!unhealthy) return false;
  beginWork(liquidation);
  return true;
}

/** Closed, takeover, cured; if none of them, the legs that may send do. */
function work(caseRow: u32): void {
  if (conclude(caseRow)) return;
  const liquidation = caseAt(caseRow);
  const account = accountAt(liquidation.account);
  measure(account, true);
  listLegs(account, liquidation.firstWork);
  makePlan(account.domain);
  sendRound(liquidation, caseRow);
}

/** Whether the case ended, or waits for slices that are out before it can. */
function conclude(caseRow: u32): bool {
  const liquidation = caseAt(caseRow);
  const account = accountAt(liquidation.account);
  const domain = domainAt(account.domain);
  if (account.legs == 0) return endWith(liquidation, caseRow, Outcome.closed, CancelSliceReason.cured);
  measure(account, true);
  const e = equity;
  const mm = maintenance;
  const below = e < takeoverLevel(account.domain, mm);
  const over = domain.takeover != 0 && horizonOver(liquidation);
  const wanted = domain.takeover != 0 && (below || (over && isLiquidatable(e, mm)));
  const held = wanted && e >= 0 && domain.fundFloorTripped != 0;
  reviewFloor(liquidation, held);
  if (wanted && !held && hasMovableLeg(liquidation)) {
    if (stillOut(liquidation, CancelSliceReason.takeover)) return true;
    takeOver(liquidation);
    if (account.legs == 0) closeCase(caseRow, Outcome.takenOver);
    return true;
  }
  const cured = e >= cureLevel(account.domain, mm);
  const healthy = !isLiquidatable(e, mm);
  measure(account, false);
  if (over && healthy && !isLiquidatable(equity, maintenance)) {
    return endWith(liquidation, caseRow, Outcome.cured, CancelSliceReason.cured);
  }
  if (!cured || equity < cureLevel(account.domain, maintenance)) return false;
  return endWith(liquidation, caseRow, Outcome.cured, CancelSliceReason.cured);
}

function endWith(liquidation: Case, caseRow: u32, outcome: Outcome, reason: CancelSliceReason): bool {
  if (!stillOut(liquidation, reason)) closeCase(caseRow, outcome);
  return true;
}

/** Asks to cancel what is out; true while anything is. */
function stillOut(liquidation: Case, reason: CancelSliceReason): bool {
  let out = false;
  for (let w = liquidation.firstWork; w != 0; w = workAt(w).next) {
    if (workAt(w).slice == 0) continue;
    requestCancel(workAt(w).slice, reason);
    out = true;
  }
  return out;
}

function sendRound(liquidation: Case, caseRow: u32): void {
  const count = planCount();
  const order = changetype<SliceOrder>(scratch + 57344);
  for (let i = 0; i < count; i++) {
    const plan = planned(i);
    const leg = workAt(plan.workRow);
    if (plan.remaining == 0 || plan.blocked || leg.slice != 0 || leg.due > now) continue;
    const market = marketAt(plan.market);
    const quantity = sliceQuantity(market, leg, plan.side, plan.remaining, plan.limit, plan.price);
    if (quantity == WAIT) {
      if (!leg.waiting) waitingEvent(liquidation, plan.market);
      leg.waiting = 1;
      continue;
    }
    fillOrder(order, plan, liquidation, caseRow, quantity);
    if (!sendSlice(order) || market.external) continue;
    countClosed(liquidation, leg, market, plan.side, sentFilled, sentValue, plan.price);
  }
}

function fillOrder(order: SliceOrder, plan: PlanLeg, liquidation: Case, caseRow: u32, quantity: i64): void {
  order.quantity = quantity;
  order.limit = plan.limit;
  order.remaining = plan.remaining;
  order.mark = plan.price;
  order.zeroValue = plan.zeroValue;
  order.zeroQuantity = plan.zeroQuantity;
  order.caseNumber = liquidation.number;
  order.caseRow = caseRow;
  order.account = liquidation.account;
  order.market = plan.market;
  order.workRow = plan.workRow;
  order.side = plan.side;
}

/** Whether a breaker blocks the leg of `@liquidation`; blocked time does not count toward its TWAP. */
function reviewUnwinding(market: Market, leg: Work): bool {
  const breaker = legBreaker(market, leg.silent != 0);
  if (breaker != Breaker.none && leg.breaker == 0) leg.blockedSince = now;
  if (breaker == Breaker.none && leg.breaker != 0 && leg.started) leg.end += now - leg.blockedSince;
  leg.breaker = <u8>breaker;
  return breaker != Breaker.none;
}

/** One market's `@liquidation` case: a slice of all of it, when due, unblocked, and with depth to sell into. */
function actLiquidation(row: u32): void {
  const market: Market = marketAt(row);
  if (market.liquidationCase == 0) return;
  const leg = workAt(market.liquidationWork);
  if (leg.slice != 0 || leg.due > now) return;
  leg.due = now + market.interval;
  if (reviewUnwinding(market, leg) || !market.hasMark) return;
  const remaining = magnitude(market.liquidationQuantity);
  const side: Side = market.liquidationQuantity > 0 ? Side.sell : Side.buy;
  const limit = bandPrice(market, market.mark, side, market.slippagePpm);
  const quantity = sliceQuantity(market, leg, side, remaining, limit, market.mark);
  if (quantity == WAIT) return;
  const order = changetype<SliceOrder>(scratch + 57344);
  order.quantity = quantity;
  order.limit = limit;
  order.remaining = remaining;
  order.mark = market.mark;
  order.zeroValue = 0;
  order.zeroQuantity = remaining;
  order.caseNumber = market.liquidationCase;
  order.caseRow = 0;
  order.account = ACCOUNT_LIQUIDATION;
  order.market = row;
  order.workRow = market.liquidationWork;
  order.side = <u8>side;
  sendSlice(order);
}
