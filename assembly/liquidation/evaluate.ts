/**
 * Evaluation (DESIGN.md 6): after a command has been applied, the accounts it touched are looked at in passes, the worst
 * E/MM first; each acts at most once. Last, the cases of `@liquidation` act.
 */
import { Account } from "../abi";
import { accountAt, caseAt, meters, PASS_ENTRY_BYTES, passList, passScratch, shard } from "../arena";
import { CASES, takeDue } from "../deadlines";
import { now } from "../event-log";
import { compareRatios } from "../fixed";
import { isBelowCall, reviewCall } from "../margin/margin-call";
import { equity, isLiquidatable, maintenance, measure, recall } from "../margin/requirement";
import {
  ACTED,
  actedAt,
  actedCount,
  CALLED,
  MOVED,
  FULL,
  forgetActed,
  markActed,
  STALE,
  TOUCHED,
  takeChanged,
  takeTouched,
  touch,
  touchCase,
  touchedAt,
  touchedCount,
} from "../margin/touched";
import { arm, armHealthy, staysArmed } from "../margin/trigger-index";
import { hasNewLeg, openCase, setDeadline } from "./case";
import { processPaceDeadlines } from "./pace";
import { processSliceDeadlines } from "./slices";
import { unwindAll } from "./unwind";
import { evaluateCase, workNewCase } from "./work-case";

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

/** Whether anything has a deadline. */
export function hasDeadlines(): bool {
  return (shard.pacesTripped | shard.sliceDeadlines | shard.caseDeadlines) != 0;
}

/** Paces, slices and cases whose time has come. */
export function processDeadlines(): void {
  processPaceDeadlines();
  processSliceDeadlines();
  for (let row = takeDue(CASES, now); row != 0; row = takeDue(CASES, now)) touchCase(row);
}

/** Everything that follows from the command just applied. */
export function evaluate(): void {
  runPasses();
  if (unwinds()) {
    unwindAll();
    runPasses();
  }
  finishCommand();
}

/** Whether a command has something to evaluate: accounts that it touched, or cases of `@liquidation`. */
export function hasToEvaluate(): bool {
  return touchedCount != 0 || unwinds();
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
  forgetActed();
  takeChanged();
  for (let i: u32 = 0; i < count; i++) {
    const row = actedAt(i);
    const account = accountAt(row);
    const stale = (account.flags & STALE) != 0;
    account.flags &= ~(ACTED | STALE | MOVED);
    const armed = !stale || arm(row);
    if (account.caseRow == 0) {
      if (!armed) touch(row);
    } else if (caseAt(account.caseRow).due || (stale && hasNewLeg(caseAt(account.caseRow)))) touch(row);
  }
}

function runPasses(): void {
  for (let count = takeTouched(); count != 0; count = takeTouched()) {
    if (passPlainly(count)) continue;
    const entries = gather(count);
    if (eventful) {
      sort(entries);
      for (let i: u32 = 0; i < entries; i++) evaluateAccount(entryAt(passList, i));
    } else {
      for (let i: u32 = 0; i < entries; i++) passHealthy(entryAt(passList, i));
    }
  }
}

/**
 * The pass of most fills: everybody in it is armed, and so safely that it is healthy and may stay as it is. False: somebody
 * has to be looked at, and nothing has changed.
 */
function passPlainly(count: u32): bool {
  for (let i: u32 = 0; i < count; i++) if (!staysArmed(accountAt(touchedAt(i)))) return false;
  for (let i: u32 = 0; i < count; i++) noteHealthy(accountAt(touchedAt(i)));
  return true;
}

function noteHealthy(account: Account): void {
  meters.evaluations++;
  if (!(account.flags & FULL)) meters.falseAlarms++;
  account.flags &= ~(TOUCHED | FULL | MOVED);
}

/** Whether anybody in the pass can act or be called; if not, its order shows nowhere. */
let eventful: bool = false;

function gather(count: u32): u32 {
  let entries: u32 = 0;
  eventful = false;
  for (let i: u32 = 0; i < count; i++) {
    const row = touchedAt(i);
    const account = accountAt(row);
    if (!measure(account, false)) {
      account.flags &= ~(TOUCHED | FULL | MOVED);
      arm(row);
      continue;
    }
    const entry = entryAt(passList, entries++);
    entry.account = row;
    entry.equity = equity;
    entry.maintenance = maintenance;
    eventful = eventful || isEventful(account);
  }
  return entries;
}

/** Whether the account just measured can show an event in this pass. */
function isEventful(account: Account): bool {
  if (account.caseRow != 0 || isLiquidatable(account.domain, equity, maintenance)) return true;
  return !(account.flags & CALLED) && isBelowCall(account, equity);
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
  for (let i: u32 = 0; i < count; i++) {
    const entry = entryAt(passList, i);
    entry.ratio = entry.maintenance == 0 ? Infinity : <f64>entry.equity / <f64>entry.maintenance;
  }
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

function copyEntry(to: PassEntry, from: PassEntry): void {
  to.ratio = from.ratio;
  to.equity = from.equity;
  to.maintenance = from.maintenance;
  to.account = from.account;
}

function merge(from: usize, to: usize, start: u32, width: u32, count: u32): void {
  let left = start;
  const middle = min(start + width, count);
  let right = middle;
  const stop = min(middle + width, count);
  for (let at = start; at < stop; at++) {
    const takeLeft = left < middle && (right >= stop || !precedes(entryAt(from, right), entryAt(from, left)));
    const source = takeLeft ? left++ : right++;
    copyEntry(entryAt(to, at), entryAt(from, source));
  }
}

/** An account of a pass in which nobody acts: nothing has changed since it was measured, and it is armed by that. */
function passHealthy(entry: PassEntry): void {
  const row = entry.account;
  const account = accountAt(row);
  // Without legs nothing is armed; a call that was made may have to be taken back.
  if (account.firstLeg == 0 || account.flags & CALLED) {
    evaluateAccount(entry);
    return;
  }
  noteHealthy(account);
  armHealthy(account, entry.equity, entry.maintenance);
}

function evaluateAccount(entry: PassEntry): void {
  const row = entry.account;
  const account = accountAt(row);
  const full = (account.flags & FULL) != 0;
  account.flags &= ~(TOUCHED | FULL);
  meters.evaluations++;
  const acts =
    account.caseRow != 0 ? evaluateCase(row, account.caseRow, full) : liquidate(entry, account, full);
  if (acts) {
    settleCase(row);
    return;
  }
  const called = account.caseRow == 0 && reviewCall(row);
  if (!full && !called) meters.falseAlarms++;
  arm(row);
}

/** Opens a case for an account found liquidatable; false: it is healthy, as just measured. */
function liquidate(entry: PassEntry, account: Account, full: bool): bool {
  // Whom only an alarm has touched, nothing has changed since the pass began.
  if (!full) recall(entry.equity, entry.maintenance);
  else if (!measure(account, false)) return false;
  if (!isLiquidatable(account.domain, equity, maintenance)) return false;
  markActed(entry.account);
  const opened = openCase(entry.account);
  // No room for another case: nothing is armed, and the account is looked at again with the next command.
  if (opened != 0) workNewCase(opened);
  return true;
}

/** Deadline and triggers of an account that has acted, if its case is still open; else it is armed as healthy. */
function settleCase(row: u32): void {
  const account = accountAt(row);
  if (account.caseRow != 0) setDeadline(account.caseRow);
  if (!arm(row) && account.caseRow == 0) account.flags |= STALE;
}
