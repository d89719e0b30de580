/**
 * From when on a market's feed has fallen silent (rules: breakers 4), known beforehand while no source ticks. Ticks, which are most
 * commands, mostly make that later: so the shard keeps a bound that is no later than the first of these moments
 * (`memory/deadlines`), and it is lowered here, where a market's own may come earlier.
 */
import { staleMoment } from "../market/fresh-sources";
import { Breaker, Market, Pair, Source } from "../memory/abi";
import { wakeForFeeds } from "../memory/deadlines";
import { now } from "../memory/event-log";
import { DEBUGGING, planted } from "../memory/pairs";

const MISSING_SOURCES: u32 = (1 << Breaker.FEED_STALE) | (1 << Breaker.WARMUP);

/** Whether `FEED_STALE` could trip in the market without a tick of it. */
export function mayFallSilent(market: Market): bool {
  return market.maxAge >= 0 && market.hasMark != 0 && (market.tripped & MISSING_SOURCES) == 0;
}

/** A source is about to have a price of that time: where outliers are dropped, all others may count for as long as it is fresh. */
export function noteSourceTime(market: Market, source: Source, time: i64): void {
  if (market.maxAge < 0) return;
  if (time < source.time || market.outlierPpm >= 0) wakeForFeeds(time + market.maxAge + 1);
}

/** Sources that were missing are there again, if they were missing `before`. */
export function noteRecovery(row: u32, market: Market, before: u32): void {
  if ((before & ~market.tripped & MISSING_SOURCES) == 0) return;
  if (!mayFallSilent(market)) return;
  let moment = staleMoment(row, market, now);
  if (DEBUGGING) moment += planted(Pair.staleBound);
  wakeForFeeds(moment);
}
