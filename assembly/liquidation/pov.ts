/** `pov`: a share of what the book holds inside the limit. */
import { ppmCeil } from "../fixed";
import { Market } from "../memory/abi";

export function povQuantity(market: Market, depth: i64): i64 {
  return ppmCeil(depth, market.depthSharePpm);
}
