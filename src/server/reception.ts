/**
 * Who is let in to Fastify, and when. A turn of the event loop may bring hundreds of requests; each is looked at for some
 * microseconds only, so that the ticks among them, which wait for nobody here, are read soon, and then a few go on in the
 * order in which they came. Who would wait too long is refused here, where that costs least, before its body is looked at.
 *
 * ```
 *   POST, no ticks ──► ▒▒▒▒▒▒ ──┐ while few wait for the engine
 *   everything else ──► ▒▒▒▒ ───┴──► Fastify, a few a turn
 *   ticks, health ──────────────────► Fastify, at once
 * ```
 */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { HOPELESS, type Queue } from "./queue.js";
import type { Holder, SharedBytes } from "./shared-bytes.js";

/** Work of a turn, in milliseconds, after which whoever is no tick waits for the next. */
const TURN_MILLIS = 5;
/** So many of those that wait are let in in a turn: of commands until they have so many bytes, and of all others. */
export const POSTS_IN = 16;
export const POSTS_IN_BYTES = 65_536;
export const OTHERS_IN = 4;
/** This part of the time that a request may wait it may wait here: who is let in has time left to be done. */
const PART = 0.75;
/** How often those that wait are looked at while nobody is let in, in milliseconds. */
const SWEEP_MILLIS = 25;
/** What waits counts so many bytes, and those of its body that have come: at most a piece, or all. */
const ENTRY_BYTES = 8_192;
const PIECE_BYTES = 65_536;
/** Ticks and health: paths that wait for nobody. */
const AT_ONCE = new Set(["/v1/ticks", "/livez", "/readyz", "/healthz", "/version"]);

export interface ReceptionOptions {
  readonly queue: Queue;
  /** Of which the bodies that wait are part. */
  readonly held: SharedBytes;
  /** A request may wait so long until it is done, in milliseconds. */
  readonly millis: number;
  /** Answers that there is too much to do. */
  readonly refuse: RequestListener;
  /** Milliseconds that only rise; default `performance.now`. */
  readonly now?: () => number;
}

interface Waiting extends Holder {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** When the turn that brought it began to work. */
  readonly since: number;
}

export class Reception {
  readonly #queue: Queue;
  readonly #held: SharedBytes;
  readonly #millis: number;
  readonly #now: () => number;
  readonly #refuse: RequestListener;
  readonly #next: RequestListener;
  #posts: Waiting[] = [];
  #others: Waiting[] = [];
  /** How long those who were let in have waited, in milliseconds. */
  readonly #waited = new WeakMap<IncomingMessage, number>();
  #due = false;
  #sweeping: NodeJS.Timeout | null = null;

  constructor({ queue, held, millis, refuse, now }: ReceptionOptions, next: RequestListener) {
    this.#queue = queue;
    this.#held = held;
    this.#millis = PART * millis;
    this.#now = now ?? (() => performance.now());
    this.#refuse = refuse;
    this.#next = next;
    queue.onRoom(() => this.#wake());
  }

  /** Requests that wait. */
  get length(): number {
    return this.#posts.length + this.#others.length;
  }

  /** How long the request has waited here, in milliseconds. */
  waitedOf(request: IncomingMessage): number {
    return this.#waited.get(request) ?? 0;
  }

  /** A request has come: it goes on at once, or waits, or is refused. */
  readonly receive = (request: IncomingMessage, response: ServerResponse): void => {
    const [path] = (request.url as string).split("?", 1);
    if (AT_ONCE.has(path as string)) {
      this.#next(request, response);
      return;
    }
    const now = this.#now();
    const turn = this.#queue.turn(now);
    const isPost = request.method === "POST";
    const line = isPost ? this.#posts : this.#others;
    if (line.length === 0 && now - turn < TURN_MILLIS && !(isPost && this.#queue.isBehind())) {
      this.#next(request, response);
      return;
    }
    const first = line[0]?.since ?? turn;
    if (now - first > HOPELESS * this.#millis || (isPost && this.#queue.isHopeless("rest"))) {
      this.#refuse(request, response);
      return;
    }
    this.#wait(line, turn, request, response);
  };

  #wait(line: Waiting[], since: number, request: IncomingMessage, response: ServerResponse): void {
    const waiting: Waiting = {
      request,
      response,
      since,
      isReady: true,
      giveWay: () => {
        line.splice(line.indexOf(waiting), 1);
        this.#refuse(request, response);
      },
    };
    line.push(waiting);
    this.#held.hold(waiting, ENTRY_BYTES + Math.min(PIECE_BYTES, lengthOf(request)));
    this.#sweeping ??= setInterval(() => this.#sweep(), SWEEP_MILLIS);
    this.#wake();
  }

  #wake(): void {
    if (this.#due || this.length === 0) return;
    this.#due = true;
    setImmediate(() => {
      this.#due = false;
      this.#letIn();
    });
  }

  /** Lets in whose turn has come, as many as a turn may have; their bodies are read behind this, and not before. */
  #letIn(): void {
    this.#refuseLate();
    const now = this.#now();
    for (let i = 0; i < OTHERS_IN; i++) this.#enter(this.#others.shift(), now);
    let bytes = 0;
    for (let i = 0; i < POSTS_IN && bytes < POSTS_IN_BYTES && !this.#queue.isBehind(); i++) {
      const post = this.#posts.shift();
      bytes += lengthOf(post?.request);
      this.#enter(post, now);
    }
    // Where commands are behind, the queue says when there is room again.
    if (this.#others.length > 0 || !this.#queue.isBehind()) this.#wake();
  }

  #enter(waiting: Waiting | undefined, now: number): void {
    if (waiting === undefined) return;
    this.#held.release(waiting);
    if (waiting.response.closed) return;
    this.#waited.set(waiting.request, now - waiting.since);
    this.#next(waiting.request, waiting.response);
  }

  /** Also while nobody is let in. */
  #sweep(): void {
    this.#refuseLate();
    this.#wake();
    if (this.length > 0 || this.#sweeping === null) return;
    clearInterval(this.#sweeping);
    this.#sweeping = null;
  }

  /** The first in line came first. */
  #refuseLate(): void {
    const since = this.#now() - this.#millis;
    for (const line of [this.#posts, this.#others]) {
      const end = line.findIndex((waiting) => waiting.since > since);
      for (const late of line.splice(0, end < 0 ? line.length : end)) {
        this.#held.release(late);
        this.#refuse(late.request, late.response);
      }
    }
  }
}

/** Bytes of a request's body, as it says; in chunks it does not, and counts as a piece. */
function lengthOf(request: IncomingMessage | undefined): number {
  const length = request?.headers["content-length"];
  if (length !== undefined) return Number(length);
  return request?.headers["transfer-encoding"] === undefined ? 0 : PIECE_BYTES;
}
