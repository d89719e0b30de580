/**
 * Grade (rules: slicing 11): where sources disagree or are old, the mark is worth less, and so slices are smaller:
 *
 *   g = 10^6 − max((max − min)·10^12/(index·outlierPpm), age·10^6/maxAge), at least a tenth
 */
import { Market, PPM } from "../memory/abi";
import { marketAt, sourceAt } from "../memory/arena";
import { now } from "../memory/event-log";
import { mulDivFloor, ppmFloor } from "../numbers/fixed";

const LEAST: i64 = 100_000;

/** A slice cut by the grade of its market's index, to the least that an order may have. */
export function graded(row: u32, quantity: i64, least: i64): i64 {
  const market = marketAt(row);
  if (!market.graded) return quantity;
  return max(min(least, quantity), ppmFloor(quantity, gradeOf(row, market)));
}

function gradeOf(row: u32, market: Market): i64 {
  let lowest = i64.MAX_VALUE;
  let highest: i64 = 0;
  let age: i64 = 0;
  for (let k: u32 = 0; k < market.sourceCount; k++) {
    const source = sourceAt(row, k);
    if (!source.inIndex) continue;
    lowest = min(lowest, source.indexPrice);
    highest = max(highest, source.indexPrice);
    age = max(age, now - source.indexTime);
  }
  const spread = max<i64>(0, highest - lowest);
  let worst: i64 = 0;
  if (market.outlierPpm >= 0) worst = share(spread * PPM, market.index * market.outlierPpm);
  if (market.maxAge >= 0) worst = max(worst, share(age, market.maxAge));
  return max(LEAST, PPM - worst);
}

/** part/whole in ppm, down, at most the whole; a part of nothing is all of it. */
function share(part: i64, whole: i64): i64 {
  if (part == 0) return 0;
  return part >= whole ? PPM : mulDivFloor(part, PPM, whole);
}
