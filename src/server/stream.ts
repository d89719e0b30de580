/**
 * Event streams: server-sent events from the event log. Each consumer is a cursor in the log, so what it has
 * not read yet is held once, in the log, however slow it is; a consumer that falls behind the log, or stops
 * reading, is disconnected and may resume at the last `seq` it saw.
 */
import type { ServerResponse } from "node:http";
import { BreakwaterError } from "../domain/errors.js";
import type { Cursor, EventLog } from "../readmodels/event-log.js";
import { EVENT_STREAM_TYPE } from "./negotiate.js";
import { HttpError } from "./problems.js";

/** Events are encoded this many bytes at a time, then other work has a turn. */
const CHUNK_BYTES = 65_536;

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
}

export class EventStreams {
  readonly #log: EventLog;
  /** Binary events → the events of the protocol. */
  readonly #encode: (events: Uint8Array) => { seq?: number }[];
  readonly #streams = new Set<Stream>();
  readonly #max: number;
  readonly #stallMillis: number;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #unsubscribe: () => void;

  constructor(
    log: EventLog,
    encode: (events: Uint8Array) => { seq?: number }[],
    options: StreamOptions = {},
  ) {
    this.#log = log;
    this.#encode = encode;
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
   * `from` is no longer kept (410) or lies ahead of what has happened.
   */
  cursor(from: number | null): Cursor {
    if (this.#streams.size >= this.#max) throw new HttpError("tooManyStreams");
    const seq = from ?? this.#log.nextSeq;
    if (seq > this.#log.nextSeq || seq === 0)
      throw new BreakwaterError("OUT_OF_RANGE", "from", "outsideBounds");
    const cursor = this.#log.cursor(seq);
    if (cursor === null) throw new HttpError("gone", `The oldest event still kept is ${this.#log.firstSeq}.`);
    return cursor;
  }

  /** Streams the events from the cursor on until the consumer leaves. */
  open(response: ServerResponse, cursor: Cursor): void {
    const stream: Stream = { response, cursor, stalledAt: 0, scheduled: false };
    this.#streams.add(stream);
    response.on("close", () => this.#streams.delete(stream));
    response.on("error", () => this.#streams.delete(stream));
    response.on("drain", () => {
      stream.stalledAt = 0;
      this.#schedule(stream);
    });
    response.writeHead(200, {
      "content-type": EVENT_STREAM_TYPE,
      "cache-control": "no-store",
      // Proxies that buffer would hold events back.
      "x-accel-buffering": "no",
    });
    this.#write(stream, "retry: 1000\n\n");
    this.#schedule(stream);
  }

  /** Ends all streams, and takes no more. */
  close(): void {
    clearInterval(this.#heartbeat);
    this.#unsubscribe();
    for (const { response } of this.#streams) response.end();
    this.#streams.clear();
  }

  #schedule(stream: Stream): void {
    if (stream.scheduled || stream.stalledAt !== 0) return;
    stream.scheduled = true;
    setImmediate(() => {
      stream.scheduled = false;
      if (this.#streams.has(stream)) this.#pump(stream);
    });
  }

  #pump(stream: Stream): void {
    const events = this.#log.read(stream.cursor, CHUNK_BYTES);
    if (events === null) {
      this.#disconnect(stream);
      return;
    }
    if (events.length === 0) return;
    let text = "";
    for (const event of this.#encode(events)) text += `id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`;
    this.#write(stream, text);
    this.#schedule(stream);
  }

  #write(stream: Stream, text: string): void {
    if (!stream.response.write(text)) stream.stalledAt = performance.now();
  }

  #beat(): void {
    const now = performance.now();
    for (const stream of this.#streams) {
      if (stream.stalledAt === 0) this.#write(stream, ": heartbeat\n\n");
      else if (now - stream.stalledAt > this.#stallMillis) this.#disconnect(stream);
    }
  }

  #disconnect(stream: Stream): void {
    this.#streams.delete(stream);
    stream.response.destroy();
  }
}
