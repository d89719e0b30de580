/** `pov`: a share of what the book holds inside the limit. */
import { Market } from "../memory/abi";
import { ppmCeil } from "../numbers/fixed";

export function povQuantity(market: Market, depth: i64): i64 {
  return ppmCeil(depth, market.depthSharePpm);
}
