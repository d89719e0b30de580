/** The index (rules: marks 5): the weighted median of the fresh sources, without outliers. */
import { Market, PPM, Source } from "../memory/abi";
import { sourceAt } from "../memory/arena";
import { now } from "../memory/event-log";

/** What `makeIndex` returns when fewer than `minSources` sources count. */
export const NO_INDEX: i64 = 0;

/** The index of the sources that `countSources` has marked, `NO_INDEX` without enough; what it is made of is kept with it. */
export function makeIndex(row: u32, market: Market, counted: u32): i64 {
  if (counted < market.minSources) return NO_INDEX;
  for (let k: u32 = 0; k < market.sourceCount; k++) keepInIndex(sourceAt(row, k));
  return weightedMedian(row, market.sourceCount);
}

export function isFresh(market: Market, source: Source): bool {
  return source.seen != 0 && (market.maxAge < 0 || now - source.time <= market.maxAge);
}

/** Keeps the source's part in the index, for the evidence of cases: it stays as long as the index does. */
export function keepInIndex(source: Source): void {
  source.inIndex = source.counted;
  source.indexPrice = source.price;
  source.indexTime = source.time;
}

/** Marks the sources that count: fresh, and not farther than outlierPpm from the median of the fresh. Returns how many. */
export function countSources(row: u32, market: Market): u32 {
  let fresh: u32 = 0;
  for (let k: u32 = 0; k < market.sourceCount; k++) {
    const source = sourceAt(row, k);
    source.counted = u8(isFresh(market, source));
    fresh += source.counted;
  }
  if (fresh == 0 || market.outlierPpm < 0) return fresh;
  const median = weightedMedian(row, market.sourceCount);
  const room = <u64>market.outlierPpm * <u64>median;
  for (let k: u32 = 0; k < market.sourceCount; k++) {
    const source = sourceAt(row, k);
    if (!source.counted) continue;
    const distance = source.price > median ? source.price - median : median - source.price;
    if (<u64>distance * PPM > room) {
      source.counted = 0;
      fresh--;
    }
  }
  return fresh;
}

/** The first price, in order, whose cumulative weight ×2 reaches the total; at most 16 sources, so by selection. */
function weightedMedian(row: u32, sources: u32): i64 {
  let total: u64 = 0;
  for (let k: u32 = 0; k < sources; k++) if (sourceAt(row, k).counted) total += sourceAt(row, k).weight;
  let median: i64 = 0;
  let reached: u64 = 0;
  while (reached * 2 < total) {
    let lowest = i64.MAX_VALUE;
    let weight: u64 = 0;
    for (let k: u32 = 0; k < sources; k++) {
      const source = sourceAt(row, k);
      if (!source.counted || source.price <= median || source.price > lowest) continue;
      if (source.price < lowest) {
        lowest = source.price;
        weight = 0;
      }
      weight += source.weight;
    }
    median = lowest;
    reached += weight;
  }
  return median;
}
