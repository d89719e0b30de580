/** The sizes that orders of a market may have, as slices keep to them (rules: slicing 5). */
import { leastWorth } from "../market/value";
import { Kind, Market } from "../memory/abi";

/**
 * `m`, the least lots of a slice at a price: `minOrder`, and worth `minNotional`; a position that is smaller is closed
 * whole.
 */
export function leastLots(market: Market, price: i64, held: i64): i64 {
  let least = market.minOrder;
  if (market.minNotional != 0) least = max(least, leastWorth(market, market.minNotional, price));
  return min(least, held);
}

/** Of limit and mark, between which rungs stand, the price at which a lot is worth less. */
export function cheapest(market: Market, limit: i64, mark: i64): i64 {
  return market.kind == <u8>Kind.linear ? min(limit, mark) : max(limit, mark);
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
