/** A tick that reaches no trigger, for any number of accounts (P4, P12); ticks that liquidate 1, 100, 10 000. */
import { TickByIdCommand } from "#breakwater/abi/layout.js";
import { Batch, createWriter, type Engine } from "#breakwater/index.js";
import { Xorshift32 } from "#breakwater/statistics/xorshift32.js";
import { arm, Feed, metersOf, Taken } from "./armed.js";
import { type Contender, compete, type Goal, type Options, type Result, type Row, time } from "./harness.js";
import { MARK, Population, spread } from "./population.js";

/** A walk that stays within a quarter of a percent of the mark, and never stands still. */
export function quietPrices(count: number, around = MARK): Int32Array {
  const random = new Xorshift32(11);
  const prices = new Int32Array(count);
  let price = around;
  for (let i = 0; i < count; i++) {
    const step = (1 + random.below(50)) * (random.below(2) === 0 ? 1 : -1);
    price += Math.abs(price + step - around) > around / 400 ? -step : step;
    prices[i] = price;
  }
  return prices;
}

const drop = () => {};
/** Ticks a call: what a shard's worker finds in its ring when it is busy. */
const TICKS_A_CALL = 4_096;

/** Ticks encoded beforehand. */
export function inRecords(name: string, engine: Engine, feed: Feed, prices: Int32Array): Contender {
  return {
    name,
    run() {
      const pieces: Uint8Array[] = [];
      for (let from = 0; from < prices.length; from += TICKS_A_CALL) {
        const count = Math.min(TICKS_A_CALL, prices.length - from);
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

/** No account is looked at: not one alarm. */
function quiet(options: Options): Result {
  const prices = quietPrices(options.smoke ? 5_000 : 1_000_000);
  const populations = (options.smoke ? [500, 2_000] : [10_000, 100_000, 1_000_000]).flatMap((accounts) =>
    [1, 5].map((legs) => new Population(spread(accounts, legs))),
  );
  const armed = populations.map((population) => ({
    population,
    engine: arm(population),
    feed: new Feed(),
  }));
  const contenders = armed.map(({ population: { shape }, engine, feed }) =>
    inRecords(`${shape.accounts} accounts, ${shape.legs} positions each`, engine, feed, prices),
  );
  const { population, engine, feed } = armed.at(-2)!;
  const name = `${population.shape.accounts} accounts, TypeScript API`;
  contenders.push(throughApi(`${name}, 64 at a time`, engine, feed, prices, 64));
  contenders.push(throughApi(`${name}, one at a time`, engine, feed, prices, 1));
  const hashes = armed.map((one) => one.engine.stateHash());
  const rows = compete(contenders, options.rounds);
  for (const one of armed) {
    if (metersOf(one.engine).alarms !== 0) throw new Error("a quiet tick rang an alarm");
    if (one.engine.sweep() !== 0) throw new Error("the sweep disagrees with the index");
  }
  return {
    bench: "tick, quiet",
    workload: `${prices.length} ticks of one market within 0.25 %, nobody's trigger reached, seed 7`,
    checksum: `0 alarms, states before ${hashes.join(" ")}`,
    unit: "ns/tick",
    rounds: options.rounds,
    rows,
    notes: [],
    goals: options.smoke ? [] : goalsOf(rows),
  };
}

function goalsOf(rows: readonly Row[]): Goal[] {
  const goal = (id: string, what: string, found: number, limit: number, unit: string): Goal => ({
    id,
    what,
    found,
    limit,
    sense: "at most",
    unit,
  });
  const records = rows.at(-4)!.median;
  return [
    goal("P4", "tick that triggers nobody, 1M accounts", records, 25, "ns"),
    goal("P4", "the same, beside 10k accounts", records / rows[0]!.median, 1.1, "×"),
    goal("P12", "tick from TypeScript, 64 at a time", rows.at(-2)!.median, 60, "ns"),
    goal("P12", "tick from TypeScript, one at a time", rows.at(-1)!.median, 300, "ns"),
  ];
}

/** Each tick falls to where another `size` longs are liquidatable. */
function triggering(options: Options): Result {
  const accounts = options.smoke ? 2_000 : 1_000_000;
  const population = new Population(spread(accounts));
  const sizes = options.smoke ? [1, 100] : [1, 100, 10_000];
  const passes = options.rounds + 1;
  const perPass = options.smoke ? 200 : 20_000;
  const engine = arm(population, accounts / 2);
  const feed = new Feed();
  const triggers = population.triggers(false);
  const taken = new Taken();
  let reached = 0;
  const contenders = sizes.map(
    (size): Contender => ({
      name: `${size} liquidated a tick`,
      run() {
        const ticks = Math.min(perPass / size, options.smoke ? 20 : 2_000);
        const batch = engine.batch(taken.take);
        for (let i = 0; i < ticks; i++) {
          reached += size;
          feed.write(batch, triggers[reached - 1]!);
        }
        const nanos = time(ticks, () => void batch.flush());
        taken.count();
        const mark = [triggers[reached - 1]!];
        let should = 0;
        for (let i = 0; i < accounts; i++) if (population.isLiquidatable(i, mark)) should += 1;
        if (taken.opened !== should) throw new Error(`opened ${taken.opened}, should be ${should}`);
        return nanos;
      },
    }),
  );
  const rows = compete(contenders, options.rounds);
  if (taken.slices !== taken.opened) throw new Error(`${taken.opened} cases sent ${taken.slices} slices`);
  if (engine.sweep() !== 0) throw new Error("the sweep disagrees with the index");
  return {
    bench: "tick, triggering",
    workload: `${accounts} accounts of one position, ${passes} falls of the mark a size; cases opened, planned, first slices out`,
    checksum: `${taken.opened} opened, Σ slices ${taken.quantity} lots, state ${engine.stateHash()}`,
    unit: "ns/tick",
    rounds: options.rounds,
    rows,
    notes: rows.map((row, i) => `${row.name}: ${(row.median / sizes[i]!).toFixed(0)} ns a liquidation`),
  };
}

export const tick = (options: Options): Result[] => [quiet(options), triggering(options)];
