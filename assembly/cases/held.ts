/**
 * Accounts held back from liquidation while their domain is halted (rules: evaluation 19): whoever loads accounts into a halted
 * domain brings them leg by leg, and what is liquidatable in between is nobody's case. A held account is not armed, and waits
 * until the domain is resumed and a market of its legs and balances has warmed up.
 */
import { isTripped } from "../market/breakers";
import { Account, Breaker, NONE } from "../memory/abi";
import { nextAccount, putAccount, takeAccount } from "../memory/account-sets";
import { accountAt, domainAt, legAt, marketAt, meters, shard } from "../memory/arena";
import { heldBits } from "../memory/derived";
import { noteChange, touch } from "../memory/worklist";

/** Whether a held account goes on waiting: it has nothing to wait for once one of its markets can be judged. */
export function isWaiting(account: Account): bool {
  if (domainAt(account.domain).halted) return true;
  for (let row = account.firstLeg; row != 0; row = legAt(row).nextLeg)
    if (!warmsUp(legAt(row).market)) return false;
  for (let row = account.firstBalance; row != 0; row = legAt(row).nextLeg)
    if (!warmsUp(legAt(row).market)) return false;
  return true;
}

function warmsUp(market: u32): bool {
  return isTripped(marketAt(market), Breaker.WARMUP);
}

export function hold(row: u32): void {
  const account = accountAt(row);
  if (account.held) return;
  account.held = 1;
  shard.heldAccounts++;
  putAccount(heldBits, row);
  noteChange(row);
}

/** It is healthy, gets a case, or cannot be judged and waits for a first mark. */
export function release(row: u32): void {
  const account = accountAt(row);
  if (!account.held) return;
  account.held = 0;
  shard.heldAccounts--;
  takeAccount(heldBits, row);
  noteChange(row);
}

/** A market has warmed up: held accounts that have nothing to wait for any more join the pass that begins. */
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
