/**
 * Commands in numbers, written straight into the core's command buffer: what embedders and benchmarks use where a
 * command costs tens of nanoseconds. It leaves no garbage behind, and checks nothing that the core checks anyway.
 */
import {
  CancelByNumberCommand,
  CommandHeader,
  CommandType,
  OrderByIdCommand,
  TickByIdCommand,
} from "../abi/layout.js";
import { BreakwaterError } from "../domain/errors.js";
import type { CommandWriter } from "./command-writer.js";

/**
 * Takes binary events: whole records, in order. The view is good only during the call; after the `last` one, until the
 * engine is called again.
 */
export type EventSink = (events: Uint8Array, last: boolean) => void;

/** Flags of `Batch.order`; GTC, not post-only, self-trade prevention "newest" when no bit is set. */
export const OrderFlags = {
  IOC: 1,
  FOK: 2,
  POST_ONLY: 4,
  REDUCE_ONLY: 8,
  CANCEL_OLDEST: 16,
  CANCEL_BOTH: 32,
  DECREMENT: 48,
  TRADE_WITH_ITSELF: 64,
} as const;

export const BUY = 0;
export const SELL = 1;

const TWO_32 = 4_294_967_296;

/** Where the fields of the records stand, in words of 32 bits. */
const Tick = {
  market: TickByIdCommand.market / 4,
  source: TickByIdCommand.source / 4,
  price: TickByIdCommand.price / 4,
  sequence: TickByIdCommand.sequence / 4,
  sourceTime: TickByIdCommand.sourceTime / 4,
} as const;
const Order = {
  account: OrderByIdCommand.account / 4,
  market: OrderByIdCommand.market / 4,
  price: OrderByIdCommand.price / 4,
  quantity: OrderByIdCommand.quantity / 4,
  /** side, timeInForce, postOnly and reduceOnly are four bytes in a row; selfTrade begins the next four. */
  kind: OrderByIdCommand.side / 4,
  selfTrade: OrderByIdCommand.selfTrade / 4,
} as const;
const NUMBER = CancelByNumberCommand.number / 4;
const TIME = CommandHeader.time / 4;

export class Batch {
  readonly #writer: CommandWriter;
  /** The writer's bytes as words: half the time of a DataView. WebAssembly is little endian, and so must the host be. */
  readonly #words: Uint32Array;
  readonly #submit: (sink: EventSink | null) => number;
  readonly #sink: EventSink | null;

  /** Made by `Engine.batch`. */
  constructor(writer: CommandWriter, submit: (sink: EventSink | null) => number, sink: EventSink | null) {
    const { buffer, byteOffset, length } = writer.bytes;
    this.#writer = writer;
    this.#words = new Uint32Array(buffer, byteOffset, length / 4);
    this.#submit = submit;
    this.#sink = sink;
  }

  /**
   * A tick. Ids as `accepted` gave them, `price` in price units, times in microseconds (0 = absent). Numbers must be
   * safe integers; what lies outside the market's bounds is answered by `rejected`.
   */
  tick(
    marketId: number,
    sourceId: number,
    price: number | bigint,
    sequence: number,
    sourceTime = 0,
    time = 0,
  ): void {
    checkAmount(price);
    if (this.#writer.length + TickByIdCommand.BYTES > this.#writer.bytes.length) this.flush();
    const words = this.#words;
    const at = begin(this.#writer, words, CommandType.tickById, TickByIdCommand.BYTES, time);
    words[at + Tick.market] = marketId;
    words[at + Tick.source] = sourceId;
    put(words, at + Tick.price, price);
    put(words, at + Tick.sequence, sequence);
    put(words, at + Tick.sourceTime, sourceTime);
  }

  /**
   * An order without a client's name. `side` BUY or SELL, `price` in price units (0 = market order), `quantity` in lots,
   * `flags` a sum of OrderFlags, with one at most of what is done about a trade with itself.
   */
  order(
    accountId: number,
    marketId: number,
    side: 0 | 1,
    price: number | bigint,
    quantity: number | bigint,
    flags = 0,
    time = 0,
  ): void {
    checkAmount(price);
    checkAmount(quantity);
    if (this.#writer.length + OrderByIdCommand.BYTES > this.#writer.bytes.length) this.flush();
    const words = this.#words;
    const at = begin(this.#writer, words, CommandType.orderById, OrderByIdCommand.BYTES, time);
    words[at + Order.account] = accountId;
    words[at + Order.market] = marketId;
    put(words, at + Order.price, price);
    put(words, at + Order.quantity, quantity);
    const timeInForce = (flags & 3) << 8;
    const postOnly = (flags & OrderFlags.POST_ONLY) << 14;
    const reduceOnly = (flags & OrderFlags.REDUCE_ONLY) << 21;
    words[at + Order.kind] = side | timeInForce | postOnly | reduceOnly;
    words[at + Order.selfTrade] = (flags >> 4) & 7;
  }

  /** Cancels the order `O<number>`. */
  cancel(number: number, time = 0): void {
    if (this.#writer.length + CancelByNumberCommand.BYTES > this.#writer.bytes.length) this.flush();
    const words = this.#words;
    const at = begin(this.#writer, words, CommandType.cancelByNumber, CancelByNumberCommand.BYTES, time);
    put(words, at + NUMBER, number);
  }

  /** Applies what was written; the events go to `sink`, or to the one the batch was made with. Returns how many. */
  flush(sink: EventSink | null = this.#sink): number {
    return this.#submit(sink);
  }
}

/** Takes the room of a record and writes its header; returns its first word. Every word after it must be written. */
function begin(writer: CommandWriter, words: Uint32Array, type: number, bytes: number, time: number): number {
  const at = writer.length / 4;
  writer.length += bytes;
  words[at] = bytes;
  words[at + 1] = type;
  put(words, at + TIME, time);
  return at;
}

/** Writes a 64-bit integer, its lower word first; a number's upper word is rounded down, as two's complement wants. */
function put(words: Uint32Array, at: number, value: number | bigint): void {
  if (typeof value === "number") {
    words[at] = value;
    words[at + 1] = Math.floor(value / TWO_32);
  } else {
    words[at] = Number(BigInt.asUintN(32, value));
    words[at + 1] = Number(BigInt.asUintN(32, value >> 32n));
  }
}

/** Looked at before the record is begun: a price must not be cut to an integer silently. */
function checkAmount(value: number | bigint): void {
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    throw new BreakwaterError("MALFORMED", null, "notAnInteger");
  }
}
