/** The engine of one shard: the only caller of the core. Commands in, events out, in this thread, at once. */
import { constants, Pair } from "../abi/layout.js";
import type { Command } from "../domain/commands.js";
import { BreakwaterError } from "../domain/errors.js";
import type { Event, HashEvent } from "../domain/events.js";
import { invariantSentence } from "../domain/invariants.js";
import { Directory } from "../kernel/directory.js";
import { indexKey } from "../kernel/index-key.js";
import { checkLimits, type Limits } from "../kernel/limits.js";
import { type Core, compiled, createMemory, instantiate, loadModule, readLimits } from "../kernel/load.js";
import { type SharedMemory, Views } from "../kernel/views.js";
import { Batch, checkSink, type EventSink } from "../records/batch.js";
import { encodeCommand } from "../records/command-record.js";
import { CommandWriter } from "../records/command-writer.js";
import { decodeEvents } from "../records/event-record.js";
import { refuseFuture } from "../records/future.js";
import { TimedBatch } from "../records/timed-batch.js";
import { EngineClock } from "./engine-clock.js";
import { KeyTable, keyOf, printOf, refuseKey } from "./idempotency-keys.js";
import { checkRecords, endOfPiece, wordsOf } from "./record-pieces.js";
import { StandingTime } from "./standing-time.js";

export interface EngineOptions {
  /** The debug build, which can check the invariants of the whole state. */
  readonly debug?: boolean;
  /**
   * The core, `build/core.wasm` of the package, as bytes or compiled: for bundlers, which leave the file that it is read from
   * otherwise behind. It must be of the same version.
   */
  readonly wasm?: Uint8Array<ArrayBuffer> | WebAssembly.Module;
  /** Touch all memory now (about a second a GiB), so that no command waits for the first use of a page. */
  readonly touch?: boolean;
  /**
   * The memory of an engine, in this thread or another: this is then a second instance over the same state,
   * and takes its limits. Only one of them may be called at a time, and the next only by a thread that has
   * seen, through Atomics or a message, that the last call has returned.
   */
  readonly memory?: SharedMemory;
  /**
   * 16 bytes by which names are found; absent: drawn once a process. Nothing that is told depends on them. They stand in the
   * memory, so with `memory` they are there already.
   */
  readonly indexKey?: Uint8Array;
  /**
   * Microseconds since the Unix epoch: what comes without a time has this one, and a time more than `maxAhead` ahead of it is
   * refused (`FUTURE`). It should never go back or stand (`wallClock` does not). Absent: a command without a time has the one
   * of the command before it, and `accepted` warns when a case is open meanwhile; null: the same without a warning, for a
   * replay of what had its times.
   */
  readonly clock?: (() => number) | null;
  /** By how many microseconds a command's time, or a tick's source time, may be ahead of `clock`; default 1 000 000. */
  readonly maxAhead?: number;
}

const PAGE_BYTES = 65_536;
const OS_PAGE_BYTES = 4096;

/** An event as an object takes about so many bytes for each of its record. */
const OBJECT_BYTES = 8;

/** What stands under an idempotency key. */
interface Kept {
  readonly print: string;
  readonly answer: readonly Event[];
}

export class Engine {
  readonly limits: Limits;
  /** Shared: another thread may make a `Directory` over it. */
  readonly memory: SharedMemory;
  readonly directory: Directory;
  readonly #core: Core;
  readonly #views: Views;
  readonly #events: number;
  readonly #writer: CommandWriter;
  readonly #keys = new KeyTable<Kept>();
  readonly #clock: EngineClock | null;
  readonly #standing: StandingTime | null;
  /** Of the commands that a batch holds. */
  #batchSink: EventSink | null = null;
  /** Of the commands that the core is applying. */
  #sink: EventSink | null = null;
  /** What a sink threw first in this call. */
  #thrown: { readonly error: unknown } | null = null;
  #inside = false;
  #poison: BreakwaterError | null = null;

