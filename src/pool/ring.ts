/**
 * A ring of byte messages between two threads: one writes, one reads, without locks.
 *
 * ```
 *   byte 0      tail            bytes ever written, modulo 2^32; only the writer stores it
 *   byte 128    head            bytes ever read, modulo 2^32; only the reader stores it
 *   byte 256    readerParked    1 while the reader sleeps on tail
 *   byte 384    writerParked    1 while the writer sleeps on head
 *   byte 512    data            `capacity` bytes, a power of two
 *
 *   data  │ free │ bytes kind payload pad │ bytes kind payload pad │ free │
 *                ▲ head mod capacity                               ▲ tail mod capacity
 * ```
 *
 * Each word has two cache lines of its own, because the hardware fetches lines in pairs: the threads never
 * write into one another's. A message is contiguous and begins on a multiple of eight, so that the reader
 * hands out a view instead of a copy; where the rest of the data area is too short, a PADDING message fills
 * it and the message begins at 0. For the same reason a message is at most half the capacity: however head
 * and tail stand, it then fits an empty ring.
 *
 * Waking a sleeper is a system call, so each side sets a flag while it sleeps. Store and load are
 * sequentially consistent: either the sleeper sees the new cursor before it sleeps, or the other side sees
 * that it is parked.
 */

const TAIL = 0;
const HEAD = 32;
const READER_PARKED = 64;
const WRITER_PARKED = 96;
const DATA = 512;
const HEADER_BYTES = 8;
const PADDING = 0xffff_ffff;

const aligned = (bytes: number) => (bytes + 7) & ~7;

/** `Atomics.waitAsync` of ES2024; Node has had it since 16. */
interface WaitAsync {
  waitAsync(
    words: Int32Array,
    index: number,
    value: number,
    timeout?: number,
  ): { async: false; value: "not-equal" | "timed-out" } | { async: true; value: Promise<"ok" | "timed-out"> };
}

/** Shared memory for a ring of `capacity` bytes: a power of two, 4 KiB … 1 GiB. Throws RangeError otherwise. */
export function createRing(capacity: number): SharedArrayBuffer {
  if (!Number.isInteger(Math.log2(capacity)) || capacity < 4096 || capacity > 2 ** 30) {
    throw new RangeError(`ring capacity ${capacity} is not a power of two from 4 KiB to 1 GiB`);
  }
  return new SharedArrayBuffer(DATA + capacity);
}

class Ring {
  protected readonly words: Int32Array<SharedArrayBuffer>;
  protected readonly headers: Uint32Array<SharedArrayBuffer>;
  protected readonly data: Uint8Array<SharedArrayBuffer>;
  readonly capacity: number;
  /** The largest payload, in bytes, that a message can carry. */
  readonly messageMax: number;

  constructor(memory: SharedArrayBuffer) {
    this.capacity = memory.byteLength - DATA;
    this.messageMax = this.capacity / 2 - HEADER_BYTES;
    this.words = new Int32Array(memory, 0, DATA / 4);
    this.headers = new Uint32Array(memory, DATA);
    this.data = new Uint8Array(memory, DATA);
  }

  /** Wakes the thread that sleeps on this ring, without a message: it must look at something else. */
  wake(): void {
    Atomics.notify(this.words, TAIL);
    Atomics.notify(this.words, HEAD);
  }
}

/** The end of a ring that writes. At most one in all threads. */
export class RingWriter extends Ring {
  #tail: number;

  constructor(memory: SharedArrayBuffer) {
    super(memory);
    this.#tail = Atomics.load(this.words, TAIL);
  }

