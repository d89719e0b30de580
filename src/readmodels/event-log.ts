/** The latest events of a shard, in bounded memory: event streams and `/v1/events` read from it. */
import { EventHeader, EventType, MarkEvent } from "../abi/layout.js";
import type { EventTypes } from "../records/event-types.js";
import { sizeOfEvent } from "../records/event-walk.js";

const SEGMENT_BYTES = 262_144;
const TWO_32 = 4_294_967_296;

/** Where the header's fields stand, in words of 32 bits. */
const SIZE = EventHeader.size / 4;
/** The lower half of its word. */
const TYPE = EventHeader.type / 4;
const SEQ = EventHeader.seq / 4;
const MARKET = MarkEvent.market / 4;
const MARK_WORDS = MarkEvent.BYTES / 4;

/** Neighbouring events: whole binary records, `used` bytes of them. */
interface Segment {
  readonly bytes: Uint8Array;
  /** The same bytes: a third of the time of a DataView. WebAssembly is little endian, and so must the host be. */
  readonly words: Int32Array;
  used: number;
  readonly firstSeq: number;
}

/** Where a reader of the log stands: before the event `seq`, at `at` of `segment` where that is known. */
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
  #dropped = 0;
  #nextSeq: number;
  /** By market: its latest `mark` event, as it came. */
  readonly #marks: Int32Array<ArrayBuffer>[] = [];
  /** While events are looked at: the markets whose marks moved, and by market where its last one stands, −1 for none. */
  readonly #moved: number[] = [];
  readonly #lastMark: number[] = [];
  /** Of the events that are being appended. */
  #types: EventTypes = 0;
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

  /** Bytes that were ever appended, less than 256 KiB more or less. */
  get appended(): number {
    return this.#dropped + this.#bytes;
  }

  /**
   * A market's latest `mark` event, whether it is still kept or not; null when there was none. They are noted here because
   * this is where every event is looked at anyway.
   */
  latestMark(market: number): DataView | null {
    const mark = this.#marks[market];
    return mark === undefined ? null : new DataView(mark.buffer);
  }

  /**
   * Appends the events of `bytes` that have a `seq`, in order; it must go on where the last one ended. Returns the types of
   * all. They are copied as many at a time as a segment takes, and looked at where they lie then.
   */
  append(bytes: Uint8Array): EventTypes {
    const before = this.#nextSeq;
    this.#types = 0;
    let last = this.#segments.at(-1) ?? this.#open(0);
    for (let from = 0; from < bytes.length; ) {
      const room = Math.min(last.bytes.length - last.used, bytes.length - from);
      last.bytes.set(room === bytes.length ? bytes : bytes.subarray(from, from + room), last.used);
      from += this.#accept(last, room);
      if (from === bytes.length) break;
      // Either the segment is full, or here is an answer to a query.
      const header = new DataView(bytes.buffer, bytes.byteOffset + from, EventHeader.BYTES);
      const size = sizeOfEvent(header, 0);
      if (header.getBigUint64(EventHeader.seq, true) !== 0n) last = this.#open(size);
      else {
        this.#types |= 1 << header.getUint16(EventHeader.type, true);
        from += size;
      }
    }
    if (this.#nextSeq !== before) for (const listener of this.#listeners) listener();
    return this.#types;
  }

  /** Takes the whole events among the `bytes` behind those of `segment`, up to one without a `seq`; how many bytes they are. */
  #accept(segment: Segment, bytes: number): number {
    const { words, used } = segment;
    const end = (used + bytes) >> 2;
    const lastMark = this.#lastMark;
    const moved = this.#moved;
    let types: EventTypes = 0;
    let count = 0;
    // The `seq` that is due, in two words.
    let low = this.#nextSeq | 0;
    let high = Math.floor(this.#nextSeq / TWO_32);
    let at = used >> 2;
    while (at < end) {
      const next = at + ((words[at + SIZE] as number) >> 2);
      if (next > end) break;
      if (words[at + SEQ] !== low || words[at + SEQ + 1] !== high) {
        const seq = ((words[at + SEQ] as number) >>> 0) + (words[at + SEQ + 1] as number) * TWO_32;
        if (seq === 0) break;
        throw new Error(`event ${seq} where ${this.#nextSeq + count} was due`);
      }
      const type = (words[at + TYPE] as number) & 0xffff;
      types |= 1 << type;
      if (type === EventType.mark) {
        const market = words[at + MARKET] as number;
        if (!((lastMark[market] as number) >= 0)) moved.push(market);
        lastMark[market] = at;
      }
      count += 1;
      low = (low + 1) | 0;
      if (low === 0) high += 1;
      at = next;
    }
    for (const market of moved) {
      this.#marks[market] ??= new Int32Array(MARK_WORDS);
      const mark = this.#marks[market];
      const from = lastMark[market] as number;
      for (let i = 0; i < MARK_WORDS; i++) mark[i] = words[from + i] as number;
      lastMark[market] = -1;
    }
    moved.length = 0;
    this.#nextSeq += count;
    this.#types |= types;
    segment.used = at << 2;
    return segment.used - used;
  }

  /** A new segment, which the next event begins, in the memory of the oldest if that has to go. */
  #open(size: number): Segment {
    let bytes: Uint8Array | null = null;
    while (this.#segments.length > 0 && this.#bytes + Math.max(SEGMENT_BYTES, size) > this.#maxBytes) {
      const oldest = this.#segments.shift() as Segment;
      this.#bytes -= oldest.bytes.length;
      this.#dropped += oldest.bytes.length;
      if (oldest.bytes.length >= size) bytes = oldest.bytes;
    }
    bytes ??= new Uint8Array(Math.max(SEGMENT_BYTES, (size + 7) & ~7));
    const segment = { bytes, words: new Int32Array(bytes.buffer), used: 0, firstSeq: this.#nextSeq };
    this.#segments.push(segment);
    this.#bytes += bytes.length;
    return segment;
  }

  /** A cursor before the event `seq`, which need not have happened yet; null when it is no longer kept. */
  cursor(seq: number): Cursor | null {
    return seq < this.firstSeq ? null : { seq, segment: null, at: 0 };
  }

  /**
   * The whole events that follow the cursor, about `maxBytes` of them at most (at least one, if there is one), and moves the
   * cursor behind them. Empty at the end of the log; null when the log has moved on beyond the cursor. A view: valid until
   * the next `append`. Reads end at the same places whatever they began with, so that readers fall into step.
   */
  read(cursor: Cursor, maxBytes: number): Uint8Array | null {
    if (cursor.seq < this.firstSeq) return null;
    if (cursor.seq >= this.#nextSeq) return new Uint8Array(0);
    const segment = this.#locate(cursor);
    const begin = cursor.at;
    const end = Math.min(segment.used, (Math.floor(begin / maxBytes) + 1) * maxBytes);
    while (cursor.at < end) {
      cursor.at += sizeAt(segment, cursor.at);
      cursor.seq += 1;
    }
    return segment.bytes.subarray(begin, cursor.at);
  }

  /** Bytes that may be appended before the event at the cursor is dropped. */
  margin(cursor: Cursor): number {
    if (cursor.seq >= this.#nextSeq) return this.#maxBytes;
    if (cursor.seq < this.firstSeq) return 0;
    const before = this.#indexOf(cursor.seq) * SEGMENT_BYTES;
    return this.#maxBytes - this.#bytes + before;
  }

  /** Puts the cursor into the segment that holds its event. */
  #locate(cursor: Cursor): Segment {
    if (cursor.segment !== null && cursor.at < cursor.segment.used) return cursor.segment;
    const segment = this.#segments[this.#indexOf(cursor.seq)] as Segment;
    cursor.segment = segment;
    cursor.at = 0;
    for (let seq = segment.firstSeq; seq < cursor.seq; seq++) {
      cursor.at += sizeAt(segment, cursor.at);
    }
    return segment;
  }

  /** Which segment holds the event, which must be kept. */
  #indexOf(seq: number): number {
    let low = 0;
    let high = this.#segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#segments[middle] as Segment).firstSeq <= seq) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Calls `listener` after every append that added something. Returns how to stop it. */
  onAppend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

const sizeAt = ({ words }: Segment, at: number): number => words[(at >> 2) + SIZE] as number;
