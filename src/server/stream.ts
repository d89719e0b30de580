/**
 * Event streams: server-sent events from the event log. Each consumer is a cursor in the log, so what it has
 * not read yet is held once, in the log, however slow it is. While a burst is written that is larger than the log, it waits
 * for the consumers that read (`isBehind`); one that does not is disconnected, and may resume at the last `seq` it saw.
 */
import type { ServerResponse } from "node:http";
import { BreakwaterError } from "../domain/errors.js";
import type { Cursor, EventLog } from "../readmodels/event-log.js";
import { EPOCH_HEADER, type EventId } from "./epoch.js";
import { EVENT_STREAM_TYPE } from "./negotiate.js";
import { HttpError } from "./problems.js";
import { STEP_BYTES, type Turns } from "./turns.js";

/** Encoded pieces that are kept for the consumers that read the same. */
const ENCODED = 64;
/** A piece that another consumer has had encoded costs this part of what encoding it did: it is only written. */
const KNOWN_PART = 8;
/** The log goes on only while so many bytes of it are to spare for every consumer. */
const MARGIN_BYTES = 524_288;
/** For how long in all, in milliseconds, consumers may hold a burst up that they do not read at this pace, bytes a millisecond. */
const PATIENCE_MILLIS = 10_000;
const PACE = 4096;
/** A consumer whose connection takes nothing for so long, in milliseconds, holds nothing up. */
const SILENCE_MILLIS = 1000;

export interface StreamOptions {
  /** Streams at a time; default 64. */
  readonly max?: number;
  /** A comment is sent so often, in milliseconds, that a dead connection is noticed; default 15 000. */
  readonly heartbeatMillis?: number;
  /** A consumer whose connection has taken nothing for so long, in milliseconds, is disconnected; default 30 000. */
  readonly stallMillis?: number;
}

interface Stream {
  readonly response: ServerResponse;
  readonly cursor: Cursor;
  /** When the connection stopped taking bytes; 0 while it takes them. */
  stalledAt: number;
  scheduled: boolean;
  /** Whether it has read as far as the log went: then it misses nothing that follows. */
  live: boolean;
}

export class EventStreams {
  readonly #log: EventLog;
  readonly #epoch: string;
  /** Binary events → the events of the protocol. */
  readonly #encode: (events: Uint8Array) => { seq?: number }[];
  readonly #turns: Turns;
  readonly #streams = new Set<Stream>();
  readonly #max: number;
  readonly #stallMillis: number;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #unsubscribe: () => void;
  readonly #encoded = new Map<string, Buffer>();
  /** Why there is nothing more to come; null while there is. */
  #end: string | null = null;
  #onEmpty: (() => void)[] = [];
  #patience = PATIENCE_MILLIS;
  /** When it was last asked whether the log has to wait; 0 while it need not. */
  #heldAt = 0;
  /** What had been appended then. */
  #appended = 0;

