/** From tick to mark (DESIGN.md 4): what follows once the gate has taken a tick, and what a clock asks anew. */
import { Market } from "../memory/abi";
import { marketAt, sourceAt } from "../memory/arena";
import { judgeFeed } from "./feed-breakers";
import { counted, isFresh, keepInIndex, makeIndex, NO_INDEX } from "./index-price";
import { markAtIndex, samplePremium, setMark } from "./mark-price";

/** Index, mark and the feed's breakers, anew: on an accepted tick of the market and on a clock, at no other time. */
export function recompute(row: u32, ticked: bool): void {
  const market: Market = marketAt(row);
  if (market.plain) {
    recomputePlain(row, market);
    return;
  }
  const index = makeIndex(row, market);
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
    const price = source.price;
    if (price != market.mark || price != market.index) setMark(row, market, price, price, 1);
  }
  if (!fresh || market.tripped != 0) judgeFeed(row, market, fresh);
}
