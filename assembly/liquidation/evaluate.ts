/**
 * Evaluation (rules: evaluation 1, 3): after a command has been applied, the accounts it touched are looked at in passes, the worst
 * E/MM first; each acts at most once. Last, the cases of `@liquidation` act.
 */
import { openCase } from "../cases/case";
import { hold, isWaiting, release, reviewHeld } from "../cases/held";
import { blockAccount, hasCaseRoom, unblockAccount } from "../cases/room";
import { offerRefused } from "../cases/venue-legs";
import { hasNewLeg, keepWorks, setDeadline } from "../cases/works";
import { confirmFeeds, tripSilentFeeds } from "../feed/silent-feeds";
import { forgetWorths } from "../ledger/liquidation-account";
import { confirmArrears, reviewArrears } from "../ledger/shortfall";
import { isLiquidatable } from "../margin/liquidatable";
import { isBelowCall, reviewCall } from "../margin/margin-call";
import { atMarks, measure } from "../margin/requirement";
import { arm, armHealthy, staysArmed } from "../margin/trigger-index";
import { ReduceOnlyOrders } from "../matching/reduce-only";
import { triggerNext } from "../matching/stop-orders";
import { Account, NONE, Pair } from "../memory/abi";
import { nextAccount } from "../memory/account-sets";
import { accountAt, caseAt, domainAt, legAt, meters, shard } from "../memory/arena";
import { roomlessBits } from "../memory/derived";
import { CASES, sleep, takeDue } from "../memory/deadlines";
import { now } from "../memory/event-log";
import { DEBUGGING, isPlanted, planted } from "../memory/pairs";
import { Pending } from "../memory/pending";
import { dropPrices } from "../memory/price-tree";
import {
  ACTED,
  actedAt,
  actedCount,
  CALLED,
  forgetActed,
  forgetChanged,
  FULL,
  markActed,
  MOVED,
  NO_ROOM,
  STALE,
  takeTouched,
  touch,
  touchCase,
  TOUCHED,
  touchedAt,
} from "../memory/worklist";
import { processPaceDeadlines } from "../slicing/pace";
import { hasSendingRoom } from "../slicing/sending-room";
import { processSliceDeadlines } from "../slicing/slices-out";
import { dropTrees } from "./adl-tree";
import { addPlace, clearPlaces, placeCount, placedAt, sortPlaces } from "./pass-order";
import { unwindAll } from "./unwind";
import { evaluateCase, isDueOrBelow, workNewCase } from "./work-case";

/**
 * What follows a command: feeds that have fallen silent, the deadlines that are over, arrears that a price can pay again, then the
 * evaluation of all accounts concerned; before it, and once more after it, reduce-only orders are cut to what positions are now.
 */
export function followUp(): void {
  ReduceOnlyOrders.cut();
  const due = Pending.isDue(now);
  if (due) tripSilentFeeds();
  else if (DEBUGGING) confirmFeeds();
  if (due || shard.pacesTripped != 0) processDeadlines();
  if (shard.arrearsDue != 0) reviewArrears();
  if (DEBUGGING) confirmArrears();
  if (shard.heldDue != 0) reviewHeld();
  if (hasToEvaluate() || shard.stopMarkets != 0) evaluate();
  ReduceOnlyOrders.cut();
}

/** Processes the deadlines of paces, slices and cases that are over. */
function processDeadlines(): void {
  processPaceDeadlines();
  processSliceDeadlines();
  for (let row = takeDue(CASES, now); row != 0; row = takeDue(CASES, now)) {
    touchCase(row);
    if (caseAt(row).refused) offerRefused(caseAt(row));
  }
  sleep();
}

/** Everything that follows from the command just applied. */
function evaluate(): void {
  runPasses();
  const unwinding = unwinds();
  if (unwinding) {
    unwindAll();
    runPasses();
  }
  // Who has a case by now has no stops left.
  while (triggerNext()) runPasses();
  // Most commands leave nothing behind: no account has acted, and no trigger was read while it was wrong.
  if (unwinding || (actedCount | shard.changed) != 0) finishCommand();
}

/** Whether a command has something to evaluate: accounts that it touched, some that wait for room, cases of `@liquidation`. */
function hasToEvaluate(): bool {
  return (shard.touched | shard.roomlessAccounts | shard.roomlessCases) != 0 || unwinds();
}

/** Whether `@liquidation` has a case, or rungs of one that has ended. */
function unwinds(): bool {
  return (shard.liquidationCases | shard.liquidationRungs) != 0;
}

