/**
 * One request of a connection at a time. A client may send the next before it has the answer to the last, but none is
 * looked at before that answer is with the system: so no answer is built for a client that does not read.
 */
import type { RequestListener } from "node:http";
import type { Socket } from "node:net";

/** Requests of a connection that may wait for their turn; beyond, it is closed. */
const WAITING_MAX = 256;

export function oneByOne(listener: RequestListener): RequestListener {
  const waiting = new WeakMap<Socket, number>();
  return (request, response) => {
    // Node gives a response its socket when the one before it is done.
    if (response.socket !== null) {
      listener(request, response);
      return;
    }
    const { socket } = request;
    const count = (waiting.get(socket) ?? 0) + 1;
    waiting.set(socket, count);
    if (count > WAITING_MAX) {
      socket.destroy();
      return;
    }
    response.once("socket", () => {
      waiting.set(socket, (waiting.get(socket) as number) - 1);
      if (!socket.destroyed) listener(request, response);
    });
  };
}
