/** Bytes that many connections hold out of one sum. */

/** What holds bytes, and lets go of them when others need them more. */
export interface Holder {
  /** It has done its part, and waits for us: it gives way only when nobody else is left to. */
  readonly isReady?: boolean;
  /** It has been taken off the list already. */
  giveWay(): void;
}

interface Share {
  readonly bytes: number;
  /** When it moved on last. */
  readonly at: number;
}

/**
 * A sum of bytes that is shared. Where it is used up, whoever has stood still the longest gives way: a client that goes on
 * is never refused because of those that do not, nor is one that has sent everything because of those that send.
 */
export class SharedBytes {
  /** In the order of their last progress. */
  readonly #held = new Map<Holder, Share>();
  readonly #ready = new Map<Holder, Share>();
  readonly #max: number;
  readonly #loneStays: boolean;
  readonly #now: () => number;
  #sum = 0;

  /**
   * `loneStays`: who is alone may hold more than there is, for what it holds is there already. `now`: milliseconds that only
   * rise.
   */
  constructor(max: number, loneStays = false, now = () => performance.now()) {
    this.#max = max;
    this.#loneStays = loneStays;
    this.#now = now;
  }

  /** Bytes held now. */
  get sum(): number {
    return this.#sum;
  }

  /** The holder has moved on and holds `bytes` more (or, below zero, fewer). Others may give way, or it itself. */
  hold(holder: Holder, bytes: number): void {
    const list = this.#listOf(holder);
    const before = list.get(holder)?.bytes ?? 0;
    list.delete(holder);
    list.set(holder, { bytes: before + bytes, at: this.#now() });
    this.#sum += bytes;
    for (const one of [this.#held, this.#ready]) {
      for (const oldest of one.keys()) {
        if (this.#sum <= this.#max || (this.#loneStays && one.size === 1)) return;
        this.release(oldest);
        oldest.giveWay();
      }
    }
  }

  /**
   * Whether there is room for so many bytes more, for somebody who has nothing yet: others give way only if they have stood
   * still for `millis`, and only if that is enough.
   */
  makeRoom(bytes: number, millis: number): boolean {
    let over = this.#sum + bytes - this.#max;
    const since = this.#now() - millis;
    const still: Holder[] = [];
    for (const [holder, share] of this.#held) {
      if (over <= 0 || share.at > since) break;
      still.push(holder);
      over -= share.bytes;
    }
    if (over > 0) return false;
    for (const holder of still) {
      this.release(holder);
      holder.giveWay();
    }
    return true;
  }

  /** The holder has moved on, if it still holds anything. */
  touch(holder: Holder): void {
    if (this.#listOf(holder).has(holder)) this.hold(holder, 0);
  }

  release(holder: Holder): void {
    const list = this.#listOf(holder);
    this.#sum -= list.get(holder)?.bytes ?? 0;
    list.delete(holder);
  }

  #listOf({ isReady }: Holder): Map<Holder, Share> {
    return isReady === true ? this.#ready : this.#held;
  }
}
