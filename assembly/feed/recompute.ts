/** From tick to mark (rules: marks 5, 10): what follows once the gate has taken a tick, and what a clock asks anew. */
import { Market, MARKET_BYTES, METERS_BYTES, Pair, SOURCE_BYTES } from "../memory/abi";
import { marketAt, meters, sourceAt } from "../memory/arena";
import { beginKeeping, DEBUGGING, forget, keep, planted, printOf } from "../memory/pairs";
import { judgeFeed } from "./feed-breakers";
import { countSources, isFresh, keepInIndex, makeIndex, NO_INDEX } from "./index-price";
import { markAtIndex, samplePremium, setMark } from "./mark-price";
import { noteVolatility } from "./volatility";

/** Index, mark and the feed's breakers, anew: on an accepted tick of the market and on a clock, at no other time. */
export function recompute(row: u32, ticked: bool): void {
  const market: Market = marketAt(row);
  if (market.plain) {
    recomputePlain(row, market);
    return;
  }
  const counted = countSources(row, market);
  const index = makeIndex(row, market, counted);
  if (index != NO_INDEX) {
    if (ticked) samplePremium(market, index);
    const mark = markAtIndex(market, index);
    if (index != market.index || mark != market.mark) setMark(row, market, index, mark, counted);
  }
  judgeFeed(row, market, index != NO_INDEX);
}

/** One source that is the mark, and nothing else to look at (`notePlain`). */
function recomputePlain(row: u32, market: Market): void {
  const source = sourceAt(row, 0);
  const fresh = isFresh(market, source);
  source.counted = u8(fresh);
  if (fresh) {
    keepInIndex(source);
    let price = source.price;
    if (DEBUGGING) price += planted(Pair.plainRecompute);
    if (DEBUGGING) confirmIndex(row, market, price);
    if (price != market.mark || price != market.index) setMark(row, market, price, price, 1);
  } else if (DEBUGGING) confirmIndex(row, market, NO_INDEX);
  if (!fresh || market.tripped != 0) judgeFeed(row, market, fresh);
  else if (DEBUGGING) confirmCalm(row, market);
}

/** The general way, up to the mark, finds nothing else. */
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

/** With an index and no breaker tripped, there is nothing to judge. */
function confirmCalm(row: u32, market: Market): void {
  const kept = beginKeeping();
  keep(changetype<usize>(market), MARKET_BYTES);
  keep(changetype<usize>(meters), METERS_BYTES);
  const print = printOf(kept);
  judgeFeed(row, market, true);
  assert(printOf(kept) == print, "a plain market has a breaker to judge");
  forget(kept);
}
