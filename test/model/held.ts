/** Who is loaded, or otherwise touched, while the domain is halted gets no case yet (rules: evaluation 19). */
import type { Account } from "./state.js";
import { isEvaluable, marketsThatValue } from "./state.js";

/** A held account waits while its domain is halted, and then until the first of the markets that value it has warmed up. */
export function waitsForResume(account: Account): boolean {
  if (account.domain.halted || !isEvaluable(account)) return true;
  return marketsThatValue(account).every(({ tripped }) => tripped.has("WARMUP"));
}

/**
 * Whether an account that is liquidatable and has no case is held. `byCommand`: not a mark, but what a command did to it made
 * it so. One for which there is no room is blocked by that name.
 */
export function isToBeHeld(account: Account, byCommand: boolean): boolean {
  if (account.noRoom) return false;
  return account.held ? waitsForResume(account) : byCommand && account.domain.halted;
}
