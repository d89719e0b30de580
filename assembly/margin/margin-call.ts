/**
 * Margin calls (rules: margin 6): a warning when E < IM·marginCallPpm/10^6, once, and again only after one of the
 * account's own commands or fills has left it at or above that level.
 */
import { initialMargin } from "../market/tiers";
import { notionalOf } from "../market/value";
import { Account, EventType, MARGIN_CALL_EVENT_BYTES, MarginCallEvent } from "../memory/abi";
import { accountAt, domainAt, legAt, marketAt } from "../memory/arena";
import { emit } from "../memory/event-log";
import { CALLED, MOVED } from "../memory/worklist";
import { ppmCeil } from "../numbers/fixed";
import { atMarks } from "./requirement";

/** Initial margin of an account's positions at last marks; open orders do not count. */
export function initialRequirement(account: Account): i64 {
  let sum: i64 = 0;
  for (let row = account.firstLeg; row != 0; row = legAt(row).nextLeg) {
    const leg = legAt(row);
    const market = marketAt(leg.market);
    sum += initialMargin(leg.market, market, notionalOf(market, leg.quantity, market.mark));
  }
  return sum;
}

/** The least equity that is no reason to warn: E·10^6 < IM·marginCallPpm is the same as E below it. */
export function callLevel(account: Account): i64 {
  return ppmCeil(initialRequirement(account), domainAt(account.domain).marginCallPpm);
}

/** Whether an account that is worth so much lies below the call level; requires that its markets have marks. */
export function isBelowCall(account: Account, equityNow: i64): bool {
  if (domainAt(account.domain).marginCallPpm == 0 || account.legs == 0) return false;
  return equityNow < callLevel(account);
}

/** Emits the `marginCall` due to an account just measured, not liquidatable; whether one was. It is no act. */
export function reviewCall(row: u32): bool {
  const account = accountAt(row);
  const moved = (account.flags & MOVED) != 0;
  account.flags &= ~MOVED;
  const found = atMarks(account);
  const below = isBelowCall(account, found.equity);
  if (account.flags & CALLED) {
    if (moved && !below) account.flags &= ~CALLED;
    return false;
  }
  if (!below) return false;
  account.flags |= CALLED;
  const event = changetype<MarginCallEvent>(emit(EventType.marginCall, MARGIN_CALL_EVENT_BYTES));
  event.account = row;
  event.equity = found.equity;
  event.initialMargin = initialRequirement(account);
  event.maintenanceMargin = found.maintenance;
  return true;
}
