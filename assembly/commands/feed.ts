/** Commands of the outside world: tick, clock, book. */
import { BOOK_COMMAND_BYTES, BookCommand, Code, Detail, Field, NONE, TickCommand } from "../abi";
import { marketAt, shard } from "../arena";
import { applyBook } from "../book/depth";
import { toUnits, units } from "../decimal";
import { now } from "../event-log";
import { recompute } from "../market/feed";
import { acceptTick } from "../market/tick-gate";
import { findMarket, findSource } from "../names";
import { refuse } from "../refusal";
import { finish } from "./frame";

export function applyTick(command: TickCommand): i32 {
  const market = findMarket(command.market);
  if (market == NONE) return refuse(Code.UNKNOWN_MARKET, Field.market, Detail.none);
  const source = findSource(market, command.source);
  if (source == NONE) return refuse(Code.UNKNOWN_SOURCE, Field.source, Detail.none);
  const code = toUnits(command.price, marketAt(market).priceDecimals, Field.price);
  // A price too large to hold is out of range like any other, but only after the sequence has been looked at.
  if (code == Code.MALFORMED) return code;
  const price = code == Code.OK ? units : -1;
  return judgedTick(
    market,
    source,
    price,
    command.sequence,
    command.sourceTime < 0 ? now : command.sourceTime,
  );
}

export function judgedTick(market: u32, source: u32, price: i64, sequence: u64, sourceTime: i64): i32 {
  const code = acceptTick(market, source, price, sequence, sourceTime);
  if (code != Code.OK) return code;
  shard.now = now;
  recompute(market, true);
  return finish();
}

export function applyClock(): i32 {
  shard.now = now;
  for (let market: u32 = 0; market < shard.markets; market++) recompute(market, false);
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
