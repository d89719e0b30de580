/** Markets whose feeds have fallen silent (rules: breakers 4): whatever command comes first finds them, as `clock` would. */
import { isStaleAt, staleMoment } from "../market/fresh-sources";
import { marketAt, shard } from "../memory/arena";
import { confirmAwake, NEVER, wakeForFeeds } from "../memory/deadlines";
import { now } from "../memory/event-log";
import { DEBUGGING } from "../memory/pairs";
import { recompute } from "./recompute";
import { mayFallSilent } from "./stale-moment";

/**
 * Recomputes the markets, in order, that are stale now and have no breaker that says so; notes when to look again. Before the
 * shard's bound there are none.
 */
export function tripSilentFeeds(): void {
  if (now < shard.staleAt) {
    if (DEBUGGING) confirmFeeds();
    return;
  }
  shard.staleAt = NEVER;
  for (let row: u32 = 0; row < shard.markets; row++) {
    const market = marketAt(row);
    if (!mayFallSilent(market)) continue;
    if (isStaleAt(row, market, now)) recompute(row);
    else wakeForFeeds(staleMoment(row, market, now));
    assert(!mayFallSilent(market) || now < shard.staleAt, "a feed is silent, but its market is not stale");
  }
}

/** Debug build: what is not due by the shard's bounds is not due by a look at each market and deadline. */
export function confirmFeeds(): void {
  confirmAwake();
  for (let row: u32 = 0; row < shard.markets; row++) {
    const market = marketAt(row);
    if (!mayFallSilent(market)) continue;
    assert(!isStaleAt(row, market, now), "a feed is silent, but not by the shard's bound");
    assert(shard.staleAt <= staleMoment(row, market, now), "a feed falls silent before the shard's bound");
  }
}
