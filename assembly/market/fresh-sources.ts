/**
 * Which sources of a market count at a time (rules: marks 5), read only: a recompute keeps what it finds here, and checks that
 * come before one ask the same. Sets of sources are masks, bit k for source k; a market has at most 16.
 */
import { Market, PPM, Source } from "../memory/abi";
import { sourceAt } from "../memory/arena";

export function isFresh(market: Market, source: Source, time: i64): bool {
  return source.seen != 0 && (market.maxAge < 0 || time - source.time <= market.maxAge);
}

/** The sources that are fresh at that time. */
export function freshAt(row: u32, market: Market, time: i64): u32 {
  let fresh: u32 = 0;
  for (let k: u32 = 0; k < market.sourceCount; k++) {
    fresh |= u32(isFresh(market, sourceAt(row, k), time)) << k;
  }
  return fresh;
}

/** Of the sources that are fresh at that time, those not farther than outlierPpm from the median of the fresh. */
export function countingAt(row: u32, market: Market, time: i64): u32 {
  const fresh = freshAt(row, market, time);
  if (fresh == 0 || market.outlierPpm < 0) return fresh;
  const median = weightedMedian(row, fresh);
  const room = <u64>market.outlierPpm * <u64>median;
  let counting: u32 = 0;
  for (let left = fresh; left != 0; left &= left - 1) {
    const k = <u32>ctz(left);
    const price = sourceAt(row, k).price;
    const distance = price > median ? price - median : median - price;
    if (<u64>distance * PPM <= room) counting |= 1 << k;
  }
  return counting;
}

/**
 * The first price, in order, whose cumulative weight ×2 reaches the total of these sources; where it reaches exactly that, they
 * are split evenly, and neither half has it: the median lies in the middle between that price and the next. At most 16 sources, so
 * by selection.
 */
export function weightedMedian(row: u32, sources: u32): i64 {
  let total: u64 = 0;
  for (let left = sources; left != 0; left &= left - 1) total += sourceAt(row, <u32>ctz(left)).weight;
  assert(total != 0, "a median of no sources");
  let median: i64 = 0;
  let reached: u64 = 0;
  while (reached * 2 < total) {
    median = nextPrice(row, sources, median);
    reached += weightAbove;
  }
  return reached * 2 == total ? (median + nextPrice(row, sources, median)) / 2 : median;
}

/** What the sources at the price found last weigh together. */
let weightAbove: u64 = 0;

/** The least price of these sources above one. */
function nextPrice(row: u32, sources: u32, above: i64): i64 {
  let lowest = i64.MAX_VALUE;
  for (let left = sources; left != 0; left &= left - 1) {
    const source = sourceAt(row, <u32>ctz(left));
    if (source.price <= above || source.price > lowest) continue;
    if (source.price < lowest) {
      lowest = source.price;
      weightAbove = 0;
    }
    weightAbove += source.weight;
  }
  return lowest;
}

/** Whether fewer than `minSources` sources would count at that time, in a market that bounds their age and has a mark. */
export function isStaleAt(row: u32, market: Market, time: i64): bool {
  if (market.maxAge < 0 || !market.hasMark) return false;
  return <u32>popcnt(countingAt(row, market, time)) < market.minSources;
}

/**
 * No later than the moment from which on fewer than `minSources` sources count, if none ticks; requires `maxAge`, and that
 * enough count at `time`. Where outliers are dropped, another set of fresh sources may have another median: it is then the
 * moment at which the first of them ceases to be fresh.
 */
export function staleMoment(row: u32, market: Market, time: i64): i64 {
  const sources = freshAt(row, market, time);
  const wanted = market.outlierPpm < 0 ? market.minSources : <u32>popcnt(sources);
  return nthLatest(row, sources, wanted) + market.maxAge + 1;
}

/** The n-th latest time of these sources, of which there are as many. */
function nthLatest(row: u32, sources: u32, n: u32): i64 {
  let left = sources;
  let latest: i64 = 0;
  for (let i: u32 = 0; i < n && left != 0; i++) {
    let found = <u32>ctz(left);
    for (let others = left & (left - 1); others != 0; others &= others - 1) {
      if (sourceAt(row, <u32>ctz(others)).time > sourceAt(row, found).time) found = <u32>ctz(others);
    }
    latest = sourceAt(row, found).time;
    left &= ~(1 << found);
  }
  return latest;
}
