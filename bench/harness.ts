/**
 * Runs contenders in turn, round after round, so that what the machine does in between strikes all alike; reports
 * medians and their ratio to the first. `report.ts` prints what comes of it.
 */

export interface Contender {
  readonly name: string;
  /** One timed pass: nanoseconds an operation. Throws when what it did is not what the workload asks for. */
  run(): number;
}

/** A contender that has other threads or processes to wait for. */
export interface AsyncContender {
  readonly name: string;
  run(): Promise<number>;
}

export interface Row {
  readonly name: string;
  readonly median: number;
  readonly least: number;
  readonly most: number;
  /** Median over the first row's median; null where there is nothing to compare with. */
  readonly ratio: number | null;
}

/** What PERFORMANCE.md asks of a figure, and what was found. Printed, never asserted. */
export interface Goal {
  /** "P7". */
  readonly id: string;
  readonly what: string;
  readonly found: number;
  readonly limit: number;
  readonly sense: "at least" | "at most";
  readonly unit: string;
}

export interface Result {
  readonly bench: string;
  readonly workload: string;
  readonly checksum: string;
  readonly unit: string;
  readonly rounds: number;
  readonly rows: readonly Row[];
  readonly notes: readonly string[];
  /** Where rows differ by the size of what they were measured on: the size of each. `--plot` draws such results. */
  readonly sizes?: readonly number[];
  readonly goals?: readonly Goal[];
}

export interface Options {
  /** Small enough for a test: the checksums are looked at, the times are not. */
  readonly smoke: boolean;
  readonly rounds: number;
}

export const optionsFor = (smoke: boolean): Options => ({ smoke, rounds: smoke ? 1 : 7 });

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A first round, which is thrown away, warms up compilers and memory; a smoke run has only one round. */
export function compete(contenders: readonly Contender[], rounds: number): Row[] {
  const times = contenders.map((): number[] => []);
  for (const { round, i, name } of turns(contenders, rounds)) {
    showProgress(round, rounds, name);
    const value = contenders[i]!.run();
    if (round >= 0) times[i]!.push(value);
  }
  return rowsOf(contenders, times);
}

/** The same for contenders that are waited for; one runs at a time. */
export async function competeAsync(contenders: readonly AsyncContender[], rounds: number): Promise<Row[]> {
  const times = contenders.map((): number[] => []);
  for (const { round, i, name } of turns(contenders, rounds)) {
    showProgress(round, rounds, name);
    const value = await contenders[i]!.run();
    if (round >= 0) times[i]!.push(value);
  }
  return rowsOf(contenders, times);
}

/** Every contender in every round; round −1 is the warm-up. */
export function* turns(
  contenders: readonly { readonly name: string }[],
  rounds: number,
): Generator<{ round: number; i: number; name: string }> {
  for (let round = rounds > 1 ? -1 : 0; round < rounds; round++) {
    for (const [i, { name }] of contenders.entries()) yield { round, i, name };
  }
}

/** Rows in the order of their names; each is compared with the first. */
export function rowsOf(
  contenders: readonly { readonly name: string }[],
  values: readonly (readonly number[])[],
): Row[] {
  const first = contenders.length > 1 ? median(values[0]!) : null;
  return contenders.map(({ name }, i) => {
    const own = values[i]!;
    const middle = median(own);
    const ratio = i === 0 || first === null ? null : middle / first;
    return { name, median: middle, least: Math.min(...own), most: Math.max(...own), ratio };
  });
}

/** Nanoseconds an operation of `operations` that `run` does. */
export function time(operations: number, run: () => void): number {
  const started = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - started) / operations;
}

/** One line that says where we are, on a terminal; it is gone when something is printed. */
export function showProgress(round: number, rounds: number, name: string): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`\r\x1b[K${round < 0 ? "warm-up" : `round ${round + 1} of ${rounds}`}: ${name}`);
}

export function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
}
