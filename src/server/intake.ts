/**
 * How much of bodies that are not whole yet is read in one turn of the event loop, all connections together: the system has
 * megabytes of each ready where many send at once, and would hand over all of it before anybody else is looked at. What is
 * only thrown away has a rate, too: a turn that does nothing else is short, and there are many of them in a second.
 */
import type { IncomingMessage } from "node:http";

/** Bytes of a turn, about half a millisecond; who brings more than that waits, and so does everybody who comes after. */
export const INTAKE_BYTES = 262_144;
/** So many of those that wait go on in a turn, the first first: each brings a piece of at most 64 KiB. */
const GO_ON = 4;
/** Of what is thrown away so many bytes are read in so many milliseconds. */
const WASTE_BYTES = 1_048_576;
const WASTE_MILLIS = 100;

export class Intake {
  #bytes = 0;
  #longest = 0;
  #due = false;
  readonly #waiting = new Set<IncomingMessage>();
  #wasted = 0;
  #wasteSince = 0;

  /** The most bytes that came in one turn, so far, of those that had more to bring. */
  get longest(): number {
    return this.#longest;
  }

  /** A piece has come of a body that is not whole and is wanted: the rest may have to wait for its turn. */
  took(request: IncomingMessage, bytes: number): void {
    this.#count(bytes);
    if (this.#bytes <= INTAKE_BYTES && this.#waiting.size === 0) return;
    stop(request);
    this.#waiting.add(request);
  }

  /** A piece has come of a body that was refused: the rest may have to wait for the end of its connection. */
  threwAway(request: IncomingMessage, bytes: number): void {
    this.#count(bytes);
    const now = performance.now();
    if (now - this.#wasteSince >= WASTE_MILLIS) {
      this.#wasteSince = now;
      this.#wasted = 0;
    }
    this.#wasted += bytes;
    if (this.#wasted > WASTE_BYTES || this.#bytes > INTAKE_BYTES) stop(request);
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    if (this.#due) return;
    this.#due = true;
    setImmediate(this.#turn);
  }

  readonly #turn = (): void => {
    this.#longest = Math.max(this.#longest, this.#bytes);
    this.#bytes = 0;
    let next = 0;
    for (const request of this.#waiting) {
      if (next++ === GO_ON) break;
      this.#waiting.delete(request);
      request.resume();
      request.socket.resume();
    }
    this.#due = this.#waiting.size > 0;
    if (this.#due) setImmediate(this.#turn);
  };
}

/**
 * Stops reading a connection. A paused request has its next piece read and kept, 64 KiB of each connection; so its connection
 * is paused, too, and not before the stream of the request has asked for that piece, in the tick after this one, which would
 * set the connection going again. A connection alone goes on being read where one reading brings several pieces.
 */
function stop(request: IncomingMessage): void {
  request.pause();
  process.nextTick(() => process.nextTick(() => request.socket.pause()));
}
