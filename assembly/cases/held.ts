/**
 * Accounts held back from liquidation while their domain is halted (rules: evaluation 19): whoever loads accounts into a halted
 * domain brings them leg by leg, and what is liquidatable in between is nobody's case. A held account is not armed, and waits
 * until the domain is resumed and a market of its legs and balances has warmed up, while all of them have a mark.
 */
import { lacksMark } from "../margin/requirement";
import { isTripped } from "../market/breakers";
import { Account, Breaker, NONE } from "../memory/abi";
import { nextAccount, putAccount, takeAccount } from "../memory/account-sets";
import { accountAt, domainAt, legAt, marketAt, meters, shard } from "../memory/arena";
import { wakeBy } from "../memory/deadlines";
import { heldBits } from "../memory/derived";
import { now } from "../memory/event-log";
import { noteChange, touch } from "../memory/worklist";

/** Whether a held account goes on waiting: not once each of its markets has a mark, and one of them does not warm up any more. */
export function isWaiting(account: Account): bool {
  if (domainAt(account.domain).halted || lacksMark(account)) return true;
  for (let row = account.firstLeg; row != 0; row = legAt(row).nextLeg)
    if (!warmsUp(legAt(row).market)) return false;
  for (let row = account.firstBalance; row != 0; row = legAt(row).nextLeg)
    if (!warmsUp(legAt(row).market)) return false;
  return true;
}

function warmsUp(market: u32): bool {
  return isTripped(marketAt(market), Breaker.WARMUP);
}

/** A market has warmed up, or has its first mark: held accounts are looked at once the command's own effects are done. */
export function noteReady(): void {
  if (shard.heldAccounts == 0) return;
  shard.heldDue = 1;
  wakeBy(now);
}

export function hold(row: u32): void {
  const account = accountAt(row);
  if (account.held) return;
  account.held = 1;
  shard.heldAccounts++;
  putAccount(heldBits, row);
  noteChange(row);
}

/** It is healthy, or gets a case. */
export function release(row: u32): void {
  const account = accountAt(row);
  if (!account.held) return;
  account.held = 0;
  shard.heldAccounts--;
  takeAccount(heldBits, row);
  noteChange(row);
}

/** Held accounts that have nothing to wait for any more join the pass that begins. */
export function reviewHeld(): void {
  shard.heldDue = 0;
  for (let row = nextAccount(heldBits, 0); row != NONE; row = nextAccount(heldBits, row + 1)) {
    meters.looks++;
    if (!isWaiting(accountAt(row))) touch(row);
  }
}

/** Held accounts are counted, stand in their set, have no case, are not armed, and wait for something. */
export function heldCounted(): bool {
  let count: u32 = 0;
  for (let row: u32 = 0; row < shard.accounts; row++) {
    const account = accountAt(row);
    const isHeld = account.held != 0;
    if (isHeld != (nextAccount(heldBits, row) == row)) return false;
    if (!isHeld) continue;
    count++;
    if (account.caseRow != 0 || !isWaiting(account)) return false;
    for (let leg = account.firstLeg; leg != 0; leg = legAt(leg).nextLeg)
      if (legAt(leg).trigger != 0) return false;
    for (let balance = account.firstBalance; balance != 0; balance = legAt(balance).nextLeg)
      if (legAt(balance).trigger != 0) return false;
  }
  return count == shard.heldAccounts;
}
