/**
 * Where commands get their order and their time. The only place of the host that reads a clock: it stamps what came
 * without a time, sends the periodic `clock`, recognises redelivered keys, and keeps the latest events.
 */
import { BreakwaterError, type Refusal } from "../domain/errors.js";
import { KeyTable, keyOf } from "../engine/idempotency-keys.js";
import { EventLog } from "../readmodels/event-log.js";
import { encodeCommand, encodeTick } from "../records/command-record.js";
import { type CommandWriter, createWriter } from "../records/command-writer.js";
import { ANY_TYPE, type EventTypes } from "../records/event-types.js";
import { MAX_AHEAD, refuseFuture } from "../records/future.js";
import type { Applied, Applier } from "./applier.js";
import { type Delivery, KeyedBatch, type Sequenced, taken } from "./keyed-batch.js";
import { type MachineClock, WallClock } from "./wall-clock.js";

export interface SequencerOptions {
  /** Microseconds between `clock` commands; 0 = none. Default 100 000. */
  readonly clockInterval?: number;
  /** Bytes of events kept for `GET /v1/events`; default 64 MiB. */
  readonly eventLogBytes?: number;
  /** Idempotency keys kept; default 65 536. */
  readonly keys?: number;
  /** Bytes of idempotency keys and of the answers under them that are kept; default 32 MiB. */
  readonly keyBytes?: number;
  /** Bytes of records that one batch may have; default 4 MiB. */
  readonly batchBytes?: number;
  /** The `seq` of the engine's next event; default 1: it is new. */
  readonly nextSeq?: number;
  /** How many commands the engine has counted; default 0. */
  readonly commandSeq?: number;
  /** The engine's time; default 0: it is new. */
  readonly engineTime?: number;
  /** A command's time, or a tick's source time, may be so many microseconds ahead of the clock; default 1 000 000. */
  readonly maxAhead?: number;
  /** What is known of time here; default this machine's clocks. */
  readonly machine?: MachineClock;
}

/** What some commands did. */
export interface Answer {
  /**
   * Their binary events, whole records, in the order of the commands. A redelivered command has its first answer here. What
   * was answered at once is good until the next call.
   */
  readonly events: readonly Uint8Array[];
  /** Of what types the events are, as far as it is known. */
  readonly types: EventTypes;
  /** How many commands were submitted now; a tick batch counts its entries, redelivered ones do not count. */
  readonly commands: number;
  /** The `commandSeq` of the first of them. */
  readonly first: number;
  /**
   * By piece of `events`: what, added to the `commandSeq` of its events, is the index of their command among those of the
   * call. Absent: −`first`, for all.
   */
  readonly offsets?: readonly number[];
}

/** A static refusal of one command of an atomic batch. */
export interface IndexedRefusal extends Refusal {
  readonly index: number;
}

/** A batch of which nothing was submitted, because `?atomic=true` and these would have been refused. */
export class AtomicRefusal extends Error {
  readonly refusals: readonly [IndexedRefusal, ...IndexedRefusal[]];

  constructor(refusals: readonly [IndexedRefusal, ...IndexedRefusal[]]) {
    super(`${refusals.length} of the batch's commands cannot be taken`);
    this.refusals = refusals;
  }
}

/** Sees the events of a batch, and of what types they are. */
export type EventListener = (events: Uint8Array, types: EventTypes) => void;

/** What a time that is too far ahead was refused for; nothing where the record has been taken out. Throws CAPACITY. */
const refusedAsFuture = (writer: CommandWriter, at: number): Refusal | null =>
  writer.length > at ? taken(refuseFuture(writer, at)) : null;

/** With a copy of its events, which then stay. */
const kept = (done: Sequenced): Sequenced => ({
  ...done,
  events: done.events.map((events) => new Uint8Array(events)),
});
const answerOf = ({ events, commands, types, first }: Sequenced): Answer => ({
  events,
  commands,
  types,
  first,
});

export class Sequencer {
  readonly log: EventLog;
  /** A command's time may be so many microseconds ahead of the clock. */
  readonly maxAhead: number;
  readonly #applier: Applier;
  readonly #writer: CommandWriter;
  readonly #keys: KeyTable<Delivery>;
  readonly #clock: WallClock;
  readonly #clockMillis: number;
  readonly #listeners: EventListener[] = [];
  #timer: NodeJS.Timeout | null = null;
  #clockOut = false;
  #commands: number;

  constructor(applier: Applier, options: SequencerOptions = {}) {
    this.#applier = applier;
    this.#writer = createWriter(options.batchBytes ?? 4_194_304);
    this.#keys = new KeyTable(options.keys, options.keyBytes);
    this.#clock = new WallClock(options.machine, options.engineTime);
    this.maxAhead = options.maxAhead ?? MAX_AHEAD;
    this.#clockMillis = (options.clockInterval ?? 100_000) / 1000;
    this.#commands = options.commandSeq ?? 0;
    this.log = new EventLog(options.eventLogBytes ?? 67_108_864, options.nextSeq);
  }

  /** How many commands have been counted: the `commandSeq` of the latest one that was answered. */
  get commandSeq(): number {
    return this.#commands;
  }

  /** By how many microseconds the clock is ahead of the time of day; negative: behind. */
  ahead(): number {
    return this.#clock.ahead();
  }

  /** The clock by itself, in microseconds since the Unix epoch: what others say of time is judged by it. */
  time(): number {
    return this.#clock.earliest();
  }

