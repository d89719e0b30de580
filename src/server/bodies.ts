/**
 * Bodies of requests, whole. What comes in one piece is handed on as it came; pieces are put together in memory that is
 * used again, because a fresh copy of each body costs more, once it is collected, than what is done with it.
 */
import type { IncomingMessage } from "node:http";
import { HttpError } from "./problems.js";

type Done = (error: Error | null, body?: Uint8Array) => void;

export class Bodies {
  #joined = Buffer.alloc(0);

  /**
   * Reads the body of a request and calls `done` with it, once: it is good until that returns. Refused with
   * 413 when it, or its `content-length`, is more than `limit` bytes.
   */
  read(payload: IncomingMessage, limit: number, done: Done): void {
    const declared = Number(payload.headers["content-length"] ?? 0);
    if (declared > limit) {
      done(new HttpError("bodyTooLarge"));
      return;
    }
    const pieces: Buffer[] = [];
    let bytes = 0;
    let ended = false;
    const end = (error: Error | null) => {
      if (ended) return;
      ended = true;
      if (error !== null) done(error);
      else done(null, pieces.length === 1 ? pieces[0] : this.#join(pieces, bytes));
    };
    payload.on("data", (piece: Buffer) => {
      bytes += piece.length;
      if (bytes > limit) end(new HttpError("bodyTooLarge"));
      if (!ended) pieces.push(piece);
    });
    payload.on("end", () => end(null));
    payload.on("error", () => end(new HttpError("notHttp")));
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
