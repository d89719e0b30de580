/** `breakwater bench`: what this machine gives, in a table, and as a page with a plot. */
import { writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { Command } from "commander";
import {
  describeMachine,
  duration,
  type Machine,
  renderPage,
  rounded,
  SMOKE,
} from "../measure/figures-page.js";
import { measureOrders, measureTicks } from "../measure/in-process.js";
import { callsOf, clockNanos, type Measurement } from "../measure/measurement.js";
import { measureHttp } from "../measure/over-http.js";
import { version } from "../server/version.js";
import { quantile } from "../statistics/quantiles.js";
import { exitCodes } from "./exit-codes.js";
import { wholeNumber } from "./whole-number.js";

interface Flags {
  readonly seconds: number;
  readonly json?: string;
  readonly html?: string;
  readonly http: boolean;
  readonly smoke?: true;
}

const QUANTILES_SHOWN = [0.5, 0.9, 0.99, 0.999] as const;

const caveats = (clock: number) => [
  "Throughput of batches is no single call's: who waits for each answer has the rows of one a call. Quantiles are of single calls.",
  "In process: the engine in this thread, through the public interface. No network, codec or other thread.",
  `Times of single calls include reading the clock twice, ${Math.round(clock)} ns here, and every pause of the machine.`,
  "Over loopback HTTP: the server in this process, the load from another one on the same cores; no wire between them.",
  "At a fixed rate a time counts from when its request was due. State is kept in memory only: nothing waits for a disk.",
];

/** Shows what is being measured, on a terminal, in a line that the next output replaces; null clears it. */
function showProgress(what: string | null): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${what ?? ""}`);
}

/** Sizes that take about `seconds` on a machine of today: half for the engine, half for HTTP. A smoke run takes the least. */
async function measure({ seconds, http, smoke }: Flags): Promise<Measurement[]> {
  const share = smoke === true ? 0 : Math.min(1, seconds / 20);
  showProgress("orders");
  const measurements = measureOrders(Math.max(2_000, Math.round(1_000_000 * share)));
  showProgress("ticks and a crash");
  measurements.push(
    ...measureTicks(
      Math.max(1_000, Math.round(100_000 * share)),
      Math.max(2_000, Math.round(2_000_000 * share)),
    ),
  );
  if (http)
    measurements.push(...(await measureHttp(smoke === true ? 0 : Math.min(10, seconds / 6), showProgress)));
  showProgress(null);
  return measurements;
}

function table(measurements: readonly Measurement[]): string {
  const head = ["", "a second", ...QUANTILES_SHOWN.map((q) => `p${100 * q}`)];
  const rows = measurements.map(({ perSecond, nanos }) => [
    "",
    perSecond === null ? "" : rounded(perSecond),
    ...QUANTILES_SHOWN.map((q) => (nanos === null ? "" : duration(quantile(nanos, q)))),
  ]);
  const widths = head.map((word, i) =>
    Math.max(word.length, ...rows.map((row) => (row[i] as string).length)),
  );
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => cell.padStart(widths[i] as number)).join("  ");
  const lines: string[] = [];
  let where = "";
  for (const [i, measurement] of measurements.entries()) {
    if (measurement.where !== where) lines.push("", measurement.where, line(head));
    where = measurement.where;
    const { what, checksum } = measurement;
    lines.push(line(rows[i] as string[]), `    ${what}; ${callsOf(measurement)} (${checksum})`);
  }
  return lines.join("\n");
}

const load = () => loadavg()[0] as number;

async function run(flags: Flags): Promise<void> {
  const clock = clockNanos();
  const date = new Date().toISOString();
  const before = load();
  const measurements = await measure(flags);
  const machine: Machine = {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    node: process.version,
    breakwater: version,
    platform: `${process.platform} ${process.arch}`,
    date,
    load: [before, load()],
  };
  const smoke = flags.smoke === true;
  const notes = [...(smoke ? [`${SMOKE}.`] : []), ...caveats(clock)];
  const head = `${smoke ? `${SMOKE}.\n` : ""}Breakwater ${version} on ${describeMachine(machine)}`;
  process.stdout.write(`${head}\n${table(measurements)}\n\n${notes.join("\n")}\n`);
  if (flags.json !== undefined) {
    const report = { ...machine, smoke, clockNanos: clock, measurements, notes };
    writeFileSync(flags.json, `${JSON.stringify(report, null, 2)}\n`);
  }
  if (flags.html !== undefined) writeFileSync(flags.html, renderPage(machine, measurements, notes));
}

export function benchCommand(): Command {
  return new Command("bench")
    .description("measure latency and throughput on this machine, in process and over loopback HTTP")
    .option("--seconds <n>", "about how long it may take", wholeNumber(1, 120), 30)
    .option("--json <file>", "write the figures as JSON")
    .option("--html <file>", "write a page with a plot")
    .option("--no-http", "in process only")
    .option("--smoke", "see whether it runs, with the least sizes: the figures mean nothing")
    .addHelpText("after", exitCodes("measured"))
    .action(run);
}
