/** Grade (rules: slicing 11): where a market is `graded`, slices shrink with the spread and the age of what made its index. */
import { abs, floorDiv, MILLION, max, min } from "./fraction.js";
import type { Counted, Market } from "./state.js";
import type { World } from "./world.js";

const LEAST = MILLION / 10n;

/** `floor(slice·g/10^6)`, at least `m`. */
export function cutByGrade(world: World, market: Market, slice: bigint, least: bigint): bigint {
  if (!market.graded) return slice;
  return min(slice, max(least, floorDiv(slice * grade(world, market), MILLION)));
}

/**
 * `g = 10^6 − max(floor((max − min)·10^12/(index·outlierPpm)), floor(age·10^6/maxAge))`, at least a tenth. A setting
 * that is absent has no term; one of 0 allows nothing.
 */
function grade(world: World, market: Market): bigint {
  const { counted, outlierPpm, maxAge } = market;
  const spread = spreadOf(counted) * MILLION * MILLION;
  const age = BigInt(Math.max(0, ...counted.map(({ sourceTime }) => world.now - sourceTime)));
  const spreadTerm = share(spread, outlierPpm === null ? null : (market.indexPrice ?? 0n) * outlierPpm);
  const ageTerm = share(age * MILLION, maxAge === null ? null : BigInt(maxAge));
  return max(LEAST, MILLION - max(spreadTerm, ageTerm));
}

/** `floor(part/whole)`; of nothing allowed: all of it, unless there is nothing. */
function share(part: bigint, whole: bigint | null): bigint {
  if (whole === null) return 0n;
  if (whole === 0n) return part === 0n ? 0n : MILLION;
  return floorDiv(part, whole);
}

function spreadOf(counted: Counted[]): bigint {
  const prices = counted.map(({ price }) => price);
  const highest = prices.reduce((a, b) => max(a, b), 0n);
  const lowest = prices.reduce((a, b) => min(a, b), highest);
  return abs(highest - lowest);
}
