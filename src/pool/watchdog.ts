/** Whether a worker gets on with what it was given: told by its heartbeat, never by how long an answer takes. */
import { Meters } from "../abi/layout.js";
import { type SharedMemory, Views } from "../kernel/views.js";
import { BEAT } from "./shard-task.js";

/** A command is long after so many milliseconds: then it is named. */
const LONG_MILLIS = 500;

/** What a worker is busy with: one command, for too long to be silent about it. */
export interface Busy {
  /** Its `commandSeq`; null when the engine's memory is not known. */
  readonly command: number | null;
  /** When it began, as far as that was seen, in milliseconds since the Unix epoch. */
  readonly since: number;
  /** For how long, in milliseconds. */
  readonly millis: number;
}

/**
 * The heartbeat is the worker's word in `control`, which moves with every piece of a batch, and the count of commands that
 * the core keeps in the memory that it shares, which moves with every command. What stands still is either a long command or
 * a loop: nothing but time tells them apart, so it is named, and ended only by who asked for that.
 */
export class Watchdog {
  readonly #control: Int32Array;
  #views: Views | null = null;
  #beat = 0;
  #command = 0;
  #since = 0;

  constructor(control: Int32Array) {
    this.#control = control;
  }

  attach(memory: SharedMemory | null): void {
    this.#views = memory === null ? null : new Views(memory);
  }

  /** The worker, which rested, has been given work. */
  begin(): void {
    this.look();
    this.#since = performance.now();
  }

  /** For how long the heartbeat has stood still, in milliseconds; to be asked while there is work, now and then. */
  look(): number {
    const now = performance.now();
    const beat = Atomics.load(this.#control, BEAT);
    const command = this.#commandSeq() ?? 0;
    if (beat !== this.#beat || command !== this.#command) {
      this.#beat = beat;
      this.#command = command;
      this.#since = now;
    }
    return now - this.#since;
  }

  /** What it is busy with, if that takes long. */
  busy(): Busy | null {
    const millis = this.look();
    return millis < LONG_MILLIS ? null : { command: this.#commandSeq(), since: Date.now() - millis, millis };
  }

  #commandSeq(): number | null {
    if (this.#views === null) return null;
    return Number(this.#views.view.getBigUint64(this.#views.address("meters") + Meters.commandSeq, true));
  }
}
