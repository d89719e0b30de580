/**
 * Whose turn it is at the engine. What it can do at once it is given at once; when it is behind, requests wait here, ticks
 * before all others, queries behind them, and what has waited too long is refused instead of done late.
 *
 * ```
 *   ticks   ──► ▒▒▒▒ ──┐ at most TICKS_OUT outstanding, or SMALL_TICKS_OUT that are small
 *   rest    ──► ▒▒▒▒▒ ─┼──► sequencer ──► engine
 *   queries ──► ▒▒▒▒▒ ─┘ at most QUERIES_TURN in a turn of the event loop, and as many outstanding
 *               rest: at most REST_OUT, or SMALL_OUT that are small; both only while this turn has not worked for long
 * ```
 */
import { BreakwaterError } from "../domain/errors.js";
import { HttpError } from "./problems.js";
import type { Holder, SharedBytes } from "./shared-bytes.js";

/** Batches that are with the engine, and not answered, before others wait: the worker always has its next one. */
const TICKS_OUT = 4;
const REST_OUT = 2;
/** More of them while all their bodies are small: a turn that reads hundreds of requests has its answers only when it is over. */
const SMALL_OUT = 8;
const SMALL_TICKS_OUT = 32;
const SMALL_OUT_BYTES = 131_072;
/** Batches of queries that are with the engine. */
const QUERIES_OUT = 1;
/** Queries that go to the engine in one turn of the event loop, and in one batch: a tick that comes after waits for no more. */
export const QUERIES_TURN = 64;
/** Work of one turn of the event loop, in milliseconds, before whatever is no tick waits for the next; and before ticks do. */
const TURN_MILLIS = 10;
const TICKS_TURN_MILLIS = 50;
/** Where the first in line has waited for this part of the time that it may, whoever comes would wait too long. */
export const HOPELESS = 0.75;
/** Commands that wait here before others wait outside (reception.ts): the engine has its next ones. */
const BEHIND = 8;
/** How often those that wait are looked at, in milliseconds. */
const SWEEP_MILLIS = 25;
/** What waits counts at least so many bytes. */
const ENTRY_BYTES = 1_024;

export type Lane = "ticks" | "rest" | "queries";

/** What a piece of work is, beside its body. */
export interface Load {
  /** How many queries it is, of the lane of queries. */
  readonly queries: number;
  /** Bytes that are held while it waits, at the least. */
  readonly bytes: number;
  /** It goes on with what has had its first turn: it is next in its lane, so that few are half done at a time. */
  readonly goesOn?: boolean;
  /** How long it has waited elsewhere already, in milliseconds. */
  readonly waited?: number;
}
export const SMALL: Load = { queries: 1, bytes: ENTRY_BYTES };

export interface QueueOptions {
  /** What waits longer than this, in milliseconds, is refused. */
  readonly millis: number;
  /** Of which the bodies that wait are part. */
  readonly held: SharedBytes;
  /** Milliseconds that only rise; default `performance.now`. */
  readonly now?: () => number;
}

interface Waiting extends Holder {
  readonly since: number;
  /** From then on it is refused. */
  readonly until: number;
  readonly bytes: number;
  readonly queries: number;
  run(): void;
  refuse(error: Error): void;
}

export class Queue {
  readonly #millis: number;
  readonly #held: SharedBytes;
  readonly #now: () => number;
  readonly #lanes: Readonly<Record<Lane, Waiting[]>> = { ticks: [], rest: [], queries: [] };
  #out = 0;
  #ticksOut = 0;
  #queriesOut = 0;
  /** Bytes of the bodies that are with the engine. */
  #bytesOut = 0;
  /** Queries that went to the engine in this turn of the event loop. */
  #asked = 0;
  /** When this turn of the event loop began to work; 0: it has not. */
  #turn = 0;
  #due = false;
  #sweeping: NodeJS.Timeout | null = null;
  #room: () => void = () => {};

  constructor({ millis, held, now }: QueueOptions) {
    this.#millis = millis;
    this.#held = held;
    this.#now = now ?? (() => performance.now());
  }

  /** Requests that wait. */
  get length(): number {
    const { ticks, rest, queries } = this.#lanes;
    return ticks.length + rest.length + queries.length;
  }

  /** Whether so many commands wait here that others should not come yet. */
  isBehind(): boolean {
    return this.#lanes.rest.length >= BEHIND;
  }

  /** Calls this when commands may come again. */
  onRoom(call: () => void): void {
    this.#room = call;
  }

  /** Whether whoever comes now would wait too long: the first in line has waited for long. */
  isHopeless(lane: Lane): boolean {
    const first = this.#lanes[lane][0];
    return first !== undefined && this.#now() - first.since > HOPELESS * this.#millis;
  }

