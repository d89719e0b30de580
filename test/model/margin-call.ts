/** The warning before liquidation (rules: margin 6). */
import { MILLION } from "./fraction.js";
import { atLastMark, equity, initialMargin, maintenanceMargin } from "./margin.js";
import type { Account } from "./state.js";
import { formatMoney } from "./units.js";
import type { World } from "./world.js";

/** `E·10^6 < IM·marginCallPpm`, of positions alone, at last marks. */
export function isBelowCallLevel(account: Account): boolean {
  const { legs, domain } = account;
  if (domain.marginCallPpm === 0n || legs.size === 0) return false;
  return equity(account, atLastMark) * MILLION < initialMargin(account, []) * domain.marginCallPpm;
}

/** Below the level, and not warned since it was last above. */
export function isCallDue(account: Account): boolean {
  return !account.called && isBelowCallLevel(account);
}

/** At the turn of an account that is not liquidatable. */
export function watchCallLevel(world: World, account: Account): void {
  if (!isBelowCallLevel(account)) {
    // A price that recovers does not undo a call: what the account did, or what was done to it, does.
    if (world.touchedInCommand.has(account)) account.called = false;
    return;
  }
  if (account.called) return;
  account.called = true;
  const money = (amount: bigint) => formatMoney(account.domain, amount);
  world.emit("marginCall", {
    account: account.name,
    equity: money(equity(account, atLastMark)),
    initialMargin: money(initialMargin(account, [])),
    maintenanceMargin: money(maintenanceMargin(account, atLastMark)),
  });
}
