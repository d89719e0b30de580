/** The breakers that feed and book trip, and how each lets go (rules: breakers 1, 2, 3). */
import { depthInside, topPrices } from "./book.js";
import { abs, MILLION } from "./fraction.js";
import { bandPrice } from "./margin.js";
import { readBreakers } from "./spec.js";
import type { Breaker, Command, Market, Side } from "./state.js";
import type { World } from "./world.js";

/** The breakers of the feed, as the recompute of an index judges them. */
export interface FeedState {
  /** At least `minSources` counted. */
  enough: boolean;
  /** At least `minSources` fresh ones have ticked since WARMUP. */
  warm: boolean;
}

/** Samples of a mark in one window. */
const STEPS = 16;

/** The last step of a recompute, in the order in which their events come. Nothing is judged before the first mark. */
export function watchBreakers(world: World, market: Market, { enough, warm }: FeedState): void {
  const { indexPrice: index, mark, tripped } = market;
  if (index === null || mark === null) return;
  const gapped = market.sources.some((source) => source.gapped);
  if (gapped) trip(world, market, "FEED_GAP");
  else clear(world, market, "FEED_GAP");
  if (!enough && tripped.has("WARMUP")) market.calmSince.delete("FEED_STALE");
  else watch(world, market, "FEED_STALE", !enough);
  sampleMark(world, market, mark);
  watch(world, market, "PRICE_BAND", isOutOfBand(market, mark));
  watchDivergence(world, market, isDivergent(market, index));
  if (enough && warm) clear(world, market, "WARMUP");
  watch(world, market, "DEPTH_LOW", isShallow(market, mark));
}

/** Clears when the condition was false at every recompute for `resumeAfter`: the first such one starts the clock. */
function watch(world: World, market: Market, breaker: Breaker, condition: boolean): void {
  const { tripped, calmSince } = market;
  if (condition) {
    calmSince.delete(breaker);
    trip(world, market, breaker);
    return;
  }
  if (!tripped.has(breaker)) return;
  const since = calmSince.get(breaker) ?? world.now;
  calmSince.set(breaker, since);
  if (world.now - since >= market.breakers.resumeAfter) clear(world, market, breaker);
}

/** Held for `divergenceMax`, it lets go, and is spent until its condition was false once: the index is followed. */
function watchDivergence(world: World, market: Market, condition: boolean): void {
  const wasTripped = market.tripped.has("DIVERGENCE");
  if (!condition) market.divergenceSpent = false;
  watch(world, market, "DIVERGENCE", condition && !market.divergenceSpent);
  if (!market.tripped.has("DIVERGENCE")) return;
  if (!wasTripped) market.divergentSince = world.now;
  else if (world.now >= market.divergentSince + market.breakers.divergenceMax) {
    market.divergenceSpent = condition;
    clear(world, market, "DIVERGENCE");
  }
}

export function trip(world: World, market: Market, breaker: Breaker): void {
  if (market.tripped.has(breaker)) return;
  market.tripped.add(breaker);
  emitBreaker(world, market, breaker, "tripped");
}

export function clear(world: World, market: Market, breaker: Breaker): void {
  if (!market.tripped.delete(breaker)) return;
  market.calmSince.delete(breaker);
  emitBreaker(world, market, breaker, "cleared");
  makeCasesDue(world, market);
}

export function tripWarmup(world: World, market: Market): void {
  for (const source of market.sources) source.tickedInWarmup = false;
  trip(world, market, "WARMUP");
}

function stepOf(world: World, market: Market): number {
  return Math.floor(world.now / Math.max(1, Math.floor(market.breakers.bandWindow / STEPS)));
}

/** One mark a step is kept, the first; the oldest is the latest that a whole window has passed since, if there is one. */
function sampleMark(world: World, market: Market, mark: bigint): void {
  const { samples, breakers } = market;
  if (breakers.bandPpm === null) return;
  const step = stepOf(world, market);
  if (samples.at(-1)?.step !== step) samples.push({ step, mark });
  while (samples[1] && samples[1].step <= step - STEPS) samples.shift();
}

/** `|mark − reference|·10^6 > bandPpm·reference`. */
function isOutOfBand({ samples, breakers: { bandPpm } }: Market, mark: bigint): boolean {
  const reference = samples[0]?.mark;
  if (bandPpm === null || reference === undefined) return false;
  return abs(mark - reference) * MILLION > bandPpm * reference;
}

/** `|bid + ask − 2·index|·10^6 > divergencePpm·2·index`, where the book has both sides. */
function isDivergent(market: Market, index: bigint): boolean {
  const { divergencePpm } = market.breakers;
  const { bid, ask } = topPrices(market);
  if (divergencePpm === null || bid === null || ask === null) return false;
  return abs(bid + ask - 2n * index) * MILLION > divergencePpm * 2n * index;
}

/** Less than `depthMin` inside the slippage bound of a sale, or of a purchase. */
function isShallow(market: Market, mark: bigint): boolean {
  const { depthMin } = market.breakers;
  if (depthMin === null) return false;
  return (["sell", "buy"] as Side[]).some((side) => {
    const depth = depthInside(market, side, bandPrice(market, side, mark, market.policy.slippagePpm));
    return depth !== null && depth < depthMin;
  });
}

/** `breakers` replaces all. What is off now clears at once; another window forgets what the mark was. */
export function applyBreakers(world: World, command: Command): void {
  const market = world.market(command.market);
  const before = market.breakers;
  market.breakers = readBreakers(command.breakers as Command, market.lotSize);
  const { bandPpm, bandWindow, divergencePpm, depthMin } = market.breakers;
  if (bandPpm === null || bandWindow !== before.bandWindow) market.samples = [];
  world.accept(command);
  if (bandPpm === null) clear(world, market, "PRICE_BAND");
  if (divergencePpm === null) {
    market.divergenceSpent = false;
    clear(world, market, "DIVERGENCE");
  }
  if (depthMin === null) clear(world, market, "DEPTH_LOW");
}

export function emitBreaker(
  world: World,
  market: Market,
  breaker: string,
  state: "tripped" | "cleared",
): void {
  world.emit("breaker", { market: market.name, breaker, state, cause: "" });
}

/** Cases with a leg (suspended: or collateral) in a market whose breaker cleared are due. */
export function makeCasesDue(world: World, market: Market): void {
  for (const { openCase, legs, balances } of world.accounts) {
    if (!openCase) continue;
    const valued = [...balances.keys()].some((collateral) => collateral.market === market);
    if (legs.has(market) || (openCase.suspended && valued)) openCase.due = true;
  }
}
