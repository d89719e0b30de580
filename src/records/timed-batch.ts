/** Commands in numbers for an engine with a clock: a kind of its own, so that those without one pay nothing for it. */
import { CommandType, RefusedCommand } from "../abi/layout.js";
import { Batch, type EventSink } from "./batch.js";
import { checkCancel, checkOrder, checkTick } from "./batch-arguments.js";
import type { CommandWriter } from "./command-writer.js";
import { futureOf } from "./future.js";

export class TimedBatch extends Batch {
  readonly #stamped: CommandWriter;
  readonly #mark: () => void;

  /** Made by `Engine.batch`; `mark` reads the engine's clock into the writer. */
  constructor(
    writer: CommandWriter,
    submit: (sink: EventSink | null) => void,
    sink: EventSink | null,
    mark: () => void,
  ) {
    super(writer, submit, sink);
    this.#stamped = writer;
    this.#mark = mark;
  }

  override tick(
    marketId: number,
    sourceId: number,
    price: number | bigint,
    sequence: number,
    sourceTime = 0,
    time = 0,
  ): void {
    checkTick(marketId, sourceId, price, sequence, sourceTime, time);
    const at = this.#timed(CommandType.tick, time, sourceTime);
    if (at >= 0) super.tick(marketId, sourceId, price, sequence, sourceTime, at);
  }

  override order(
    accountId: number,
    marketId: number,
    side: 0 | 1,
    price: number | bigint,
    quantity: number | bigint,
    flags = 0,
    time = 0,
  ): void {
    checkOrder(accountId, marketId, side, price, quantity, flags, time);
    const at = this.#timed(CommandType.orderById, time, 0);
    if (at >= 0) super.order(accountId, marketId, side, price, quantity, flags, at);
  }

  override cancel(number: number, time = 0): void {
    checkCancel(number, time);
    const at = this.#timed(CommandType.cancelByNumber, time, 0);
    if (at >= 0) super.cancel(number, at);
  }

  /** A command's time by the clock; −1 when the refusal of its time, or of its source time, has been written instead. */
  #timed(command: number, time: number, sourceTime: number): number {
    const writer = this.#stamped;
    this.#mark();
    const isTime = time > writer.latest;
    if (!isTime && !(sourceTime > writer.latest)) return time === 0 ? writer.stamp : time;
    if (!writer.hasRoom(RefusedCommand.BYTES)) this.makeRoom();
    writer.refused(command, futureOf(isTime ? "time" : "sourceTime"));
    this.wrote();
    return -1;
  }
}