  /** Begins to send `clock`. */
  start(): void {
    if (this.#clockMillis === 0 || this.#timer !== null) return;
    this.#timer = setInterval(() => this.#sendClock(), Math.max(1, this.#clockMillis));
  }

  /** Sends no more `clock`. */
  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /**
   * Calls `listener` with all events, in order, before the submitter of their commands is answered; those of a long batch
   * while it is applied.
   */
  onEvents(listener: EventListener): void {
    this.#listeners.push(listener);
  }

  /**
   * Submits commands as PROTOCOL.md has them, in order. A command that the static checks refuse is counted and answered
   * by `rejected` like any other; with `atomic`, nothing is submitted then and AtomicRefusal is thrown. Throws the typed
   * errors of `Applier.submit`.
   */
  submit(commands: readonly unknown[], atomic = false): Promise<Answer> {
    return this.#run((writer, batch) => {
      const refusals: IndexedRefusal[] = [];
      for (const [index, command] of commands.entries()) {
        const at = writer.length;
        const fault = taken(encodeCommand(command, writer));
        const refusal = batch.add(command, writer, at, fault) ?? refusedAsFuture(writer, at);
        if (refusal !== null) refusals.push({ ...refusal, index });
      }
      const [first, ...others] = refusals;
      if (atomic && first !== undefined) throw new AtomicRefusal([first, ...others]);
    });
  }

  /**
   * Submits ticks, as objects or (`arrays`) the arrays of MessagePack. Anything else than a tick is refused. Ticks without
   * a key that have been applied at once are answered at once. `answered`: as in `submitRecords`.
   */
  submitTicks(ticks: readonly unknown[], arrays = false, answered?: EventTypes): Answer | Promise<Answer> {
    const encode = (tick: unknown, writer: CommandWriter) => taken(encodeTick(tick, writer, arrays));
    if (!ticks.some((tick) => keyOf(tick) !== null)) {
      return this.submitRecords((writer) => {
        for (const tick of ticks) {
          const at = writer.length;
          encode(tick, writer);
          refusedAsFuture(writer, at);
        }
      }, answered);
    }
    return this.#run((writer, batch) => {
      for (const tick of ticks) {
        const at = writer.length;
        batch.add(tick, writer, at, encode(tick, writer));
        refusedAsFuture(writer, at);
      }
    });
  }

  /**
   * Submits records that a codec writes into the writer it is given; it throws what is wrong with the whole body, and then
   * nothing is submitted. What has been applied at once is answered at once. Events of other types than those `answered` need
   * not be in the answer: a tick may have a million that nobody asks for.
   */
  submitRecords(write: (writer: CommandWriter) => void, answered?: EventTypes): Answer | Promise<Answer> {
    const writer = this.#cleared();
    write(writer);
    if (writer.length === 0) return { events: [], commands: 0, types: 0, first: this.#commands + 1 };
    const done = this.#apply(answered);
    return done instanceof Promise ? done.then(answerOf) : answerOf(done);
  }

  #cleared(): CommandWriter {
    this.#writer.clear();
    this.#writer.stamp = this.#clock.now();
    this.#writer.latest = this.#clock.earliest() + this.maxAhead;
    return this.#writer;
  }

  /** Submits what the writer holds; in order of the calls, counts it and keeps and shows its events. */
  #apply(answered?: EventTypes): Sequenced | Promise<Sequenced> {
    let seen: EventTypes | null = null;
    const take = (events: Uint8Array) => {
      seen = (seen ?? 0) | this.#show(events);
    };
    if (this.#writer.reached > this.#writer.stamp) this.#clock.reach(this.#writer.reached);
    const applied = this.#applier.submit(this.#writer.written, take, answered);
    if (!(applied instanceof Promise)) return this.#count(applied, this.#showAll(applied.events));
    return applied.then((done) => this.#count(done, seen ?? this.#showAll(done.events)));
  }

  #showAll(pieces: readonly Uint8Array[]): EventTypes {
    let types: EventTypes = 0;
    for (const events of pieces) types |= this.#show(events);
    return types;
  }

  #show(events: Uint8Array): EventTypes {
    if (events.length === 0) return 0;
    const types = this.log.append(events);
    for (const listener of this.#listeners) listener(events, types);
    return types;
  }

  #count({ events, commands }: Applied, types: EventTypes): Sequenced {
    const first = this.#commands + 1;
    this.#commands += commands;
    return { events, commands, first, types };
  }

  async #run(encode: (writer: CommandWriter, batch: KeyedBatch) => void): Promise<Answer> {
    const batch = new KeyedBatch(this.#keys);
    try {
      encode(this.#cleared(), batch);
      // Redelivered commands alone leave nothing to submit.
      const applied = this.#writer.length === 0 ? null : this.#apply();
      // Other calls come while this one waits for what was answered earlier.
      const done = applied instanceof Promise ? await applied : applied && kept(applied);
      const { events, offsets } = await batch.answer(done);
      const first = done?.first ?? 0;
      return { events, offsets, commands: done?.commands ?? 0, types: ANY_TYPE, first };
    } catch (error) {
      batch.fail(error as Error);
      throw error;
    }
  }

  async #sendClock(): Promise<void> {
    // One at a time: a core that is behind is not sent more to do, and the next one brings the same time.
    if (this.#clockOut) return;
    this.#clockOut = true;
    try {
      const writer = this.#cleared();
      encodeCommand({ type: "clock", time: writer.stamp }, writer);
      await this.#apply();
    } catch (error) {
      // A shard that is full or gone refuses its callers too; anything else is a defect and must surface.
      if (!(error instanceof BreakwaterError)) throw error;
    } finally {
      this.#clockOut = false;
    }
  }
}
