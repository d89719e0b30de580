/**
 * More orders than the engine can do: connections that send them at a rate, or each as soon as it has its answer, and what
 * became of every one.
 */
import { connect, type Socket } from "node:net";
import { ORDER_ACCOUNT, ORDER_MARKET } from "./served.js";

/** Orders of a request, each of which is cancelled in it: the book stays as it is. */
const ORDERS = 100;
/** Commands of a request. */
export const COMMANDS = 2 * ORDERS;

export interface Flooded {
  readonly seconds: number;
  /** From when a request was sent until its answer was there, in milliseconds, of those that were done. */
  readonly waits: number[];
  readonly refused: number;
  /** Were due, but every connection waited for an answer. */
  readonly unsent: number;
}

interface Line {
  readonly socket: Socket;
  received: string;
  sentAt: number;
}

let named = 0;

/** One more request; every order has a name of its own. */
function request(): string {
  const commands: object[] = [];
  for (let i = 0; i < ORDERS; i++) {
    const order = `o${++named}`;
    const base = { account: ORDER_ACCOUNT, market: ORDER_MARKET, side: "buy", quantity: "1" };
    commands.push({ type: "order", ...base, price: String(9_000 + (named % 500)), order });
    commands.push({ type: "cancel", order });
  }
  const body = JSON.stringify(commands);
  return `POST /v1/commands HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

/** Whether a whole answer has come. */
function isWhole(text: string): boolean {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const length = /content-length: *(\d+)/i.exec(text.slice(0, end))?.[1];
  return length === undefined ? text.endsWith("\r\n0\r\n\r\n") : text.length >= end + 4 + Number(length);
}

export class Flood {
  readonly #lines: Line[] = [];
  readonly #idle: Line[] = [];
  readonly #waits: number[] = [];
  #refused = 0;
  #fault: Error | null = null;
  /** What a line does when it has its answer. */
  #onAnswer: (line: Line) => void = () => {};

  static async open(port: number, connections: number): Promise<Flood> {
    const flood = new Flood();
    for (let i = 0; i < connections; i++) {
      const socket = connect(port, "127.0.0.1");
      await new Promise<void>((resolve, reject) => {
        socket.once("connect", resolve);
        socket.once("error", reject);
      });
      const line: Line = { socket, received: "", sentAt: 0 };
      socket.on("error", (error) => flood.#fail(error));
      socket.on("data", (bytes) => flood.#receive(line, bytes.toString("latin1")));
      flood.#lines.push(line);
      flood.#idle.push(line);
    }
    return flood;
  }

  /** So many requests a second for so long; 0: each line's next when it has its answer. Resolves when all are answered. */
  async run(rate: number, lines: number, millis: number): Promise<Flooded> {
    this.#waits.length = 0;
    this.#refused = 0;
    let unsent = 0;
    const began = performance.now();
    const isOver = () => performance.now() - began >= millis;
    if (rate === 0) {
      this.#onAnswer = (line) => (isOver() ? this.#idle.push(line) : this.#send(line));
      for (const line of this.#idle.splice(0, lines)) this.#send(line);
      while (!isOver()) await pause(5);
    } else {
      this.#onAnswer = (line) => this.#idle.push(line);
      let due = 0;
      while (!isOver()) {
        for (; due < ((performance.now() - began) / 1_000) * rate; due++) {
          const line = this.#idle.shift();
          if (line === undefined) unsent += 1;
          else this.#send(line);
        }
        await pause(2);
      }
    }
    const seconds = (performance.now() - began) / 1_000;
    while (this.#idle.length < this.#lines.length && this.#fault === null) await pause(5);
    if (this.#fault !== null) throw this.#fault;
    return { seconds, waits: [...this.#waits], refused: this.#refused, unsent };
  }

  close(): void {
    for (const { socket } of this.#lines) socket.destroy();
  }

  #send(line: Line): void {
    line.sentAt = performance.now();
    line.socket.write(request());
  }

  #receive(line: Line, text: string): void {
    line.received += text;
    if (!isWhole(line.received)) return;
    const status = line.received.slice(9, 12);
    const answer = line.received;
    line.received = "";
    if (status === "200") {
      this.#waits.push(performance.now() - line.sentAt);
      if (answer.includes('"rejected"')) this.#fail(new Error(`an order was refused: ${answer.slice(-300)}`));
    } else if (status === "503" && /retry-after: 1/i.test(answer)) this.#refused += 1;
    else this.#fail(new Error(`a request was answered ${answer.slice(0, 300)}`));
    this.#onAnswer(line);
  }

  #fail(error: Error): void {
    this.#fault ??= error;
  }
}

const pause = (millis: number) => new Promise<void>((resolve) => setTimeout(resolve, millis));
