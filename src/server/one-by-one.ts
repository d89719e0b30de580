/**
 * One request of a connection at a time. A client may send the next before it has the answer to the last, but none is
 * looked at before that answer is with the system: so no answer is built for a client that does not read.
 */
import type { RequestListener } from "node:http";
import type { Socket } from "node:net";
import { type Holder, SharedBytes } from "./shared-bytes.js";

/** Requests of a connection that may wait for their turn; beyond, it is closed. */
const WAITING_MAX = 256;
/** What a request that waits takes, about, and all of them together may; beyond, who has stood still the longest is closed. */
const REQUEST_BYTES = 8_192;
const WAITING_BYTES = 16_777_216;

interface Line extends Holder {
  waiting: number;
}

export function oneByOne(listener: RequestListener): RequestListener {
  const held = new SharedBytes(WAITING_BYTES);
  const lines = new WeakMap<Socket, Line>();
  const lineOf = (socket: Socket): Line => {
    const known = lines.get(socket);
    if (known !== undefined) return known;
    const line: Line = { waiting: 0, giveWay: () => socket.destroy() };
    lines.set(socket, line);
    socket.once("close", () => held.release(line));
    return line;
  };
  return (request, response) => {
    // Node gives a response its socket when the one before it is done.
    if (response.socket !== null) {
      listener(request, response);
      return;
    }
    const { socket } = request;
    if (socket.destroyed) return;
    const line = lineOf(socket);
    line.waiting += 1;
    if (line.waiting > WAITING_MAX) {
      socket.destroy();
      return;
    }
    held.hold(line, REQUEST_BYTES);
    response.once("socket", () => {
      line.waiting -= 1;
      if (socket.destroyed) return;
      held.hold(line, -REQUEST_BYTES);
      listener(request, response);
    });
  };
}
