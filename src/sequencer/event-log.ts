import { EventHeader } from "../abi/layout.js";
import { readInteger } from "../domain/units.js";
import type { EventTypes } from "../kernel/event-types.js";

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

  /** Appends the events of `bytes` that have a `seq`, in order; it must go on where the last one ended. Returns the types of all. */
  append(bytes: Uint8Array): EventTypes {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const before = this.#nextSeq;
    let last = this.#segments.at(-1) ?? this.#open(0);
    // Neighbours are copied together: `from` is where those begin that are not yet.
    let from = 0;
    let types: EventTypes = 0;
    for (let at = 0; at < bytes.length; ) {
      const size = view.getUint32(at + EventHeader.size, true);
      types |= 1 << view.getUint16(at + EventHeader.type, true);
      const seq = readInteger(view, at + EventHeader.seq);
      if (seq === 0) {
        keep(last, bytes, from, at);
        from = at + size;
      } else {
        if (seq !== this.#nextSeq) throw new Error(`event ${seq} where ${this.#nextSeq} was due`);
        if (last.used + (at - from) + size > last.bytes.length) {
          keep(last, bytes, from, at);
          from = at;
          last = this.#open(size);
        }
        this.#nextSeq += 1;
      }
      at += size;
    }
    keep(last, bytes, from, bytes.length);
    if (this.#nextSeq !== before) for (const listener of this.#listeners) listener();
    return types;
  }

  /** A new segment, which the next event begins. */
  #open(size: number): Segment {
    const bytes = new Uint8Array(Math.max(SEGMENT_BYTES, size));
    const segment = { bytes, view: new DataView(bytes.buffer), used: 0, firstSeq: this.#nextSeq };
    this.#segments.push(segment);
    this.#bytes += bytes.length;
    while (this.#bytes > this.#maxBytes && this.#segments.length > 1) {
      this.#bytes -= (this.#segments.shift() as Segment).bytes.length;
    }
    return segment;
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

/** Copies the events in `bytes` from `from` to `to` behind those that the segment has. */
function keep(segment: Segment, bytes: Uint8Array, from: number, to: number): void {
  if (from === to) return;
  segment.bytes.set(bytes.subarray(from, to), segment.used);
  segment.used += to - from;
}
