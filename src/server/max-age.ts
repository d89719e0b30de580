/**
 * How long a request is wanted: `breakwater-max-age-ms`, counted from when it arrived, or from when its sender says that it
 * was made (`breakwater-sent`, microseconds since the Unix epoch, as all times are).
 */
import type { IncomingMessage } from "node:http";
import { BreakwaterError } from "../domain/errors.js";
import { integerOf } from "./negotiate.js";

export const MAX_AGE_HEADER = "breakwater-max-age-ms";
export const SENT_HEADER = "breakwater-sent";

export class MaxAges {
  readonly #clock: { time(): number; readonly maxAhead: number };
  /** When requests that have a maximal age arrived, on the clock of `performance.now`. */
  readonly #arrived = new WeakMap<IncomingMessage, number>();

  /** `clock`: by which it is judged what a sender says, and how far ahead of it he may be. */
  constructor(clock: { time(): number; readonly maxAhead: number }) {
    this.#clock = clock;
  }

  /** Notes a request that arrives. */
  note(request: IncomingMessage): void {
    if (request.headers[MAX_AGE_HEADER] !== undefined) this.#arrived.set(request, performance.now());
  }

  /** From when on the request is no longer wanted, on the clock of `performance.now`. Throws what is wrong with its headers. */
  deadlineOf(request: IncomingMessage): number {
    const given = request.headers[MAX_AGE_HEADER];
    const sent = request.headers[SENT_HEADER];
    if (given === undefined) {
      if (sent !== undefined) throw new BreakwaterError("MISSING_FIELD", MAX_AGE_HEADER);
      return Number.POSITIVE_INFINITY;
    }
    const millis = integerOf(MAX_AGE_HEADER, String(given));
    const now = performance.now();
    const arrived = this.#arrived.get(request) ?? now;
    if (sent === undefined) return arrived + millis;
    const age = this.#clock.time() - integerOf(SENT_HEADER, String(sent));
    // A sender whose clock is wrong cannot say how old it is.
    if (-age > this.#clock.maxAhead) throw new BreakwaterError("FUTURE", SENT_HEADER);
    return Math.min(arrived + millis, now + millis - age / 1000);
  }
}
