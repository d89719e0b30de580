/**
 * The time of day in microseconds since the Unix epoch, finer than the millisecond that `Date` gives and never running
 * backwards. The only clock that commands are stamped with.
 */
export class WallClock {
  #offset = Date.now() - performance.now();
  #last = 0;

  now(): number {
    this.#last = Math.max(this.#last, this.day());
    return this.#last;
  }

  /** The time of day as it is, which runs backwards when it is set back. */
  day(): number {
    const date = Date.now();
    const monotonic = performance.now();
    // The monotonic clock does not see the day being set or slewed: follow the day once they differ by 2 ms.
    if (Math.abs(date - (monotonic + this.#offset)) > 2) this.#offset = date - monotonic;
    return Math.floor((monotonic + this.#offset) * 1000);
  }
}