/**
 * Accounts that were touched after they had acted are armed anew. One found unhealthy, or whose case is due again or has a
 * new leg to work, begins the next command.
 */
function finishCommand(): void {
  const count = actedCount;
  dropTrees();
  dropPrices();
  forgetWorths();
  forgetActed();
  forgetChanged();
  for (let i: u32 = 0; i < count; i++) {
    if (i % PREFETCHED == 0) prefetchActed(i, min(count, i + PREFETCHED));
    const row = actedAt(i);
    const account = accountAt(row);
    const stale = (account.flags & STALE) != 0;
    account.flags &= ~(ACTED | STALE | MOVED);
    if (account.flags & NO_ROOM) continue;
    const armed = !stale || arm(row);
    if (account.caseRow == 0) {
      if (!armed) touch(row);
    } else if (
      caseAt(account.caseRow).due ||
      (mayHaveNewLeg(row, stale) && hasNewLeg(caseAt(account.caseRow)))
    )
      touch(row);
  }
}

/** Whether a leg may have appeared since the case was evaluated, or could not be worked then. */
function mayHaveNewLeg(row: u32, stale: bool): bool {
  return stale || caseAt(accountAt(row).caseRow).lacksWork != 0;
}

/** Accounts that wait for room in a table, and for which there is some now, join the pass that begins (rules: evaluation 18). */
function touchRoomless(): void {
  for (let row = nextAccount(roomlessBits, 0); row != NONE; row = nextAccount(roomlessBits, row + 1)) {
    const account = accountAt(row);
    if (account.flags & ACTED) continue;
    if (account.caseRow == 0) {
      if (hasCaseRoom(account)) touch(row);
    } else if (hasSendingRoom(caseAt(account.caseRow))) touch(row);
  }
}

function runPasses(): void {
  while (true) {
    if ((shard.roomlessAccounts | shard.roomlessCases) != 0) touchRoomless();
    const count = takeTouched();
    if (count == 0) return;
    if (passPlainly(count)) continue;
    gather(count);
    if (eventful) sortPlaces();
    const places = placeCount();
    for (let i: u32 = 0; i < places; i++) {
      if (i % PREFETCHED == 0) prefetchPlaces(i, min(places, i + PREFETCHED));
      if (eventful) evaluateAccount(placedAt(i));
      else passHealthy(placedAt(i));
    }
  }
}

/**
 * Fast path of a pass, for most fills: all of its accounts stay armed as they are (`staysArmed`), so none is
 * measured, placed or armed. False: an account has to be evaluated; nothing has changed, and `runPasses` goes
 * on with `gather`.
 */
function passPlainly(count: u32): bool {
  const first: u32 = DEBUGGING ? <u32>planted(Pair.plainPass) : 0;
  for (let i: u32 = first; i < count; i++) if (!staysArmed(accountAt(touchedAt(i)))) return false;
  if (DEBUGGING) confirmPass(count);
  for (let i: u32 = 0; i < count; i++) clearTouched(accountAt(touchedAt(i)));
  meters.evaluations += count;
  return true;
}

/** Debug build: measured one by one, no account of a plain pass lacks a mark, can act or be called. */
function confirmPass(count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const account = accountAt(touchedAt(i));
    assert(measure(account, false) && !isEventful(account), "a plain pass has an account that acts");
  }
}

function noteHealthy(account: Account): void {
  meters.evaluations++;
  clearTouched(account);
}

/** The account has been looked at, and stays as it is. */
function clearTouched(account: Account): void {
  if (!(account.flags & FULL)) meters.falseAlarms++;
  account.flags &= ~(TOUCHED | FULL | MOVED);
}

/** Accounts whose rows are prefetched together, so that their cache misses overlap. */
const PREFETCHED: u32 = 128;

function prefetchTouched(from: u32, to: u32): void {
  for (let i = from; i < to; i++) load<u32>(changetype<usize>(accountAt(touchedAt(i))));
  for (let i = from; i < to; i++) prefetchLeg(touchedAt(i));
}

function prefetchPlaces(from: u32, to: u32): void {
  for (let i = from; i < to; i++) load<u32>(changetype<usize>(accountAt(placedAt(i))));
  for (let i = from; i < to; i++) prefetchLeg(placedAt(i));
}

function prefetchActed(from: u32, to: u32): void {
  for (let i = from; i < to; i++) load<u32>(changetype<usize>(accountAt(actedAt(i))));
}

function prefetchLeg(account: u32): void {
  load<u32>(changetype<usize>(legAt(accountAt(account).firstLeg)));
}

/** Whether any account of the pass can act or be called; if none, its order has no effect. */
let eventful: bool = false;

