/**
 * Runs contenders in turn, round after round, so that what the machine does in between strikes all alike; reports
 * medians and their ratio to the first. A number is printed with its workload, checksum, machine and command.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { arch, cpus, platform } from "node:os";

export interface Contender {
  readonly name: string;
  /** One timed pass: nanoseconds an operation. Throws when what it did is not what the workload asks for. */
  run(): number;
}

export interface Row {
  readonly name: string;
  readonly median: number;
  readonly least: number;
  readonly most: number;
  /** Median over the first row's median; null where there is nothing to compare with. */
  readonly ratio: number | null;
}

export interface Result {
  readonly bench: string;
  readonly workload: string;
  readonly checksum: string;
  readonly unit: string;
  readonly rounds: number;
  readonly rows: readonly Row[];
  readonly notes: readonly string[];
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
  for (let round = rounds > 1 ? -1 : 0; round < rounds; round++) {
    contenders.forEach((contender, i) => {
      const nanos = contender.run();
      if (round >= 0) times[i]!.push(nanos);
    });
  }
  const first = contenders.length > 1 ? median(times[0]!) : null;
  return contenders.map(({ name }, i) => {
    const own = times[i]!;
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

export interface Surroundings {
  readonly machine: string;
  readonly node: string;
  readonly commit: string;
  readonly command: string;
  readonly date: string;
}

export function surroundings(): Surroundings {
  const all = cpus();
  return {
    machine: `${all.length} × ${all[0]?.model.trim() ?? "unknown"}, ${platform()} ${arch()}`,
    node: process.version,
    commit: commit(),
    command: ["npm run bench --", ...process.argv.slice(2)].join(" "),
    date: new Date().toISOString().slice(0, 10),
  };
}

function commit(): string {
  const git = (...words: string[]) =>
    execFileSync("git", words, { stdio: ["ignore", "pipe", "ignore"] }).toString();
  try {
    const changed = git("status", "--porcelain", "--untracked-files=no") !== "";
    return git("rev-parse", "--short", "HEAD").trim() + (changed ? " and changes" : "");
  } catch {
    return "unknown";
  }
}

export function printSurroundings(about: Surroundings): void {
  console.log(
    `${about.machine}; Node ${about.node}; commit ${about.commit}; ${about.date}\n$ ${about.command}`,
  );
}

export function print(result: Result): void {
  const width = Math.max(...result.rows.map((row) => row.name.length));
  console.log(`\n${result.bench}: ${result.workload}\n  checksum ${result.checksum}`);
  for (const row of result.rows) {
    const spread = result.rounds > 1 ? `  (${row.least.toFixed(1)} … ${row.most.toFixed(1)})` : "";
    const ratio = row.ratio === null ? "" : `  ${row.ratio.toFixed(2)} ×`;
    console.log(
      `  ${row.name.padEnd(width)}  ${row.median.toFixed(1).padStart(8)} ${result.unit}${ratio}${spread}`,
    );
  }
  for (const note of result.notes) console.log(`  ${note}`);
}

export function writeJson(file: string, about: Surroundings, results: readonly Result[]): void {
  writeFileSync(file, `${JSON.stringify({ ...about, results }, null, 2)}\n`);
}
