/** Prices that an order may name or reach: the market's band round its mark, and what lies inside a limit. */
import { Market, Pair, PPM, Side } from "../memory/abi";
import { DEBUGGING, isPlanted } from "../memory/pairs";
import { ceilDivide, floorDivide } from "../numbers/fixed";

/** A price moved by `ppm` of the mark against the taker, at a tick inside it: a sell's at least one tick. */
export function bandPrice(market: Market, mark: i64, side: Side, ppm: i64): i64 {
  const tick = market.tickSize;
  if (side == Side.buy) return floorDivide(floorDivide(mark * (PPM + ppm), PPM), tick) * tick;
  return max(tick, ceilDivide(ceilDivide(mark * (PPM - ppm), PPM), tick) * tick);
}

/** Whether the price of an order of `side` is no worse than `marketBandPpm` from the mark: `bandPrice`, without a division. */
export function isInBand(market: Market, side: Side, price: i64): bool {
  const ppm = <i64>market.marketBandPpm;
  const isIn =
    side == Side.buy ? price * PPM <= market.mark * (PPM + ppm) : price * PPM >= market.mark * (PPM - ppm);
  if (DEBUGGING) {
    const bound = bandPrice(market, market.mark, side, ppm);
    const isFound = isIn != isPlanted(Pair.inBand);
    assert(
      isFound == (side == Side.buy ? price <= bound : price >= bound),
      "in the band, but not by its price",
    );
  }
  return isIn;
}

/** Whether `price` on the book's `side` lies within a taker's limit. */
export function inside(side: Side, price: i64, limit: i64): bool {
  return side == Side.buy ? price >= limit : price <= limit;
}