  constructor(
    log: EventLog,
    epoch: string,
    encode: (events: Uint8Array) => { seq?: number }[],
    turns: Turns,
    options: StreamOptions = {},
  ) {
    this.#log = log;
    this.#epoch = epoch;
    this.#encode = encode;
    this.#turns = turns;
    this.#max = options.max ?? 64;
    this.#stallMillis = options.stallMillis ?? 30_000;
    this.#heartbeat = setInterval(() => this.#beat(), options.heartbeatMillis ?? 15_000);
    this.#heartbeat.unref();
    this.#unsubscribe = log.onAppend(() => {
      for (const stream of this.#streams) this.#schedule(stream);
    });
  }

  get count(): number {
    return this.#streams.size;
  }

  /**
   * Where a consumer that asks for `from` (null: whatever comes) begins. Throws when there are too many streams, when
   * `from` is of another life or no longer kept (410) or lies ahead of what has happened.
   */
  cursor(from: EventId | null): Cursor {
    if (from !== null && from.epoch !== null && from.epoch !== this.#epoch) {
      const now = `This one is ${this.#epoch}; the oldest event still kept is ${this.#log.firstSeq}.`;
      throw new HttpError("otherLife", now);
    }
    if (this.#streams.size >= this.#max) throw new HttpError("tooManyStreams");
    const seq = from?.seq ?? this.#log.nextSeq;
    if (seq > this.#log.nextSeq || seq === 0)
      throw new BreakwaterError("OUT_OF_RANGE", "from", "outsideBounds");
    const cursor = this.#log.cursor(seq);
    if (cursor === null) throw new HttpError("gone", `The oldest event still kept is ${this.#log.firstSeq}.`);
    return cursor;
  }

  /** Streams the events from the cursor on until the consumer leaves. */
  open(response: ServerResponse, cursor: Cursor): void {
    const live = cursor.seq === this.#log.nextSeq;
    const stream: Stream = { response, cursor, stalledAt: 0, scheduled: false, live };
    this.#streams.add(stream);
    response.on("close", () => this.#remove(stream));
    response.on("error", () => this.#remove(stream));
    response.on("drain", () => {
      stream.stalledAt = 0;
      this.#schedule(stream);
    });
    response.writeHead(200, {
      "content-type": EVENT_STREAM_TYPE,
      "cache-control": "no-store",
      [EPOCH_HEADER]: this.#epoch,
      // Proxies that buffer would hold events back.
      "x-accel-buffering": "no",
    });
    this.#write(stream, "retry: 1000\n\n");
    this.#schedule(stream);
  }

  /**
   * Whether the log has to wait, so that consumers who have had everything so far miss nothing: asked again and again while
   * events come. The patience with those who do not read is bounded for each burst, in time and by a least pace.
   */
  isBehind(): boolean {
    if (!this.#anyLate()) {
      this.#heldAt = 0;
      return false;
    }
    const now = performance.now();
    const waited = this.#heldAt === 0 ? 0 : now - this.#heldAt;
    const granted = (this.#log.appended - this.#appended) / PACE;
    this.#patience = Math.max(0, Math.min(PATIENCE_MILLIS, this.#patience + granted) - waited);
    this.#appended = this.#log.appended;
    this.#heldAt = now;
    return this.#patience > 0;
  }

  #anyLate(): boolean {
    if (this.#log.bytes <= MARGIN_BYTES) return false;
    for (const { live, cursor, stalledAt } of this.#streams) {
      if (!live || this.#log.margin(cursor) >= MARGIN_BYTES) continue;
      if (stalledAt === 0 || performance.now() - stalledAt < SILENCE_MILLIS) return true;
    }
    return false;
  }

  /**
   * Nothing more comes: sends every stream what there is, and a last word with the reason. Resolves when all have ended; who
   * does not read is cut off as ever.
   */
  async finish(reason: string): Promise<void> {
    this.#end ??= reason;
    for (const stream of this.#streams) this.#schedule(stream);
    if (this.#streams.size > 0) await new Promise<void>((resolve) => this.#onEmpty.push(resolve));
  }

  /** Ends all streams at once, where they are. */
  close(reason = "the server has shut down"): void {
    this.#end ??= reason;
    clearInterval(this.#heartbeat);
    this.#unsubscribe();
    for (const stream of this.#streams) {
      while (stream.stalledAt === 0 && this.#streams.has(stream)) this.#pump(stream);
      if (this.#streams.has(stream)) this.#close(stream, this.#end);
    }
  }

  #schedule(stream: Stream): void {
    if (stream.scheduled || stream.stalledAt !== 0) return;
    stream.scheduled = true;
    this.#turns.give(() => {
      stream.scheduled = false;
      return this.#streams.has(stream) ? this.#pump(stream) : 0;
    });
  }

  /** Sends a consumer its next piece. Returns how many bytes of events that was work on. */
  #pump(stream: Stream): number {
    const from = stream.cursor.seq;
    const events = this.#log.read(stream.cursor, STEP_BYTES);
    if (events === null) {
      this.#close(stream, `the events from ${from} on are no longer kept: it did not read fast enough`);
      return 0;
    }
    if (events.length === 0) {
      stream.live = true;
      if (this.#end !== null) this.#close(stream, this.#end);
      return 0;
    }
    const key = `${from} ${stream.cursor.seq}`;
    const known = this.#encoded.get(key);
    this.#write(stream, known ?? this.#encodedOf(events, key));
    this.#schedule(stream);
    return known === undefined ? events.length : events.length / KNOWN_PART;
  }

  /** Events as they are sent. */
  #encodedOf(events: Uint8Array, key: string): Buffer {
    let text = "";
    for (const event of this.#encode(events))
      text += `id: ${this.#epoch}:${event.seq}\ndata: ${JSON.stringify(event)}\n\n`;
    const encoded = Buffer.from(text);
    if (this.#streams.size > 1) this.#encoded.set(key, encoded);
    const [oldest] = this.#encoded.keys();
    if (this.#encoded.size > ENCODED) this.#encoded.delete(oldest as string);
    return encoded;
  }

  #write(stream: Stream, bytes: string | Buffer): void {
    if (!stream.response.write(bytes)) stream.stalledAt = performance.now();
  }

  #beat(): void {
    const now = performance.now();
    for (const stream of this.#streams) {
      if (stream.stalledAt === 0) this.#write(stream, ": heartbeat\n\n");
      else if (now - stream.stalledAt > this.#stallMillis) this.#disconnect(stream);
    }
  }

  /** The last word of a stream: an event of its own, without an id, so that a client resumes where it was. */
  #close(stream: Stream, reason: string): void {
    stream.response.end(`event: end\ndata: ${JSON.stringify({ reason })}\n\n`);
    this.#remove(stream);
  }

  #disconnect(stream: Stream): void {
    stream.response.destroy();
    this.#remove(stream);
  }

  #remove(stream: Stream): void {
    this.#streams.delete(stream);
    if (this.#streams.size > 0) return;
    this.#encoded.clear();
    for (const resolve of this.#onEmpty.splice(0)) resolve();
  }
}
