/**
 * Integer arithmetic wider than 64 bits. Money never meets a floating-point number, so every product that could pass
 * 2^63 goes through here, and each rounding is in the name of the function that does it.
 */
import { Pair, PPM } from "../memory/abi";
import { DEBUGGING, planted } from "../memory/pairs";

/** The high word of the last `multiply`. */
export let high: u64 = 0;
/** The remainder of the last `divide`. */
export let remainder: u64 = 0;

/** a·b; the low word is returned, the high word left in `high`. */
export function multiply(a: u64, b: u64): u64 {
  const aLow = a & 0xffff_ffff;
  const aHigh = a >> 32;
  const bLow = b & 0xffff_ffff;
  const bHigh = b >> 32;
  const low = aLow * bLow;
  const middle = aHigh * bLow + (low >> 32);
  const carry = aLow * bHigh + (middle & 0xffff_ffff);
  high = aHigh * bHigh + (middle >> 32) + (carry >> 32);
  return (carry << 32) | (low & 0xffff_ffff);
}

/** (hi·2^64 + lo) / d, rounded down; requires hi < d, so that the quotient fits. Knuth's algorithm D in base 2^32. */
export function divide(hi: u64, lo: u64, d: u64): u64 {
  assert(hi < d, "a quotient that does not fit in 64 bits");
  if (hi == 0) {
    remainder = lo % d;
    return lo / d;
  }
  const shift = clz(d);
  const divisor = d << shift;
  const dHigh = divisor >> 32;
  const dLow = divisor & 0xffff_ffff;
  const top = shift == 0 ? hi : (hi << shift) | (lo >> (64 - shift));
  const rest = lo << shift;
  const first = digit(top, rest >> 32, dHigh, dLow);
  const next = ((top << 32) | (rest >> 32)) - first * divisor;
  const second = digit(next, rest & 0xffff_ffff, dHigh, dLow);
  remainder = (((next << 32) | (rest & 0xffff_ffff)) - second * divisor) >> shift;
  return (first << 32) | second;
}

/** One base-2^32 digit of the quotient: the estimate from the leading digits, corrected at most twice. */
function digit(top: u64, following: u64, dHigh: u64, dLow: u64): u64 {
  let estimate = top / dHigh;
  let rest = top % dHigh;
  while (estimate >= 0x1_0000_0000 || estimate * dLow > ((rest << 32) | following)) {
    estimate--;
    rest += dHigh;
    if (rest >= 0x1_0000_0000) break;
  }
  return estimate;
}

export function magnitude(a: i64): i64 {
  return a < 0 ? -a : a;
}

/** a / b rounded down; b > 0. */
export function floorDivide(a: i64, b: i64): i64 {
  const quotient = a / b;
  return quotient * b > a ? quotient - 1 : quotient;
}

/** a / b rounded up; b > 0. */
export function ceilDivide(a: i64, b: i64): i64 {
  const quotient = a / b;
  return quotient * b < a ? quotient + 1 : quotient;
}

/** a·b/c toward zero; b ≥ 0, c > 0; the quotient must fit in 63 bits. */
export function mulDivTruncate(a: i64, b: i64, c: i64): i64 {
  if (clz(magnitude(a)) + clz(b) > 64) {
    const product = magnitude(a) * b;
    const quotient = product / c;
    remainder = product - quotient * c;
    if (DEBUGGING) confirmShort(magnitude(a), b, c, quotient);
    return a < 0 ? -quotient : quotient;
  }
  const low = multiply(magnitude(a), b);
  const quotient: i64 = divide(high, low, c);
  assert(quotient >= 0, "a quotient that does not fit in 63 bits");
  return a < 0 ? -quotient : quotient;
}

/** In 128 bits the quotient and the remainder are the same. */
function confirmShort(a: u64, b: u64, c: u64, quotient: i64): void {
  const rest = remainder;
  const low = multiply(a, b);
  assert(
    <i64>divide(high, low, c) == quotient && remainder == rest,
    "a short division is another in 128 bits",
  );
}

/** a·b/c rounded down; b ≥ 0, c > 0. */
export function mulDivFloor(a: i64, b: i64, c: i64): i64 {
  const quotient = mulDivTruncate(a, b, c);
  return a < 0 && remainder != 0 ? quotient - 1 : quotient;
}

/** a·b/c rounded up; b ≥ 0, c > 0. */
export function mulDivCeil(a: i64, b: i64, c: i64): i64 {
  const quotient = mulDivTruncate(a, b, c);
  return a >= 0 && remainder != 0 ? quotient + 1 : quotient;
}

/** a·b/c rounded down, or `cap` where that is less; c > 0. */
export function mulDivCapped(a: u64, b: u64, c: u64, cap: u64): u64 {
  const low = multiply(a, b);
  return high >= c ? cap : min(cap, divide(high, low, c));
}