/** Measures and places the accounts touched, the last first: places grow toward the list they come from. */
function gather(count: u32): void {
  clearPlaces();
  eventful = false;
  let near = count;
  for (let i = count; i > 0; ) {
    if (i == near) {
      near = i > PREFETCHED ? i - PREFETCHED : 0;
      prefetchTouched(near, i);
    }
    i--;
    const row = touchedAt(i);
    const account = accountAt(row);
    if (!measure(account, false)) {
      account.flags &= ~(TOUCHED | FULL | MOVED);
      // A leg in a market without a mark has come into a case: its market finds the case by the leg's work.
      if (account.caseRow != 0) keepWorks(caseAt(account.caseRow));
      // Who is held waits for the first mark, too.
      if (!account.held) arm(row);
      continue;
    }
    // A false alarm gives no place: who is touched while the pass goes on is looked at in the next one.
    if (!(account.flags & FULL) && !actsByAlarm(account)) {
      evaluateAccount(row);
      continue;
    }
    addPlace(row, atMarks(account));
    eventful = eventful || isEventful(account);
    if (DEBUGGING) eventful = eventful && !isPlanted(Pair.quietPass);
  }
}

/** Whether the account just measured, which only an alarm has touched, joins the pass by itself. */
function actsByAlarm(account: Account): bool {
  if (account.caseRow != 0) return isDueOrBelow(caseAt(account.caseRow));
  return account.held ? !isWaiting(account) : isEventful(account);
}

/** Whether the account just measured can show an event in this pass. */
function isEventful(account: Account): bool {
  const found = atMarks(account);
  if (account.caseRow != 0 || account.held || account.flags & NO_ROOM) return true;
  if (isLiquidatable(account.domain, found.equity, found.maintenance)) return true;
  return !(account.flags & CALLED) && isBelowCall(account, found.equity);
}

/**
 * Fast path of `evaluateAccount`, for a pass without events: the account is healthy, and is only armed anew.
 * Without legs, or with a margin call that may have to be taken back, `evaluateAccount` is taken.
 */
function passHealthy(row: u32): void {
  const account = accountAt(row);
  // The slow path.
  if (account.firstLeg == 0 || account.flags & CALLED) {
    evaluateAccount(row);
    return;
  }
  noteHealthy(account);
  measure(account, false);
  if (DEBUGGING) assert(!isEventful(account), "a pass without events has an account that acts");
  armHealthy(account, atMarks(account));
}

function evaluateAccount(row: u32): void {
  const account = accountAt(row);
  const full = (account.flags & FULL) != 0;
  account.flags &= ~(TOUCHED | FULL);
  meters.evaluations++;
  const acts =
    account.caseRow != 0 ? evaluateCase(row, account.caseRow, full) : liquidate(row, account, full);
  if (acts) {
    settleCase(row);
    return;
  }
  if (account.held) {
    // Nobody is called who is liquidatable: it is only disarmed.
    account.flags &= ~MOVED;
    arm(row);
    return;
  }
  const called = account.caseRow == 0 && reviewCall(row);
  if (!full && !called) meters.falseAlarms++;
  arm(row);
}

/**
 * Opens a case for an account found liquidatable, or blocks it by name; false: it is healthy, as just measured, or held. `full`: it
 * was touched by more than an alarm.
 */
function liquidate(row: u32, account: Account, full: bool): bool {
  if (!measure(account, false)) return false;
  const found = atMarks(account);
  if (!isLiquidatable(account.domain, found.equity, found.maintenance)) {
    unblockAccount(row);
    release(row);
    return false;
  }
  if (isHeldBack(account, full)) {
    hold(row);
    return false;
  }
  release(row);
  markActed(row);
  if (!hasCaseRoom(account)) {
    blockAccount(row);
    return true;
  }
  unblockAccount(row);
  workNewCase(openCase(row));
  return true;
}

/**
 * Whether it is held back (rules: evaluation 19): in a halted domain whoever a command touches, and does not wait for room; once
 * held as long as it waits. A trigger that rings opens as ever.
 */
function isHeldBack(account: Account, full: bool): bool {
  if (account.held) return isWaiting(account);
  return full && domainAt(account.domain).halted != 0 && !(account.flags & NO_ROOM);
}

/** Deadline and triggers of an account that has acted, if its case is still open; else it is armed as healthy. */
function settleCase(row: u32): void {
  const account = accountAt(row);
  if (account.caseRow != 0) setDeadline(account.caseRow);
  if (!arm(row) && account.caseRow == 0 && !(account.flags & NO_ROOM)) account.flags |= STALE;
}
