/** Which sources count at a time, and whether a mark is trusted then (rules: marks 5, margin 17). */
import { abs, MILLION } from "./fraction.js";
import type { Market, Source } from "./state.js";
import { isDoubtful, isHalted } from "./state.js";

/** A source that has a price. */
type Priced = Source & { price: bigint };
type Weighed = Pick<Priced, "price" | "weight">;

/** Those with a price that is young enough. */
export function freshAt({ sources, maxAge }: Market, now: number): Priced[] {
  const isFresh = (source: Source): source is Priced =>
    source.price !== null && (maxAge === null || now - source.sourceTime <= maxAge);
  return sources.filter(isFresh);
}

/** Weighted median: by price, the first whose cumulative weight ×2 ≥ the total; of an even split the middle. */
export function weightedMedian(sources: Weighed[]): bigint {
  const total = sources.reduce((sum, { weight }) => sum + weight, 0n);
  const sorted = [...sources].sort((a, b) => Number(a.price - b.price));
  let cumulative = 0n;
  for (const [at, { price, weight }] of sorted.entries()) {
    cumulative += weight;
    if (cumulative * 2n < total) continue;
    const next = cumulative * 2n === total ? sorted[at + 1] : undefined;
    return next ? (price + next.price) / 2n : price;
  }
  throw new Error("no source to take a median of");
}

/** The sources that count: those not farther than `outlierPpm` from the median of all. */
export function withoutOutliers<S extends Weighed>(sources: S[], outlierPpm: bigint | null): S[] {
  if (outlierPpm === null || sources.length === 0) return sources;
  const median = weightedMedian(sources);
  return sources.filter(({ price }) => abs(price - median) * MILLION <= outlierPpm * median);
}

/** The sources of which a recompute at this time would make an index, if they are enough. */
export function countedAt(market: Market, now: number): Priced[] {
  return withoutOutliers(freshAt(market, now), market.outlierPpm);
}

/** Its prices age, and too few of them count at this time, whether or not a recompute has noticed. */
export function isStaleAt(market: Market, now: number): boolean {
  const { maxAge, mark, minSources } = market;
  return maxAge !== null && mark !== null && countedAt(market, now).length < minSources;
}

/** Nothing leaves for what such a mark says, and nothing is opened on it without a distance. */
export function isUntrusted(market: Market, now: number): boolean {
  return market.mark === null || isHalted(market) || isDoubtful(market) || isStaleAt(market, now);
}
