/** From tick to index: the gate, the recompute, and the moment at which a feed is too old (rules: marks 1, 5, breakers 4). */
import { MOST_LEVEL_LOTS } from "./book.js";
import { watchBreakers } from "./breakers.js";
import { samplePremium, setMark } from "./mark.js";
import { countPending } from "./pending.js";
import { believe, isBelieved } from "./quarantine.js";
import { refuse } from "./refusal.js";
import type { Command, Market, Source } from "./state.js";
import { countedAt, freshAt, isStaleAt, weightedMedian } from "./trust.js";
import { judgeMove } from "./unconfirmed.js";
import { checkPriceRange, toPositiveLots, toPriceUnits } from "./units.js";
import type { World } from "./world.js";

export function applyTick(world: World, command: Command): void {
  const market = world.market(command.market);
  const source = sourceOf(market, command.source);
  const price = toPriceUnits(market, command.price as string, "price");
  const sequence = command.sequence as number;
  if (source.sequence !== null) {
    if (sequence === source.sequence) refuse("DUPLICATE", "sequence");
    if (sequence < source.sequence) refuse("SEQUENCE_REGRESSION", "sequence");
  }
  checkPriceRange(market, price, "price");
  const sourceTime = (command.sourceTime as number | undefined) ?? world.now;
  if (market.skew !== null && sourceTime > world.now + market.skew) refuse("FUTURE", "sourceTime");
  if (market.maxAge !== null && world.now - sourceTime > market.maxAge) refuse("STALE", "sourceTime");
  const expected = source.sequence === null ? sequence : source.sequence + 1;
  source.sequence = sequence; // quarantined or not
  const heard = { price, sourceTime };
  if (!isBelieved(market, source, heard)) refuse("QUARANTINED", "price");
  source.gapped = market.gapAction === "block" && sequence !== expected;
  believe(world, market, source, heard);
  recompute(world, market, source);
}

/** Its source has begun to count anew: the next tick may have any sequence (rules: marks 13). */
export function applySourceReset(world: World, command: Command): void {
  const market = world.market(command.market);
  const source = sourceOf(market, command.source);
  source.sequence = null;
  source.gapped = false;
  world.accept(command, { market: market.name });
}

/** A trade at an outside venue is the market's last; whoever traded there, nobody here is touched (rules: marks 12). */
export function applyTrade(world: World, command: Command): void {
  const market = world.market(command.market);
  if (!market.external) refuse("FORBIDDEN", "market");
  const price = toPriceUnits(market, command.price as string, "price");
  checkPriceRange(market, price, "price");
  const lots = toPositiveLots(market, command.quantity as string, "quantity");
  if (lots > MOST_LEVEL_LOTS) refuse("OUT_OF_RANGE", "quantity");
  market.lastTrade = price;
}

function sourceOf({ sources }: Market, name: unknown): Source {
  return sources.find((source) => source.name === name) ?? refuse("UNKNOWN_SOURCE", "source");
}

/**
 * Index and mark anew, then whether something confirms it, the breakers, and what the price was waited for. Only a tick, not
 * a `clock`, looks at the book for the premium.
 */
export function recompute(world: World, market: Market, ticked: Source | null = null): void {
  const counted = countedAt(market, world.now);
  const enough = counted.length >= market.minSources;
  if (enough) {
    const index = weightedMedian(counted);
    market.counted = counted.map(({ name, price, sourceTime }) => ({ source: name, price, sourceTime }));
    if (ticked) samplePremium(world, market, index);
    const before = market.mark;
    const mark = setMark(world, market, index);
    judgeMove(world, market, before, mark, { counted, index, ticked });
  }
  const warm = freshAt(market, world.now).filter(({ tickedInWarmup }) => tickedInWarmup).length;
  watchBreakers(world, market, { enough, warm: warm >= market.minSources });
  countPending(world, market);
}

/** The stale moment is a deadline: where a recompute would trip FEED_STALE now, it is made, whatever the command was. */
export function noticeStale(world: World): void {
  for (const market of world.markets) {
    const { tripped } = market;
    if (tripped.has("FEED_STALE") || tripped.has("WARMUP")) continue;
    if (isStaleAt(market, world.now)) recompute(world, market);
  }
}
