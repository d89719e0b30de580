/**
 * Where commands get their order and their time. The only place of the host that reads a clock: it stamps what came
 * without a time, sends the periodic `clock`, recognises redelivered keys, and keeps the latest events.
 */
import { EventHeader } from "../abi/layout.js";
import { BreakwaterError, type Refusal } from "../domain/errors.js";
import { KeyTable, keyOf, printOf, refuseKey } from "../engine/idempotency-keys.js";
import { EventLog } from "../readmodels/event-log.js";
import { encodeCommand, encodeTick } from "../records/command-record.js";
import { type CommandWriter, createWriter } from "../records/command-writer.js";
import { ANY_TYPE, type EventTypes } from "../records/event-types.js";
import { sizeOfEvent } from "../records/event-walk.js";
import type { Applied, Applier } from "./applier.js";
import { WallClock } from "./wall-clock.js";

export interface SequencerOptions {
  /** Microseconds between `clock` commands; 0 = none. Default 100 000. */
  readonly clockInterval?: number;
  /** Bytes of events kept for `GET /v1/events`; default 64 MiB. */
  readonly eventLogBytes?: number;
  /** Idempotency keys kept; default 65 536. */
  readonly keys?: number;
  /** Bytes of records that one batch may have; default 4 MiB. */
  readonly batchBytes?: number;
  /** The `seq` of the engine's next event; default 1: it is new. */
  readonly nextSeq?: number;
  /** How many commands the engine has counted; default 0. */
  readonly commandSeq?: number;
  /** Microseconds since the Unix epoch, never less than before; default the time of day. */
  readonly now?: () => number;
  /** The time of day as it is, which may be set back; default `now`, or the machine's. */
  readonly day?: () => number;
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

interface Sequenced extends Applied {
  /** The `commandSeq` of the batch's first command. */
  readonly first: number;
  readonly types: EventTypes;
}

/** Sees the events of a batch, and of what types they are. */
export type EventListener = (events: Uint8Array, types: EventTypes) => void;

/** With a copy of its events, which then stay. */
const kept = (done: Sequenced): Sequenced => ({ ...done, events: new Uint8Array(done.events) });
const answerOf = ({ events, commands, types }: Sequenced): Answer => ({ events: [events], commands, types });

/**
 * What stands under an idempotency key, from the moment its command is encoded: a redelivery that overtakes the answer
 * waits for the same one. Null again when the batch was not taken: then nothing has happened, and it may be tried again.
 */
interface Delivery {
  readonly print: string;
  answer: Promise<Uint8Array> | null;
}

/** A keyed command of the batch that is being encoded, and how its answer will be known. */
interface Keyed {
  readonly index: number;
  readonly delivery: Delivery;
  resolve(events: Uint8Array): void;
  reject(error: Error): void;
}

export class Sequencer {
  readonly log: EventLog;
  readonly #applier: Applier;
  readonly #writer: CommandWriter;
  readonly #keys: KeyTable<Delivery>;
  readonly #now: () => number;
  readonly #day: () => number;
  readonly #clockMillis: number;
  readonly #listeners: EventListener[] = [];
  #timer: NodeJS.Timeout | null = null;
  #clockOut = false;
  #commands: number;

  constructor(applier: Applier, options: SequencerOptions = {}) {
    const wall = new WallClock();
    this.#applier = applier;
    this.#writer = createWriter(options.batchBytes ?? 4_194_304);
    this.#keys = new KeyTable(options.keys ?? 65_536);
    this.#now = options.now ?? (() => wall.now());
    this.#day = options.day ?? options.now ?? (() => wall.day());
    this.#clockMillis = (options.clockInterval ?? 100_000) / 1000;
    this.#commands = options.commandSeq ?? 0;
    this.log = new EventLog(options.eventLogBytes ?? 67_108_864, options.nextSeq);
  }

  /** How many commands have been counted: the `commandSeq` of the latest one that was answered. */
  get commandSeq(): number {
    return this.#commands;
  }

