/** Seeded draws from several distributions, so that populations and feeds are the same on any machine. */
import { Xorshift32 } from "./xorshift32.js";

/** Seeded random numbers of several distributions: the same seed gives the same numbers on any machine. */
export class Random extends Xorshift32 {
  constructor(seed: number) {
    super(seed ^ 0x9e37_79b9 || 1);
    for (let i = 0; i < 8; i++) this.next();
  }

  /** Uniform in [0, 1), 32 bits. */
  unit(): number {
    return this.next() / 2 ** 32;
  }

  /** Normal, mean 0, deviation 1 (Box and Muller 1958). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.unit())) * Math.cos(2 * Math.PI * this.unit());
  }

  /** Uniform in the logarithm, from `low` to `high`. */
  logUniform(low: number, high: number): number {
    return low * (high / low) ** this.unit();
  }

  /** Pareto: P(X > x) = (low / x)^tail; what exceeds `high` is `high`. The smaller the tail, the heavier. */
  pareto(low: number, high: number, tail: number): number {
    return Math.min(high, low * (1 - this.unit()) ** (-1 / tail));
  }
}
