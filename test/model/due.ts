/**
 * When a leg may send again, how a shorter interval brings that forward, and that a pause goes before both (rules: slicing
 * 2, venue-reports 12).
 */
import type { CaseLeg, Market } from "./state.js";
import type { World } from "./world.js";

/** Its venue rejected slice after slice, and is asked again at the pause's end. */
export function isPaused(world: World, { refusedUntil }: CaseLeg): boolean {
  return refusedUntil !== null && world.now < refusedUntil;
}

/** At once; in a pause: at its end. */
export function dueNow(world: World, leg: CaseLeg): void {
  leg.dueAt = isPaused(world, leg) ? leg.refusedUntil : world.now;
  leg.paced = null;
}

export function dueNever(leg: CaseLeg): void {
  leg.dueAt = null;
  leg.paced = null;
}

/** `interval` after `from`, and what jitter drew (`longer`) after that; not before now. In a pause: at its end. */
export function dueAfterInterval(
  world: World,
  leg: CaseLeg,
  market: Market,
  from = world.now,
  longer = 0,
): void {
  if (isPaused(world, leg)) {
    dueNow(world, leg);
    return;
  }
  leg.dueAt = Math.max(world.now, from + market.policy.interval + longer);
  leg.paced = { from, longer };
}

/**
 * Where the interval was longer before, each leg that waits for one is due as if this one had been there; none is later. The
 * end of a pause is no such time.
 */
export function followInterval(world: World, market: Market, before: number): void {
  const { interval } = market.policy;
  if (interval >= before) return;
  for (const leg of legsIn(world, market)) {
    if (leg.dueAt === null || leg.paced === null) continue;
    const { from, longer } = leg.paced;
    leg.dueAt = Math.min(leg.dueAt, Math.max(world.now, from + interval + longer));
  }
}

/** Of open cases, and the one of `@liquidation`. */
function legsIn(world: World, market: Market): CaseLeg[] {
  const legs = world.accounts.flatMap(({ openCase }) => openCase?.legs.get(market) ?? []);
  return [...legs, market.unwinding.leg];
}
