/**
 * The quiet tick, the fast path of a tick that moves the mark and has no other effect. Most commands of a shard are
 * such ticks, so what the slow path finds in stages (`tickThroughStages` in commands/feed: gate, recompute, alarms,
 * deadlines, evaluation) stands here in one place, a comparison each.
 *
 * It is taken where the market is plain (`notePlain`) and has a mark, its source counts, no breaker of it is
 * tripped and no collateral is armed on it; where the gate accepts the tick, and the new mark is near the last and reaches no trigger;
 * and where no deadline is due and no feed may have fallen silent, no account waits for the next command or for room, and `@liquidation` has nothing to unwind.
 */
import { EventType, MARK_EVENT_BYTES, MarkEvent, Pair } from "../memory/abi";
import { marketAt, meters, shard, sourceAt } from "../memory/arena";
import { Log, now } from "../memory/event-log";
import { DEBUGGING, planted } from "../memory/pairs";
import { Pending } from "../memory/pending";

/**
 * Inlined: it is shorter than the calls that it saves. Each condition returns by itself, because conditions
 * joined by || or && are compiled to a value and a test of it.
 */
export class QuietTick {
  /** Applies the tick if it is quiet. False: nothing has changed, and `tickThroughStages` has to apply it. */
  @inline
  static apply(row: u32, k: u32, price: i64, sequence: u64, sourceTime: i64): bool {
    const market = marketAt(row);
    const source = sourceAt(row, k);
    // One source that is the mark already, and no breaker to judge.
    if ((market.plain & market.hasMark) == 0) return false;
    if ((source.seen & source.ticked & source.counted & source.inIndex) == 0) return false;
    if ((market.tripped | market.balanceHeap) != 0) return false;
    // The gate takes the tick (tick-gate).
    if (sequence <= source.sequence) return false;
    // So does the market, and the mark needs no confirmation (market/near).
    if (price < market.quietFrom) return false;
    if (price > market.quietTo) return false;
    if (sourceTime > now && market.skew >= 0 && sourceTime > now + market.skew) return false;
    if (market.maxAge >= 0) {
      if (now - sourceTime > market.maxAge) return false;
      // A source that goes back in time is stale sooner (stale-moment).
      if (sourceTime < source.time) return false;
    }
    // The mark reaches no trigger (margin/trigger-index).
    if (market.nextLong >= price + market.longOffset) return false;
    if (market.nextShort <= price + market.shortOffset) return false;
    // Nothing follows (`finish` in commands/frame): nothing is due, no account is touched, nothing unwinds.
    if (Pending.waits()) return false;
    if (Pending.isDue(now)) return false;
    shard.now = now;
    source.sequence = sequence;
    source.price = price;
    source.time = sourceTime;
    source.indexPrice = price;
    source.indexTime = sourceTime;
    if (DEBUGGING) source.indexPrice += planted(Pair.quietTick);
    if (price == market.mark && price == market.index) return true;
    market.index = price;
    market.mark = price;
    const event = changetype<MarkEvent>(Log.write(EventType.mark, MARK_EVENT_BYTES, ++meters.seq));
    event.index = price;
    event.mark = price;
    event.market = row;
    event.sources = 1;
    return true;
  }
}
