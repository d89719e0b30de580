/**
 * Three positions an account over twenty markets, every mark walking: alarms that are false, and their price (P4b).
 */

import { Xorshift32 } from "#breakwater/statistics/xorshift32.js";
import { arm, Feed, metersOf, Taken } from "./armed.js";
import { type Contender, compete, type Options, type Result, time } from "./harness.js";
import { MARK, Population } from "./population.js";

const MARKETS = 20;
/** One basis point of MARK, in price units. */
const STEP = MARK / 10_000;

export function hovering(options: Options): Result[] {
  const accounts = options.smoke ? 2_000 : 1_000_000;
  const population = new Population({
    accounts,
    legs: 3,
    markets: MARKETS,
    nearestPpm: options.smoke ? 10 : 1_000,
    farthestPpm: options.smoke ? 1_000 : 500_000,
  });
  const engine = arm(population, options.smoke ? accounts : accounts / 4);
  const feed = new Feed();
  const random = new Xorshift32(13);
  const marks = new Float64Array(MARKETS).fill(MARK);
  const taken = new Taken();
  const ticks = options.smoke ? 400 : 40_000;
  const isOpen = new Uint8Array(accounts);
  const before = metersOf(engine);
  let passes = 0;

  /**
   * Accounts that are liquidatable at the present marks have a case. That no others have one, property tests hold.
   */
  function check(): void {
    let found = 0;
    for (let a = 0; a < accounts; a++) if (population.isLiquidatable(a, marks)) found += 1;
    let kept = 0;
    for (const account of taken.accounts) isOpen[account] = 1;
    for (let a = 0; a < accounts; a++) if (isOpen[a] && population.isLiquidatable(a, marks)) kept += 1;
    if (found !== kept) throw new Error(`${found} are liquidatable, ${kept} of them have cases`);
    if (engine.sweep() !== 0) throw new Error("the sweep disagrees with the index");
  }

  const contender: Contender = {
    name: `${accounts} accounts`,
    run() {
      passes += 1;
      const batch = engine.batch(taken.take);
      for (let i = 0; i < ticks; i++) {
        const market = i % MARKETS;
        marks[market]! += random.below(2) === 0 ? STEP : -STEP;
        feed.write(batch, marks[market]!, market);
      }
      const nanos = time(ticks, () => void batch.flush());
      taken.count();
      check();
      return nanos;
    },
  };
  const rows = compete([contender], options.rounds);
  const after = metersOf(engine);
  const total = passes * ticks;
  const nobody = after.falseAlarms - before.falseAlarms;
  const alarms = after.alarms - before.alarms;
  return [
    {
      bench: "hovering",
      workload: `three positions over ${MARKETS} markets, each tick moves one mark by 1 bp, seed 13`,
      checksum: `${taken.opened} opened, Σ slices ${taken.quantity} lots`,
      unit: "ns/tick",
      rounds: options.rounds,
      rows,
      notes: [
        `a tick: ${(alarms / total).toFixed(2)} alarms, ${(nobody / total).toFixed(2)} that found nobody, ${(taken.opened / total).toFixed(3)} liquidations`,
        `${(nobody / taken.opened).toFixed(1)} false alarms a liquidation`,
      ],
      goals: [
        {
          id: "P4b",
          what: "tick of hovering accounts",
          found: rows[0]!.median,
          limit: 3_000,
          sense: "at most",
          unit: "ns",
        },
        {
          id: "P4b",
          what: "false alarms a liquidation",
          found: nobody / taken.opened,
          limit: 10,
          sense: "at most",
          unit: "",
        },
      ],
    },
  ];
}
