/** Bytes that many connections hold out of one sum. */

/** What holds bytes, and lets go of them when others need them more. */
export interface Holder {
  /** It has done its part, and waits for us: it gives way only when nobody else is left to. */
  readonly isReady?: boolean;
  /** It has been taken off the list already. */
  giveWay(): void;
}

/**
 * A sum of bytes that is shared. Where it is used up, whoever has stood still the longest gives way: a client that goes on
 * is never refused because of those that do not, nor is one that has sent everything because of those that send.
 */
export class SharedBytes {
  /** In the order of their last progress. */
  readonly #held = new Map<Holder, number>();
  readonly #ready = new Map<Holder, number>();
  readonly #max: number;
  readonly #loneStays: boolean;
  #sum = 0;

  /** `loneStays`: who is alone may hold more than there is, for what it holds is there already. */
  constructor(max: number, loneStays = false) {
    this.#max = max;
    this.#loneStays = loneStays;
  }

  /** Bytes held now. */
  get sum(): number {
    return this.#sum;
  }

  /** The holder has moved on and holds `bytes` more (or, below zero, fewer). Others may give way, or it itself. */
  hold(holder: Holder, bytes: number): void {
    const list = this.#listOf(holder);
    const before = list.get(holder) ?? 0;
    list.delete(holder);
    list.set(holder, before + bytes);
    this.#sum += bytes;
    for (const one of [this.#held, this.#ready]) {
      for (const oldest of one.keys()) {
        if (this.#sum <= this.#max || (this.#loneStays && one.size === 1)) return;
        this.release(oldest);
        oldest.giveWay();
      }
    }
  }

  /** The holder has moved on, if it still holds anything. */
  touch(holder: Holder): void {
    if (this.#listOf(holder).has(holder)) this.hold(holder, 0);
  }

  release(holder: Holder): void {
    const list = this.#listOf(holder);
    this.#sum -= list.get(holder) ?? 0;
    list.delete(holder);
  }

  #listOf({ isReady }: Holder): Map<Holder, number> {
    return isReady === true ? this.#ready : this.#held;
  }
}