  /** When whoever comes now, and has `waited` elsewhere, has waited too long, unless its own deadline is before that. */
  until(deadline: number, waited = 0): number {
    return Math.min(deadline, this.#now() - waited + this.#millis);
  }

  /**
   * Calls `work` with the body, now or when its turn comes; with a copy of it then, and `waited`: then others may work before
   * the result is looked at. `deadline`: when, on the clock of
   * `performance.now`, its sender no longer wants it. Throws, or rejects with, OVERLOADED when it has waited too long, and
   * then `work` is not called.
   */
  run<Result>(
    lane: Lane,
    deadline: number,
    body: Uint8Array,
    work: (body: Uint8Array, waited: boolean) => Result | Promise<Result>,
    load: Load = SMALL,
  ): Result | Promise<Result> {
    const now = this.#now();
    if (now >= deadline) throw new HttpError("tooOld");
    if (this.#begin(lane, now, body.length, load.queries))
      return this.#track(lane, work(body, false), body.length, load.queries);
    if (now - this.#turn >= this.#millis) throw new BreakwaterError("OVERLOADED");
    const { waited = 0, goesOn = false } = load;
    if (!goesOn && waited === 0 && this.isHopeless(lane)) throw new BreakwaterError("OVERLOADED");
    const since = now - waited;
    return new Promise((resolve, reject) => {
      const copy = Uint8Array.from(body);
      const waiting: Waiting = {
        since,
        until: Math.min(deadline, since + this.#millis),
        bytes: copy.length,
        queries: load.queries,
        isReady: true,
        run: () => {
          this.#held.release(waiting);
          try {
            resolve(this.#track(lane, work(copy, true), copy.length, load.queries));
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
      if (goesOn) this.#lanes[lane].unshift(waiting);
      else this.#lanes[lane].push(waiting);
      this.#held.hold(waiting, Math.max(copy.length, load.bytes));
      this.#sweeping ??= setInterval(() => this.#sweep(), SWEEP_MILLIS);
      this.#wake();
    });
  }

  /** When this turn of the event loop began to work: now, unless it has. */
  turn(now = this.#now()): number {
    if (this.#turn === 0) {
      this.#turn = now;
      setImmediate(() => {
        this.#turn = 0;
      });
    }
    return this.#turn;
  }

  /** Whether a request may go ahead now. */
  #begin(lane: Lane, now: number, bytes: number, asked: number): boolean {
    const age = now - this.turn(now);
    const { ticks, rest } = this.#lanes;
    if (lane === "ticks") {
      const most = Math.min(TICKS_TURN_MILLIS, this.#millis);
      return ticks.length === 0 && this.#mayTick(bytes) && age < most;
    }
    if (age >= TURN_MILLIS) return false;
    if (lane === "rest") return ticks.length + rest.length === 0 && this.#mayRest(bytes);
    return this.length === 0 && this.#mayAsk(asked);
  }

  /** Whether ticks with a body of so many bytes may: that more than REST_OUT of the others are small keeps none waiting. */
  #mayTick(bytes: number): boolean {
    if (this.#ticksOut + Math.min(REST_OUT, this.#out - this.#ticksOut) < TICKS_OUT) return true;
    return this.#bytesOut + bytes <= SMALL_OUT_BYTES && this.#ticksOut < SMALL_TICKS_OUT;
  }

  /** Whether a command with a body of so many bytes may go to the engine now. */
  #mayRest(bytes: number): boolean {
    const isSmall = this.#bytesOut + bytes <= SMALL_OUT_BYTES;
    return this.#out < REST_OUT || (isSmall && this.#out < SMALL_OUT);
  }

  /** Whether so many queries may go to the engine now. */
  #mayAsk(queries: number): boolean {
    const isFree = this.#out < REST_OUT && this.#queriesOut < QUERIES_OUT;
    return isFree && (this.#asked === 0 || this.#asked + queries <= QUERIES_TURN);
  }

  #track<Result>(
    lane: Lane,
    result: Result | Promise<Result>,
    bytes: number,
    asked: number,
  ): Result | Promise<Result> {
    const isQuery = lane === "queries";
    if (isQuery) {
      if (this.#asked === 0) this.#forgetLater();
      this.#asked += asked;
    }
    if (!(result instanceof Promise)) return result;
    this.#out += 1;
    this.#bytesOut += bytes;
    if (lane === "ticks") this.#ticksOut += 1;
    if (isQuery) this.#queriesOut += 1;
    const done = () => {
      this.#out -= 1;
      this.#bytesOut -= bytes;
      if (lane === "ticks") this.#ticksOut -= 1;
      if (isQuery) this.#queriesOut -= 1;
      this.#wake();
    };
    result.then(done, done);
    return result;
  }

  /** The next share of queries is had when all that has arrived meanwhile has been read once: two phases from now. */
  #forgetLater(): void {
    setImmediate(() =>
      setImmediate(() => {
        this.#asked = 0;
      }),
    );
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
    const end = this.#now() + TURN_MILLIS;
    do {
      const next = this.#next();
      // Whoever waits for the engine is woken by its answer; queries that have had their share of this turn, by the next.
      if (next === undefined) {
        if (this.#asked > 0) this.#wake();
        return;
      }
      next.run();
      if (!this.isBehind()) this.#room();
    } while (this.#now() < end);
    this.#wake();
  }

  /** Who goes next, if anybody may. */
  #next(): Waiting | undefined {
    const { ticks, rest, queries } = this.#lanes;
    if (ticks.length > 0) return this.#mayTick((ticks[0] as Waiting).bytes) ? ticks.shift() : undefined;
    if (rest.length > 0) return this.#mayRest((rest[0] as Waiting).bytes) ? rest.shift() : undefined;
    return queries.length > 0 && this.#mayAsk((queries[0] as Waiting).queries) ? queries.shift() : undefined;
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
