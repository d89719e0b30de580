/** How far a mark may move by one price alone (rules: breakers 17). */
import { Market, PPM } from "../memory/abi";
import { magnitude } from "../numbers/fixed";

/** In ppm of where it was, in a market without `jumpPpm`. */
const MOVE_DEFAULT: i64 = 50_000;

/** |price − from|·10^6 ≤ B·from */
export function isNear(market: Market, price: i64, from: i64): bool {
  const most = market.jumpPpm < 0 ? MOVE_DEFAULT : market.jumpPpm;
  return magnitude(price - from) * PPM <= most * from;
}

/** With w = ⌊mark/41⌋ any two prices between mark − w and mark + w are near: 2·w·20 ≤ mark − w. */
const QUIET_PARTS: i64 = 41;
if ((QUIET_PARTS - 1) * MOVE_DEFAULT != 2 * PPM) ERROR("prices of a quiet market may be far from each other");

/**
 * The mark of a plain market, which has no `jumpPpm`. Between these prices a tick needs no look at how far it moves (feed/quiet-tick); beyond
 * them they are drawn anew.
 */
export function keepQuiet(market: Market, mark: i64): void {
  if (mark >= market.quietFrom && mark <= market.quietTo) return;
  const way = mark / QUIET_PARTS;
  market.quietFrom = max(market.minPrice, mark - way);
  market.quietTo = min(market.maxPrice, mark + way);
  keepQuietWithin(market);
}

/** A mark that reaches a stop is not quiet (book/stops). */
export function keepQuietWithin(market: Market): void {
  market.quietFrom = max(market.quietFrom, market.stopBelow + 1);
  market.quietTo = min(market.quietTo, market.stopAbove - 1);
}

/** Nothing is quiet until a mark has been made. */
export function forgetQuiet(market: Market): void {
  market.quietFrom = 0;
  market.quietTo = 0;
}
