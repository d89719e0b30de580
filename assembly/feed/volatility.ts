/**
 * The volatility of the mark, for the `adaptive` slicer (rules: marks 11): an exponentially weighted mean of
 * squared relative moves per time, in ppm² a microsecond ·10^6.
 */
import { Algorithm, Market, PPM } from "../memory/abi";
import { now } from "../memory/event-log";
import { blend } from "../numbers/decay";
import { magnitude } from "../numbers/fixed";

/** Counts the mark's latest move, in markets whose policy is `adaptive`. */
export function noteVolatility(market: Market): void {
  if (market.algorithm != <u32>Algorithm.adaptive) return;
  const reference = market.volatilityMark;
  const elapsed = now - market.volatilityTime;
  if (reference != 0) {
    if (elapsed <= 0) return;
    const move = min<i64>(PPM, (magnitude(market.mark - reference) * PPM) / reference);
    const sample = (move * move * PPM) / elapsed;
    market.volatility = market.volatilityKnown
      ? blend(market.volatility, sample, elapsed, market.volatilityHalfLife)
      : sample;
    market.volatilityKnown = 1;
  }
  market.volatilityMark = market.mark;
  market.volatilityTime = now;
}

export function forgetVolatility(market: Market): void {
  market.volatility = 0;
  market.volatilityMark = 0;
  market.volatilityTime = 0;
  market.volatilityKnown = 0;
}
