/** Which answers a connection still owes, so that bytes behind a request that are no HTTP do not cost it its answer. */
import type { ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

export class PendingAnswers {
  readonly #latest = new WeakMap<Duplex, ServerResponse>();
  /** Of an answer: the one before it on its connection, where that was not sent yet. */
  readonly #before = new WeakMap<ServerResponse, ServerResponse>();
  readonly #broken = new WeakSet<Duplex>();

  /** A request has come, which will be answered. */
  note(socket: Duplex, response: ServerResponse): void {
    const previous = this.#latest.get(socket);
    if (previous !== undefined) {
      if (!previous.writableFinished) this.#before.set(response, previous);
      // No more than one before the latest is asked for: a longer chain would keep all that a client has sent ahead.
      this.#before.delete(previous);
    }
    this.#latest.set(socket, response);
  }

  /**
   * What follows on the connection cannot be read: calls `end`, once, when all requests that came whole are answered. They
   * are answered in order, so the last one's answer tells.
   */
  thenEnd(socket: Duplex, end: () => void): void {
    if (this.#broken.has(socket)) return;
    this.#broken.add(socket);
    const latest = this.#latest.get(socket);
    const last = latest?.req.complete === false ? this.#before.get(latest) : latest;
    if (last === undefined || last.writableFinished || last.destroyed) end();
    else {
      let ended = false;
      const once = () => {
        if (!ended) end();
        ended = true;
      };
      last.once("finish", once);
      last.once("close", once);
    }
  }
}
