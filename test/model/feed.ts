/** From tick to mark: gate, index, and the breakers that doubt it (DESIGN 4, RULINGS E). */
import { abs, MILLION } from "./fraction.js";
import { refuse } from "./refusal.js";
import type { Command, Market, Source } from "./state.js";
import { checkPriceRange, formatPrice, toPriceUnits } from "./units.js";
import type { World } from "./world.js";

export function applyTick(world: World, command: Command): void {
  const market = world.market(command.market);
  const named = market.sources.find(({ name }) => name === command.source);
  const source = named ?? refuse("UNKNOWN_SOURCE", "source");
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
  source.sequence = sequence;
  source.price = price;
  source.sourceTime = sourceTime;
  source.tickedInWarmup = true;
  recompute(world, market);
}

function isFresh(world: World, market: Market, source: Source): boolean {
  return (
    source.sequence !== null && (market.maxAge === null || world.now - source.sourceTime <= market.maxAge)
  );
}

/** Weighted median: by price, the first whose cumulative weight ×2 ≥ the total. */
export function weightedMedian(sources: Pick<Source, "price" | "weight">[]): bigint {
  const total = sources.reduce((sum, { weight }) => sum + weight, 0n);
  let cumulative = 0n;
  for (const { price, weight } of [...sources].sort((a, b) => Number(a.price - b.price))) {
    cumulative += weight;
    if (cumulative * 2n >= total) return price;
  }
  throw new Error("no source to take a median of");
}

/** The sources that count: those not farther than `outlierPpm` from the median of all. */
export function withoutOutliers<S extends Pick<Source, "price" | "weight">>(
  sources: S[],
  outlierPpm: bigint | null,
): S[] {
  if (outlierPpm === null || sources.length === 0) return sources;
  const median = weightedMedian(sources);
  return sources.filter(({ price }) => abs(price - median) * MILLION <= outlierPpm * median);
}

/** Index and mark anew, then FEED_STALE, then WARMUP. */
export function recompute(world: World, market: Market): void {
  const fresh = market.sources.filter((source) => isFresh(world, market, source));
  const counted = withoutOutliers(fresh, market.outlierPpm);
  const enough = counted.length >= market.minSources;
  if (enough) {
    const index = weightedMedian(counted);
    market.counted = counted.map(({ name, price, sourceTime }) => ({ source: name, price, sourceTime }));
    if (index !== market.mark) {
      market.mark = index;
      world.emit("mark", {
        market: market.name,
        index: formatPrice(market, index),
        mark: formatPrice(market, index),
        sources: counted.length,
      });
    }
  }
  watchStaleness(world, market, enough);
  const ticked = fresh.filter(({ tickedInWarmup }) => tickedInWarmup).length;
  if (market.warmup && enough && ticked >= market.minSources) {
    market.warmup = false;
    emitBreaker(world, market, "WARMUP", "cleared");
    makeCasesDue(world, market);
  }
}

/** Clears when at every recompute for the last `resumeAfter` there were enough sources. */
function watchStaleness(world: World, market: Market, enough: boolean): void {
  if (!enough) {
    market.enoughSince = null;
    if (market.feedStale || market.warmup) return;
    market.feedStale = true;
    emitBreaker(world, market, "FEED_STALE", "tripped");
    return;
  }
  market.enoughSince ??= world.now;
  if (!market.feedStale || world.now - market.enoughSince < market.resumeAfter) return;
  market.feedStale = false;
  emitBreaker(world, market, "FEED_STALE", "cleared");
  makeCasesDue(world, market);
}

export function tripWarmup(world: World, market: Market): void {
  for (const source of market.sources) source.tickedInWarmup = false;
  if (market.warmup) return;
  market.warmup = true;
  emitBreaker(world, market, "WARMUP", "tripped");
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
