/** Depth of a side: from resting orders (internal) or as the venue reports it (external). */
import { inside } from "../market/price-limits";
import { Market, Side } from "../memory/abi";
import { levelAt } from "../memory/arena";
import { bestLevel, bestTick, nextLevel, priceAt } from "./ladder";

/** Best price of a side in price units, 0 when it is empty. */
export function bestPrice(market: Market, side: Side): i64 {
  return bestTick(market, side) * market.tickSize;
}

/** Σ quantity on a side, from its best price to `limit`. */
export function depthInside(market: Market, side: Side, limit: i64): i64 {
  let sum: i64 = 0;
  let level = bestLevel(market, side);
  while (level != 0 && inside(side, priceAt(market, level), limit)) {
    sum += levelAt(level).quantity;
    level = nextLevel(level);
  }
  return sum;
}

/** Whether a side holds at least that much from its best price to `limit`. */
export function depthReaches(market: Market, side: Side, limit: i64, least: i64): bool {
  let sum: i64 = 0;
  let level = bestLevel(market, side);
  while (sum < least && level != 0 && inside(side, priceAt(market, level), limit)) {
    sum += levelAt(level).quantity;
    level = nextLevel(level);
  }
  return sum >= least;
}
