/**
 * Sums of quotients whose sign is known exactly. A number has `words` words in two's complement, `fraction` of them below
 * the point, lowest first. A quotient is cut off there, so that a sum differs from the true one by a few units of the last
 * word; its true value is a multiple of 1/D, D the product of the divisors. `precisionFor` leaves a word more below the point
 * than D has bits: so a sum is negative exactly when it is so by more than SLACK units, and what lies nearer to 0 is 0.
 *
 * Sums without a quotient, which is what linear markets need, have two words: their operations are written out.
 */
import { divide, high, multiply, remainder } from "./fixed";

/** Words above the point: of sums without a quotient, and with one. */
const WHOLE: i32 = 2;
const WHOLE_WITH_FRACTION: i32 = 4;
/** Bits of error that cut-off quotients may gather by being multiplied; a word has 64. */
const SLACK_BITS: u64 = 56;
/** Room for a number in memory: divisors of 42 words and the words around them. */
export const EXACT_BYTES: usize = 384;

let words: i32 = WHOLE;
let fraction: i32 = 0;

/** Sets the precision of all numbers: enough for divisors whose lengths sum up to `bits`; 0: no divisors. */
export function precisionFor(bits: i32): void {
  fraction = bits == 0 ? 0 : ((bits + 63) >> 6) + 1;
  words = fraction == 0 ? WHOLE : fraction + WHOLE_WITH_FRACTION;
  assert((<usize>words) << 3 <= EXACT_BYTES, "an exact number is too long for its register");
}

@unmanaged
export class Exact {
  private at(i: i32): u64 {
    return load<u64>(changetype<usize>(this) + ((<usize>i) << 3));
  }

  private put(i: i32, value: u64): void {
    store<u64>(changetype<usize>(this) + ((<usize>i) << 3), value);
  }

  set(value: i64): void {
    if (fraction == 0) {
      this.put(0, value);
      this.put(1, value >> 63);
      return;
    }
    for (let i = 0; i < words; i++) this.put(i, i < fraction ? 0 : i == fraction ? value : value >> 63);
  }

  copy(from: Exact): void {
    if (fraction == 0) {
      this.put(0, from.at(0));
      this.put(1, from.at(1));
      return;
    }
    memory.copy(changetype<usize>(this), changetype<usize>(from), (<usize>words) << 3);
  }

  add(other: Exact): void {
    if (fraction == 0) {
      const sum = this.at(0) + other.at(0);
      this.put(1, this.at(1) + other.at(1) + u64(sum < other.at(0)));
      this.put(0, sum);
      return;
    }
    let carry: u64 = 0;
    for (let i = 0; i < words; i++) {
      const sum = this.at(i) + carry;
      const total = sum + other.at(i);
      carry = u64(sum < carry) + u64(total < sum);
      this.put(i, total);
    }
  }

  subtract(other: Exact): void {
    if (fraction == 0) {
      const from = this.at(0);
      this.put(0, from - other.at(0));
      this.put(1, this.at(1) - other.at(1) - u64(from < other.at(0)));
      return;
    }
    let borrow: u64 = 0;
    for (let i = 0; i < words; i++) {
      const from = this.at(i);
      const less = from - borrow;
      const rest = less - other.at(i);
      borrow = u64(from < borrow) + u64(less < other.at(i));
      this.put(i, rest);
    }
  }

  negate(): void {
    let carry: u64 = 1;
    for (let i = 0; i < words; i++) {
      const flipped = ~this.at(i) + carry;
      carry = u64(carry != 0 && flipped == 0);
      this.put(i, flipped);
    }
  }

  /** this·factor; requires that it fits. */
  scale(factor: u64): void {
    if (fraction == 0) {
      const top = this.at(1) * factor;
      this.put(0, multiply(this.at(0), factor));
      this.put(1, top + high);
      return;
    }
    let carry: u64 = 0;
    for (let i = 0; i < words; i++) {
      const low = multiply(this.at(i), factor);
      const sum = low + carry;
      carry = high + u64(sum < low);
      this.put(i, sum);
    }
  }

  /** this/divisor cut off after the last word; requires this ≥ 0. */
  divide(divisor: u64): void {
    let rest: u64 = 0;
    for (let i = words - 1; i >= 0; i--) {
      this.put(i, divide(rest, this.at(i), divisor));
      rest = remainder;
    }
  }

  /** The whole part of a number ≥ 0, or `cap` where that is less. */
  whole(cap: u64): u64 {
    for (let i = fraction + 1; i < words; i++) if (this.at(i) != 0) return cap;
    return min(cap, this.at(fraction));
  }

  /** Up to a whole number. A cut-off quotient's rest is seen, and a negative one was cut off upward already. */
  roundUp(): void {
    let rest: u64 = 0;
    for (let i = 0; i < fraction; i++) {
      rest |= this.at(i);
      this.put(i, 0);
    }
    let carry: u64 = u64(rest != 0);
    for (let i = fraction; carry != 0 && i < words; i++) {
      const sum = this.at(i) + 1;
      carry = u64(sum == 0);
      this.put(i, sum);
    }
  }

  /** Whether the true sum is below zero. */
  negative(): bool {
    if (<i64>this.at(words - 1) >= 0) return false;
    if (fraction == 0) return true;
    for (let i = words - 1; i > 0; i--) if (this.at(i) != u64.MAX_VALUE) return true;
    return ~this.at(0) >> SLACK_BITS != 0;
  }

  /** Nearest floating-point number, for estimates that are then checked exactly. */
  approximate(): f64 {
    const flip: u64 = <i64>this.at(words - 1) < 0 ? u64.MAX_VALUE : 0;
    let top = words - 1;
    while (top > 1 && (this.at(top) ^ flip) == 0) top--;
    let value = <f64>(this.at(top) ^ flip) * TWO_64 + <f64>(this.at(top - 1) ^ flip);
    for (let i = top - 1; i < fraction; i++) value /= TWO_64;
    for (let i = top - 1; i > fraction; i--) value *= TWO_64;
    return flip == 0 ? value : -value;
  }
}

const TWO_64: f64 = 18446744073709551616.0;
