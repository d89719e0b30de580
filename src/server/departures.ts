/** Sends the answers of one turn of the event loop together, because waking each client costs time. */
import type { ServerResponse } from "node:http";
import type { EncodedAnswer } from "./tick-desk.js";
import type { Unread } from "./unread.js";

/**
 * Answers that leave together, at the end of the event loop's turn in which they were made. Sending to a client that sleeps
 * wakes it, which costs the sender as much as all the rest of a small request; a client of many connections, or a proxy, is
 * woken by the first of its answers and finds the others as they come.
 */
export class Departures {
  readonly #unread: Unread;
  #responses: ServerResponse[] = [];
  #answers: EncodedAnswer[] = [];
  /** Sends what has been answered by now. */
  readonly leave = (): void => {
    if (this.#responses.length === 0) return;
    const responses = this.#responses;
    const encoded = this.#answers;
    this.#responses = [];
    this.#answers = [];
    for (const [i, response] of responses.entries()) {
      const { headers, body } = encoded[i] as EncodedAnswer;
      const length = typeof body === "string" ? Buffer.byteLength(body) : body.length;
      this.#unread.watch(response, length);
      response.writeHead(200, { ...headers, "content-length": length }).end(body);
    }
  };

  constructor(unread: Unread) {
    this.#unread = unread;
  }

  /** Answers 200 as soon as what else has arrived by now has been worked through. */
  send(response: ServerResponse, encoded: EncodedAnswer): void {
    if (this.#responses.length === 0) setImmediate(this.leave);
    this.#responses.push(response);
    this.#answers.push(encoded);
  }
}
