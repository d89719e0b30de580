/**
 * Exponential forgetting in integers (rules: marks 8): w = 2^32·2^−(dt/half-life), to 2^−16 of a half-life.
 *
 *   n = floor(dt·2^16/halfLife);  2^−(n/2^16) = Π 2^−(2^i/2^16) over the bits i of n below 2^16, then a shift by n >> 16
 */
import { mulDivFloor, mulDivTruncate } from "./fixed";

const ONE: u64 = 1 << 32;
/** Half-lives after which nothing is left. */
const FORGOTTEN: i64 = 40;

/** How much of what was known `elapsed` ago still counts, in 2^−32. */
function weightAfter(elapsed: i64, halfLife: i64): u64 {
  if (elapsed / halfLife >= FORGOTTEN) return 0;
  const n: u32 = <u32>mulDivFloor(elapsed, 1 << 16, halfLife);
  let w = ONE;
  if (n & 0x1) w = (w * 4294921870) >> 32;
  if (n & 0x2) w = (w * 4294876444) >> 32;
  if (n & 0x4) w = (w * 4294785595) >> 32;
  if (n & 0x8) w = (w * 4294603902) >> 32;
  if (n & 0x10) w = (w * 4294240539) >> 32;
  if (n & 0x20) w = (w * 4293513906) >> 32;
  if (n & 0x40) w = (w * 4292061009) >> 32;
  if (n & 0x80) w = (w * 4289156690) >> 32;
  if (n & 0x100) w = (w * 4283353945) >> 32;
  if (n & 0x200) w = (w * 4271771996) >> 32;
  if (n & 0x400) w = (w * 4248701964) >> 32;
  if (n & 0x800) w = (w * 4202935003) >> 32;
  if (n & 0x1000) w = (w * 4112874773) >> 32;
  if (n & 0x2000) w = (w * 3938502375) >> 32;
  if (n & 0x4000) w = (w * 3611622602) >> 32;
  if (n & 0x8000) w = (w * 3037000499) >> 32;
  return w >> (n >> 16);
}

/** The exponentially weighted mean after a new sample: s + (mean − s)·w, toward s. */
export function blend(mean: i64, sample: i64, elapsed: i64, halfLife: i64): i64 {
  return sample + mulDivTruncate(mean - sample, weightAfter(elapsed, halfLife), ONE);
}
