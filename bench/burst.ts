/** One tick that liquidates a hundred thousand accounts at once (P5), and what a trigger index might fear most. */
import type { Engine } from "#breakwater/index.js";
import { arm, Feed, metersOf, Taken } from "./armed.js";
import { type Contender, compete, type Options, type Result, time } from "./harness.js";
import { MARK, Population, spread } from "./population.js";
import { inRecords } from "./tick.js";

/** The mark falls to where another `size` longs are liquidatable, then rises to where another `size` shorts are, and so on. */
export class Bursts implements Contender {
  readonly name: string;
  readonly taken = new Taken();
  private readonly population: Population;
  private readonly engine: Engine;
  private readonly feed: Feed;
  private readonly size: number;
  private readonly triggers: readonly [Int32Array, Int32Array];
  private burst = 0;
  private readonly least = [MARK];
  private readonly greatest = [MARK];

  constructor(population: Population, engine: Engine, size: number, feed = new Feed()) {
    this.name = `${population.shape.accounts} accounts`;
    this.population = population;
    this.engine = engine;
    this.size = size;
    this.feed = feed;
    this.triggers = [population.triggers(false), population.triggers(true)];
  }

  run(): number {
    const short = this.burst % 2;
    const rank = (this.burst - short) / 2 + 1;
    this.burst += 1;
    const mark = this.triggers[short]![rank * this.size - 1]!;
    if (short) this.greatest[0] = mark;
    else this.least[0] = mark;
    const before = this.taken.opened;
    const batch = this.engine.batch(this.taken.take);
    this.feed.write(batch, mark);
    const nanos = time(1, () => void batch.flush());
    this.taken.count();
    this.check();
    return nanos / (this.taken.opened - before);
  }

  /** Accounts that were liquidatable at the least or at the greatest mark have a case, and no others. */
  private check(): void {
    let should = 0;
    for (let i = 0; i < this.population.cash.length; i++) {
      if (this.population.isLiquidatable(i, this.least) || this.population.isLiquidatable(i, this.greatest)) {
        should += 1;
      }
    }
    if (this.taken.opened !== should) throw new Error(`opened ${this.taken.opened}, should be ${should}`);
    if (this.engine.sweep() !== 0) throw new Error("the sweep disagrees with the index");
  }
}

function bursts(options: Options): Result {
  const accounts = options.smoke ? 2_000 : 1_000_000;
  const population = new Population(spread(accounts));
  const engine = arm(population, accounts);
  const contender = new Bursts(population, engine, accounts / 10);
  const rows = compete([contender], options.rounds);
  const { taken } = contender;
  if (taken.slices !== taken.opened) throw new Error(`${taken.opened} cases sent ${taken.slices} slices`);
  return {
    bench: "burst",
    workload: `one tick that liquidates ${accounts / 10}: found, evaluated, planned, first slice emitted`,
    checksum: `${taken.opened} opened, Σ slices ${taken.quantity} lots, state ${engine.stateHash()}`,
    unit: "ns/liquidation",
    rounds: options.rounds,
    rows,
    notes: [],
    goals: [
      {
        id: "P5",
        what: `liquidation in a burst of ${accounts / 10}`,
        found: rows[0]!.median,
        limit: 400,
        sense: "at most",
        unit: "ns",
      },
    ],
  };
}

/** Every trigger in one bucket: ticks above it, ticks that reach the next one of them, and one that reaches all the rest. */
function oneBucket(options: Options): Result[] {
  const accounts = options.smoke ? 2_000 : 1_000_000;
  const population = new Population({
    accounts,
    legs: 1,
    markets: 1,
    nearestPpm: 20_000,
    farthestPpm: 20_020,
    alike: true,
  });
  const engine = arm(population, accounts);
  const feed = new Feed();
  const taken = new Taken();
  const triggers = population.triggers(false);
  const near = new Int32Array(options.smoke ? 1_000 : 100_000);
  for (let i = 0; i < near.length; i++) near[i] = triggers[0]! + 1 + (i % 2);
  const calm = compete([inRecords("just above them all", engine, feed, near)], options.rounds);
  if (metersOf(engine).alarms !== 0) throw new Error("a tick above every trigger rang an alarm");
  const fall = (name: string, mark: number): Contender => ({
    name,
    run() {
      const batch = engine.batch(taken.take);
      feed.write(batch, mark);
      const nanos = time(1, () => void batch.flush());
      let should = 0;
      for (let i = 0; i < accounts; i++) if (population.isLiquidatable(i, [mark])) should += 1;
      const opened = taken.count();
      if (taken.opened !== should) throw new Error(`opened ${taken.opened}, should be ${should}`);
      return nanos / opened;
    },
  });
  const rows = compete(
    [
      fall("the first that rings", triggers[0]!),
      fall("the next", triggers.find((trigger) => trigger < triggers[0]!)!),
      fall("all the rest", triggers.at(-1)!),
    ],
    1,
  );
  return [
    {
      bench: "burst, one bucket, quiet",
      workload: `${accounts} triggers within ${triggers[0]! - triggers.at(-1)! + 1} price units of one bucket`,
      checksum: `0 alarms`,
      unit: "ns/tick",
      rounds: options.rounds,
      rows: calm,
      notes: [],
    },
    {
      bench: "burst, one bucket",
      workload: `the same; one pass`,
      checksum: `${taken.opened} opened, Σ slices ${taken.quantity} lots, state ${engine.stateHash()}`,
      unit: "ns/liquidation",
      rounds: 1,
      rows,
      notes: [],
    },
  ];
}

export const burst = (options: Options): Result[] => [bursts(options), ...oneBucket(options)];
