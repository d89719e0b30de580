/**
 * How much of bodies that are not whole yet is read in one turn of the event loop, all connections together: the system has
 * megabytes of each ready where many send at once, and would hand over all of it before anybody else is looked at.
 */
import type { IncomingMessage } from "node:http";

/** Bytes of a turn; who brings more than that waits, and so does everybody who comes after. */
const TURN_BYTES = 1_048_576;
/** So many of those that wait go on in a turn, the first first: each brings a piece of 64 KiB, or two. */
const GO_ON = 8;

export class Intake {
  #bytes = 0;
  #longest = 0;
  #due = false;
  #waiting: IncomingMessage[] = [];

  /** The most bytes that came in one turn, so far, of those that had more to bring. */
  get longest(): number {
    return this.#longest;
  }

  /**
   * A piece has come of a body that is not whole. Returns whether the rest has to wait: for its turn, or, unless it
   * `goesOn`, for the end of its connection.
   */
  took(request: IncomingMessage, bytes: number, goesOn: boolean): boolean {
    this.#bytes += bytes;
    if (!this.#due) {
      this.#due = true;
      setImmediate(this.#turn);
    }
    if (this.#bytes <= TURN_BYTES && this.#waiting.length === 0) return false;
    request.pause();
    if (goesOn) this.#waiting.push(request);
    return true;
  }

  readonly #turn = (): void => {
    this.#longest = Math.max(this.#longest, this.#bytes);
    this.#bytes = 0;
    for (const request of this.#waiting.splice(0, GO_ON)) request.resume();
    this.#due = this.#waiting.length > 0;
    if (this.#due) setImmediate(this.#turn);
  };
}
