/**
 * Exact numbers: integer divisions with their rounding in the name, and rationals for what must not round at all.
 */

export const MILLION = 1_000_000n;

export function floorDiv(numerator: bigint, denominator: bigint): bigint {
  if (denominator < 0n) return floorDiv(-numerator, -denominator);
  const quotient = numerator / denominator; // BigInt truncates toward zero
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient;
}

export function ceilDiv(numerator: bigint, denominator: bigint): bigint {
  return -floorDiv(-numerator, denominator);
}

export function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

export function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

export function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** -1, 0 or 1. */
export function sign(value: bigint): bigint {
  return value > 0n ? 1n : value < 0n ? -1n : 0n;
}

/** Largest integer whose square is at most `value`. */
export function squareRoot(value: bigint): bigint {
  let low = 0n;
  let high = value + 1n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle * middle <= value) low = middle;
    else high = middle;
  }
  return low;
}

/** A rational number; the denominator is positive. Never reduced: the numbers here stay small. */
export class Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;

  constructor(numerator: bigint, denominator = 1n) {
    const flip = denominator < 0n ? -1n : 1n;
    this.numerator = numerator * flip;
    this.denominator = denominator * flip;
  }

  plus(other: Fraction): Fraction {
    if (this.denominator === other.denominator) {
      return new Fraction(this.numerator + other.numerator, this.denominator);
    }
    return new Fraction(
      this.numerator * other.denominator + other.numerator * this.denominator,
      this.denominator * other.denominator,
    );
  }

  minus(other: Fraction): Fraction {
    return this.plus(new Fraction(-other.numerator, other.denominator));
  }

  times(other: Fraction): Fraction {
    return new Fraction(this.numerator * other.numerator, this.denominator * other.denominator);
  }

  reciprocal(): Fraction {
    return new Fraction(this.denominator, this.numerator);
  }

  /** Negative, zero or positive as `this` is less than, equal to or greater than `other`. */
  compare(other: Fraction): bigint {
    return this.numerator * other.denominator - other.numerator * this.denominator;
  }

  floor(): bigint {
    return floorDiv(this.numerator, this.denominator);
  }

  ceil(): bigint {
    return ceilDiv(this.numerator, this.denominator);
  }
}
