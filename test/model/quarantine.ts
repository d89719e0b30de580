/** A price far from its source's last is not believed until it is confirmed (rules: marks 3, 4). */
import { abs, MILLION } from "./fraction.js";
import type { Market, Source } from "./state.js";
import type { World } from "./world.js";

/** A tick that has passed all other checks. */
export interface Heard {
  price: bigint;
  sourceTime: number;
}

function isNear(price: bigint, reference: bigint, jumpPpm: bigint): boolean {
  return abs(price - reference) * MILLION <= jumpPpm * reference;
}

/**
 * Is this price of `source` believed? Near its last price, near a quarantined one of another source, or as the
 * `confirmations`-th of its own run, in which one counts that is `confirmGap` later than the last that did. Otherwise it
 * is remembered.
 */
export function isBelieved(market: Market, source: Source, { price, sourceTime }: Heard): boolean {
  const { jumpPpm, confirmations, confirmGap } = market;
  if (jumpPpm === null || source.price === null || isNear(price, source.price, jumpPpm)) return true;
  const others = market.sources.filter((other) => other !== source);
  if (others.some(({ suspect }) => suspect && isNear(price, suspect.price, jumpPpm))) return true;
  const { suspect } = source;
  if (!suspect || !isNear(price, suspect.price, jumpPpm)) {
    source.suspect = { price, sourceTime, count: 1, countedTime: sourceTime };
    return confirmations <= 1;
  }
  if (sourceTime < suspect.countedTime + confirmGap) return false;
  suspect.count += 1;
  suspect.countedTime = sourceTime;
  return suspect.count >= confirmations;
}

/** A believed tick is its source's price, and confirms what is quarantined of others near it. */
export function believe(world: World, market: Market, source: Source, heard: Heard): void {
  accept(world, source, heard);
  const { jumpPpm } = market;
  if (jumpPpm === null) return;
  for (const other of market.sources) {
    const { suspect } = other;
    if (suspect && isNear(heard.price, suspect.price, jumpPpm)) accept(world, other, suspect);
  }
}

function accept(world: World, source: Source, { price, sourceTime }: Heard): void {
  source.price = price;
  source.sourceTime = sourceTime;
  source.acceptedAt = world.now;
  source.tickedInWarmup = true;
  source.suspect = null;
}

export function forgetQuarantined(market: Market): void {
  for (const source of market.sources) source.suspect = null;
}
