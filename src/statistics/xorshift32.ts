/** xorshift32 (Marsaglia 2003; 13, 17, 5): small, seeded, the same everywhere. */
export class Xorshift32 {
  #state: number;

  /** From a seed other than 0, the one state that the generator never leaves. */
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** The next 32 bits, unsigned. */
  next(): number {
    let s = this.#state;
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    this.#state = s >>> 0;
    return this.#state;
  }

  /** floor(r·n / 2^32), r the next bits: exact in a double while n < 2^21. */
  below(n: number): number {
    return Math.floor((this.next() * n) / 2 ** 32);
  }
}
