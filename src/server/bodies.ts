/**
 * Bodies of requests, whole. What comes in one piece is handed on as it came; pieces are put together in memory that is
 * used again, because a fresh copy of each body costs more, once it is collected, than what is done with it. What has come
 * of bodies that are not whole yet is bounded over all connections.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Problem } from "../domain/errors.js";
import { Intake } from "./intake.js";
import { HttpError, type HttpFault, refuse } from "./problems.js";
import type { Holder, SharedBytes } from "./shared-bytes.js";

type Done = (error: Error | null, body?: Uint8Array) => void;

/** What a piece costs beside its bytes. */
const PIECE_BYTES = 256;
/** A body that says it is larger than this, a piece, has room for all of it before any is kept. */
const LARGE_BYTES = 65_536;
/** One that has stood still for so long, in milliseconds, gives way to it. */
const STILL_MILLIS = 1_000;
/** So many pieces a body may have whatever their size; beyond, they have this many bytes on average. */
const PIECES = 1024;
const PIECE_MIN = 64;
/**
 * How long the connection of a body that was refused stays, in milliseconds: its sender may read the answer meanwhile, and who
 * heeds no `Retry-After` comes no sooner again.
 */
const LINGER_MILLIS = 1_000;
/** They stay for up to twice as long, by turns, so that those who came together do not come together again. */
const SPREAD = 64;

export class Bodies {
  readonly #held: SharedBytes;
  readonly #intake = new Intake();
  #joined = Buffer.alloc(0);
  #lingering = 0;

  constructor(held: SharedBytes) {
    this.#held = held;
  }

  /** The most bytes of bodies that were not whole that came in one turn of the event loop, so far. */
  get longest(): number {
    return this.#intake.longest;
  }

  /**
   * Reads the body of a request and calls `done` with it, once: it is good until that returns. Refused with 413 when it, or
   * its `content-length`, is more than `limit` bytes; with 503 from its headers when there is no room for so long a body, or
   * when it stood still while others needed the room.
   */
  read(payload: IncomingMessage, limit: number, done: Done): void {
    const length = payload.headers["content-length"];
    const declared = length === undefined ? Number.NaN : Number(length);
    const held = this.#held;
    const isLarge = declared > LARGE_BYTES;
    let pieces: Buffer[] = [];
    let bytes = 0;
    let ended = false;
    const end = (error: Error | null) => {
      if (ended) return;
      ended = true;
      held.release(holder);
      const whole = pieces;
      pieces = [];
      if (error !== null) done(error);
      else done(null, whole.length === 1 ? whole[0] : this.#join(whole, bytes));
    };
    const refuse = (fault: HttpFault) => end(new HttpError(fault));
    const holder: Holder = { giveWay: () => refuse("bodyStoodStill") };
    payload.on("data", (piece: Buffer) => {
      bytes += piece.length;
      if (ended) return bytes === declared ? undefined : this.#intake.threwAway(payload, piece.length);
      if (bytes > limit) return refuse("bodyTooLarge");
      pieces.push(piece);
      if (bytes === declared) return;
      if (pieces.length > PIECES + bytes / PIECE_MIN) return refuse("bodyInCrumbs");
      this.#intake.took(payload, piece.length);
      held.hold(holder, isLarge ? 0 : piece.length + PIECE_BYTES);
    });
    payload.on("end", () => end(null));
    payload.on("error", () => end(new HttpError("notHttp")));
    payload.on("close", () => end(new HttpError("notHttp")));
    if (declared > limit) refuse("bodyTooLarge");
    else if (isLarge) {
      if (held.makeRoom(declared, STILL_MILLIS)) held.hold(holder, declared);
      else refuse("noRoomForBody");
    }
  }

  /**
   * Answers with a problem at once, past Fastify, whether the body has come or not. Of one that is still to come little is
   * read, so its connection is no good for another request and the answer says so; but it stays for a while.
   */
  turnAway(request: IncomingMessage, response: ServerResponse, problem: Problem): void {
    if (!isComing(request)) {
      response.once("finish", () => linger(request));
      refuse(response, problem);
      return;
    }
    if (request.listenerCount("data") === 0)
      request.on("data", (piece: Buffer) => this.#intake.threwAway(request, piece.length));
    refuse(response, problem, true);
    this.#lingering = (this.#lingering + 1) % SPREAD;
    // What has arrived while this thread was kept from its timers is read first.
    const end = () => setImmediate(() => response.end());
    setTimeout(end, LINGER_MILLIS + (this.#lingering * LINGER_MILLIS) / SPREAD).unref();
  }

  #join(pieces: readonly Buffer[], bytes: number): Uint8Array {
    if (this.#joined.length < bytes) this.#joined = Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(bytes)));
    let at = 0;
    for (const piece of pieces) {
      this.#joined.set(piece, at);
      at += piece.length;
    }
    return this.#joined.subarray(0, bytes);
  }
}

/** Whether more of a request's body is to come than may be read without counting. */
export function isComing({ complete, headers }: IncomingMessage): boolean {
  if (complete) return false;
  const length = headers["content-length"];
  return length === undefined ? headers["transfer-encoding"] !== undefined : Number(length) > LARGE_BYTES;
}

/** Closes the connection of a request that has been answered, unless the little that is left of its body comes soon. */
export function linger(request: IncomingMessage): void {
  if (request.complete) return;
  setTimeout(() => {
    if (!request.complete) request.destroy();
  }, LINGER_MILLIS).unref();
}
