/** A venue that rejects slice after slice is asked again after a pause, each twice as long as the last (rules: venue-reports 12). */
import { dueNow, isPaused } from "./due.js";
import type { Account, Case, CaseLeg, Market } from "./state.js";
import type { World } from "./world.js";

const MOST_DOUBLINGS = 10;

/** A slice of it was rejected. At the n-th in a row: `now + interval·2^(n − rejectMax + 1)`. */
export function countRejection(world: World, market: Market, leg: CaseLeg): void {
  const { rejectMax, interval } = market.policy;
  leg.rejections += 1;
  if (leg.rejections < rejectMax) return;
  const doublings = Math.min(MOST_DOUBLINGS, leg.rejections - rejectMax + 1);
  leg.refusedUntil = world.now + interval * 2 ** doublings;
  if (!leg.slice) dueNow(world, leg);
  if (leg === market.unwinding.leg) leg.blockedSince ??= world.now;
}

/** The venue took one, or somebody has looked. A pause that runs goes on. */
export function forgetRejections(leg: CaseLeg | null | undefined): void {
  if (leg) leg.rejections = 0;
}

/** `resume`: whoever waits asks again at once. */
export function endPauses(world: World, market: Market): void {
  endPause(world, market.unwinding.leg, null);
  for (const { openCase } of world.accounts) {
    const leg = openCase?.legs.get(market);
    if (openCase && leg) endPause(world, leg, openCase);
  }
}

function endPause(world: World, leg: CaseLeg, of: Case | null): void {
  forgetRejections(leg);
  if (!isPaused(world, leg)) return;
  leg.refusedUntil = null;
  if (!leg.slice) dueNow(world, leg);
  if (of) of.due = true;
}

/** The leg of an account that is worked in a market, if one is. */
export function workedLeg(account: Account, market: Market): CaseLeg | null {
  if (account === market.domain.liquidation) return market.unwinding.leg;
  return account.openCase?.legs.get(market) ?? null;
}
