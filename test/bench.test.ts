/** A benchmark is a test that also prints: every bench runs once, small, and checks what it did, never how long it took. */
import { expect, test, vi } from "vitest";
import { assignAccounts, generate, sets } from "#breakwater/measure/workload/lobw.js";
import { benches } from "../bench/benches.js";
import { optionsFor } from "../bench/harness.js";
import { print, printGoals, printSmoke, printSurroundings, surroundings } from "../bench/report.js";

/** The published totals of LOBW v1. */
const published = {
  A: [508_105, 12_962_063, 213_850_640_050n, "27f5ad3c0ca8ef23"],
  B: [395_775, 10_133_504, 166_902_114_981n, "ae5029874edf2af8"],
  C: [394_393, 10_067_713, 165_598_600_612n, "ffb97759c806b716"],
  D: [401_222, 10_238_212, 168_594_104_557n, "60fab56a9e0fc25e"],
} as const;

test.each(sets.map((set) => [set.name, set] as const))(
  "workload %s fills what was published",
  (name, set) => {
    const { fills, quantity, notional, hash } = generate(set).expected;
    expect([fills, quantity, notional, hash]).toEqual(published[name]);
  },
);

test("accounts are assigned so that no order meets one of its own", () => {
  const workload = generate(sets[1], 50_000);
  const owner = assignAccounts(workload, 7);
  for (let i = 0; i < workload.pairs.length; i += 2) {
    expect(owner[workload.pairs[i]!]).not.toBe(owner[workload.pairs[i + 1]!]);
  }
  expect(new Set(owner).size).toBe(7);
});

test("figures have their date, load and rounds; those of a smoke run mean nothing, and it says so first and last", () => {
  const lines: string[] = [];
  const printed = vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
  const row = { name: "one at a time", median: 1, least: 1, most: 1, ratio: null };
  const result = { bench: "b", workload: "w", checksum: "c", unit: "ns", rounds: 7, rows: [row], notes: [] };
  for (const smoke of [false, true]) {
    printSurroundings(surroundings(smoke));
    print(result);
    printSmoke(surroundings(smoke));
  }
  printed.mockRestore();
  expect(lines[0]).toMatch(/; \d{4}-\d\d-\d\d; load \d+\.\d\d\n/);
  expect(lines[1]).toContain("medians of 7 rounds; checksum c");
  const isSmoke = lines.map((line) => line.includes("figures mean nothing"));
  // Surroundings and a result; surroundings, the line, a result with its row, and the line again.
  expect(isSmoke).toEqual([false, false, false, false, true, false, false, true]);
});

/** Some start servers by the dozen. */
const PATIENCE_MILLIS = 180_000;

test.each(Object.entries(benches))("bench %s, small", { timeout: PATIENCE_MILLIS }, async (_, bench) => {
  const printed = vi.spyOn(console, "log").mockImplementation(() => {});
  const results = await bench(optionsFor(true));
  results.forEach(print);
  printGoals(results);
  printed.mockRestore();
  for (const { rows } of results) for (const row of rows) expect(row.median).toBeGreaterThan(0);
});
