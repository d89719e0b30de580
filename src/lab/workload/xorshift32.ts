/** xorshift32 (13, 17, 5): small, seeded, the same everywhere. */
export class Xorshift32 {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** floor(r·n / 2^32), r the value after the step: exact in a double while n < 2^21. */
  below(n: number): number {
    let s = this.state;
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    this.state = s >>> 0;
    return Math.floor((this.state * n) / 2 ** 32);
  }
}
