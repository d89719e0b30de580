/**
 * The quiet tick: of a plain market (`notePlain`), accepted, reaching nobody's trigger, while nothing is due and nobody waits
 * to be looked at. It is most of what a shard is sent, so what `judgedTick` and the stages behind it would find stands here
 * in one place, a comparison each; whatever is out of the ordinary takes the way of every other tick.
 */
import { EventType, Market, MARK_EVENT_BYTES, MarkEvent, Source } from "../abi";
import { marketAt, meters, shard, sourceAt } from "../arena";
import { anyDue } from "../deadlines";
import { Log, now } from "../event-log";

/** Inlined: it is shorter than the calls that it saves. */
export class QuietTick {
  /** Applies the tick if it is quiet. False: it is not, and nothing has changed. */
  @inline
  static apply(row: u32, k: u32, price: i64, sequence: u64, sourceTime: i64): bool {
    const market = marketAt(row);
    const source = sourceAt(row, k);
    if (!isCalm(market, source) || !isTaken(market, source, price, sequence, sourceTime)) return false;
    if (reaches(market, price) || isAwaited()) return false;
    shard.now = now;
    source.sequence = sequence;
    source.price = price;
    source.time = sourceTime;
    source.indexPrice = price;
    source.indexTime = sourceTime;
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

/** One source that is the mark already, and no breaker to judge. */
function isCalm(market: Market, source: Source): bool {
  if ((market.plain & market.hasMark) == 0 || market.tripped != 0) return false;
  return (source.seen & source.ticked & source.counted & source.inIndex) != 0;
}

/** Whether the gate takes the tick (tick-gate). */
function isTaken(market: Market, source: Source, price: i64, sequence: u64, sourceTime: i64): bool {
  if (sequence <= source.sequence) return false;
  if (price < market.minPrice || price > market.maxPrice) return false;
  if (market.skew >= 0 && sourceTime > now + market.skew) return false;
  return market.maxAge < 0 || now - sourceTime <= market.maxAge;
}

/** Whether a mark would ring anybody (trigger-index). */
function reaches(market: Market, mark: i64): bool {
  if (market.nextLong >= mark + market.longOffset || market.nextShort <= mark + market.shortOffset)
    return true;
  return market.balanceHeap != 0;
}

/** Whether anything follows whatever the command (frame): a deadline, an account that was left for it, `@liquidation`. */
function isAwaited(): bool {
  if ((shard.liquidationCases | shard.liquidationRungs | shard.pacesTripped | shard.touched) != 0)
    return true;
  return anyDue(now);
}
