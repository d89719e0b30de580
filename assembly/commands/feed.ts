/** Commands of the outside world: tick, clock, book, funding. */
import { applyBook, QUANTITY_MAX } from "../book/venue-depth";
import { QuietTick } from "../feed/quiet-tick";
import { recompute } from "../feed/recompute";
import { acceptTick, restart } from "../feed/tick-gate";
import { ACCRUED, accrueFunding } from "../ledger/funding";
import { followFunding } from "../margin/trigger-shift";
import { isZero, toLots, toPrice, toUnits, units } from "../market/decimal";
import { noteFill } from "../market/last-trade";
import {
  BOOK_COMMAND_BYTES,
  BookCommand,
  Code,
  CommandType,
  Detail,
  EventType,
  Field,
  FUNDING_EVENT_BYTES,
  FundingCommand,
  FundingEvent,
  MARKET_BYTES,
  METERS_BYTES,
  NONE,
  SHARD_BYTES,
  SOURCE_BYTES,
  SourceResetCommand,
  TickCommand,
  TradeCommand,
} from "../memory/abi";
import { domainAt, marketAt, meters, shard, sourceAt } from "../memory/arena";
import { emit, hasRoomForEvents, now, printEvents } from "../memory/event-log";
import { findMarket, findSource } from "../memory/names";
import { beginKeeping, DEBUGGING, forget, keep, printOf, restore } from "../memory/pairs";
import { refuse } from "../memory/refusal";
import { touchFully } from "../memory/worklist";
import { accept, finish } from "./frame";

export function applyTick(command: TickCommand): i32 {
  const market = findMarket(command.market);
  if (market == NONE) return refuse(Code.UNKNOWN_MARKET, Field.market, Detail.none);
  const source = findSource(market, command.source);
  if (source == NONE) return refuse(Code.UNKNOWN_SOURCE, Field.source, Detail.none);
  const code = toUnits(command.price, marketAt(market).priceDecimals, Field.price);
  // A price too large to hold is out of range like any other, but only after the sequence has been looked at.
  if (code == Code.MALFORMED) return code;
  const price = code == Code.OK ? units : -1;
  return takeTick(market, source, price, command.sequence, command.sourceTime < 0 ? now : command.sourceTime);
}

function takeTick(market: u32, source: u32, price: i64, sequence: u64, sourceTime: i64): i32 {
  if (DEBUGGING) return tickOnBothPaths(market, source, price, sequence, sourceTime);
  if (QuietTick.apply(market, source, price, sequence, sourceTime)) return Code.OK;
  return tickThroughStages(market, source, price, sequence, sourceTime);
}

/** The slow path of a tick: gate, recompute and what follows. Its fast path is `QuietTick`. */
export function tickThroughStages(market: u32, source: u32, price: i64, sequence: u64, sourceTime: i64): i32 {
  const code = acceptTick(market, source, price, sequence, sourceTime);
  if (code != Code.OK) return code;
  shard.now = now;
  recompute(market, source);
  return finish();
}

/** Debug build: the fast path; then, from the same rows, the slow path, which must leave the same. */
export function tickOnBothPaths(market: u32, source: u32, price: i64, sequence: u64, sourceTime: i64): i32 {
  const kept = beginKeeping();
  keep(changetype<usize>(shard), SHARD_BYTES);
  keep(changetype<usize>(marketAt(market)), MARKET_BYTES);
  keep(changetype<usize>(sourceAt(market, source)), SOURCE_BYTES);
  keep(changetype<usize>(meters), METERS_BYTES);
  const before = printOf(kept);
  const written = <usize>meters.eventBytes;
  const quiet = hasRoomForEvents() && QuietTick.apply(market, source, price, sequence, sourceTime);
  const print = printOf(kept);
  const events = printEvents(written);
  assert(quiet || print == before, "a tick that is not quiet has changed something");
  restore(kept);
  const code = tickThroughStages(market, source, price, sequence, sourceTime);
  if (quiet) {
    assert(code == Code.OK, "a quiet tick that the stages refuse");
    assert(printOf(kept) == print, "a quiet tick leaves other rows than the stages");
    assert(printEvents(written) == events, "a quiet tick gives other events than the stages");
  }
  forget(kept);
  return code;
}

export function applyClock(): i32 {
  shard.now = now;
  for (let market: u32 = 0; market < shard.markets; market++) recompute(market);
  return finish();
}

export function applyDepth(command: BookCommand): i32 {
  const market = findMarket(command.market);
  if (market == NONE) return refuse(Code.UNKNOWN_MARKET, Field.market, Detail.none);
  if (!marketAt(market).external) return refuse(Code.FORBIDDEN, Field.market, Detail.internalMarket);
  const code = applyBook(market, command, changetype<usize>(command) + BOOK_COMMAND_BYTES);
  if (code != Code.OK) return code;
  shard.now = now;
  return finish();
}

/** A trade at an outside venue: from the next recompute on it is the market's last one (rules: marks 12). */
export function applyTrade(command: TradeCommand): i32 {
  const row = findMarket(command.market);
  if (row == NONE) return refuse(Code.UNKNOWN_MARKET, Field.market, Detail.none);
  const market = marketAt(row);
  if (!market.external) return refuse(Code.FORBIDDEN, Field.market, Detail.internalMarket);
  let code = toPrice(command.price, market, false, Field.price);
  if (code != Code.OK) return code;
  const price = units;
  if (isZero(command.quantity)) return refuse(Code.OUT_OF_RANGE, Field.quantity, Detail.notPositive);
  code = toLots(command.quantity, market, Field.quantity);
  if (code != Code.OK) return code;
  if (units > QUANTITY_MAX) return refuse(Code.OUT_OF_RANGE, Field.quantity, Detail.outsideBounds);
  shard.now = now;
  noteFill(market, price, false);
  return finish();
}

/** A source's feed handler has begun to count anew: whatever sequence comes next is its first (rules: marks 13). */
export function applySourceReset(command: SourceResetCommand): i32 {
  const row = findMarket(command.market);
  if (row == NONE) return refuse(Code.UNKNOWN_MARKET, Field.market, Detail.none);
  const k = findSource(row, command.source);
  if (k == NONE) return refuse(Code.UNKNOWN_SOURCE, Field.source, Detail.none);
  restart(sourceAt(row, k));
  accept(CommandType.sourceReset).market = row;
  return finish();
}

export function applyFunding(command: FundingCommand): i32 {
  const row = findMarket(command.market);
  if (row == NONE) return refuse(Code.UNKNOWN_MARKET, Field.market, Detail.none);
  const market = marketAt(row);
  if (!market.hasMark) return refuse(Code.MARKET_HALTED, Field.market, Detail.noMark);
  const rate = command.ratePpb;
  if (!accrueFunding(market, rate)) return refuse(Code.CAPACITY, Field.ratePpb, Detail.cumulativeFunding);
  accept(CommandType.funding);
  market.fundingRatePpb = rate;
  market.fundingTime = now;
  const event = changetype<FundingEvent>(emit(EventType.funding, FUNDING_EVENT_BYTES));
  event.market = row;
  event.rate = rate;
  event.mark = market.mark;
  if (rate != 0) followFunding(row, rate > 0, ACCRUED);
  // There nobody's case is opened but by a mark (rules: evaluation 19).
  if (domainAt(market.domain).halted) touchFully();
  return finish();
}
