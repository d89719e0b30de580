/** The sizes that orders of a market may have, as slices keep to them (rules: slicing 5). */
import { leastWorth } from "../market/value";
import { Market } from "../memory/abi";

/**
 * `m`, the least lots of a slice at its limit price: `minOrder`, and worth `minNotional`; a position that is smaller is closed
 * whole.
 */
export function leastLots(market: Market, limit: i64, held: i64): i64 {
  let least = market.minOrder;
  if (market.minNotional != 0) least = max(least, leastWorth(market, market.minNotional, limit));
  return min(least, held);
}

/**
 * A slice, of `wanted` lots at most, that would leave a rest which is too small: the rest joins it where `joins` says that all may
 * go at once, else the slice leaves the least, where it is not less itself.
 */
export function withRest(slice: i64, wanted: i64, least: i64, joins: bool): i64 {
  const rest = wanted - slice;
  if (rest <= 0 || rest >= least) return slice;
  if (joins) return wanted;
  return wanted - least >= least ? min(slice, wanted - least) : slice;
}
