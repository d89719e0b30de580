/** The figures of a machine as one HTML page: a table, and a plot in SVG. It loads nothing from elsewhere. */
import { QUANTILES, quantile } from "../statistics/quantiles.js";
import { callsOf, type Measurement } from "./measurement.js";

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  readonly breakwater: string;
  readonly platform: string;
  /** When it was measured, as ISO 8601. */
  readonly date: string;
  /** How many processes ran or waited in the minute before, and in the last minute of it: the load averages. */
  readonly load: readonly [before: number, after: number];
}

/** A line for people. */
export function describeMachine({ cores, cpu, platform, node, date, load }: Machine): string {
  const [before, after] = load.map((one) => one.toFixed(2));
  return `${cores} × ${cpu}, ${platform}, Node ${node}; ${date}; load ${before} before, ${after} after`;
}

/** What stands over the figures of a smoke run, and under them. */
export const SMOKE = "SMOKE RUN: these sizes are for a test, and the figures mean nothing";

/** 1234567 → "1.23 M". */
export function rounded(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toPrecision(3)} M`;
  return value >= 1e4 ? `${(value / 1e3).toPrecision(3)} k` : String(Math.round(value));
}

/** Nanoseconds in the unit that suits them. */
export function duration(nanos: number): string {
  const units = ["ns", "µs", "ms", "s"];
  let value = nanos;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ${units[unit]}`;
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);

const WIDTH = 860;
const HEIGHT = 420;
const LEFT = 70;
const RIGHT = 20;
const TOP = 20;
const BOTTOM = 46;
const colours = ["#0b6e99", "#c4572b", "#4a7d3a", "#7a4fa3", "#a67c00", "#555555"];

/** How far out in the tail: 0 for the fastest, 1 at p90, 2 at p99, … the slowest of all one further than the last. */
const TAIL_MAX = 5;
const tail = (q: number) => (q === 1 ? TAIL_MAX : -Math.log10(1 - q));
const x = (q: number) => LEFT + (tail(q) / TAIL_MAX) * (WIDTH - LEFT - RIGHT);

const percentiles: readonly (readonly [number, string])[] = [
  [0, "least"],
  [0.5, "p50"],
  [0.9, "p90"],
  [0.99, "p99"],
  [0.999, "p99.9"],
  [0.9999, "p99.99"],
  [1, "most"],
];

/** Times over percentiles, both logarithmic: one line a measurement. */
function plot(measurements: readonly Measurement[]): string {
  const lines = measurements.flatMap((one, i) => (one.nanos === null ? [] : [{ nanos: one.nanos, i }]));
  const all = lines.flatMap(({ nanos }) => nanos).map((nanos) => Math.max(1, nanos));
  const low = Math.floor(Math.log10(Math.min(...all)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...all))));
  const y = (nanos: number) =>
    HEIGHT - BOTTOM - ((Math.log10(Math.max(1, nanos)) - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const parts: string[] = [];
  for (let power = low; power <= high; power++) {
    const at = y(10 ** power).toFixed(1);
    parts.push(`<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at}" y2="${at}" class="grid"/>`);
    const label = duration(10 ** power);
    parts.push(`<text x="${LEFT - 8}" y="${Number(at) + 4}" text-anchor="end">${label}</text>`);
  }
  for (const [q, label] of percentiles) {
    const at = x(q).toFixed(1);
    parts.push(`<line x1="${at}" x2="${at}" y1="${TOP}" y2="${HEIGHT - BOTTOM}" class="grid"/>`);
    parts.push(`<text x="${at}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${label}</text>`);
  }
  for (const { nanos, i } of lines) {
    const points = nanos.map((value, k) => `${x(QUANTILES[k] as number).toFixed(1)},${y(value).toFixed(1)}`);
    const colour = colours[i % colours.length];
    parts.push(`<polyline points="${points.join(" ")}" fill="none" stroke="${colour}" stroke-width="2"/>`);
  }
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Times over percentiles">${parts.join("")}</svg>`;
}

function row(one: Measurement, i: number): string {
  const { where, what, perSecond, nanos, checksum } = one;
  const shown = [0.5, 0.9, 0.99, 0.999] as const;
  const times = shown.map((q) => `<td>${nanos === null ? "" : duration(quantile(nanos, q))}</td>`);
  const mark = nanos === null ? "" : `<i style="background:${colours[i % colours.length]}"></i>`;
  const rate = perSecond === null ? "" : rounded(perSecond);
  return `<tr><th>${mark}${escaped(what)}<small>${where}; ${callsOf(one)}; ${escaped(checksum)}</small></th><td>${rate}</td>${times.join("")}</tr>`;
}

export function renderPage(
  machine: Machine,
  measurements: readonly Measurement[],
  notes: readonly string[],
): string {
  const about = describeMachine(machine);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Breakwater ${escaped(machine.breakwater)} on this machine</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; color: #1c2733; max-width: 900px; margin: 2rem auto; padding: 0 1rem }
  h1 { font-size: 1.4rem; margin: 0 }
  table { border-collapse: collapse; width: 100%; margin: 1.5rem 0 }
  th, td { padding: .45rem .5rem; border-bottom: 1px solid #dde3e8; text-align: right; white-space: nowrap; vertical-align: top }
  th:first-child { text-align: left; font-weight: normal; white-space: normal }
  thead th { font-weight: 600 }
  small { display: block; color: #667 }
  i { display: inline-block; width: .8em; height: .8em; border-radius: 2px; margin-right: .5em }
  svg { width: 100%; height: auto }
  svg text { font-size: 12px; fill: #556 }
  .grid { stroke: #e3e8ec }
  p, li { color: #445 }
</style>
<h1>Breakwater ${escaped(machine.breakwater)}</h1>
<p>${escaped(about)}</p>
${plot(measurements)}
<p>Times over percentiles; both axes are logarithmic, so the tail is as wide as the middle.</p>
<table>
<thead><tr><th></th><th>a second</th><th>p50</th><th>p90</th><th>p99</th><th>p99.9</th></tr></thead>
<tbody>
${measurements.map(row).join("\n")}
</tbody>
</table>
<ul>
${notes.map((note) => `<li>${escaped(note)}</li>`).join("\n")}
</ul>
</html>
`;
}
