/**
 * A load generator, a process of its own, so that what it costs is not the server's:
 *
 *   node client.js TEMPLATES PORT RATE REQUESTS START
 *
 * RATE requests a second whatever the answers do (an open loop), or, with 0, each connection's next one as soon as it has
 * its answer. Plain sockets, no pipelining. A request's time counts from when it was due, so that a server that stalls is
 * not flattered by requests that were never sent. Prints one line of JSON, a `LoadReport`.
 */
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { quantilesOf } from "../../statistics/quantiles.js";
import { applyPatches, decodeTemplates, type Template } from "./template.js";

/** What a load generator found. */
export interface LoadReport {
  readonly requests: number;
  readonly seconds: number;
  /** How many answers had which HTTP status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Times of the answers in microseconds, at `QUANTILES`. */
  readonly micros: readonly number[];
}

const [file, port, rateText, countText, startText] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
];
const templates = decodeTemplates(readFileSync(file));
const rate = Number(rateText);
const count = Number(countText);

/** Head and body of an answer end here; −1 while they have not. */
function endOfAnswer(bytes: Buffer): number {
  const head = bytes.indexOf("\r\n\r\n");
  if (head < 0) return -1;
  const length = /content-length: *(\d+)/i.exec(bytes.toString("latin1", 0, head))?.[1];
  if (length === undefined) throw new Error("an answer without a length");
  const end = head + 4 + Number(length);
  return bytes.length >= end ? end : -1;
}

const micros = new Float64Array(count);
const statuses: Record<string, number> = {};
let sent = 0;
let answered = 0;
let began = 0;
const idle: Connection[] = [];

class Connection {
  readonly #socket: Socket;
  readonly #template: Template;
  readonly #view: DataView;
  #counter = Number(startText);
  #due = 0;
  #received: Buffer | null = null;

  constructor(socket: Socket, template: Template) {
    this.#socket = socket;
    this.#template = template;
    this.#view = new DataView(template.bytes.buffer, template.bytes.byteOffset, template.bytes.byteLength);
    socket.setNoDelay(true);
    socket.on("data", (bytes) => this.#receive(bytes));
    socket.on("error", fail);
    socket.on("close", () => answered < count && fail(new Error("the server closed a connection")));
  }

  /** `due`: when it should have gone out, in milliseconds. */
  send(due: number): void {
    this.#due = due;
    this.#counter = applyPatches(this.#template, this.#view, this.#counter);
    this.#socket.write(this.#template.bytes);
    sent += 1;
  }

  #receive(bytes: Buffer): void {
    const all = this.#received === null ? bytes : Buffer.concat([this.#received, bytes]);
    const end = endOfAnswer(all);
    if (end < 0) {
      this.#received = all;
      return;
    }
    if (end < all.length) throw new Error("more than one answer to a request");
    this.#received = null;
    micros[answered++] = (performance.now() - this.#due) * 1000;
    const status = all.toString("latin1", 9, 12);
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (answered === count) report();
    else if (rate > 0) idle.push(this);
    else if (sent < count) this.send(performance.now());
  }

  end(): void {
    this.#socket.destroy();
  }
}

function fail(error: Error): void {
  console.error(error.message);
  process.exit(1);
}

function report(): void {
  const seconds = (performance.now() - began) / 1000;
  const report: LoadReport = { requests: count, seconds, statuses, micros: quantilesOf(micros) };
  process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit(0));
}

/** A wait that is longer than this is slept through, in milliseconds, so that a slow load leaves the machine to the server. */
const SLEEP_MILLIS = 3;

/** Sends what is due, as long as a connection is free: a late request keeps its time. */
function sendDue(): void {
  const now = performance.now();
  let due = now;
  while (sent < count && idle.length > 0) {
    due = began + (sent * 1000) / rate;
    if (due > now) break;
    (idle.shift() as Connection).send(due);
  }
  if (sent === count) return;
  if (due - now > SLEEP_MILLIS) setTimeout(sendDue, due - now - SLEEP_MILLIS / 2);
  else setImmediate(sendDue);
}

const connections = await Promise.all(
  templates.map(
    (template) =>
      new Promise<Connection>((resolve, reject) => {
        const socket = connect(Number(port), "127.0.0.1", () => resolve(new Connection(socket, template)));
        socket.once("error", reject);
      }),
  ),
);
began = performance.now();
if (rate > 0) {
  idle.push(...connections);
  sendDue();
} else for (const connection of connections) if (sent < count) connection.send(performance.now());
