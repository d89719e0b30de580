/**
 * From tick to mark (DESIGN.md 4): the gate judges a tick before it is believed, the index is a weighted median of fresh
 * sources without outliers, and every change of a mark goes through `setMark`, whatever caused it.
 */
import {
  Breaker,
  BreakerState,
  Cause,
  Code,
  Detail,
  EventType,
  Field,
  MARK_EVENT_BYTES,
  MarkEvent,
  Market,
  NONE,
  PPM,
  Source,
} from "../abi";
import { marketAt, sourceAt } from "../arena";
import { emit, now } from "../event-log";
import { ringMark } from "../margin/trigger-index";
import { refuse } from "../refusal";
import { breakerEvent, wakeCases } from "./breakers";

/** The gate, after names are known; accepts the tick into its source and draws the consequences. */
export function acceptTick(row: u32, k: u32, price: i64, sequence: u64, sourceTime: i64): i32 {
  const market = marketAt(row);
  const source = sourceAt(row, k);
  if (source.seen && sequence <= source.sequence) {
    const code = sequence == source.sequence ? Code.DUPLICATE : Code.SEQUENCE_REGRESSION;
    return refuse(code, Field.sequence, Detail.none);
  }
  if (price < market.minPrice || price > market.maxPrice) {
    return refuse(Code.OUT_OF_RANGE, Field.price, Detail.outsideBounds);
  }
  if (market.skew >= 0 && sourceTime > now + market.skew)
    return refuse(Code.FUTURE, Field.sourceTime, Detail.none);
  if (market.maxAge >= 0 && now - sourceTime > market.maxAge)
    return refuse(Code.STALE, Field.sourceTime, Detail.none);
  source.price = price;
  source.time = sourceTime;
  source.sequence = sequence;
  source.seen = 1;
  source.ticked = 1;
  return Code.OK;
}

function isFresh(market: Market, source: Source): bool {
  return source.seen != 0 && (market.maxAge < 0 || now - source.time <= market.maxAge);
}

/**
 * Index, mark and the feed's breakers, anew: on an accepted tick of the market and on a clock, at no other time.
 */
export function recompute(row: u32): void {
  const market = marketAt(row);
  const counted = market.sourceCount == 1 ? countOnly(row, market) : countSources(row, market);
  const enough = counted >= market.minSources;
  if (enough) {
    const index = market.sourceCount == 1 ? sourceAt(row, 0).price : weightedMedian(row, market.sourceCount);
    keepEvidence(row, market);
    if (!market.hasMark || index != market.index) setMark(row, index, counted);
  }
  judgeFeed(row, market, enough);
  if (market.warmup) judgeWarmup(row, market, enough);
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
  let counted: u32 = 0;
  for (let k: u32 = 0; k < market.sourceCount; k++) {
    const source = sourceAt(row, k);
    source.counted = u8(isFresh(market, source));
    counted += source.counted;
  }
  if (counted == 0 || market.outlierPpm < 0) return counted;
  const median = weightedMedian(row, market.sourceCount);
  const room = <u64>market.outlierPpm * <u64>median;
  for (let k: u32 = 0; k < market.sourceCount; k++) {
    const source = sourceAt(row, k);
    if (!source.counted) continue;
    const distance = source.price > median ? source.price - median : median - source.price;
    if (<u64>distance * PPM > room) {
      source.counted = 0;
      counted--;
    }
  }
  return counted;
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

/** The one place where a mark changes: says so, and rings the alarms that it reaches. */
function setMark(row: u32, mark: i64, sources: u32): void {
  const market = marketAt(row);
  market.index = mark;
  market.mark = mark;
  market.hasMark = 1;
  const event = changetype<MarkEvent>(emit(EventType.mark, MARK_EVENT_BYTES));
  event.market = row;
  event.index = mark;
  event.mark = mark;
  event.sources = sources;
  ringMark(row, mark);
}

function judgeFeed(row: u32, market: Market, enough: bool): void {
  if (!enough) {
    market.enoughSince = -1;
    if (market.feedStale || market.warmup) return;
    market.feedStale = 1;
    breakerEvent(row, NONE, Breaker.FEED_STALE, BreakerState.tripped, Cause.tooFewSources);
    return;
  }
  if (!market.feedStale) return;
  if (market.enoughSince < 0) market.enoughSince = now;
  if (now - market.enoughSince < market.resumeAfter) return;
  market.feedStale = 0;
  breakerEvent(row, NONE, Breaker.FEED_STALE, BreakerState.cleared, Cause.sourcesEnough);
  wakeCases(row);
}

function judgeWarmup(row: u32, market: Market, enough: bool): void {
  if (!enough) return;
  let ticked: u32 = 0;
  for (let k: u32 = 0; k < market.sourceCount; k++) {
    const source = sourceAt(row, k);
    if (source.ticked && isFresh(market, source)) ticked++;
  }
  if (ticked < market.minSources) return;
  market.warmup = 0;
  breakerEvent(row, NONE, Breaker.WARMUP, BreakerState.cleared, Cause.sourcesTicked);
  wakeCases(row);
}

/** Begins `WARMUP`: no liquidation in the market until enough sources have ticked since. */
export function beginWarmup(row: u32, cause: Cause): void {
  const market = marketAt(row);
  for (let k: u32 = 0; k < market.sourceCount; k++) sourceAt(row, k).ticked = 0;
  if (market.warmup) return;
  market.warmup = 1;
  breakerEvent(row, NONE, Breaker.WARMUP, BreakerState.tripped, cause);
}
