/**
 * The clock that commands are stamped with. It follows the time of day, but a time of day can be set: by an operator, by a
 * fault, by whoever can forge the answers of a time server. So it never goes back, never stands, and never jumps
 * (rules: durability 5).
 */
import { INTEGER_LIMIT } from "../domain/field.js";

/** What a machine knows of time, in microseconds. */
export interface MachineClock {
  /** Since the Unix epoch; it may be set forward and back. */
  day(): number;
  /** Since some moment; it goes at its even pace whatever happens to the day. */
  monotonic(): number;
}

/**
 * Of a second that passes, at most so much is gained or lost while clock and time of day differ. Half: an hour is caught up in
 * two, and no deadline comes sooner than after two thirds of its time, no price counts as fresh for more than twice its age.
 */
const SLEW = 1 / 2;
/** The day of a machine is read to a millisecond; what it differs by more than these has been set, or slewed. */
const DAY_MILLIS = 2;

/** This machine's. The time of day is finer than the millisecond that `Date` gives. */
export class Machine implements MachineClock {
  #offset = Date.now() - performance.now();

  day(): number {
    const date = Date.now();
    const monotonic = performance.now();
    // The monotonic clock does not see the day being set or slewed.
    if (Math.abs(date - (monotonic + this.#offset)) > DAY_MILLIS) this.#offset = date - monotonic;
    return Math.floor((monotonic + this.#offset) * 1000);
  }

  monotonic(): number {
    return performance.now() * 1000;
  }
}

/**
 * Microseconds since the Unix epoch: the time of day, reached at half to one and a half times the pace of the monotonic clock.
 * Commands may have brought the engine a little further (`reach`): then it goes on from there, at half its pace, until it has
 * caught up.
 */
export class WallClock {
  readonly #machine: MachineClock;
  /** The rest is counted from here, so that a small part of a microsecond is not lost. */
  readonly #origin: number;
  #read: number;
  /** Where it is by itself, and by how much a command's time has brought it further. */
  #own = 0;
  #lead = 0;
  #last = 0;

  /** `from`: the engine's time, if it has one already. The clock begins there when the day is behind it. */
  constructor(machine: MachineClock = new Machine(), from = 0) {
    this.#machine = machine;
    this.#origin = Math.max(machine.day(), from);
    this.#read = machine.monotonic();
  }

  /** Never less than before. */
  now(): number {
    this.#advance();
    const time = Math.floor(this.#origin + this.#own + this.#lead);
    this.#last = Math.min(INTEGER_LIMIT - 1, Math.max(this.#last, time));
    return this.#last;
  }

  /**
   * Where it is by itself, whatever times commands have brought; or the time of day, where that is less. What is ahead of it
   * is ahead of everything that is known here of time.
   */
  earliest(): number {
    this.#advance();
    return Math.floor(Math.min(this.#origin + this.#own, this.#machine.day()));
  }

  /** By how much it is ahead of the time of day; negative: behind. */
  ahead(): number {
    return this.now() - this.#machine.day();
  }

  /** A command has brought the engine to `time`. */
  reach(time: number): void {
    this.#lead = Math.max(this.#lead, time - this.#origin - this.#own);
  }

  #advance(): void {
    const read = this.#machine.monotonic();
    const passed = read - this.#read;
    if (!(passed > 0)) return;
    this.#read = read;
    const behind = this.#machine.day() - this.#origin - this.#own;
    const gain = Math.min(passed * (1 + SLEW), Math.max(passed * (1 - SLEW), behind));
    this.#own += gain;
    this.#lead = Math.max(0, this.#lead - gain * SLEW);
  }
}

/** A clock of this machine for an engine in a program: `new Engine({}, { clock: wallClock() })`. */
export function wallClock(): () => number {
  const clock = new WallClock();
  return () => clock.now();
}