/** a·ppm/10^6 rounded up, for a ≥ 0: split so that 64 bits do (a up to 2^61, ppm up to 2^20; or 2^57 and 2^24). */
export function ppmCeil(a: i64, ppm: i64): i64 {
  if (ppm == 0) return 0;
  // One division, where the product fits: a below 2^39, as ppm is below 2^24.
  if (<u64>a >> 39 == 0) {
    const short = <i64>((<u64>a * <u64>ppm + (<u64>PPM - 1)) / <u64>PPM);
    if (DEBUGGING) {
      const long = (a / PPM) * ppm + ceilDivide((a % PPM) * ppm, PPM);
      assert(short + planted(Pair.shortDivision) == long, "one division rounds otherwise than two");
    }
    return short;
  }
  return (a / PPM) * ppm + ceilDivide((a % PPM) * ppm, PPM);
}

/** a·ppm/10^6 rounded down, for a ≥ 0. */
export function ppmFloor(a: i64, ppm: i64): i64 {
  return (a / PPM) * ppm + ((a % PPM) * ppm) / PPM;
}

/** The sign of a/b − c/d with b, d > 0, exactly. */
export function compareRatios(a: i64, b: i64, c: i64, d: i64): i32 {
  if (a < 0 != c < 0) return a < 0 ? -1 : 1;
  const leftLow = multiply(magnitude(a), d);
  const leftHigh = high;
  const rightLow = multiply(magnitude(c), b);
  const rightHigh = high;
  let sign = 0;
  if (leftHigh != rightHigh) sign = leftHigh < rightHigh ? -1 : 1;
  else if (leftLow != rightLow) sign = leftLow < rightLow ? -1 : 1;
  return a < 0 ? -sign : sign;
}

/** Words of the last `multiplyFour`, lowest first. */
let word0: u64 = 0;
let word1: u64 = 0;
let word2: u64 = 0;
let word3: u64 = 0;

/** a·b·c·d in 256 bits: two products of 128 bits, then the four partial products of their words. */
function multiplyFour(a: u64, b: u64, c: u64, d: u64): void {
  const leftLow = multiply(a, b);
  const leftHigh = high;
  const rightLow = multiply(c, d);
  const rightHigh = high;
  word0 = multiply(leftLow, rightLow);
  let middle = high;
  const across = multiply(leftLow, rightHigh);
  const acrossHigh = high;
  const back = multiply(leftHigh, rightLow);
  const backHigh = high;
  word2 = multiply(leftHigh, rightHigh);
  word3 = high;
  middle += across;
  let carry: u64 = u64(middle < across);
  middle += back;
  carry += u64(middle < back);
  word1 = middle;
  addAbove(acrossHigh);
  addAbove(backHigh);
  addAbove(carry);
}

function addAbove(value: u64): void {
  word2 += value;
  word3 += u64(word2 < value);
}

/** The sign of a·b·c·d − e·f·g·h, exactly, for factors ≥ 0. */
export function compareProducts(a: u64, b: u64, c: u64, d: u64, e: u64, f: u64, g: u64, h: u64): i32 {
  multiplyFour(a, b, c, d);
  const left0 = word0;
  const left1 = word1;
  const left2 = word2;
  const left3 = word3;
  multiplyFour(e, f, g, h);
  if (left3 != word3) return left3 < word3 ? -1 : 1;
  if (left2 != word2) return left2 < word2 ? -1 : 1;
  if (left1 != word1) return left1 < word1 ? -1 : 1;
  return left0 == word0 ? 0 : left0 < word0 ? -1 : 1;
}

export function powerOfTen(exponent: u32): u64 {
  let power: u64 = 1;
  for (let i: u32 = 0; i < exponent; i++) power *= 10;
  return power;
}

/** (hi·2^64 + lo) / d rounded down, in 128 bits: the low word is returned, the high word left in `high`. */
export function divideWide(hi: u64, lo: u64, d: u64): u64 {
  const low = divide(hi % d, lo, d);
  high = hi / d;
  return low;
}

/**
 * (top·2^128 + hi·2^64 + lo) / (dHi·2^64 + dLo) rounded down, one bit at a time; requires dHi < 2^63 and a quotient below
 * 2^64. Whether it was exact is left in `remainder`.
 */
export function divideLong(top: u64, hi: u64, lo: u64, dHi: u64, dLo: u64): u64 {
  let restHi: u64 = 0;
  let restLo: u64 = 0;
  let quotient: u64 = 0;
  for (let bit = 191; bit >= 0; bit--) {
    const word = bit >= 128 ? top : bit >= 64 ? hi : lo;
    restHi = (restHi << 1) | (restLo >> 63);
    restLo = (restLo << 1) | ((word >> (bit & 63)) & 1);
    quotient <<= 1;
    if (restHi < dHi || (restHi == dHi && restLo < dLo)) continue;
    restHi -= dHi + u64(restLo < dLo);
    restLo -= dLo;
    quotient |= 1;
  }
  remainder = restHi | restLo;
  return quotient;
}
