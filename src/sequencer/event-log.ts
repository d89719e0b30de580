import { EventHeader } from "../abi/layout.js";

const SEGMENT_BYTES = 262_144;

/** Neighbouring events: whole binary records, `used` bytes of them. */
interface Segment {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  used: number;
  readonly firstSeq: number;
}

/** Where a reader of the log stands: before the event `seq`, if it knows, at `at` in that segment. */
export interface Cursor {
  seq: number;
  segment: Segment | null;
  at: number;
}

/**
 * The latest events of a shard as binary records, gap-free in `seq`, at most `maxBytes` of them: the oldest go first, a
 * segment at a time. Answers to queries have no `seq` and are not kept.
 */
export class EventLog {
  readonly #segments: Segment[] = [];
  readonly #maxBytes: number;
  #bytes = 0;
  #nextSeq: number;
  readonly #listeners = new Set<() => void>();

  constructor(maxBytes: number, nextSeq = 1) {
    this.#maxBytes = Math.max(maxBytes, SEGMENT_BYTES);
    this.#nextSeq = nextSeq;
  }

  /** The `seq` of the oldest event still kept; of the next one, when none is. */
  get firstSeq(): number {
    return this.#segments[0]?.firstSeq ?? this.#nextSeq;
  }

  /** The `seq` that the next event will have. */
  get nextSeq(): number {
    return this.#nextSeq;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Appends the events of `bytes` that have a `seq`, in order; it must go on where the last one ended. */
  append(bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let appended = false;
    for (let at = 0; at < bytes.length; ) {
      const size = view.getUint32(at + EventHeader.size, true);
      const seq = Number(view.getBigUint64(at + EventHeader.seq, true));
      if (seq !== 0) {
        if (seq !== this.#nextSeq) throw new Error(`event ${seq} where ${this.#nextSeq} was due`);
        this.#room(size).set(bytes.subarray(at, at + size));
        this.#nextSeq += 1;
        appended = true;
      }
      at += size;
    }
    if (appended) for (const listener of this.#listeners) listener();
  }

  /** The `size` bytes where the next event goes. */
  #room(size: number): Uint8Array {
    let last = this.#segments.at(-1);
    if (last === undefined || last.used + size > last.bytes.length) {
      const bytes = new Uint8Array(Math.max(SEGMENT_BYTES, size));
      last = { bytes, view: new DataView(bytes.buffer), used: 0, firstSeq: this.#nextSeq };
      this.#segments.push(last);
      this.#bytes += bytes.length;
      while (this.#bytes > this.#maxBytes && this.#segments.length > 1) {
        this.#bytes -= (this.#segments.shift() as Segment).bytes.length;
      }
    }
    last.used += size;
    return last.bytes.subarray(last.used - size, last.used);
  }

  /** A cursor before the event `seq`, which need not have happened yet; null when it is no longer kept. */
  cursor(seq: number): Cursor | null {
    return seq < this.firstSeq ? null : { seq, segment: null, at: 0 };
  }

  /**
   * The whole events that follow the cursor, about `maxBytes` of them (at least one, if there is one), and moves the
   * cursor behind them. Empty at the end of the log; null when the log has moved on beyond the cursor. A view: valid until
   * the next `append`.
   */
  read(cursor: Cursor, maxBytes: number): Uint8Array | null {
    if (cursor.seq < this.firstSeq) return null;
    if (cursor.seq >= this.#nextSeq) return new Uint8Array(0);
    const segment = this.#locate(cursor);
    const begin = cursor.at;
    while (cursor.at < segment.used && (cursor.at === begin || cursor.at - begin < maxBytes)) {
      cursor.at += segment.view.getUint32(cursor.at + EventHeader.size, true);
      cursor.seq += 1;
    }
    return segment.bytes.subarray(begin, cursor.at);
  }

  /** Puts the cursor into the segment that holds its event. */
  #locate(cursor: Cursor): Segment {
    if (cursor.segment !== null && cursor.at < cursor.segment.used) return cursor.segment;
    let low = 0;
    let high = this.#segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#segments[middle] as Segment).firstSeq <= cursor.seq) low = middle;
      else high = middle - 1;
    }
    const segment = this.#segments[low] as Segment;
    cursor.segment = segment;
    cursor.at = 0;
    for (let seq = segment.firstSeq; seq < cursor.seq; seq++) {
      cursor.at += segment.view.getUint32(cursor.at + EventHeader.size, true);
    }
    return segment;
  }

  /** Calls `listener` after every append that added something. Returns how to stop it. */
  onAppend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
