/** `breakwater bench`, small: what it did is looked at, never how long it took. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { duration, renderPage, rounded, SMOKE } from "#breakwater/measure/figures-page.js";
import { callsOf, type Measurement, Stopwatch } from "#breakwater/measure/measurement.js";
import { QUANTILES } from "#breakwater/statistics/quantiles.js";

const main = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "breakwater-bench-"));
afterAll(() => rmSync(folder, { recursive: true }));

const bench = (...words: string[]) =>
  spawnSync(process.execPath, [main, "bench", ...words], { encoding: "utf8" });

test("measures orders, ticks, a crash and HTTP, and tells them in a table, in JSON and on a page", () => {
  const json = join(folder, "bench.json");
  const html = join(folder, "bench.html");
  const { status, stdout, stderr } = bench("--seconds", "1", "--json", json, "--html", html);
  expect([status, stderr]).toEqual([0, ""]);
  const report = JSON.parse(readFileSync(json, "utf8")) as { measurements: Measurement[] };
  const { measurements } = report;
  expect(report).toMatchObject({
    smoke: false,
    date: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    load: [expect.any(Number), expect.any(Number)],
  });
  expect(stdout).toMatch(/^Breakwater .*; \d{4}-\d\d-\d\dT\S+Z; load \d+\.\d\d before, \d+\.\d\d after$/m);
  expect(stdout).not.toMatch(/smoke/i);
  expect(measurements.map(({ where }) => where)).toEqual([
    ...Array(5).fill("in process"),
    ...Array(3).fill("over loopback HTTP"),
  ]);
  // Throughput of batches and times of single calls are rows of their own, and each says which it is.
  expect(measurements.map(({ perCall }) => perCall)).toEqual([4_096, 1, 64, 1, 1, 1, 1, 1]);
  for (const one of measurements) {
    const { what, perCall, samples, nanos, checksum } = one;
    expect(samples).toBeGreaterThan(0);
    expect(what).not.toMatch(/one at a time/);
    if (perCall > 1) expect(nanos).toBeNull();
    expect(stdout).toContain(`${what}; ${callsOf(one)} (${checksum})`);
  }
  expect(stdout).toMatch(/; batches of 4,096, \d+ calls \(/);
  expect(stdout).toMatch(/; one a call, [\d,]+ calls \(/);
  expect(measurements.slice(0, 5).map(({ checksum }) => checksum)).toEqual([
    "9970 fills, 891cd5039a0f2831",
    "9970 fills, 891cd5039a0f2831",
    "0 liquidated",
    "0 liquidated",
    expect.stringMatching(/^[1-9]\d* liquidated, \d+ slices, sweep agrees$/),
  ]);
  for (const { what, nanos, perSecond } of measurements) {
    expect(stdout).toContain(what);
    expect(nanos !== null || perSecond !== null).toBe(true);
    if (nanos === null) continue;
    expect(nanos).toHaveLength(QUANTILES.length);
    expect([...nanos].sort((a, b) => a - b)).toEqual(nanos);
  }
  const page = readFileSync(html, "utf8");
  expect(page.match(/<polyline /g)).toHaveLength(5);
  // Nothing on the page comes from anywhere else.
  expect(page).not.toMatch(/(?:src|href)=|url\(|@import|https?:/);
});

test("a smoke run says that its figures mean nothing, in the table, in JSON and on the page", () => {
  const json = join(folder, "smoke.json");
  const html = join(folder, "smoke.html");
  const { status, stdout } = bench("--smoke", "--no-http", "--json", json, "--html", html);
  expect(status).toBe(0);
  expect(stdout.split("\n")[0]).toBe(`${SMOKE}.`);
  expect(stdout.match(/the figures mean nothing/g)).toHaveLength(2);
  expect(JSON.parse(readFileSync(json, "utf8"))).toMatchObject({ smoke: true });
  expect(readFileSync(html, "utf8")).toContain(SMOKE);
});

test.each([
  [["--seconds", "0"], /must be a whole number from 1 to 120/],
  [["--seconds"], /argument missing/],
  [["--speed", "9"], /unknown option '--speed'/],
])("%j is refused with one sentence and exit code 2", (words, sentence) => {
  const { status, stdout, stderr } = bench(...words);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(sentence);
});

test("a page escapes what it is told", () => {
  const machine = {
    cpu: "<b>&",
    cores: 1,
    node: "v",
    breakwater: "0",
    platform: "p",
    date: "<d>",
    load: [0, 1] as const,
  };
  const one: Measurement = {
    where: "in process",
    what: '"a" < b',
    perCall: 1,
    samples: 1,
    perSecond: 12,
    nanos: null,
    checksum: "&c",
  };
  const two: Measurement = { ...one, nanos: QUANTILES.map((_, i) => 10 ** i) };
  const page = renderPage(machine, [one, two], ["<script>"]);
  expect(page).not.toMatch(/<b>|<d>|<script>|"a" </);
  expect(page).toContain("&#34;a&#34; &#60; b");
});

test("a stopwatch keeps the order of times", () => {
  const watch = new Stopwatch(3);
  while (watch.hasRoom) watch.time(() => {});
  const [least, most] = [watch.quantiles[0]!, watch.quantiles.at(-1)!];
  expect(least).toBeGreaterThanOrEqual(0);
  expect(most).toBeGreaterThanOrEqual(least);
});

test("figures are told in the unit that suits them", () => {
  expect([12, 9_999, 12_345, 2_220_000].map(rounded)).toEqual(["12", "9999", "12.3 k", "2.22 M"]);
  expect([3, 451, 1_200, 24_800_000, 5e9].map(duration)).toEqual([
    "3.00 ns",
    "451 ns",
    "1.20 µs",
    "24.8 ms",
    "5.00 s",
  ]);
});
