/** Bounds of an order's price: the market's band around its mark, and whether a price lies inside a limit. */
import { Market, Pair, PPM, Side } from "../memory/abi";
import { DEBUGGING, isPlanted } from "../memory/pairs";
import { ceilDivide, floorDivide } from "../numbers/fixed";

/** A price moved by `ppm` of the mark against the taker, at a tick inside it: a sell's at least one tick. */
export function bandPrice(market: Market, mark: i64, side: Side, ppm: i64): i64 {
  const tick = market.tickSize;
  if (side == Side.buy) return floorDivide(floorDivide(mark * (PPM + ppm), PPM), tick) * tick;
  return max(tick, ceilDivide(ceilDivide(mark * (PPM - ppm), PPM), tick) * tick);
}

/**
 * Whether an order's price, a tick multiple, is no worse than `marketBandPpm` from the mark: the same as a
 * comparison with `bandPrice`, without its divisions, so false is a refusal.
 */
export function isInBand(market: Market, side: Side, price: i64): bool {
  const ppm = <i64>market.marketBandPpm;
  let isIn =
    side == Side.buy ? price * PPM <= market.mark * (PPM + ppm) : price * PPM >= market.mark * (PPM - ppm);
  if (DEBUGGING) {
    const bound = bandPrice(market, market.mark, side, ppm);
    isIn = isIn != isPlanted(Pair.inBand);
    assert(isIn == (side == Side.buy ? price <= bound : price >= bound), "in the band, but not by its price");
  }
  return isIn;
}

/** Whether `price` on the book's `side` lies within a taker's limit. */
export function inside(side: Side, price: i64, limit: i64): bool {
  return side == Side.buy ? price >= limit : price <= limit;
}
