/**
 * After a command: deadlines, who is in arrears, passes over the accounts it touched, the cases of `@liquidation`, and passes again
 * over the accounts that those touched (rules: evaluation 1, 2, 3). Where the product has a trigger index, this
 * looks at every account.
 */
import { evaluateCase, isBelowLevel, isDue, openCase } from "./case.js";
import { reachDeadlines } from "./execution.js";
import { isToBeHeld, waitsForResume } from "./held.js";
import { atLastMark, equity, isLiquidatable, maintenanceMargin } from "./margin.js";
import { isCallDue, watchCallLevel } from "./margin-call.js";
import { clearRates } from "./pace.js";
import { settleArrears } from "./shortfall.js";
import type { Account } from "./state.js";
import { isEvaluable } from "./state.js";
import { hasCaseRoom, mayComeBack } from "./tables.js";
import { unwindAll } from "./unwinding.js";
import type { World } from "./world.js";

export function evaluate(world: World): void {
  clearRates(world);
  reachDeadlines(world);
  settleArrears(world);
  runPasses(world);
  unwindAll(world);
  evaluateTouched(world);
}

/** Passes over whom what happened touched; who has acted in this command does not act again. */
export function evaluateTouched(world: World): void {
  runPasses(world);
  for (const account of new Set([...world.acted, ...world.touchedInCommand])) {
    if (account.openCase && isEvaluable(account)) account.openCase.below = isBelowLevel(account.openCase);
  }
}

/** Each account acts at most once per command, so this ends. */
function runPasses(world: World): void {
  for (;;) {
    const pass = byRisk(world.accounts.filter((account) => joins(world, account)));
    const touchedBefore = world.touched;
    const hadRoom = new Set(pass.filter(({ openCase }) => openCase && mayComeBack(world, openCase)));
    world.touched = new Set();
    if (pass.length === 0) return;
    for (const account of pass) act(world, account, touchedBefore.has(account) || hadRoom.has(account));
  }
}

function joins(world: World, account: Account): boolean {
  if (world.acted.has(account)) return false;
  if (!isEvaluable(account)) {
    account.unmarked = account.noRoom;
    return false;
  }
  if (world.touched.has(account)) return true;
  const { openCase: of } = account;
  if (!of && account.held) return !waitsForResume(account);
  if (!of && account.noRoom) return account.unmarked || hasCaseRoom(world, account);
  if (!of) return isLiquidatable(account, atLastMark) || isCallDue(account);
  return isDue(world, of) || mayComeBack(world, of) || (!of.below && isBelowLevel(of));
}

/** Worst E/MM first, accounts without maintenance margin last, ties by index. */
function byRisk(accounts: Account[]): Account[] {
  return accounts
    .map((account) => ({
      account,
      equity: equity(account, atLastMark),
      required: maintenanceMargin(account, atLastMark),
    }))
    .sort((a, b) => {
      if (a.required === 0n || b.required === 0n) {
        return Number(a.required === 0n) - Number(b.required === 0n) || a.account.index - b.account.index;
      }
      const difference = a.equity * b.required - b.equity * a.required;
      return difference === 0n ? a.account.index - b.account.index : difference < 0n ? -1 : 1;
    })
    .map(({ account }) => account);
}

/** Opening a case or evaluating one is acting; finding a healthy account healthy is not. */
function act(world: World, account: Account, touched: boolean): void {
  const { openCase: of } = account;
  if (!of) {
    if (!isEvaluable(account)) return;
    account.unmarked = false;
    const liquidatable = isLiquidatable(account, atLastMark);
    account.held = liquidatable && isToBeHeld(account, touched || !world.ticking);
    if (account.held) return;
    if (!liquidatable) {
      setNoRoom(world, account, false);
      watchCallLevel(world, account);
      return;
    }
    world.acted.add(account);
    const hasRoom = hasCaseRoom(world, account);
    setNoRoom(world, account, !hasRoom);
    if (hasRoom) openCase(world, account);
    return;
  }
  world.acted.add(account);
  evaluateCase(world, of, !touched && !world.touched.has(account) && !isDue(world, of));
}

/** Liquidatable without room for a case: named once, until it gets one or is found healthy (rules: evaluation 18). */
function setNoRoom(world: World, account: Account, noRoom: boolean): void {
  if (account.noRoom === noRoom) return;
  account.noRoom = noRoom;
  world.emit(noRoom ? "liquidationBlocked" : "liquidationUnblocked", {
    case: null,
    account: account.name,
    market: null,
    breaker: "CAPACITY",
  });
}
