/**
 * Clients that do what no library lets them, each until it is told to stop: the rows of the table of abuse. Whoever is cut
 * off comes again.
 */
import { connect, type Socket } from "node:net";
import { DEEP_MARKET } from "./served.js";

export interface Abuse {
  readonly name: string;
  /** Starts it at that port; `ready` resolves when it is in full swing. */
  start(port: number): Abusers;
}

export interface Abusers {
  readonly ready: Promise<void>;
  stop(): void;
}

/** How long an abuser that was cut off waits before it comes again, in milliseconds. */
const AGAIN_MILLIS = 100;
/** What is taken as full swing when nothing tells, in milliseconds. */
const SWING_MILLIS = 500;

const pause = (millis: number) => new Promise<void>((resolve) => setTimeout(resolve, millis));

/** `count` clients; each of them does `act` with a fresh connection, again when that has been closed. */
function crowd(port: number, count: number, act: (socket: Socket) => void, ready: Promise<void>): Abusers {
  const sockets = new Set<Socket>();
  let stopped = false;
  const come = () => {
    if (stopped) return;
    const socket = connect(port, "127.0.0.1");
    sockets.add(socket);
    socket.on("connect", () => act(socket));
    socket.on("error", () => {});
    socket.on("close", () => {
      sockets.delete(socket);
      setTimeout(come, AGAIN_MILLIS);
    });
  };
  for (let i = 0; i < count; i++) come();
  return {
    ready,
    stop() {
      stopped = true;
      for (const socket of sockets) socket.destroy();
    },
  };
}

const head = (method: string, path: string, ...headers: string[]) =>
  `${[`${method} ${path} HTTP/1.1`, "host: localhost", ...headers].join("\r\n")}\r\n\r\n`;
const JSON_BODY = "content-type: application/json";

/** Bodies of `bytes`, all but the last byte of each. */
export function heldBodies(count: number, bytes: number): Abuse {
  const body = Buffer.alloc(bytes - 1, "x");
  const begin = head("POST", "/v1/ticks", JSON_BODY, `content-length: ${bytes}`);
  return {
    name: `${count} bodies of ${(bytes / 2 ** 20).toFixed(1)} MiB held back at the last byte`,
    start: (port) => {
      let sent = 0;
      let go = () => {};
      // Few of them get as far as the last byte but one; those that are refused have come that far, too.
      const ready = new Promise<void>((resolve) => {
        go = resolve;
      });
      const one = (socket: Socket) => {
        socket.resume();
        socket.write(begin);
        socket.write(body, () => {
          sent += 1;
          if (sent === Math.ceil(count / 10)) go();
        });
      };
      return crowd(port, count, one, Promise.race([ready, pause(10 * SWING_MILLIS)]));
    },
  };
}

/** Posts whose answers of a megabyte are never read. */
export function unreadPosters(count: number, posts = 12): Abuse {
  const depths = JSON.stringify(Array(20).fill({ type: "depth", market: DEEP_MARKET, levels: 1_000 }));
  const request = head("POST", "/v1/commands", JSON_BODY, `content-length: ${depths.length}`) + depths;
  return {
    name: `${count} posters that never read`,
    start: (port) =>
      crowd(
        port,
        count,
        (socket) => {
          socket.pause();
          socket.write(request.repeat(posts));
        },
        pause(2 * SWING_MILLIS),
      ),
  };
}

/** Requests that are sent ahead, and never read. */
export function pipelined(count: number, requests = 200): Abuse {
  const get = head("GET", `/v1/markets/${DEEP_MARKET}/book?levels=1000`).repeat(requests);
  return {
    name: `${count} connections of ${requests} pipelined GETs, never read`,
    start: (port) =>
      crowd(
        port,
        count,
        (socket) => {
          socket.pause();
          socket.write(get);
        },
        pause(2 * SWING_MILLIS),
      ),
  };
}

/** Streams of all that is in the log, read as fast as they come. */
export function streams(count: number): Abuse {
  return {
    name: `${count} streams from the log's start`,
    start: (port) =>
      crowd(
        port,
        count,
        (socket) => {
          socket.resume();
          socket.write(head("GET", "/v1/events?from=1"));
        },
        pause(SWING_MILLIS),
      ),
  };
}

/** Bodies in chunks that never end. */
export function endlessBodies(count: number): Abuse {
  const begin = head("POST", "/v1/ticks", JSON_BODY, "transfer-encoding: chunked");
  const chunk = Buffer.from(`10000\r\n${"x".repeat(65_536)}\r\n`);
  return {
    name: `${count} endless chunked bodies`,
    start: (port) =>
      crowd(
        port,
        count,
        (socket) => {
          socket.resume();
          socket.write(begin);
          const more = () => {
            if (!socket.destroyed) socket.write(chunk, () => setImmediate(more));
          };
          more();
        },
        pause(SWING_MILLIS),
      ),
  };
}

/** Connections that are closed as soon as they are there. */
export function connectStorm(perSecond: number): Abuse {
  return {
    name: `${perSecond} connections a second, closed at once`,
    start: (port) => {
      const every = 10;
      const storm = setInterval(() => {
        for (let i = 0; i < (perSecond * every) / 1_000; i++) {
          const socket = connect(port, "127.0.0.1", () => socket.destroy());
          socket.on("error", () => {});
        }
      }, every);
      return { ready: pause(SWING_MILLIS), stop: () => clearInterval(storm) };
    },
  };
}

/** The table at its sizes, or small ones. */
export const table = (smoke: boolean): Abuse[] =>
  smoke
    ? [
        heldBodies(20, 4_194_304),
        unreadPosters(10),
        pipelined(10),
        streams(8),
        endlessBodies(2),
        connectStorm(100),
      ]
    : [
        heldBodies(500, 4_194_304),
        unreadPosters(200),
        pipelined(100),
        streams(64),
        endlessBodies(16),
        connectStorm(500),
      ];
