/**
 * Answers that their clients have not read yet, bounded over all connections. Large ones are made of their events piece by
 * piece, as fast as they are read.
 */
import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { Holder, SharedBytes } from "./shared-bytes.js";

/** Below this an answer counts for nothing: the system's own buffers take it. */
const SMALL_BYTES = 16_384;
/** Events are turned into text so many bytes at a time. */
const PIECE_BYTES = 65_536;

export class Unread {
  readonly #held: SharedBytes;

  constructor(held: SharedBytes) {
    this.#held = held;
  }

  /** `bytes` are on their way; if others need the room and they stand still, the connection is closed. */
  watch(response: ServerResponse, bytes: number): void {
    if (bytes >= SMALL_BYTES) this.#begin(response, bytes);
  }

  /** What is made piece by piece out of `bytes` that are held until then. */
  stream(response: ServerResponse, bytes: number, pieces: Iterable<string | Uint8Array>): Readable {
    const holder = this.#begin(response, bytes);
    const held = this.#held;
    function* told() {
      for (const piece of pieces) {
        held.touch(holder);
        yield piece;
      }
    }
    return Readable.from(told(), { objectMode: false, highWaterMark: PIECE_BYTES });
  }

  #begin(response: ServerResponse, bytes: number): Holder {
    const holder: Holder = { giveWay: () => response.destroy() };
    this.#held.hold(holder, bytes);
    response.once("close", () => this.#held.release(holder));
    return holder;
  }
}
