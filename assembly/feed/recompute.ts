/**
 * From sources to mark (rules: marks 5, 10): index, mark and the feed's breakers, computed after every tick
 * that the gate accepts and at every `clock`.
 */
import { countPending } from "../ledger/collateral";
import { isFresh } from "../market/fresh-sources";
import { keepQuiet } from "../market/near";
import { Market, MARKET_BYTES, METERS_BYTES, Pair, SOURCE_BYTES } from "../memory/abi";
import { marketAt, meters, sourceAt } from "../memory/arena";
import { now } from "../memory/event-log";
import { beginKeeping, DEBUGGING, forget, keep, planted, printOf } from "../memory/pairs";
import { judgeConfirmation, NO_TICK } from "./confirmation";
import { judgeFeed } from "./feed-breakers";
import { countSources, keepInIndex, makeIndex, NO_INDEX } from "./index-price";
import { markAtIndex, samplePremium, setMark } from "./mark-price";
import { noteVolatility } from "./volatility";

/** Computes them for a market: at its accepted ticks (`ticked`: of which source) and at `clock`, at no other time. */
export function recompute(row: u32, ticked: i32 = NO_TICK): void {
  const market: Market = marketAt(row);
  if (market.plain) {
    recomputePlain(row, market, ticked);
    return;
  }
  const counted = countSources(row, market);
  const index = makeIndex(row, market, counted);
  if (index != NO_INDEX) {
    if (ticked != NO_TICK) samplePremium(market, index);
    const mark = markAtIndex(market, index);
    const before = market.mark;
    if (index != market.index || mark != market.mark) setMark(row, market, index, mark, counted);
    judgeConfirmation(row, market, before, ticked);
  }
  judgeFeed(row, market, index != NO_INDEX);
  if (market.pendingBalances != 0) countPending(row, market);
}

/**
 * Fast path of a plain market (`notePlain`): the price of its one source is index and mark, and breakers need
 * judging only where the source is not fresh or one is tripped. The rest of `recompute` is the slow path, and
 * finds the same.
 */
function recomputePlain(row: u32, market: Market, ticked: i32): void {
  const source = sourceAt(row, 0);
  const fresh = isFresh(market, source, now);
  source.counted = u8(fresh);
  if (fresh) {
    keepInIndex(source);
    let price = source.price;
    if (DEBUGGING) price += planted(Pair.plainRecompute);
    if (DEBUGGING) confirmIndex(row, market, price);
    const before = market.mark;
    if (price != market.mark || price != market.index) setMark(row, market, price, price, 1);
    judgeConfirmation(row, market, before, ticked);
    keepQuiet(market, price);
  } else if (DEBUGGING) confirmIndex(row, market, NO_INDEX);
  if (!fresh || market.tripped != 0) judgeFeed(row, market, fresh);
  else if (DEBUGGING) confirmCalm(row, market);
}

/** Debug build: the slow path finds the same index and mark, and changes no other row. */
function confirmIndex(row: u32, market: Market, index: i64): void {
  const kept = beginKeeping();
  keep(changetype<usize>(market), MARKET_BYTES);
  keep(changetype<usize>(sourceAt(row, 0)), SOURCE_BYTES);
  const print = printOf(kept);
  const counted = countSources(row, market);
  assert(makeIndex(row, market, counted) == index, "a plain market's index is another");
  if (index != NO_INDEX) {
    samplePremium(market, index);
    assert(markAtIndex(market, index) == index && counted == 1, "a plain market's mark is not its index");
    noteVolatility(market);
  }
  assert(printOf(kept) == print, "what a plain market's index leaves out changes rows");
  forget(kept);
}

/** Debug build: with an index and no breaker tripped, `judgeFeed` changes nothing. */
function confirmCalm(row: u32, market: Market): void {
  const kept = beginKeeping();
  keep(changetype<usize>(market), MARKET_BYTES);
  keep(changetype<usize>(meters), METERS_BYTES);
  const print = printOf(kept);
  judgeFeed(row, market, true);
  assert(printOf(kept) == print, "a plain market has a breaker to judge");
  forget(kept);
}
