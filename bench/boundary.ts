/**
 * The worst case of a trigger index, at length: a hundred thousand accounts of five positions hover at their
 * boundary, with next to no excess, while one mark or another walks on by half a basis point, never far from where
 * it began. Ticks ring for many that are healthy; an unhealthy one is liquidated, and hovers no more.
 */
import { Xorshift32 } from "#breakwater/statistics/xorshift32.js";
import { arm, Feed, metersOf, Taken } from "./armed.js";
import { median, type Options, type Result, showProgress, time } from "./harness.js";
import { MARK, Population } from "./population.js";

const HALF_A_POINT = MARK / 20_000;
/** How far a mark walks from where it began. */
const RANGE = 8 * HALF_A_POINT;
const MARKETS = 20;
const STAGES = 8;

/** What a stage of the run has shown. */
interface Stage {
  readonly nanos: number[];
  readonly evaluations: number;
  readonly opened: number;
}

export function boundary(options: Options): Result[] {
  const accounts = options.smoke ? 1_000 : 100_000;
  const population = new Population({
    accounts,
    legs: 5,
    markets: MARKETS,
    nearestPpm: 1,
    farthestPpm: 1_000,
  });
  const engine = arm(population, accounts);
  const feed = new Feed();
  const random = new Xorshift32(5);
  const marks = new Float64Array(MARKETS).fill(MARK);
  const taken = new Taken();
  const ticks = options.smoke ? 20 : 2_500;
  const isOpen = new Uint8Array(accounts);

  /**
   * Accounts that are liquidatable at the present marks have a case. That no others have one, property tests hold.
   */
  function check(): void {
    for (const account of taken.accounts) isOpen[account] = 1;
    for (let a = 0; a < accounts; a++) {
      if (isOpen[a] === 0 && population.isLiquidatable(a, marks)) throw new Error(`account ${a} has no case`);
    }
    if (engine.sweep() !== 0) throw new Error("the sweep disagrees with the index");
  }

  function run(): Stage {
    const nanos: number[] = [];
    const before = metersOf(engine).evaluations;
    for (let i = 0; i < ticks; i++) {
      const market = random.below(MARKETS);
      const step = random.below(2) === 0 ? HALF_A_POINT : -HALF_A_POINT;
      // A mark that would leave its range takes the step the other way.
      const off = marks[market]! - MARK;
      marks[market]! += Math.abs(off + step) > RANGE ? -step : step;
      const batch = engine.batch(taken.take);
      feed.write(batch, marks[market]!, market);
      nanos.push(time(1, () => void batch.flush()));
    }
    const opened = taken.count();
    check();
    return { nanos, evaluations: metersOf(engine).evaluations - before, opened };
  }

  const stages: Stage[] = [];
  for (let i = 0; i < STAGES; i++) {
    showProgress(i, STAGES, "on the boundary");
    stages.push(run());
  }
  const all = stages.flatMap(({ nanos }) => nanos).sort((a, b) => a - b);
  const at = (part: number) => all[Math.floor(part * (all.length - 1))]!;
  const mean = ({ nanos }: Stage) => nanos.reduce((sum, one) => sum + one, 0) / nanos.length;
  return [
    {
      bench: "boundary",
      workload: `five positions over ${MARKETS} markets, excess up to 0.1 %; marks walk within 4 basis points, one of them by half of one a tick, ${STAGES * ticks} ticks, seed 5`,
      checksum: `${taken.opened} opened, Σ slices ${taken.quantity} lots, state ${engine.stateHash()}`,
      unit: "ns/tick",
      rounds: STAGES * ticks,
      rows: stages.map((stage, i) => ({
        name: `ticks ${i * ticks} to ${(i + 1) * ticks - 1}`,
        median: mean(stage),
        least: Math.min(...stage.nanos),
        most: Math.max(...stage.nanos),
        ratio: i === 0 ? null : mean(stage) / mean(stages[0]!),
      })),
      notes: [
        `rows are means; one tick: median ${median(all).toFixed(0)}, p99 ${at(0.99).toFixed(0)}, most ${at(1).toFixed(0)} ns`,
        ...stages.map(
          ({ evaluations, opened }, i) =>
            `ticks ${i * ticks} to ${(i + 1) * ticks - 1}: ${(evaluations / ticks).toFixed(1)} evaluations and ${(opened / ticks).toFixed(3)} liquidations a tick`,
        ),
      ],
    },
  ];
}
