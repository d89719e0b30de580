/** Seeded random numbers: the same seed gives the same numbers on any machine. xorshift32 (Marsaglia 2003), 13-17-5. */
export class Random {
  #state: number;

  constructor(seed: number) {
    // 0 is the one state that the generator never leaves.
    this.#state = (seed ^ 0x9e37_79b9) | 0 || 1;
    for (let i = 0; i < 8; i++) this.unit();
  }

  /** Uniform in [0, 1), 32 bits. */
  unit(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return (x >>> 0) / 4_294_967_296;
  }

  /** Uniform integer, 0 … n − 1. */
  below(n: number): number {
    return Math.floor(this.unit() * n);
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
