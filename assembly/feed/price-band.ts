/**
 * `PRICE_BAND` (rules: breakers 6): what the mark was a window ago. A window is cut into 16 steps; the first mark of each step is
 * kept in a ring, and beyond the window one more, which is what the mark was when the window began.
 */
import { BAND_SAMPLES_MAX, BandSample, Market, PPM } from "../memory/abi";
import { bandSampleAt } from "../memory/arena";
import { now } from "../memory/event-log";
import { magnitude } from "../numbers/fixed";

const STEPS: i64 = 16;

/** Keeps the mark as a sample; whether it lies outside the band around the mark of a window ago. */
export function leavesBand(row: u32, market: Market): bool {
  keep(row, market);
  const reference = bandSampleAt(row, market.bandFirst).mark;
  return magnitude(market.mark - reference) * PPM > market.bandPpm * reference;
}

function keep(row: u32, market: Market): void {
  const step = now / max<i64>(1, market.bandWindow / STEPS);
  if (market.bandCount != 0 && newest(row, market).step == step) return;
  while (market.bandCount > 1 && bandSampleAt(row, place(market, 1)).step <= step - STEPS) {
    market.bandFirst = place(market, 1);
    market.bandCount--;
  }
  market.bandCount++;
  newest(row, market).step = step;
  newest(row, market).mark = market.mark;
}

/** Place of the i-th sample kept, the oldest first. */
function place(market: Market, i: u32): u32 {
  return (market.bandFirst + i) % BAND_SAMPLES_MAX;
}

function newest(row: u32, market: Market): BandSample {
  return bandSampleAt(row, place(market, market.bandCount - 1));
}

export function forgetBand(market: Market): void {
  market.bandFirst = 0;
  market.bandCount = 0;
}
