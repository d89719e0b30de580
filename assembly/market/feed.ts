/** From tick to mark (DESIGN.md 4): what follows once the gate has taken a tick, and what a clock asks anew. */
import { Market } from "../abi";
import { marketAt } from "../arena";
import { judgeFeed } from "./feed-breakers";
import { counted, madeIndex, makeIndex } from "./index-price";
import { markAtIndex, samplePremium, setMark } from "./mark-price";

/**
 * Index, mark and the feed's breakers, anew: on an accepted tick of the market and on a clock, at no other time. A market
 * with one source, `index` for its mark and nothing that may be left out is `plain`, and does no more than that.
 */
export function recompute(row: u32, ticked: bool): void {
  const market: Market = marketAt(row);
  const enough = makeIndex(row, market);
  if (enough) {
    if (ticked && !market.plain) samplePremium(market, madeIndex);
    const mark = market.plain ? madeIndex : markAtIndex(market, madeIndex);
    if (madeIndex != market.index || mark != market.mark || !market.hasMark)
      setMark(row, market, madeIndex, mark, counted);
  }
  judgeFeed(row, market, enough);
}
