/** From tick to index: the gate and the weighted median (rules: marks 1, 5). */
import { watchBreakers } from "./breakers.js";
import { abs, MILLION } from "./fraction.js";
import { samplePremium, setMark } from "./mark.js";
import { believe, isBelieved } from "./quarantine.js";
import { refuse } from "./refusal.js";
import type { Command, Market, Source } from "./state.js";
import { checkPriceRange, toPriceUnits } from "./units.js";
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
  const expected = source.sequence === null ? sequence : source.sequence + 1;
  source.sequence = sequence; // quarantined or not
  const heard = { price, sourceTime };
  if (!isBelieved(market, source, heard)) refuse("QUARANTINED", "price");
  source.gapped = market.gapAction === "block" && sequence !== expected;
  believe(market, source, heard);
  recompute(world, market, true);
}

/** A source with a price that is young enough. */
type Priced = Source & { price: bigint };

function isFresh(world: World, { maxAge }: Market, source: Source): source is Priced {
  return source.price !== null && (maxAge === null || world.now - source.sourceTime <= maxAge);
}

type Weighed = Pick<Priced, "price" | "weight">;

/** Weighted median: by price, the first whose cumulative weight ×2 ≥ the total. */
export function weightedMedian(sources: Weighed[]): bigint {
  const total = sources.reduce((sum, { weight }) => sum + weight, 0n);
  let cumulative = 0n;
  for (const { price, weight } of [...sources].sort((a, b) => Number(a.price - b.price))) {
    cumulative += weight;
    if (cumulative * 2n >= total) return price;
  }
  throw new Error("no source to take a median of");
}

/** The sources that count: those not farther than `outlierPpm` from the median of all. */
export function withoutOutliers<S extends Weighed>(sources: S[], outlierPpm: bigint | null): S[] {
  if (outlierPpm === null || sources.length === 0) return sources;
  const median = weightedMedian(sources);
  return sources.filter(({ price }) => abs(price - median) * MILLION <= outlierPpm * median);
}

/** Index and mark anew, then the breakers. Only a tick, not a `clock`, looks at the book for the premium. */
export function recompute(world: World, market: Market, byTick = false): void {
  const fresh = market.sources.filter((source) => isFresh(world, market, source));
  const counted = withoutOutliers(fresh, market.outlierPpm);
  const enough = counted.length >= market.minSources;
  if (enough) {
    const index = weightedMedian(counted);
    market.counted = counted.map(({ name, price, sourceTime }) => ({ source: name, price, sourceTime }));
    if (byTick) samplePremium(world, market, index);
    setMark(world, market, index);
  }
  const ticked = fresh.filter(({ tickedInWarmup }) => tickedInWarmup).length;
  watchBreakers(world, market, { enough, warm: ticked >= market.minSources });
}
