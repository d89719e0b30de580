/**
 * Breakers that a recompute judges (rules: breakers 2), in the order of their events: a sequence gap, too few
 * fresh sources, the mark outside its band, book and index apart, sources that have not ticked since the
 * market began or resumed, a thin book. Each stops forced sales at prices that cannot be trusted.
 */
import { bestPrice, depthReaches } from "../book/depth";
import { clearBreaker } from "../cases/clear-breaker";
import { isTripped, tripBreaker } from "../market/breakers";
import { isFresh } from "../market/fresh-sources";
import { bandPrice } from "../market/price-limits";
import { Breaker, Cause, Market, PPM, Side } from "../memory/abi";
import { marketAt, sourceAt } from "../memory/arena";
import { now } from "../memory/event-log";
import { magnitude } from "../numbers/fixed";
import { leavesBand } from "./price-band";
import { noteRecovery } from "./stale-moment";
import { anyGap } from "./tick-gate";

/** Value of a `…Calm` field: the breaker's condition holds, or the breaker is not tripped. */
const NOT_CALM: i64 = -1;

/** Judges all six, in that order. `enough`: so many sources count that the recompute gave an index. */
export function judgeFeed(row: u32, market: Market, enough: bool): void {
  if (!market.hasMark) return;
  const before = market.tripped;
  judgeGap(row, market);
  judgeStale(row, market, enough);
  judgeBand(row, market);
  judgeDivergence(row, market);
  judgeWarmup(row, market, enough);
  judgeDepth(row, market);
  noteRecovery(row, market, before);
}

/**
 * Trips a breaker whose condition holds; clears it when the condition has not held at any recompute for
 * `resumeAfter`. `calmSince` and the result: since when the condition has not held, or `NOT_CALM`.
 */
function judge(row: u32, breaker: Breaker, holds: bool, calmSince: i64, trips: Cause, clears: Cause): i64 {
  const market = marketAt(row);
  if (holds) {
    if (!isTripped(market, breaker)) tripBreaker(row, breaker, trips);
    return NOT_CALM;
  }
  if (!isTripped(market, breaker)) return NOT_CALM;
  const since = calmSince == NOT_CALM ? now : calmSince;
  if (now - since < market.resumeAfter) return since;
  clearBreaker(row, breaker, clears);
  return NOT_CALM;
}

function judgeGap(row: u32, market: Market): void {
  const gapped = anyGap(row, market);
  if (gapped == isTripped(market, Breaker.FEED_GAP)) return;
  if (gapped) tripBreaker(row, Breaker.FEED_GAP, Cause.sequenceSkipped);
  else clearBreaker(row, Breaker.FEED_GAP, Cause.inSequenceAgain);
}

/** Does not trip while `WARMUP` holds: both mean that sources are missing, and one lack has one name. */
function judgeStale(row: u32, market: Market, enough: bool): void {
  if (!enough && isTripped(market, Breaker.WARMUP) && !isTripped(market, Breaker.FEED_STALE)) return;
  market.staleCalm = judge(
    row,
    Breaker.FEED_STALE,
    !enough,
    market.staleCalm,
    Cause.tooFewSources,
    Cause.sourcesEnough,
  );
}

function judgeBand(row: u32, market: Market): void {
  if (market.bandPpm < 0) return;
  const left = leavesBand(row, market);
  market.bandCalm = judge(row, Breaker.PRICE_BAND, left, market.bandCalm, Cause.bandLeft, Cause.bandInside);
}

/**
 * It lasts for `divergenceMax` at most, and is then spent until book and index have been together once: otherwise whoever holds a
 * book off the index is never liquidated (rules: breakers 7).
 */
function judgeDivergence(row: u32, market: Market): void {
  if (market.divergencePpm < 0) return;
  const apart = diverges(market);
  if (!apart) market.divergenceSpent = 0;
  if (!isTripped(market, Breaker.DIVERGENCE)) market.divergenceTime = now;
  market.divergenceCalm = judge(
    row,
    Breaker.DIVERGENCE,
    apart && !market.divergenceSpent,
    market.divergenceCalm,
    Cause.diverged,
    Cause.convergedAgain,
  );
  if (!isTripped(market, Breaker.DIVERGENCE)) market.divergenceTime = 0;
  else if (now - market.divergenceTime >= market.divergenceMax) {
    forgetDivergence(market);
    market.divergenceSpent = u8(apart);
    clearBreaker(row, Breaker.DIVERGENCE, Cause.divergenceOver);
  }
}

/** `DIVERGENCE` is switched off, or over. */
export function forgetDivergence(market: Market): void {
  market.divergenceCalm = NOT_CALM;
  market.divergenceTime = 0;
  market.divergenceSpent = 0;
}

/** |mid − index|·10^6 > divergencePpm·index, both doubled. */
function diverges(market: Market): bool {
  const bid = bestPrice(market, Side.buy);
  const ask = bestPrice(market, Side.sell);
  if (bid == 0 || ask == 0) return false;
  return magnitude(bid + ask - 2 * market.index) * PPM > market.divergencePpm * 2 * market.index;
}

function judgeDepth(row: u32, market: Market): void {
  if (market.depthMin < 0) return;
  market.depthCalm = judge(
    row,
    Breaker.DEPTH_LOW,
    isShallow(market),
    market.depthCalm,
    Cause.depthLow,
    Cause.depthEnough,
  );
}

/** Whether a known book holds less than depthMin inside the slippage bound, on either side. */
function isShallow(market: Market): bool {
  if (!market.bookKnown) return false;
  return isThin(market, Side.buy) || isThin(market, Side.sell);
}

function isThin(market: Market, bookSide: Side): bool {
  const taker: Side = bookSide == Side.buy ? Side.sell : Side.buy;
  const bound = bandPrice(market, market.mark, taker, market.slippagePpm);
  return !depthReaches(market, bookSide, bound, market.depthMin);
}

function judgeWarmup(row: u32, market: Market, enough: bool): void {
  if (!enough || !isTripped(market, Breaker.WARMUP)) return;
  let ticked: u32 = 0;
  for (let k: u32 = 0; k < market.sourceCount; k++) {
    const source = sourceAt(row, k);
    if (source.ticked && isFresh(market, source, now)) ticked++;
  }
  if (ticked >= market.minSources) clearBreaker(row, Breaker.WARMUP, Cause.sourcesTicked);
}
