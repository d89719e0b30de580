/** The main thread's side of a shard: batches out, events back, each batch answered in order. */
import { CommandHeader, constants, SbeTick, TickBatchCommand } from "../abi/layout.js";
import { BreakwaterError } from "../domain/errors.js";
import { Engine, reasonOf } from "../engine/engine.js";
import type { SharedMemory } from "../kernel/views.js";
import type { EventSink } from "../records/batch.js";
import { ANY_TYPE, type EventTypes, selectEvents } from "../records/event-types.js";
import type { Applied, Applier, EventTaker } from "../sequencer/applier.js";
import { InlineWork } from "./inline-work.js";
import { createRing, RingReader, RingWriter } from "./ring.js";
import {
  ABANDON,
  CONTROL_BYTES,
  DONE,
  EVENTS,
  FINISH,
  INSTRUCTION,
  LAST,
  PIECE,
  pieceBytesOf,
  RING_BYTES,
} from "./shard-task.js";
import { type Busy, Watchdog } from "./watchdog.js";

/** A message's header, and its payload rounded up. */
const MESSAGE_BYTES = 16;
/** Bytes of events that are taken out of the ring in one turn of the event loop, so that others have theirs. */
const TURN_BYTES = 262_144;
/** How often it is seen whether the worker gets on, in milliseconds. */
const LOOK_MILLIS = 100;
/** The record of a TickBatch message with as many ticks as one may have. */
const TICK_BATCH_BYTES = TickBatchCommand.BYTES + 24 + constants.TICKS_MAX * SbeTick.BYTES;

export interface ShardOptions {
  /** Bytes of each ring, a power of two; default 8 MiB. */
  readonly ringBytes?: number;
  /** Turns of the event loop in which main looks for events before it waits to be woken; default 20. */
  readonly polls?: number;
  /**
   * A worker whose heartbeat stands still for so long, in milliseconds, is given up, and the engine's state with it; 0, the
   * default: never. A long command is not told from a loop.
   */
  readonly stallMillis?: number;
  /**
   * A batch of at most so many bytes that is certain to be short (`InlineWork`) is applied in the calling thread while the
   * worker has nothing to do: it costs less there than waking the worker, and carrying its events over, would. 0 = never;
   * default: the largest SBE message of ticks.
   */
  readonly inlineBytes?: number;
}

interface Batch {
  resolve(applied: Applied): void;
  reject(error: Error): void;
  readonly take: EventTaker | undefined;
  readonly answered: EventTypes;
  readonly chunks: Uint8Array[];
}

/**
 * The events of a batch that was applied here. Nearly always they are in the core's memory still; only those of a burst that
 * the core had to hand over on the way are put together elsewhere.
 */
class Collected {
  readonly #pieces: Uint8Array[] = [];
  #last: Uint8Array | null = null;

  clear(): void {
    this.#pieces.length = 0;
    this.#last = null;
  }

  readonly take: EventSink = (events, last) => {
    if (last) this.#last = events;
    else this.#pieces.push(new Uint8Array(events));
  };

  get events(): Uint8Array[] {
    // Nearly always there is only the last.
    if (this.#last === null) return [...this.#pieces];
    return this.#pieces.length === 0 ? [this.#last] : [...this.#pieces, this.#last];
  }
}

/**
 * The main thread's side of a shard: batches of records go into one ring, events come back through the other,
 * and each batch is answered in order. It never waits: a full ring refuses, a dead worker refuses, nothing
 * hangs.
 *
 * The engine's memory is shared, and this thread has an instance of the core over it too. Which of the two
 * may run needs no lock: only this thread hands out work, and the worker's last word on a batch is DONE; so
 * while nothing is outstanding the worker does not touch the engine, and a small batch is applied here.
 */
export class Shard implements Applier {
  readonly commandRing: SharedArrayBuffer;
  readonly eventRing: SharedArrayBuffer;
  readonly control = new SharedArrayBuffer(CONTROL_BYTES);
  readonly #commands: RingWriter;
  readonly #events: RingReader;
  readonly #controlWords = new Int32Array(this.control);
  readonly #outstanding: Batch[] = [];
  readonly #polls: number;
  readonly #stallMillis: number;
  readonly #inlineBytes: number;
  #here: Engine | null = null;
  #inlineWork: InlineWork | null = null;
  readonly #watchdog = new Watchdog(this.#controlWords);
  #watch: NodeJS.Timeout | null = null;
  #isHeld: () => boolean = () => false;
  readonly #collected = new Collected();
  #pumping = false;
  #poison: string | null = null;
  #finished = false;
  readonly #onPoison: ((reason: string) => void)[] = [];
  readonly #onIdle: (() => void)[] = [];