  /**
   * Makes an engine whose tables have `limits` (absent ones: the defaults) and never grow. Throws what `checkLimits` and
   * `createMemory` throw.
   */
  constructor(limits: Partial<Limits> = {}, options: EngineOptions = {}) {
    const { wasm } = options;
    const module = wasm === undefined ? loadModule(options.debug === true) : compiled(wasm);
    const { memory: shared } = options;
    this.limits = shared === undefined ? checkLimits(limits) : readLimits(shared);
    const memory =
      (shared as WebAssembly.Memory | undefined) ??
      createMemory(module, this.limits, indexKey(options.indexKey));
    if (options.touch === true) touch(memory);
    this.#core = instantiate(module, memory, (bytes) => this.#drain(bytes));
    this.memory = memory;
    if (shared === undefined) this.#core.init();
    else this.#core.attach();
    this.#views = new Views(this.memory);
    this.directory = new Directory(this.memory);
    this.#clock = options.clock ? new EngineClock(options.clock, options.maxAhead) : null;
    this.#standing = options.clock === undefined ? new StandingTime(this.#views) : null;
    this.#events = this.#views.address("eventBuffer");
    const commands = this.#views.address("commandBuffer");
    this.#writer = new CommandWriter(
      new Uint8Array(this.memory.buffer, commands, constants.COMMAND_BUFFER_BYTES),
    );
  }

  /** True after a trap: the instance is half-written, and every further call throws POISONED. */
  get poisoned(): boolean {
    return this.#poison !== null;
  }

  /**
   * Applies commands in order, as JSON has them, and returns their events. What is wrong with a command is a `rejected`
   * event; nothing but POISONED is thrown, and, before any of them is applied, what the sink of a batch threw that held
   * commands. A command that came before under the same `key` is not applied again: the events that it had then are returned
   * in its place. Another command under that key is refused with KEY_REUSED.
   */
  apply(commands: readonly Command[]): Event[] {
    return this.applyParsed(commands);
  }

  /** The same for whatever has been parsed, or made up: what is no command is refused like any other. */
  applyParsed(commands: readonly unknown[]): Event[] {
    this.#flush(this.#batchSink);
    this.#clock?.mark(this.#writer);
    const events: Event[] = [];
    const sink = (bytes: Uint8Array) => void decodeEvents(bytes, this.directory, events);
    this.#inside = true;
    try {
      for (const command of commands) {
        const key = keyOf(command);
        if (key === null) this.#writeTimed(command, sink);
        else this.#applyOnce(key, command, events, sink);
      }
      this.#submit(sink);
    } finally {
      this.#leave(); // a getter of the caller's that throws must not leave commands for the next call
    }
    this.#rethrow();
    this.#standing?.look(events);
    return events;
  }

  /**
   * Applies whole command records of any total size, in order. `sink` gets the events as views of the core's memory (for
   * how long: `EventSink`). Returns how many commands were counted (a tick batch counts its entries). Throws
   * MALFORMED, with nothing applied, when `records` are no sequence of records; what a sink threw, that of a batch that held
   * commands included, when all are applied.
   */
  applyRecords(records: Uint8Array, sink: EventSink): number {
    this.#enter();
    checkSink(sink);
    if (!(records instanceof Uint8Array)) throw new BreakwaterError("MALFORMED", "records");
    checkRecords(wordsOf(records), records.length);
    const timed = this.#clock === null ? records : this.#clock.timed(records);
    let counted = 0;
    this.#inside = true;
    try {
      this.#submit(this.#batchSink);
      counted = this.#applyWhole(timed, sink);
    } finally {
      this.#leave();
    }
    this.#rethrow();
    return counted;
  }

  #applyWhole(records: Uint8Array, sink: EventSink): number {
    const words = wordsOf(records);
    let counted = 0;
    for (let from = 0; from < records.length; ) {
      const to = endOfPiece(words, from, records.length);
      this.#writer.bytes.set(records.subarray(from, to));
      this.#writer.length = to - from;
      counted += this.#submit(sink, to === records.length);
      from = to;
    }
    return counted;
  }

  /**
   * The writer of commands in numbers; there is one an engine. What it holds is applied by its `flush`, by the next
   * `apply` or `applyRecords`, or when the command buffer is full; the events go to `sink`, or nowhere.
   */
  batch(sink: EventSink | null = null): Batch {
    this.#enter();
    checkSink(sink);
    this.#flush(this.#batchSink);
    this.#batchSink = sink;
    const clock = this.#clock;
    const submit = (to: EventSink | null) => this.#flush(to);
    return clock === null
      ? new Batch(this.#writer, submit, sink)
      : new TimedBatch(this.#writer, submit, sink, () => clock.mark(this.#writer));
  }

  /** Hash of the state, 16 hex digits. It is a query: it counts as a command and changes nothing. */
  stateHash(): string {
    const events = this.apply([{ type: "hash" }]);
    return (events[0] as HashEvent).stateHash;
  }

  /** Examines every account; the number of those on which a full scan and the open cases disagree: 0. */
  sweep(): number {
    this.#enter();
    return this.#guard(() => this.#core.sweep());
  }

  /** The sentence of the first invariant that is broken (docs/rules/invariants.md), null when all hold. Needs `debug: true`. */
  checkInvariants(): string | null {
    this.#enter();
    const check = this.#core.checkInvariants;
    if (check === undefined) throw new Error("checkInvariants: only the debug build has it");
    return invariantSentence(this.#guard(() => check()));
  }

  /**
   * From now on the fast way of one of the rules that are written twice is wrong by one unit, so that the debug build, which
   * compares it with the thorough way, traps. For tests of the comparison. Needs `debug: true`.
   */
  plant(pair: keyof typeof Pair): void {
    this.#enter();
    const { plant } = this.#core;
    if (plant === undefined) throw new Error("plant: only the debug build has it");
    plant(Pair[pair]);
  }

  /** Throws POISONED after a trap, and FORBIDDEN when a sink, or a getter of a command, calls the engine that is at work. */
  #enter(): void {
    if (this.#poison !== null) throw this.#poison;
    if (this.#inside) throw new BreakwaterError("FORBIDDEN");
  }

  /** Ends a call. Of a poisoned engine the writer stays closed, so that a batch writes nothing either. */
  #leave(): void {
    this.#inside = false;
    if (this.#poison === null) this.#writer.clear();
  }

  /** Throws what a sink threw in this call. */
  #rethrow(): void {
    if (this.#thrown === null) return;
    const { error } = this.#thrown;
    this.#thrown = null;
    throw error;
  }

  /** Applies what a batch has written. */
  #flush(sink: EventSink | null): void {
    this.#enter();
    this.#inside = true;
    try {
      this.#submit(sink);
    } finally {
      this.#inside = false;
    }
    if (this.#thrown !== null) this.#rethrow();
  }

  /** Where its record begins. */
  #write(command: unknown, sink: EventSink): number {
    let at = this.#writer.length;
    while (encodeCommand(command, this.#writer) === "full") {
      this.#submit(sink);
      at = 0;
    }
    return at;
  }

  /** The command, or its refusal when its time is too far ahead. */
  #writeTimed(command: unknown, sink: EventSink): void {
    const at = this.#write(command, sink);
    if (this.#clock === null || refuseFuture(this.#writer, at) !== "full") return;
    // Its record has been taken out again; alone it has room.
    this.#submit(sink);
    this.#writeTimed(command, sink);
  }

  #applyOnce(key: string, command: unknown, events: Event[], sink: EventSink): void {
    this.#submit(sink);
    this.#write(command, sink);
    const print = printOf(command, this.#writer, 0);
    const kept = this.#keys.find(key);
    if (kept?.print === print) {
      this.#writer.clear();
      for (const event of kept.answer) events.push(event);
      return;
    }
    if (kept !== undefined) refuseKey(this.#writer, 0);
    else if (this.#clock !== null) refuseFuture(this.#writer, 0);
    const from = events.length;
    let bytes = 0;
    this.#submit((some, last) => {
      bytes += some.length;
      sink(some, last);
    });
    if (kept === undefined)
      this.#keys.remember(key, { print, answer: events.slice(from) }, bytes * OBJECT_BYTES);
  }

  /**
   * Applies what the writer holds; `last`: nothing will follow it in this call. Meanwhile the writer is closed: the core reads
   * where a batch would write.
   */
  #submit(sink: EventSink | null, last = false): number {
    const bytes = this.#writer.length;
    if (bytes === 0) return 0;
    this.#writer.close();
    this.#sink = sink;
    let counted = 0;
    try {
      counted = this.#core.apply(bytes);
    } catch (cause) {
      throw this.#poisoned(cause);
    }
    const left = this.#core.eventBytes();
    if (left > 0) {
      this.#core.clearEvents();
      this.#give(left, last);
    }
    this.#writer.clear();
    return counted;
  }

  /** Called by the core, inside `apply`, when its event buffer is nearly full. */
  #drain(bytes: number): void {
    this.#give(bytes, false);
  }

  /** An error must not pass through the core, whose state would stay half-written; it is kept until the call has ended. */
  #give(bytes: number, last: boolean): void {
    if (this.#sink === null) return;
    try {
      this.#sink(this.#eventBytes(bytes), last);
    } catch (error) {
      this.#thrown ??= { error };
    }
  }

  #eventBytes(length: number): Uint8Array {
    return this.#views.bytes.subarray(this.#events, this.#events + length);
  }

  /** What is thrown out of the core, a trap, leaves the state half-written. */
  #guard(call: () => number): number {
    try {
      return call();
    } catch (cause) {
      throw this.#poisoned(cause);
    }
  }

  #poisoned(cause: unknown): BreakwaterError {
    this.#poison = new BreakwaterError("POISONED", null, "none", { cause });
    this.#writer.close();
    return this.#poison;
  }
}

/** What broke, when an engine threw: for a trap, the message of its cause. */
export function reasonOf({ message, cause }: Error): string {
  return cause instanceof Error ? cause.message : message;
}

/** Writes a zero, which is what is there, into each page. */
function touch(memory: SharedMemory): void {
  const words = new Uint32Array(memory.buffer);
  const from = PAGE_BYTES / 4; // the first page holds the limits
  for (let i = from; i < words.length; i += OS_PAGE_BYTES / 4) words[i] = 0;
}
