/** The index (rules: marks 5): the weighted median of the fresh sources, without outliers. */
import { countingAt, weightedMedian } from "../market/fresh-sources";
import { Market, Source } from "../memory/abi";
import { sourceAt } from "../memory/arena";
import { now } from "../memory/event-log";

/** What `makeIndex` returns when fewer than `minSources` sources count. */
export const NO_INDEX: i64 = 0;

/** The index of the sources that `countSources` has marked, `NO_INDEX` without enough; what it is made of is kept with it. */
export function makeIndex(row: u32, market: Market, counted: u32): i64 {
  if (counted < market.minSources) return NO_INDEX;
  for (let k: u32 = 0; k < market.sourceCount; k++) keepInIndex(sourceAt(row, k));
  return weightedMedian(row, markedSources(row, market));
}

/** Keeps the source's part in the index, for the evidence of cases: it stays as long as the index does. */
export function keepInIndex(source: Source): void {
  source.inIndex = source.counted;
  source.indexPrice = source.price;
  source.indexTime = source.time;
}

/** Marks the sources that count: fresh, and no outliers. Returns how many. */
export function countSources(row: u32, market: Market): u32 {
  const counting = countingAt(row, market, now);
  for (let k: u32 = 0; k < market.sourceCount; k++) sourceAt(row, k).counted = <u8>((counting >> k) & 1);
  return <u32>popcnt(counting);
}

function markedSources(row: u32, market: Market): u32 {
  let marked: u32 = 0;
  for (let k: u32 = 0; k < market.sourceCount; k++) marked |= (<u32>sourceAt(row, k).counted) << k;
  return marked;
}
