/** Pace (rules: slicing 10): at most `rateNotional` is sent in any `rateWindow`; then LIQUIDATION_RATE blocks the market. */
import { clear, trip } from "./breakers.js";
import { max, min } from "./fraction.js";
import type { Market } from "./state.js";
import { lotsWithin, tradeNotional } from "./value.js";
import type { World } from "./world.js";

/** Sends are kept apart up to this many; more are added to the newest. */
const MOST_SENDS = 16;

/** The slice as far as the window has room for it; 0: not for the least that may go, which trips its breaker. */
export function cutByPace(world: World, market: Market, slice: bigint, least: bigint): bigint {
  const { rateNotional } = market.policy;
  if (rateNotional === null) return slice;
  forgetOld(world, market);
  const sent = market.sends.reduce((sum, { notional }) => sum + notional, 0n);
  const room = max(0n, rateNotional - sent);
  const left = min(slice, lotsWithin(market, room, market.mark ?? 0n));
  if (left === slice || left >= least) return left;
  if (market.sends.length === 0) market.sends.push({ time: world.now, notional: 0n });
  trip(world, market, "LIQUIDATION_RATE");
  return 0n;
}

/** Younger than `rateWindow` are those that count. */
function forgetOld(world: World, market: Market): void {
  const { rateWindow } = market.policy;
  market.sends = market.sends.filter(({ time }) => world.now - time < rateWindow);
}

/** A slice, or a whole round of rungs, was sent: its notional at the mark. */
export function noteSend(world: World, market: Market, lots: bigint): void {
  if (market.policy.rateNotional === null) return;
  forgetOld(world, market);
  const notional = tradeNotional(market, lots, market.mark ?? 0n);
  const newest = market.sends.at(-1);
  if (newest && market.sends.length === MOST_SENDS) {
    newest.notional += notional;
    newest.time = world.now;
  } else market.sends.push({ time: world.now, notional });
}

/** Windows that have moved past their oldest send; by market index. */
export function clearRates(world: World): void {
  for (const market of world.markets) {
    const [oldest] = market.sends;
    if (oldest && world.now < oldest.time + market.policy.rateWindow) continue;
    clear(world, market, "LIQUIDATION_RATE");
  }
}

/** A policy without `rateNotional` forgets all that. */
export function followPolicy(world: World, market: Market): void {
  if (market.policy.rateNotional !== null) return;
  market.sends = [];
  clear(world, market, "LIQUIDATION_RATE");
}