  /** The time of day in microseconds, which the engine's time should be near. */
  day(): number {
    return this.#day();
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
        const refusal = batch.add(command, writer, at, fault);
        if (refusal !== null) refusals.push({ ...refusal, index });
      }
      const [first, ...others] = refusals;
      if (atomic && first !== undefined) throw new AtomicRefusal([first, ...others]);
    });
  }

  /**
   * Submits ticks, as objects or (`arrays`) the arrays of MessagePack. Anything else than a tick is refused. Ticks without
   * a key that have been applied at once are answered at once.
   */
  submitTicks(ticks: readonly unknown[], arrays = false): Answer | Promise<Answer> {
    const encode = (tick: unknown, writer: CommandWriter) => taken(encodeTick(tick, writer, arrays));
    if (!ticks.some((tick) => keyOf(tick) !== null)) {
      return this.submitRecords((writer) => {
        for (const tick of ticks) encode(tick, writer);
      });
    }
    return this.#run((writer, batch) => {
      for (const tick of ticks) {
        const at = writer.length;
        batch.add(tick, writer, at, encode(tick, writer));
      }
    });
  }

  /**
   * Submits records that a codec writes into the writer it is given; it throws what is wrong with the whole body, and then
   * nothing is submitted. What has been applied at once is answered at once.
   */
  submitRecords(write: (writer: CommandWriter) => void): Answer | Promise<Answer> {
    const writer = this.#cleared();
    write(writer);
    if (writer.length === 0) return { events: [], commands: 0, types: 0 };
    const done = this.#apply();
    return done instanceof Promise ? done.then(answerOf) : answerOf(done);
  }

  #cleared(): CommandWriter {
    this.#writer.clear();
    this.#writer.stamp = this.#now();
    return this.#writer;
  }

  /** Submits what the writer holds; in order of the calls, counts it and keeps and shows its events. */
  #apply(): Sequenced | Promise<Sequenced> {
    let seen: EventTypes | null = null;
    const applied = this.#applier.submit(this.#writer.written, (events) => {
      seen = (seen ?? 0) | this.#show(events);
    });
    if (!(applied instanceof Promise)) return this.#count(applied, this.#show(applied.events));
    return applied.then((done) => this.#count(done, seen ?? this.#show(done.events)));
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

  async #run(encode: (writer: CommandWriter, batch: Batch) => void): Promise<Answer> {
    const batch = new Batch(this.#keys);
    try {
      encode(this.#cleared(), batch);
      // Redelivered commands alone leave nothing to submit.
      const applied = this.#writer.length === 0 ? null : this.#apply();
      // Other calls come while this one waits for what was answered earlier.
      const done = applied instanceof Promise ? await applied : applied && kept(applied);
      return { events: await batch.answer(done), commands: done?.commands ?? 0, types: ANY_TYPE };
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

/** The commands of one call: those that are submitted, and those that were before. */
class Batch {
  readonly #keys: KeyTable<Delivery>;
  /** In order: a run of commands submitted now, or the answer of a redelivered one. */
  readonly #parts: ({ from: number; to: number } | Promise<Uint8Array>)[] = [];
  readonly #keyed: Keyed[] = [];
  #submitted = 0;
  #redelivered = false;

  constructor(keys: KeyTable<Delivery>) {
    this.#keys = keys;
  }

  /**
   * Adds `command`, whose record is the writer's last, from `at` on, and what is wrong with it. When the same one came before
   * under its key, in this batch or earlier, the record is taken out again; when another did, it is refused. Returns what is
   * wrong in the end.
   */
  add(command: unknown, writer: CommandWriter, at: number, fault: Refusal | null): Refusal | null {
    const key = keyOf(command);
    if (key === null) {
      this.#submit();
      return fault;
    }
    const print = printOf(command, writer, at);
    const known = this.#keys.find(key);
    const answer = known?.answer ?? null;
    if (answer === null) {
      this.#keys.remember(key, this.#deliver(print));
      return fault;
    }
    if (known?.print !== print) {
      this.#submit();
      return taken(refuseKey(writer, at));
    }
    writer.length = at;
    this.#parts.push(answer);
    this.#redelivered = true;
    return null;
  }

  /** Counts a command that is submitted now; returns its place among them. */
  #submit(): number {
    const index = this.#submitted;
    this.#submitted += 1;
    const last = this.#parts.at(-1);
    if (last === undefined || last instanceof Promise) this.#parts.push({ from: index, to: index + 1 });
    else last.to = index + 1;
    return index;
  }

  #deliver(print: string): Delivery {
    const index = this.#submit();
    const delivery: Delivery = { print, answer: null };
    delivery.answer = new Promise<Uint8Array>((resolve, reject) => {
      this.#keyed.push({ index, delivery, resolve, reject });
    });
    // A redelivery that waits for it gets a failure; without one, it must be no unhandled rejection.
    delivery.answer.catch(() => {});
    return delivery;
  }

  /** Nothing was submitted. */
  fail(error: Error): void {
    for (const { delivery, reject } of this.#keyed) {
      delivery.answer = null;
      reject(error);
    }
  }

  /** The events in the order of the commands. */
  async answer(done: Sequenced | null): Promise<Uint8Array[]> {
    if (done !== null && this.#keyed.length === 0 && !this.#redelivered) return [done.events];
    const split = done === null ? () => new Uint8Array(0) : splitter(done);
    for (const { index, resolve } of this.#keyed) resolve(split(index, index + 1).slice());
    return Promise.all(
      this.#parts.map((part) => (part instanceof Promise ? part : split(part.from, part.to))),
    );
  }
}

/** What encoding has given; throws CAPACITY when there was no room. */
function taken(fault: Refusal | "full" | null): Refusal | null {
  if (fault === "full") throw new BreakwaterError("CAPACITY", null, "tooLong");
  return fault;
}

/** Cuts a batch's events by command: those of the commands `from` … `to` − 1 of the batch. Calls go forward or restart. */
function splitter({ events, first }: Sequenced): (from: number, to: number) => Uint8Array {
  const view = new DataView(events.buffer, events.byteOffset, events.byteLength);
  let at = 0;
  let reached = 0;
  const skipTo = (index: number) => {
    while (
      at < events.length &&
      Number(view.getBigUint64(at + EventHeader.commandSeq, true)) < first + index
    ) {
      at += sizeOfEvent(view, at);
    }
    reached = index;
  };
  return (from, to) => {
    if (from < reached) at = 0;
    skipTo(from);
    const begin = at;
    skipTo(to);
    return events.subarray(begin, at);
  };
}
