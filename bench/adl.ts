/**
 * What deleveraging costs: one tick that bankrupts every long of a shard, of accounts of which half are long, with and without it. The
 * fund is empty, so counterparties take every lot, or `@liquidation` does. Events stay bytes: this is the core's time.
 */
import { createHash } from "node:crypto";
import type { Engine } from "#breakwater/index.js";
import { bankruptcies, FALLEN, processorTime } from "./crowd.js";
import { median, type Options, type Result, rowsOf, showProgress } from "./harness.js";

const MILLION = 1_000_000;
const roundsFor = (accounts: number, smoke: boolean): number => (smoke || accounts >= MILLION ? 1 : 3);

interface Pass {
  readonly nanos: number;
  readonly hash: string;
}

/** One tick over a fresh shard; nanoseconds of processor a bankrupt account. */
function pass(longs: number, adl: boolean): Pass {
  const rows = 2 * longs + 64;
  const tables = { accounts: rows, positions: rows + 64, cases: longs + 64, works: longs + 128, slices: 64 };
  const { engine } = bankruptcies(longs, adl, false, { ...tables, nameBytes: 8 * rows });
  const batch = engine.batch(() => {});
  batch.tick(0, 0, FALLEN * 100, 2);
  const nanos = processorTime(() => void batch.flush()) / longs;
  check(engine, longs, adl);
  return { nanos, hash: engine.stateHash() };
}

/** Nobody is left in a case, and `@liquidation` has what counterparties did not take. */
function check(engine: Engine, longs: number, adl: boolean): void {
  const [report] = engine.apply([{ type: "domainReport", domain: "main" }]);
  if (report?.type !== "domainReport") throw new Error("no report");
  const held = Number(report.liquidation["BTC"]);
  if (report.cases !== 0) throw new Error(`${report.cases} cases are open`);
  if (held !== (adl ? 0 : longs)) throw new Error(`@liquidation has ${held}`);
}

export function adl({ smoke }: Options): Result[] {
  const sizes = smoke ? [200, 400] : [10_000, 100_000, MILLION];
  const hash = createHash("sha256");
  const ways = [false, true];
  // Compilers and memory warm up.
  if (!smoke) for (const adl of ways) pass(5_000, adl);
  const figures = sizes.map((accounts) => {
    const rounds = roundsFor(accounts, smoke);
    const found = ways.map((): number[] => []);
    for (let round = 0; round < rounds; round++) {
      ways.forEach((adl, i) => {
        showProgress(round, rounds, `${accounts} accounts, ADL ${adl ? "on" : "off"}`);
        const { nanos, hash: state } = pass(accounts / 2, adl);
        found[i]!.push(nanos);
        if (round === 0) hash.update(state);
      });
    }
    return { accounts, found };
  });
  const rows = figures.flatMap(({ accounts, found }) =>
    rowsOf([{ name: `${accounts} accounts, ADL off` }, { name: `${accounts} accounts, ADL on` }], found),
  );
  const ratios = figures.map(({ accounts, found }) => {
    const [off, on] = found.map(median);
    return `${accounts} accounts: with ADL ${(on! / off!).toFixed(2)} times the time without`;
  });
  return [
    {
      bench: "adl",
      workload: "a tick that bankrupts all longs, half of the accounts",
      checksum: hash.digest("hex").slice(0, 16),
      unit: "ns of processor/bankrupt account",
      rounds: roundsFor(0, smoke),
      rows,
      notes: ratios,
    },
  ];
}