  constructor(options: ShardOptions = {}) {
    this.commandRing = createRing(options.ringBytes ?? RING_BYTES);
    this.eventRing = createRing(options.ringBytes ?? RING_BYTES);
    this.#commands = new RingWriter(this.commandRing);
    this.#events = new RingReader(this.eventRing);
    this.#polls = options.polls ?? 20;
    this.#stallMillis = options.stallMillis ?? 0;
    this.#inlineBytes = options.inlineBytes ?? TICK_BATCH_BYTES;
  }

  /** Why the core is gone, or null while it lives. */
  get poison(): string | null {
    return this.#poison;
  }

  /** What the worker is busy with, when it is one command and takes long. */
  get busy(): Busy | null {
    return this.#outstanding.length === 0 || this.#poison !== null ? null : this.#watchdog.busy();
  }

  /** Batches that are not answered yet. */
  get outstanding(): number {
    return this.#outstanding.length;
  }

  /** The most bytes of records that one batch may have: half a ring, so that it fits whenever the ring is nearly empty. */
  get batchMax(): number {
    return this.#commands.capacity / 2;
  }

  /** Called once, when the core is gone. */
  onPoison(listener: (reason: string) => void): void {
    this.#onPoison.push(listener);
    if (this.#poison !== null) listener(this.#poison);
  }

  /** This thread's own instance, over the memory of the worker's, which has just begun to wait for work. */
  attach(memory: SharedMemory): void {
    this.#watchdog.attach(memory);
    if (this.#inlineBytes === 0) return;
    this.#here = new Engine({}, { memory });
    this.#inlineWork = new InlineWork(memory);
  }

  /**
   * While `isHeld` says so, no more events are taken over, and once the ring is full the worker waits: for those who have to
   * see each event before it is dropped. It must not hold for ever.
   */
  holdWhile(isHeld: () => boolean): void {
    this.#isHeld = isHeld;
  }

  submit(records: Uint8Array, take?: EventTaker, answered?: EventTypes): Applied | Promise<Applied> {
    const isHere =
      this.#here !== null &&
      records.length <= this.#inlineBytes &&
      this.#outstanding.length === 0 &&
      !this.#isHeld() &&
      (this.#inlineWork as InlineWork).isShort(records);
    return isHere ? this.#apply(this.#here as Engine, records) : this.send(records, take, answered);
  }

  #apply(engine: Engine, records: Uint8Array): Applied {
    if (this.#poison !== null) throw new BreakwaterError("POISONED");
    try {
      this.#collected.clear();
      const commands = engine.applyRecords(records, this.#collected.take);
      return { events: this.#collected.events, commands };
    } catch (error) {
      this.poisoned(reasonOf(error as Error));
      throw new BreakwaterError("POISONED");
    }
  }

  /** Hands records to the worker, whatever their size, and its events to `take` as they come; keeps those `answered`. */
  send(records: Uint8Array, take?: EventTaker, answered: EventTypes = ANY_TYPE): Promise<Applied> {
    if (this.#poison !== null) return Promise.reject(new BreakwaterError("POISONED"));
    if (records.length > this.batchMax) return Promise.reject(new BreakwaterError("CAPACITY"));
    const pieces = cut(records, pieceBytesOf(this.#commands.capacity));
    const largest = Math.max(...pieces.map((piece) => piece.length));
    if (largest > this.#commands.messageMax) return Promise.reject(new BreakwaterError("CAPACITY"));
    // All or none: the pieces, their headers, and the padding before one of them at the end of the ring.
    if (this.#commands.free < records.length + pieces.length * MESSAGE_BYTES + largest) {
      return Promise.reject(new BreakwaterError("OVERLOADED"));
    }
    for (const [i, piece] of pieces.entries()) {
      if (!this.#commands.tryWrite(i === pieces.length - 1 ? LAST : PIECE, piece)) {
        throw new Error("a ring that had room refused a message");
      }
    }
    if (this.#outstanding.length === 0) this.#watchdog.begin();
    this.#watch ??= setInterval(() => this.#look(), LOOK_MILLIS).unref();
    return new Promise((resolve, reject) => {
      this.#outstanding.push({ resolve, reject, take, answered, chunks: [] });
      this.#pump();
    });
  }

  /** The worker is gone: everything outstanding, and everything later, is answered POISONED. */
  poisoned(reason: string): void {
    if (this.#poison !== null) return;
    // What the worker still finished counts: its events are in the ring.
    this.#read();
    this.#poison = reason;
    this.#unwatch();
    Atomics.store(this.#controlWords, INSTRUCTION, ABANDON);
    this.#commands.wake();
    this.#events.wake();
    for (const batch of this.#outstanding.splice(0)) batch.reject(new BreakwaterError("POISONED"));
    this.#idled();
    // A worker that ends after `finish` was to end.
    if (!this.#finished) for (const listener of this.#onPoison) listener(reason);
  }

  /** Resolves when nothing is outstanding. */
  async idle(): Promise<void> {
    while (this.#outstanding.length > 0) await new Promise<void>((resolve) => this.#onIdle.push(resolve));
  }

  /** Answers what is outstanding, then lets the worker end. Afterwards nothing may be submitted. */
  async finish(): Promise<void> {
    await this.idle();
    this.#finished = true;
    this.#unwatch();
    if (this.#poison !== null) return;
    Atomics.store(this.#controlWords, INSTRUCTION, FINISH);
    this.#commands.wake();
  }

  #read(maxBytes?: number): number {
    return this.#events.read((kind, payload) => {
      const batch = this.#outstanding[0];
      if (batch === undefined) throw new Error("events without a batch");
      if (kind === EVENTS) {
        const { answered, chunks, take } = batch;
        const events = answered === ANY_TYPE ? payload.slice() : payload;
        const kept = answered === ANY_TYPE ? events : selectEvents([events], answered);
        if (kept.length > 0) chunks.push(kept);
        take?.(events);
      } else if (kind === DONE) {
        this.#outstanding.shift();
        const commands = new DataView(payload.buffer, payload.byteOffset).getUint32(0, true);
        batch.resolve({ events: batch.chunks, commands });
      }
    }, maxBytes);
  }

  #idled(): void {
    for (const resolve of this.#onIdle.splice(0)) resolve();
  }

  /** While batches are outstanding: looks for events in some turns of the event loop, then waits to be woken. */
  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    let polls = 0;
    const turn = () => {
      if (this.#poison === null && this.#isHeld()) polls = 0;
      else if (this.#read(TURN_BYTES) > 0) polls = 0;
      if (this.#outstanding.length === 0) {
        this.#pumping = false;
        this.#idled();
        return;
      }
      polls += 1;
      if (polls <= this.#polls) {
        setImmediate(turn);
        return;
      }
      const woken = this.#events.waitAsync(1000);
      if (woken === null) setImmediate(turn);
      else woken.then(turn);
    };
    setImmediate(turn);
  }

  #look(): void {
    if (this.#outstanding.length === 0) return;
    const millis = this.#watchdog.look();
    if (this.#stallMillis > 0 && millis > this.#stallMillis && this.#events.empty)
      this.poisoned("the worker does not answer");
  }

  #unwatch(): void {
    if (this.#watch !== null) clearInterval(this.#watch);
    this.#watch = null;
  }
}

/** Cuts a batch between records, into pieces of at most `pieceBytes` or of one record. */
function cut(records: Uint8Array, pieceBytes: number): Uint8Array[] {
  if (records.length <= pieceBytes) return [records];
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  const pieces: Uint8Array[] = [];
  let begin = 0;
  for (let at = 0; at < records.length; ) {
    const size = view.getUint32(at + CommandHeader.size, true);
    if (size < CommandHeader.BYTES) throw new Error("a record without a size");
    if (at + size - begin > pieceBytes && at > begin) {
      pieces.push(records.subarray(begin, at));
      begin = at;
    }
    at += size;
  }
  pieces.push(records.subarray(begin));
  return pieces;
}
