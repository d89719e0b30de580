/**
 * Whose turn it is at the engine. What it can do at once it is given at once; when it is behind, requests wait here, ticks
 * before all others, and what has waited too long is refused instead of done late.
 *
 * ```
 *   ticks ──► ▒▒▒▒ ──┐ at most TICKS_OUT outstanding
 *                    ├──► sequencer ──► engine
 *   rest  ──► ▒▒▒▒▒ ─┘ at most REST_OUT, and while nobody else of this turn of the event loop has waited long
 * ```
 */
import { BreakwaterError } from "../domain/errors.js";
import { HttpError } from "./problems.js";
import type { Holder, SharedBytes } from "./shared-bytes.js";

/** Batches that are with the engine, and not answered, before others wait: the worker always has its next one. */
const TICKS_OUT = 4;
const REST_OUT = 2;
/** Work of one turn of the event loop, in milliseconds, before whatever is no tick waits for the next. */
const TURN_MILLIS = 10;
/** How often those that wait are looked at, in milliseconds. */
const SWEEP_MILLIS = 25;
/** What waits counts at least so many bytes. */
const ENTRY_BYTES = 1_024;

export type Lane = "ticks" | "rest";

export interface QueueOptions {
  /** What waits longer than this, in milliseconds, is refused. */
  readonly millis: number;
  /** Of which the bodies that wait are part. */
  readonly held: SharedBytes;
  /** Milliseconds that only rise; default `performance.now`. */
  readonly now?: () => number;
}

interface Waiting extends Holder {
  /** From then on it is refused. */
  readonly until: number;
  run(): void;
  refuse(error: Error): void;
}

export class Queue {
  readonly #millis: number;
  readonly #held: SharedBytes;
  readonly #now: () => number;
  readonly #lanes: Readonly<Record<Lane, Waiting[]>> = { ticks: [], rest: [] };
  #out = 0;
  /** When this turn of the event loop began to work; 0: it has not. */
  #turn = 0;
  #due = false;
  #sweeping: NodeJS.Timeout | null = null;

  constructor({ millis, held, now }: QueueOptions) {
    this.#millis = millis;
    this.#held = held;
    this.#now = now ?? (() => performance.now());
  }

  /** Requests that wait. */
  get length(): number {
    return this.#lanes.ticks.length + this.#lanes.rest.length;
  }

  /**
   * Calls `work` with the body, now or when its turn comes; with a copy of it then. `deadline`: when, on the clock of
   * `performance.now`, its sender no longer wants it. Throws, or rejects with, OVERLOADED when it has waited too long, and
   * then `work` is not called.
   */
  run<Result>(
    lane: Lane,
    deadline: number,
    body: Uint8Array,
    work: (body: Uint8Array) => Result | Promise<Result>,
  ): Result | Promise<Result> {
    const now = this.#now();
    if (now >= deadline) throw new HttpError("tooOld");
    if (this.#begin(lane, now)) return this.#track(work(body));
    if (now - this.#turn >= this.#millis && this.#turn !== 0) throw new BreakwaterError("OVERLOADED");
    return new Promise((resolve, reject) => {
      const copy = Uint8Array.from(body);
      const waiting: Waiting = {
        until: Math.min(deadline, now + this.#millis),
        run: () => {
          this.#held.release(waiting);
          try {
            resolve(this.#track(work(copy)));
          } catch (error) {
            reject(error);
          }
        },
        refuse: (error) => {
          this.#held.release(waiting);
          reject(error);
        },
        giveWay: () => {
          const queue = this.#lanes[lane];
          queue.splice(queue.indexOf(waiting), 1);
          reject(new BreakwaterError("OVERLOADED"));
        },
      };
      this.#lanes[lane].push(waiting);
      this.#held.hold(waiting, Math.max(copy.length, ENTRY_BYTES));
      this.#sweeping ??= setInterval(() => this.#sweep(), SWEEP_MILLIS);
      this.#wake();
    });
  }

  /** Whether a request may go ahead now. */
  #begin(lane: Lane, now: number): boolean {
    if (this.#turn === 0) {
      this.#turn = now;
      setImmediate(() => {
        this.#turn = 0;
      });
    }
    const age = now - this.#turn;
    const { ticks, rest } = this.#lanes;
    if (lane === "ticks") return ticks.length === 0 && this.#out < TICKS_OUT && age < this.#millis;
    return ticks.length + rest.length === 0 && this.#out < REST_OUT && age < TURN_MILLIS;
  }

  #track<Result>(result: Result | Promise<Result>): Result | Promise<Result> {
    if (!(result instanceof Promise)) return result;
    this.#out += 1;
    const done = () => {
      this.#out -= 1;
      this.#wake();
    };
    result.then(done, done);
    return result;
  }

  #wake(): void {
    if (this.#due || this.length === 0) return;
    this.#due = true;
    setImmediate(() => {
      this.#due = false;
      this.#drain();
    });
  }

  /** Those whose turn has come; what else has arrived meanwhile is read between two calls. */
  #drain(): void {
    this.#refuseLate();
    const { ticks, rest } = this.#lanes;
    const end = this.#now() + TURN_MILLIS;
    do {
      if (ticks.length > 0 && this.#out < TICKS_OUT) (ticks.shift() as Waiting).run();
      else if (ticks.length === 0 && rest.length > 0 && this.#out < REST_OUT) (rest.shift() as Waiting).run();
      else return;
    } while (this.#now() < end);
    this.#wake();
  }

  /** Also while the engine answers nothing at all. */
  #sweep(): void {
    this.#refuseLate();
    if (this.length > 0 || this.#sweeping === null) return;
    clearInterval(this.#sweeping);
    this.#sweeping = null;
  }

  #refuseLate(): void {
    const now = this.#now();
    for (const lane of Object.values(this.#lanes)) {
      const late = lane.filter(({ until }) => now >= until);
      if (late.length === 0) continue;
      lane.splice(0, lane.length, ...lane.filter(({ until }) => now < until));
      for (const waiting of late) waiting.refuse(new BreakwaterError("OVERLOADED"));
    }
  }
}
