/**
 * The quiet tick: of a plain market (`notePlain`), accepted, reaching nobody's trigger, while nothing is due and nobody waits
 * to be looked at. It is most of what a shard is sent, so what `judgedTick` and the stages behind it would find stands here
 * in one place, a comparison each; whatever is out of the ordinary takes the way of every other tick.
 */
import { EventType, MARK_EVENT_BYTES, MarkEvent, Pair } from "../memory/abi";
import { marketAt, meters, shard, sourceAt } from "../memory/arena";
import { anyDue } from "../memory/deadlines";
import { Log, now } from "../memory/event-log";
import { DEBUGGING, planted } from "../memory/pairs";

/**
 * Inlined: it is shorter than the calls that it saves. Each condition leaves on its own, because conditions joined by || or &&
 * are compiled to a value and a test of it.
 */
export class QuietTick {
  /** Applies the tick if it is quiet. False: it is not, and nothing has changed. */
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
    if (price < market.minPrice) return false;
    if (price > market.maxPrice) return false;
    if (sourceTime > now && market.skew >= 0 && sourceTime > now + market.skew) return false;
    if (market.maxAge >= 0 && now - sourceTime > market.maxAge) return false;
    // The mark rings nobody (trigger-index).
    if (market.nextLong >= price + market.longOffset) return false;
    if (market.nextShort <= price + market.shortOffset) return false;
    // Nothing follows whatever the command (frame): a deadline, an account that was left for it, `@liquidation`.
    if ((shard.liquidationCases | shard.liquidationRungs | shard.pacesTripped | shard.touched) != 0)
      return false;
    if ((shard.caseDeadlines | shard.sliceDeadlines) != 0 && anyDue(now)) return false;
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
