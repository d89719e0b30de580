/** A number is printed with its workload, checksum, machine, commit and command, and with the goal it has to meet. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { arch, cpus, loadavg, platform } from "node:os";
import { SMOKE } from "#breakwater/measure/figures-page.js";
import { drawGrowth } from "./growth.js";
import { clearProgress, type Goal, type Result } from "./harness.js";

export interface Surroundings {
  readonly machine: string;
  readonly node: string;
  readonly commit: string;
  readonly command: string;
  readonly date: string;
  /** The load average of the minute before. */
  readonly load: number;
  readonly smoke: boolean;
}

export function surroundings(smoke: boolean): Surroundings {
  const all = cpus();
  return {
    machine: `${all.length} × ${all[0]?.model.trim() ?? "unknown"}, ${platform()} ${arch()}`,
    node: process.version,
    commit: commit(),
    command: ["npm run bench --", ...process.argv.slice(2)].join(" "),
    date: new Date().toISOString().slice(0, 10),
    load: loadavg()[0]!,
    smoke,
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
    `${about.machine}; Node ${about.node}; commit ${about.commit}; ${about.date}; load ${about.load.toFixed(2)}\n$ ${about.command}`,
  );
  printSmoke(about);
}

/** Over and under the figures of a smoke run. */
export function printSmoke({ smoke }: Surroundings): void {
  if (smoke) console.log(`\n${SMOKE}.`);
}

const figure = (value: number) =>
  value >= 10_000 ? Math.round(value).toLocaleString("en") : value.toFixed(1);

export function print(result: Result): void {
  clearProgress();
  const width = Math.max(...result.rows.map((row) => row.name.length));
  const samples = result.rounds === 1 ? "one round" : `medians of ${result.rounds} rounds`;
  console.log(`\n${result.bench}: ${result.workload}\n  ${samples}; checksum ${result.checksum}`);
  for (const row of result.rows) {
    const spread = result.rounds > 1 ? `  (${figure(row.least)} … ${figure(row.most)})` : "";
    const ratio = row.ratio === null ? "" : `  ${row.ratio.toFixed(2)} ×`;
    console.log(
      `  ${row.name.padEnd(width)}  ${figure(row.median).padStart(11)} ${result.unit}${ratio}${spread}`,
    );
  }
  for (const note of result.notes) console.log(`  ${note}`);
}

const isMet = ({ found, limit, sense }: Goal) => (sense === "at least" ? found >= limit : found <= limit);

/** Every goal that the results speak of, at the end where it is seen. */
export function printGoals(results: readonly Result[]): void {
  const goals = results.flatMap((result) => result.goals ?? []);
  if (goals.length === 0) return;
  console.log("\ngoals");
  const width = Math.max(...goals.map((goal) => goal.what.length));
  for (const goal of goals) {
    const asked = `${goal.sense} ${goal.limit} ${goal.unit}`;
    const verdict = isMet(goal) ? "met" : "MISSED";
    console.log(
      `  ${goal.id.padEnd(4)} ${goal.what.padEnd(width)}  ${goal.found.toFixed(2).padStart(10)}  ${asked}: ${verdict}`,
    );
  }
}

export function writeJson(file: string, about: Surroundings, results: readonly Result[]): void {
  writeFileSync(file, `${JSON.stringify({ ...about, results }, null, 2)}\n`);
}

/** The results that grow with a size, drawn. */
export function writePlot(file: string, about: Surroundings, results: readonly Result[]): void {
  const title = `${about.machine}; Node ${about.node}; commit ${about.commit}; ${about.date}`;
  writeFileSync(file, drawGrowth(title, results));
}
