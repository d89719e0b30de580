/** The trigger index: a tick that triggers nobody (P4, P12), and a burst that liquidates ten thousand (P5). */
import { EventHeader, EventType, SliceEvent, TickByIdCommand } from "#breakwater/abi/layout.js";
import { Batch, createWriter, type Engine } from "#breakwater/index.js";
import { Xorshift32 } from "#breakwater/lab/workload/xorshift32.js";
import { type Contender, compete, type Options, type Result, time } from "./harness.js";
import { arm, isLiquidatable, MARK, type Population, populate, triggerOfLong } from "./population.js";

/** A walk that stays within a quarter of a percent of the mark, and never stands still. */
function quietPrices(count: number): Int32Array {
  const random = new Xorshift32(11);
  const prices = new Int32Array(count);
  let price = MARK;
  for (let i = 0; i < count; i++) {
    const step = (1 + random.below(50)) * (random.below(2) === 0 ? 1 : -1);
    price += Math.abs(price + step - MARK) > MARK / 400 ? -step : step;
    prices[i] = price;
  }
  return prices;
}

/** Ticks go on where the last pass stopped: a feed's sequence must rise. */
class Feed {
  sequence = 1;

  write(batch: Batch, price: number): void {
    this.sequence += 1;
    batch.tick(0, 0, price, this.sequence);
  }
}

/** How many of each kind of event a pass produced, and what the slices amount to. */
class Counter {
  opened = 0;
  slices = 0;
  quantity = 0n;

  readonly take = (events: Uint8Array): void => {
    const view = new DataView(events.buffer, events.byteOffset, events.byteLength);
    for (let at = 0; at < events.length; at += view.getUint32(at + EventHeader.size, true)) {
      const type = view.getUint16(at + EventHeader.type, true);
      if (type === EventType.rejected) throw new Error("the engine refused a tick");
      if (type === EventType.liquidationOpened) this.opened += 1;
      if (type !== EventType.slice) continue;
      this.slices += 1;
      this.quantity += view.getBigInt64(at + SliceEvent.quantity, true);
    }
  };
}

const drop = () => {};

/** Ticks encoded beforehand, 4 096 a call. */
function inRecords(name: string, engine: Engine, feed: Feed, prices: Int32Array): Contender {
  return {
    name,
    run() {
      const pieces: Uint8Array[] = [];
      for (let from = 0; from < prices.length; from += 4_096) {
        const count = Math.min(4_096, prices.length - from);
        const writer = createWriter(count * TickByIdCommand.BYTES);
        const batch = new Batch(writer, () => 0, null);
        for (let i = from; i < from + count; i++) feed.write(batch, prices[i]!);
        pieces.push(writer.written);
      }
      return time(prices.length, () => {
        for (const piece of pieces) engine.applyRecords(piece, drop);
      });
    },
  };
}

/** Ticks through the public API, `size` a flush. */
function throughApi(name: string, engine: Engine, feed: Feed, prices: Int32Array, size: number): Contender {
  return {
    name,
    run() {
      const batch = engine.batch();
      return time(prices.length, () => {
        for (let from = 0; from < prices.length; from += size) {
          const to = Math.min(prices.length, from + size);
          for (let i = from; i < to; i++) feed.write(batch, prices[i]!);
          batch.flush();
        }
      });
    },
  };
}

function quiet(options: Options, few: number, many: Population, engine: Engine, feed: Feed): Result {
  const prices = quietPrices(options.smoke ? 5_000 : 1_000_000);
  const small = arm(populate(few));
  const count = many.lots.length;
  const before = engine.stateHash();
  const rows = compete(
    [
      inRecords(`${few} accounts`, small, new Feed(), prices),
      inRecords(`${count} accounts`, engine, feed, prices),
      throughApi(`${count} accounts, TypeScript API, 64 at a time`, engine, feed, prices, 64),
      throughApi(`${count} accounts, TypeScript API, one at a time`, engine, feed, prices, 1),
    ],
    options.rounds,
  );
  const counter = new Counter();
  const batch = engine.batch(counter.take);
  for (const price of prices.subarray(0, 1_000)) feed.write(batch, price);
  feed.write(batch, MARK);
  batch.flush();
  if (counter.opened !== 0) throw new Error(`quiet ticks liquidated ${counter.opened}`);
  if (engine.sweep() !== 0) throw new Error("the sweep disagrees with the cases");
  return {
    bench: "trigger, quiet",
    workload: `${prices.length} ticks within 0.25 %, nobody liquidated, one leg an account, seed 7`,
    checksum: `0 opened, state ${before}`,
    unit: "ns/tick",
    rounds: options.rounds,
    rows,
    notes: [],
  };
}

/** Each pass drops the mark to where another `size` longs are liquidatable. */
function bursts(options: Options, { lots, cash }: Population, engine: Engine, feed: Feed): Result {
  const size = options.smoke ? 100 : 10_000;
  const triggers: number[] = [];
  for (let i = 0; i < lots.length; i += 2) triggers.push(triggerOfLong(lots[i]!, cash[i]!));
  triggers.sort((a, b) => b - a);
  const total = new Counter();
  let burst = 0;
  const contender: Contender = {
    name: `${lots.length} accounts`,
    run() {
      burst += 1;
      const mark = triggers[burst * size - 1]!;
      const before = total.opened;
      const batch = engine.batch(total.take);
      feed.write(batch, mark);
      const nanos = time(1, () => void batch.flush());
      let should = 0;
      for (let i = 0; i < lots.length; i++) if (isLiquidatable(lots[i]!, cash[i]!, mark)) should += 1;
      if (total.opened !== should) throw new Error(`opened ${total.opened} at ${mark}, should be ${should}`);
      return nanos / (total.opened - before);
    },
  };
  const rows = compete([contender], options.rounds);
  if (total.slices !== total.opened) throw new Error(`${total.opened} cases sent ${total.slices} slices`);
  if (engine.sweep() !== 0) throw new Error("the sweep disagrees with the cases");
  return {
    bench: "trigger, burst",
    workload: `one tick that liquidates ${size}: found, evaluated, planned, first slice emitted and read`,
    checksum: `${total.opened} opened, Σ slices ${total.quantity} lots, state ${engine.stateHash()}`,
    unit: "ns/liquidation",
    rounds: options.rounds,
    rows,
    notes: [],
  };
}

/** P4 and P5. */
export function trigger(options: Options): Result[] {
  const population = populate(options.smoke ? 2_000 : 1_000_000);
  const engine = arm(population);
  const feed = new Feed();
  const calm = quiet(options, options.smoke ? 500 : 10_000, population, engine, feed);
  return [calm, bursts(options, population, engine, feed)];
}
