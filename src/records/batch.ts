/**
 * Commands in numbers, written straight into the core's command buffer: what embedders and benchmarks use where a
 * command costs tens of nanoseconds. It leaves no garbage behind. That an argument is a number of its kind is looked at here
 * (`batch-arguments.ts`); all else the core judges.
 */
import {
  CancelByNumberCommand,
  CommandHeader,
  CommandType,
  OrderByIdCommand,
  TickByIdCommand,
} from "../abi/layout.js";
import { BreakwaterError } from "../domain/errors.js";
import { checkWords, putId, putUnits, putWhole } from "./batch-arguments.js";
import type { CommandWriter } from "./command-writer.js";

/**
 * Takes binary events: whole records, in order. The view is good only during the call; after the `last` one, until the
 * engine is called again, which a sink may not do: FORBIDDEN. What it throws disturbs nothing: everything is applied, the
 * sink is given all events, and then the call throws what it threw first.
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
  DECREMENT: 64,
  TRADE_WITH_ITSELF: 128,
} as const;

export const BUY = 0;
export const SELL = 1;

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
  readonly #submit: (sink: EventSink | null) => void;
  readonly #sink: EventSink | null;
  /** Commands written since the last `flush`. */
  #written = 0;

  /** Made by `Engine.batch`. */
  constructor(writer: CommandWriter, submit: (sink: EventSink | null) => void, sink: EventSink | null) {
    const { buffer, byteOffset, length } = writer.bytes;
    this.#writer = writer;
    this.#words = new Uint32Array(buffer, byteOffset, length / 4);
    this.#submit = submit;
    this.#sink = sink;
  }

  /**
   * A tick. Ids as `accepted` gave them, `price` in price units, times in microseconds (0 = absent). Each is a safe integer from
   * 0 on, an id below 2^32, a price as a bigint below 2^63: MALFORMED or OUT_OF_RANGE is thrown for anything else. What this
   * market does not take is answered by `rejected`. As with `order` and `cancel`, nothing is written when anything is thrown.
   */
  tick(
    marketId: number,
    sourceId: number,
    price: number | bigint,
    sequence: number,
    sourceTime = 0,
    time = 0,
  ): void {
    if (this.#writer.length + TickByIdCommand.BYTES > this.#writer.bytes.length) this.makeRoom();
    const words = this.#words;
    const at = this.#writer.length / 4;
    putId(words, at + Tick.market, marketId, "marketId");
    putId(words, at + Tick.source, sourceId, "sourceId");
    putUnits(words, at + Tick.price, price, "price");
    putWhole(words, at + Tick.sequence, sequence, "sequence");
    putWhole(words, at + Tick.sourceTime, sourceTime, "sourceTime");
    putWhole(words, at + TIME, time, "time");
    this.#take(at, CommandType.tickById, TickByIdCommand.BYTES);
  }

  /**
   * An order without a client's name. `side` BUY or SELL, `price` in price units (0 = market order), `quantity` in lots,
   * `flags` a sum of OrderFlags that do not contradict each other: one at most of what is done about a trade with itself. Throws as
   * `tick` does.
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
    checkWords(side, flags);
    if (this.#writer.length + OrderByIdCommand.BYTES > this.#writer.bytes.length) this.makeRoom();
    const words = this.#words;
    const at = this.#writer.length / 4;
    putId(words, at + Order.account, accountId, "accountId");
    putId(words, at + Order.market, marketId, "marketId");
    putUnits(words, at + Order.price, price, "price");
    putUnits(words, at + Order.quantity, quantity, "quantity");
    putWhole(words, at + TIME, time, "time");
    const timeInForce = (flags & 3) << 8;
    const postOnly = (flags & OrderFlags.POST_ONLY) << 14;
    const reduceOnly = (flags & OrderFlags.REDUCE_ONLY) << 21;
    words[at + Order.kind] = side | timeInForce | postOnly | reduceOnly;
    words[at + Order.selfTrade] = 32 - Math.clz32(flags >> 4);
    this.#take(at, CommandType.orderById, OrderByIdCommand.BYTES);
  }

  /** Cancels the order `O<number>`. Throws as `tick` does. */
  cancel(number: number, time = 0): void {
    if (this.#writer.length + CancelByNumberCommand.BYTES > this.#writer.bytes.length) this.makeRoom();
    const words = this.#words;
    const at = this.#writer.length / 4;
    putWhole(words, at + NUMBER, number, "number");
    putWhole(words, at + TIME, time, "time");
    this.#take(at, CommandType.cancelByNumber, CancelByNumberCommand.BYTES);
  }

  /**
   * Applies what was written; the events go to `sink`, or to the one the batch was made with. Returns how many commands were
   * written since it last did, those among them that have been applied before because the buffer was full, or because the
   * engine was called otherwise.
   */
  flush(sink: EventSink | null = this.#sink): number {
    checkSink(sink);
    this.#submit(sink);
    const written = this.#written;
    this.#written = 0;
    return written;
  }

  /** Applies what was written, since there is no room for more; the next `flush` counts it. */
  protected makeRoom(): void {
    this.#submit(this.#sink);
  }

  /** Writes the header of the record whose fields stand behind it, and takes its room: before this nothing has been written. */
  #take(at: number, type: number, bytes: number): void {
    this.#words[at] = bytes;
    this.#words[at + 1] = type;
    this.#writer.length += bytes;
    this.#written += 1;
  }

  /** One command more, which a subclass has written itself. */
  protected wrote(): void {
    this.#written += 1;
  }
}

/** Throws MALFORMED for what is neither a function nor null. */
export function checkSink(sink: unknown): void {
  if (sink !== null && typeof sink !== "function") throw new BreakwaterError("MALFORMED", "sink");
}
