/** The full sweep (P6): every account by brute force, and how near that comes to reading memory as fast as it goes. */

import { arm, Feed, Taken } from "./armed.js";
import { bandwidth } from "./bandwidth.js";
import { type Contender, compete, type Options, type Result, time } from "./harness.js";
import { Population, spread } from "./population.js";

/** Bytes of its columns that a sweep reads for an account. */
export const SWEPT_BYTES = 8;

export function sweep(options: Options): Result[] {
  const accounts = options.smoke ? 2_000 : 1_000_000;
  const population = new Population(spread(accounts));
  const engine = arm(population, accounts);
  const feed = new Feed();
  const taken = new Taken();
  const triggers = population.triggers(false);
  let reached = 0;

  /** Each pass liquidates a few more; the sweep must find exactly those that the index found. */
  const after = (name: string, liquidated: number, repeats: number): Contender => ({
    name,
    run() {
      reached += liquidated;
      const mark = [triggers[reached]!];
      const batch = engine.batch(taken.take);
      feed.write(batch, mark[0]!);
      batch.flush();
      taken.count();
      let wrong = 0;
      const nanos = time(accounts * repeats, () => {
        for (let i = 0; i < repeats; i++) wrong += engine.sweep();
      });
      let should = 0;
      for (let i = 0; i < accounts; i++) if (population.isLiquidatable(i, mark)) should += 1;
      if (wrong !== 0 || taken.opened !== should) {
        throw new Error(`opened ${taken.opened}, should be ${should}; the sweep found ${wrong} more`);
      }
      return nanos;
    },
  });
  engine.sweep();
  const rows = compete(
    [
      after("after a tick that liquidates one", 1, 1),
      after("after a tick that liquidates 100", 100, 1),
      after("ten in a row", 0, 10),
      bandwidth("as many bytes at the triad's bandwidth", SWEPT_BYTES),
    ],
    options.rounds,
  );
  return [
    {
      bench: "sweep",
      workload: `${accounts} accounts of one position, four tiers`,
      checksum: `${taken.opened} opened, state ${engine.stateHash()}`,
      unit: "ns/account",
      rounds: options.rounds,
      rows,
      notes: [],
      goals: [
        {
          id: "P6",
          what: "sweep of 1M accounts",
          found: rows[2]!.median,
          limit: 0.3,
          sense: "at most",
          unit: "ns",
        },
      ],
    },
  ];
}
