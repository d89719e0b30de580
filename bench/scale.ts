/** From ten thousand accounts to ten million in one shard (P4, P6, P10): what each costs in memory and time. */

import { arm, Feed, memoryOf, NAME_BYTES } from "./armed.js";
import { bandwidth } from "./bandwidth.js";
import { Bursts } from "./burst.js";
import { compete, type Goal, type Options, type Result, type Row, time } from "./harness.js";
import { MARK, Population, spread } from "./population.js";
import { SWEPT_BYTES } from "./sweep.js";
import { inRecords, quietPrices } from "./tick.js";

/** Limits that do not grow with accounts: cases and slices of the largest burst. */
const LARGEST_BURST = 100_000;

interface Measured {
  readonly accounts: number;
  readonly bytes: number;
  readonly load: number;
  readonly quiet: Row;
  readonly sweep: Row;
  readonly burst: Row;
  readonly hash: string;
}

function measure(accounts: number, options: Options): Measured {
  const population = new Population(spread(accounts));
  const size = Math.min(accounts / 100, LARGEST_BURST);
  // One is loaded before, so that what is timed has been compiled.
  let engine = arm(new Population(spread(Math.min(accounts, 10_000))));
  const load = time(accounts, () => {
    engine = arm(population, Math.min(accounts, 4 * LARGEST_BURST));
  });
  const feed = new Feed();
  const bytes = memoryOf(engine) / accounts;
  const hash = engine.stateHash();
  const prices = quietPrices(options.smoke ? 1_000 : 200_000);
  const [quiet] = compete([inRecords("", engine, feed, prices)], options.rounds);
  if (engine.sweep() !== 0) throw new Error("the sweep disagrees with the index");
  const sweeps = Math.max(1, Math.ceil(1_000_000 / accounts));
  const [sweep] = compete(
    [
      {
        name: "",
        run: () =>
          time(accounts * sweeps, () => {
            for (let i = 0; i < sweeps; i++) if (engine.sweep() !== 0) throw new Error("the sweep disagrees");
          }),
      },
    ],
    options.rounds,
  );
  const [burst] = compete(
    [new Bursts(population, engine, size, feed)],
    size < LARGEST_BURST ? options.rounds : Math.min(options.rounds, 3),
  );
  return { accounts, bytes, load, quiet: quiet!, sweep: sweep!, burst: burst!, hash };
}

/** The rows of one quantity, each beside the first. */
function rowsOf(
  found: readonly Measured[],
  pick: (one: Measured) => Pick<Row, "median" | "least" | "most">,
): Row[] {
  const first = pick(found[0]!).median;
  return found.map((one, i) => ({
    name: `${one.accounts} accounts`,
    ...pick(one),
    ratio: i === 0 ? null : pick(one).median / first,
  }));
}

const once = (value: number) => ({ median: value, least: value, most: value });
const only = ({ median, least, most }: Row) => ({ median, least, most });

export function scale(options: Options): Result[] {
  const counts = options.smoke ? [500, 2_000] : [10_000, 100_000, 1_000_000, 10_000_000];
  const found = counts.map((accounts) => measure(accounts, options));
  const hashes = found.map(({ hash }) => hash).join(" ");
  const result = (
    what: string,
    unit: string,
    rounds: number,
    rows: Row[],
    notes: string[] = [],
    goals: Goal[] = [],
  ): Result => ({
    bench: `scale, ${what}`,
    workload: `one position an account, mark ${MARK}, seed 7`,
    checksum: `states ${hashes}`,
    unit,
    rounds,
    rows,
    notes,
    // Bytes have an axis of their own, and hardly grow.
    ...(unit.startsWith("ns/") ? { sizes: counts } : {}),
    goals: options.smoke ? [] : goals,
  });
  const [triad] = compete([bandwidth("triad", SWEPT_BYTES)], options.rounds);
  const { rounds } = options;
  return [
    result(
      "memory",
      "bytes/account",
      1,
      rowsOf(found, (one) => once(one.bytes)),
      [
        `the whole of the core's memory over the accounts: rows, names of ${NAME_BYTES} bytes, index, trigger ladders, passes,`,
        `columns of the sweep, buffers, and rows for ${4 * LARGEST_BURST} open cases with a slice each, or one an account`,
      ],
      [
        {
          id: "P10",
          what: `bytes an account of ${counts.at(-1)}`,
          found: found.at(-1)!.bytes,
          limit: 192,
          sense: "at most",
          unit: "bytes",
        },
      ],
    ),
    result(
      "load",
      "ns/account",
      1,
      rowsOf(found, (one) => once(one.load)),
    ),
    result(
      "tick that triggers nobody",
      "ns/tick",
      rounds,
      rowsOf(found, (one) => only(one.quiet)),
    ),
    result(
      "sweep",
      "ns/account",
      rounds,
      rowsOf(found, (one) => only(one.sweep)),
      [`${SWEPT_BYTES} bytes at the triad's bandwidth: ${triad!.median.toFixed(3)} ns`],
    ),
    result(
      "burst",
      "ns/liquidation",
      rounds,
      rowsOf(found, (one) => only(one.burst)),
      [`of a hundredth of the accounts, at most ${LARGEST_BURST}`],
    ),
  ];
}
