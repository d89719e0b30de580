/**
 * What a leg must not go on without: an answer of its venue, and an account of what the venue did (rules: venue-reports 4, 7).
 * Both are flags of a position, whether or not there is a case.
 */
import { emitBreaker, makeCasesDue } from "./breakers.js";
import type { Account, Market } from "./state.js";
import { quantityOf } from "./state.js";
import type { World } from "./world.js";

export type Flag = "silent" | "mismatched";

export const FLAGS: Flag[] = ["silent", "mismatched"];

const BREAKERS = { silent: "EXECUTION_SILENT", mismatched: "EXECUTION_MISMATCH" };

/** Of a leg that there is; and of its market, where as many legs are flagged as `silentMax` says. */
export function flag(world: World, account: Account, market: Market, name: Flag): void {
  if (quantityOf(account, market) === 0n) return;
  account[name].add(market);
  if (market[name] || flagged(world, market, name) < market.policy.silentMax) return;
  market[name] = true;
  emitBreaker(world, market, BREAKERS[name], "tripped");
}

/** Of one leg alone: its case is due. */
export function unflag(account: Account, market: Market, name: Flag): void {
  if (account[name].delete(market) && account.openCase) account.openCase.due = true;
}

/** Of all legs of a market. */
export function unflagAll(world: World, market: Market): void {
  for (const account of world.everyone(market.domain)) {
    for (const name of FLAGS) unflag(account, market, name);
  }
}

/** Its breakers clear where fewer legs are flagged than trip them: a report came, somebody looked, or a position is 0. */
export function watchFlags(world: World, market: Market): void {
  for (const name of FLAGS) watchFlag(world, market, name);
}

export function watchFlag(world: World, market: Market, name: Flag): void {
  if (!market[name] || flagged(world, market, name) >= market.policy.silentMax) return;
  market[name] = false;
  emitBreaker(world, market, BREAKERS[name], "cleared");
  makeCasesDue(world, market);
}

function flagged(world: World, market: Market, name: Flag): number {
  return world.everyone(market.domain).filter((account) => account[name].has(market)).length;
}
