/** How far a mark may move by one price alone (rules: breakers 17). */
import { Market, PPM } from "../memory/abi";
import { magnitude } from "../numbers/fixed";

/** In ppm of where it was, in a market without `jumpPpm`. */
const MOVE_DEFAULT: i64 = 50_000;

/** As a part of the price: a quiet tick multiplies by it, as plain markets have no `jumpPpm`. */
export const PLAIN_PARTS: i64 = PPM / MOVE_DEFAULT;
if (PLAIN_PARTS * MOVE_DEFAULT != PPM) ERROR("the default is no part of a price");

/** |price − from|·10^6 ≤ B·from */
export function isNear(market: Market, price: i64, from: i64): bool {
  const most = market.jumpPpm < 0 ? MOVE_DEFAULT : market.jumpPpm;
  return magnitude(price - from) * PPM <= most * from;
}
