/**
 * Answers that their clients have not read yet, bounded over all connections. Large ones are made of their events step by
 * step, as fast as they are read.
 */
import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { Steps } from "./event-answer.js";
import type { Holder, SharedBytes } from "./shared-bytes.js";
import type { Turns } from "./turns.js";

/** Below this an answer counts for nothing: the system's own buffers take it. */
const SMALL_BYTES = 16_384;
/** So many bytes of an answer are made ahead of its reader. */
const AHEAD_BYTES = 65_536;

export class Unread {
  readonly #held: SharedBytes;
  readonly #turns: Turns;

  constructor(held: SharedBytes, turns: Turns) {
    this.#held = held;
    this.#turns = turns;
  }

  /** `bytes` are on their way; if others need the room and they stand still, the connection is closed. */
  watch(response: ServerResponse, bytes: number): void {
    if (bytes >= SMALL_BYTES) this.#begin(response, bytes);
  }

  /** What is made step by step out of `bytes` that are held until then. */
  stream(response: ServerResponse, bytes: number, steps: Steps): Readable {
    const holder = this.#begin(response, bytes);
    const held = this.#held;
    const turns = this.#turns;
    const readable = new Readable({ highWaterMark: AHEAD_BYTES, read: () => turns.give(step) });
    // Requests that a client sent ahead keep the answers before theirs alive, and a generator that has ended its arguments:
    // so the events are let go of here.
    let left: Steps | null = steps;
    const end = () => {
      left = null;
      readable.destroy();
    };
    if (response.closed) end();
    else response.once("close", end);
    function step(): number {
      if (left === null || readable.destroyed) return 0;
      try {
        const { done, value } = left.next();
        held.touch(holder);
        if (done === true) {
          left = null;
          readable.push(null);
        } else if (value.made.length > 0) readable.push(value.made);
        else turns.give(step);
        return value?.bytes ?? 0;
      } catch (error) {
        readable.destroy(error as Error);
        return 0;
      }
    }
    return readable;
  }

  #begin(response: ServerResponse, bytes: number): Holder {
    const holder: Holder = { giveWay: () => response.destroy() };
    // Its connection may have been closed while it waited for its turn.
    if (response.closed) return holder;
    this.#held.hold(holder, bytes);
    response.once("close", () => this.#held.release(holder));
    return holder;
  }
}
