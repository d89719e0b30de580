/** The index (DESIGN.md 4.2): the weighted median of the fresh sources, without outliers. */
import { Market, PPM, Source } from "../abi";
import { sourceAt } from "../arena";
import { now } from "../event-log";

/** What the last `makeIndex` that returned true found: the median, and how many sources counted. */
export let madeIndex: i64 = 0;
export let counted: u32 = 0;

/** Whether enough sources count for an index; what it was made of is kept with it. */
export function makeIndex(row: u32, market: Market): bool {
  const alone = market.sourceCount == 1;
  counted = alone ? countOnly(row, market) : countSources(row, market);
  if (counted < market.minSources) return false;
  madeIndex = alone ? sourceAt(row, 0).price : weightedMedian(row, market.sourceCount);
  keepEvidence(row, market);
  return true;
}

export function isFresh(market: Market, source: Source): bool {
  return source.seen != 0 && (market.maxAge < 0 || now - source.time <= market.maxAge);
}

/** What the index was made of, for the evidence of cases: it stays while the index does. */
function keepEvidence(row: u32, market: Market): void {
  for (let k: u32 = 0; k < market.sourceCount; k++) {
    const source = sourceAt(row, k);
    source.inIndex = source.counted;
    source.indexPrice = source.price;
    source.indexTime = source.time;
  }
}

function countOnly(row: u32, market: Market): u32 {
  const source = sourceAt(row, 0);
  source.counted = u8(isFresh(market, source));
  return source.counted;
}

/** Marks the sources that count: fresh, and not farther than outlierPpm from the median of the fresh. */
function countSources(row: u32, market: Market): u32 {
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
