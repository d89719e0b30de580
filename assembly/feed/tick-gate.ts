/**
 * The gate (rules: marks 1, 3): a tick is judged before it is believed. A price far from its source's last
 * one is kept in quarantine until another source, or its own source often enough in a row, reports a price
 * near it.
 */
import { Code, Detail, Field, GapAction, Market, Source } from "../memory/abi";
import { isNear } from "../market/near";
import { marketAt, sourceAt } from "../memory/arena";
import { now } from "../memory/event-log";
import { DEBUGGING } from "../memory/pairs";
import { refuse } from "../memory/refusal";
import { noteSourceTime } from "./stale-moment";

/** The sequence of a source whose next tick may have any: above all that a tick can have, so that no quick way takes it. */
const RESTARTED: u64 = u64.MAX_VALUE;

/** The gate, after names are known; accepts the tick into its source. A quarantined one uses up its sequence. */
export function acceptTick(row: u32, k: u32, price: i64, sequence: u64, sourceTime: i64): i32 {
  const market = marketAt(row);
  const source = sourceAt(row, k);
  const first = !source.seen || source.sequence == RESTARTED;
  if (!first && sequence <= source.sequence) {
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
  if (!market.plain) {
    if (market.jumpPpm >= 0) {
      if (!passesJump(row, k, market, price, sourceTime)) {
        source.sequence = sequence;
        return refuse(Code.QUARANTINED, Field.price, Detail.none);
      }
      release(row, k, market, price);
    }
    source.gapped = u8(market.gapAction == GapAction.block && !first && sequence != source.sequence + 1);
  } else if (DEBUGGING) {
    assert(
      market.jumpPpm < 0 && market.gapAction == GapAction.ignore,
      "a plain market's gate has more to do",
    );
    assert(!source.gapped, "a plain market has a gap");
  }
  source.sequence = sequence;
  believe(market, source, price, sourceTime);
  return Code.OK;
}

/** The source's numbering begins anew; what it has told, and what is quarantined of it, stays. */
export function restart(source: Source): void {
  source.gapped = 0;
  if (source.seen) source.sequence = RESTARTED;
}

function believe(market: Market, source: Source, price: i64, time: i64): void {
  noteSourceTime(market, source, time);
  source.price = price;
  source.time = time;
  // Nobody asks when the only source was believed.
  if (market.sourceCount != 1) source.believed = now;
  source.seen = 1;
  source.ticked = 1;
}

/** Whether the price is near the source's last one, or confirmed by another source or by its own run. */
function passesJump(row: u32, k: u32, market: Market, price: i64, sourceTime: i64): bool {
  const source = sourceAt(row, k);
  if (!source.seen || isNear(market, price, source.price)) return true;
  for (let other: u32 = 0; other < market.sourceCount; other++) {
    if (other != k && isConfirmed(market, sourceAt(row, other), price)) return true;
  }
  if (!isConfirmed(market, source, price)) {
    if (source.quarantined == 0) market.quarantined++;
    source.quarantined = price;
    source.quarantinedTime = sourceTime;
    source.confirmed = 0;
  } else if (sourceTime < source.countedTime + market.confirmGap) {
    // The same word again proves nothing: it takes time, or another source.
    return false;
  }
  source.countedTime = sourceTime;
  source.confirmed++;
  return source.confirmed >= market.confirmations;
}

/** Whether the price is near a source's quarantined one. */
function isConfirmed(market: Market, source: Source, price: i64): bool {
  return source.quarantined != 0 && isNear(market, price, source.quarantined);
}

/** An accepted tick ends its source's quarantine, and that of other sources' prices that it confirms. */
function release(row: u32, k: u32, market: Market, price: i64): void {
  for (let other: u32 = 0; other < market.sourceCount; other++) {
    const source = sourceAt(row, other);
    if (other != k) {
      if (!isConfirmed(market, source, price)) continue;
      believe(market, source, source.quarantined, source.quarantinedTime);
    }
    forget(market, source);
  }
}

function forget(market: Market, source: Source): void {
  if (source.quarantined != 0) market.quarantined--;
  source.quarantined = 0;
  source.quarantinedTime = 0;
  source.countedTime = 0;
  source.confirmed = 0;
}

/** Empties the quarantine of a market that no longer bounds jumps. */
export function forgetQuarantine(row: u32, market: Market): void {
  for (let k: u32 = 0; k < market.sourceCount; k++) forget(market, sourceAt(row, k));
}

export function anyGap(row: u32, market: Market): bool {
  for (let k: u32 = 0; k < market.sourceCount; k++) if (sourceAt(row, k).gapped) return true;
  return false;
}

export function forgetGaps(row: u32, market: Market): void {
  for (let k: u32 = 0; k < market.sourceCount; k++) sourceAt(row, k).gapped = 0;
}
