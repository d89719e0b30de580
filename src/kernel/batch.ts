/**
 * Commands in numbers, written straight into the core's command buffer: what embedders and benchmarks use where a
 * command costs tens of nanoseconds. It leaves no garbage behind, and checks nothing that the core checks anyway.
 */
import { CancelByNumberCommand, CommandType, OrderByIdCommand, TickByIdCommand } from "../abi/layout.js";
import { BreakwaterError } from "../domain/errors.js";
import { writeInteger } from "../domain/units.js";
import type { CommandWriter } from "./command-writer.js";

/** Takes binary events: whole records, in order; the view is good only during the call. */
export type EventSink = (events: Uint8Array) => void;

/** Flags of `Batch.order`; GTC, not post-only, self-trade prevention "newest" when no bit is set. */
export const OrderFlags = {
  IOC: 1,
  FOK: 2,
  POST_ONLY: 4,
  REDUCE_ONLY: 8,
  CANCEL_OLDEST: 16,
  CANCEL_BOTH: 32,
} as const;

export const BUY = 0;
export const SELL = 1;

export class Batch {
  readonly #writer: CommandWriter;
  readonly #view: DataView;
  readonly #submit: (sink: EventSink | null) => number;
  readonly #sink: EventSink | null;

  /** Made by `Engine.batch`. */
  constructor(writer: CommandWriter, submit: (sink: EventSink | null) => number, sink: EventSink | null) {
    this.#writer = writer;
    this.#view = writer.view;
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
    const at = this.#begin(CommandType.tickById, TickByIdCommand.BYTES, time);
    const view = this.#view;
    view.setUint32(at + TickByIdCommand.market, marketId, true);
    view.setUint32(at + TickByIdCommand.source, sourceId, true);
    this.#amount(at + TickByIdCommand.price, price);
    writeInteger(view, at + TickByIdCommand.sequence, sequence);
    writeInteger(view, at + TickByIdCommand.sourceTime, sourceTime);
  }

  /**
   * An order without a client's name. `side` BUY or SELL, `price` in price units (0 = market order), `quantity` in lots,
   * `flags` a sum of OrderFlags.
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
    const at = this.#begin(CommandType.orderById, OrderByIdCommand.BYTES, time);
    const view = this.#view;
    view.setUint32(at + OrderByIdCommand.account, accountId, true);
    view.setUint32(at + OrderByIdCommand.market, marketId, true);
    this.#amount(at + OrderByIdCommand.price, price);
    this.#amount(at + OrderByIdCommand.quantity, quantity);
    // side, timeInForce, postOnly and reduceOnly are four bytes in a row, selfTrade begins the next four.
    const timeInForce = (flags & 3) << 8;
    const postOnly = (flags & OrderFlags.POST_ONLY) << 14;
    const reduceOnly = (flags & OrderFlags.REDUCE_ONLY) << 21;
    view.setUint32(at + OrderByIdCommand.side, side | timeInForce | postOnly | reduceOnly, true);
    view.setUint32(at + OrderByIdCommand.selfTrade, (flags >> 4) & 3, true);
  }

  /** Cancels the order `O<number>`. */
  cancel(number: number, time = 0): void {
    const at = this.#begin(CommandType.cancelByNumber, CancelByNumberCommand.BYTES, time);
    writeInteger(this.#view, at + CancelByNumberCommand.number, number);
  }

  /** Applies what was written; the events go to `sink`, or to the one the batch was made with. Returns how many. */
  flush(sink: EventSink | null = this.#sink): number {
    return this.#submit(sink);
  }

  #begin(type: number, bytes: number, time: number): number {
    const writer = this.#writer;
    let at = writer.length;
    if (at + bytes > writer.bytes.length) {
      this.flush();
      at = 0;
    }
    writer.length = at + bytes;
    const view = this.#view;
    view.setUint32(at, bytes, true);
    view.setUint32(at + 4, type, true);
    writeInteger(view, at + 8, time);
    return at;
  }

  #amount(at: number, value: number | bigint): void {
    if (typeof value === "bigint") this.#view.setBigInt64(at, value, true);
    else writeInteger(this.#view, at, value);
  }
}

/** Looked at before the record is begun: a price must not be cut to an integer silently. */
function checkAmount(value: number | bigint): void {
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    throw new BreakwaterError("MALFORMED", null, "notAnInteger");
  }
}