  /** Bytes that are not in use; a message takes its payload, a header and at most `messageMax` of padding. */
  get free(): number {
    return this.capacity - ((this.#tail - Atomics.load(this.words, HEAD)) >>> 0);
  }

  /**
   * Writes one message, or nothing and returns false when there is no room for it.
   * `kind` is the caller's word for what it is, 0 … 2^32 − 2. Throws RangeError when it could never fit.
   */
  tryWrite(kind: number, payload: Uint8Array): boolean {
    if (payload.length > this.messageMax) {
      throw new RangeError(`a message of ${payload.length} bytes in a ring that takes ${this.messageMax}`);
    }
    const need = aligned(HEADER_BYTES + payload.length);
    let at = this.#tail & (this.capacity - 1);
    const toEnd = this.capacity - at;
    const padding = toEnd < need ? toEnd : 0;
    if (this.free < padding + need) return false;
    if (padding > 0) {
      this.headers[at >> 2] = padding - HEADER_BYTES;
      this.headers[(at >> 2) + 1] = PADDING;
      at = 0;
    }
    this.headers[at >> 2] = payload.length;
    this.headers[(at >> 2) + 1] = kind;
    this.data.set(payload, at + HEADER_BYTES);
    this.#tail = (this.#tail + padding + need) | 0;
    Atomics.store(this.words, TAIL, this.#tail);
    if (Atomics.load(this.words, READER_PARKED) !== 0) Atomics.notify(this.words, TAIL);
    return true;
  }

  /**
   * Writes one message and blocks while there is no room, so it is not for a main thread. `abandoned` is
   * called at least every `timeoutMillis`; once it is true nothing is written and false is returned, so that no
   * writer hangs on a dead reader.
   */
  write(kind: number, payload: Uint8Array, abandoned: () => boolean, timeoutMillis = 100): boolean {
    for (;;) {
      const head = Atomics.load(this.words, HEAD);
      if (this.tryWrite(kind, payload)) return true;
      if (abandoned()) return false;
      Atomics.store(this.words, WRITER_PARKED, 1);
      // Had the reader made room since `head` was loaded, this would return at once.
      Atomics.wait(this.words, HEAD, head, timeoutMillis);
      Atomics.store(this.words, WRITER_PARKED, 0);
    }
  }
}

/** The end of a ring that reads. At most one in all threads. */
export class RingReader extends Ring {
  #head: number;

  constructor(memory: SharedArrayBuffer) {
    super(memory);
    this.#head = Atomics.load(this.words, HEAD);
  }

  get empty(): boolean {
    return Atomics.load(this.words, TAIL) === this.#head;
  }

  /**
   * Hands the messages that stand in the ring to `take`, in order, and returns how many there were: all, or as many as make
   * about `maxBytes`. The payload is a view into the ring: it is valid until `take` returns. A message is gone only after
   * `take` has returned.
   */
  read(
    take: (kind: number, payload: Uint8Array<SharedArrayBuffer>) => void,
    maxBytes = Number.POSITIVE_INFINITY,
  ): number {
    const tail = Atomics.load(this.words, TAIL);
    let messages = 0;
    let left = maxBytes;
    while (this.#head !== tail && left > 0) {
      const at = this.#head & (this.capacity - 1);
      const bytes = this.headers[at >> 2] as number;
      const kind = this.headers[(at >> 2) + 1] as number;
      if (kind !== PADDING) {
        take(kind, this.data.subarray(at + HEADER_BYTES, at + HEADER_BYTES + bytes));
        messages += 1;
      }
      left -= bytes;
      this.#head = (this.#head + aligned(HEADER_BYTES + bytes)) | 0;
      Atomics.store(this.words, HEAD, this.#head);
      if (Atomics.load(this.words, WRITER_PARKED) !== 0) Atomics.notify(this.words, HEAD);
    }
    return messages;
  }

  /**
   * Blocks until there is a message: looks `spins` times, then sleeps at most `timeoutMillis`. Returns whether there is
   * one. Not for a main thread.
   */
  wait(spins: number, timeoutMillis: number): boolean {
    for (let i = 0; i < spins; i++) if (!this.empty) return true;
    Atomics.store(this.words, READER_PARKED, 1);
    Atomics.wait(this.words, TAIL, this.#head, timeoutMillis);
    Atomics.store(this.words, READER_PARKED, 0);
    return !this.empty;
  }

  /** As `wait`, without blocking: null when there is a message already, else a promise that ends with one or in time. */
  waitAsync(timeoutMillis: number): Promise<void> | null {
    Atomics.store(this.words, READER_PARKED, 1);
    const waiting = (Atomics as unknown as WaitAsync).waitAsync(this.words, TAIL, this.#head, timeoutMillis);
    if (!waiting.async) {
      Atomics.store(this.words, READER_PARKED, 0);
      return null;
    }
    return waiting.value.then(() => {
      Atomics.store(this.words, READER_PARKED, 0);
    });
  }
}
