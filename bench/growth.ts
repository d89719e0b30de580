/** How results grow with the size of what they were measured on, as a picture: both axes logarithmic, so that "flat" is a level line. */
import { duration } from "#breakwater/measure/figures-page.js";
import type { Result } from "./harness.js";

const WIDTH = 860;
const HEIGHT = 460;
const LEFT = 72;
const RIGHT = 210;
const TOP = 44;
const BOTTOM = 52;
const colours = ["#0b6e99", "#c4572b", "#4a7d3a", "#7a4fa3", "#a67c00", "#555555"];

const counted = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
const escaped = (text: string) => text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
/** Figures are nanoseconds; those below one stay so. */
const label = (nanos: number) => (nanos < 1 ? `${counted.format(nanos)} ns` : duration(nanos));
const power = (value: number) => Math.log10(Math.max(value, 1e-3));

/** Labels one below the other that would stand in each other's way. */
function apart(heights: readonly number[], gap: number): number[] {
  const order = heights.map((_, i) => i).sort((a, b) => heights[a]! - heights[b]!);
  const placed = [...heights];
  for (let i = 1; i < order.length; i++) {
    placed[order[i]!] = Math.max(placed[order[i]!]!, placed[order[i - 1]!]! + gap);
  }
  return placed;
}

/** One line a result that has `sizes`: its medians, with a stroke from the least to the most at each. */
export function drawGrowth(title: string, results: readonly Result[]): string {
  const lines = results.filter((result) => result.sizes !== undefined);
  const sizes = lines.flatMap((line) => line.sizes!);
  const values = lines.flatMap(({ rows }) => rows.flatMap(({ least, most }) => [least, most]));
  const [left, right] = [power(Math.min(...sizes)), power(Math.max(...sizes))];
  const [low, high] = [Math.floor(power(Math.min(...values))), Math.ceil(power(Math.max(...values)))];
  const x = (size: number) => LEFT + ((power(size) - left) / (right - left)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) =>
    HEIGHT - BOTTOM - ((power(value) - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const parts: string[] = [];
  for (let exponent = low; exponent <= high; exponent++) {
    const at = y(10 ** exponent).toFixed(1);
    parts.push(`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at}" y2="${at}"/>`);
    parts.push(
      `<text x="${LEFT - 8}" y="${Number(at) + 4}" text-anchor="end">${label(10 ** exponent)}</text>`,
    );
  }
  for (const size of new Set(sizes)) {
    const at = x(size).toFixed(1);
    parts.push(`<line class="grid" x1="${at}" x2="${at}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"/>`);
    parts.push(
      `<text x="${at}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${counted.format(size)}</text>`,
    );
  }
  const middle = ((LEFT + WIDTH - RIGHT) / 2).toFixed(1);
  parts.push(`<text x="${middle}" y="${HEIGHT - 10}" text-anchor="middle">accounts in one shard</text>`);
  const labels = apart(
    lines.map(({ rows }) => y(rows.at(-1)!.median)),
    32,
  );
  for (const [i, { bench, unit, rows, sizes: own }] of lines.entries()) {
    const colour = colours[i % colours.length];
    const points = rows.map(({ median }, k) => `${x(own![k]!).toFixed(1)},${y(median).toFixed(1)}`);
    parts.push(`<polyline points="${points.join(" ")}" fill="none" stroke="${colour}" stroke-width="2"/>`);
    for (const [k, { median, least, most }] of rows.entries()) {
      const at = x(own![k]!).toFixed(1);
      parts.push(
        `<line x1="${at}" x2="${at}" y1="${y(least).toFixed(1)}" y2="${y(most).toFixed(1)}" stroke="${colour}"/>`,
        `<circle cx="${at}" cy="${y(median).toFixed(1)}" r="3.5" fill="${colour}"/>`,
      );
    }
    const growth = rows.at(-1)!.median / rows[0]!.median;
    const name = escaped(bench.replace(/^[a-z]+, /, ""));
    parts.push(
      `<text x="${WIDTH - RIGHT + 12}" y="${labels[i]!.toFixed(1)}" style="fill:${colour}">${name}</text>`,
      `<text class="small" x="${WIDTH - RIGHT + 12}" y="${(labels[i]! + 14).toFixed(1)}">${label(rows.at(-1)!.median)}${escaped(unit.replace("ns", ""))}, ${growth.toFixed(2)} ×</text>`,
    );
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">
<title>Times over the number of accounts</title>
<style>text { font: 13px system-ui, sans-serif; fill: #334 } .small { font-size: 11px; fill: #667 } .grid { stroke: #e3e8ec }</style>
<rect width="100%" height="100%" fill="#fff"/>
<text x="${LEFT}" y="22">${escaped(title)}</text>
${parts.join("\n")}
</svg>
`;
}
