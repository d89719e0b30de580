import { describe, expect, test } from "vitest";
import { DEMO_DOMAIN, DEMO_FUND, Demo, demoMarkets, STEPS_PER_SECOND } from "#breakwater/demo/demo.js";
import { DemoView, grouped, isConserved, lookFor } from "#breakwater/demo/demo-view.js";
import type { Command } from "#breakwater/domain/commands.js";
import type { DomainReportEvent, HashEvent } from "#breakwater/domain/events.js";
import { Engine } from "#breakwater/engine/engine.js";
import { population } from "#breakwater/population/population.js";

const STEP_MICROS = 1_000_000 / STEPS_PER_SECOND;

/** Runs the demonstration in this thread, in simulated time. */
async function run(seed: number, accounts: number, seconds: number) {
  const engine = new Engine();
  const printed: string[] = [];
  const view = new DemoView((line) => printed.push(line), lookFor({}, {}), DEMO_FUND);
  let time = 1_700_000_000_000_000;
  let misfound = 0;
  const apply = (commands: readonly Command[]) => {
    const events = engine.apply(commands.map((command) => ({ ...command, time })));
    view.take(events);
    return events;
  };
  const demo = new Demo({ submit: async (commands) => void apply(commands) }, { seed, accounts });
  await demo.populate();
  for (let i = 1; i <= seconds * STEPS_PER_SECOND; i++) {
    time += STEP_MICROS;
    await demo.step();
    apply([{ type: "clock", time }]);
    if (i % STEPS_PER_SECOND !== 0) continue;
    view.second(demo.phase);
    misfound += engine.sweep();
  }
  const [report, hash] = apply([{ type: "domainReport", domain: DEMO_DOMAIN }, { type: "hash" }]);
  view.summary(report as DomainReportEvent, (hash as HashEvent).stateHash);
  return {
    report: report as DomainReportEvent,
    hash: (hash as HashEvent).stateHash,
    printed,
    misfound,
    view,
  };
}

describe("the demonstration", () => {
  test("liquidates in its crash, finds everyone, and loses no money", async () => {
    const { report, printed, misfound } = await run(7, 1000, 40);
    const text = printed.join("\n");
    expect(text).toMatch(/^ {2}S1 +C1 +trader-\d+ +\S+-PERP +sell/m);
    expect(text).toMatch(/crash .*BTC-PERP/);
    expect(text).toMatch(/money +conserved to the last unit/);
    expect(text).not.toContain("\x1b");
    expect(misfound).toBe(0);
    expect(isConserved(report)).toBe(true);
    expect(report.accounts).toBe(1006);
    expect(Object.values(report.quantityTotal).map(Number)).toEqual([0, 0]);
  });

  test("is the same for the same seed, and another for another", async () => {
    const hashes = await Promise.all([7, 7, 8].map(async (seed) => (await run(seed, 200, 15)).hash));
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[0]).not.toBe(hashes[2]);
  });
});

describe("the population", () => {
  const traders = [...population({ seed: 1, accounts: 12_000, markets: demoMarkets })];
  const equity = traders.map(({ cash }) => Number(cash)).sort((a, b) => b - a);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const leverage = traders.map(({ cash, holdings }) => {
    return (
      sum(holdings.map(({ quantity, entryPrice }) => Math.abs(Number(quantity)) * Number(entryPrice))) /
      Number(cash)
    );
  });

  test("has heavy-tailed sizes", () => {
    const share = sum(equity.slice(0, 120)) / sum(equity);
    expect(share).toBeGreaterThan(0.4);
    expect(equity[6000]).toBeLessThan(60);
    expect(new Set(traders.map(({ account }) => account)).size).toBe(12_000);
  });

  test("is leveraged up to 100 times, the large ones less", () => {
    expect(Math.max(...leverage)).toBeLessThanOrEqual(101);
    expect(leverage.filter((times) => times > 50).length).toBeGreaterThan(1000);
    const large = traders.flatMap(({ cash }, i) => (Number(cash) > 500_000 ? [leverage[i]!] : []));
    expect(Math.max(...large)).toBeLessThan(50);
  });
});

describe("what is printed", () => {
  test("is coloured on a terminal, unless NO_COLOR says no", () => {
    expect(lookFor({ isTTY: true }, {}).red("x")).toBe("\x1b[31mx\x1b[39m");
    expect(lookFor({ isTTY: true }, { NO_COLOR: "1" }).red("x")).toBe("x");
    expect(lookFor({ isTTY: false }, {}).red("x")).toBe("x");
  });

  test.each([
    ["1234567.80", "1,234,567.80"],
    ["123", "123"],
    ["-1234.5", "-1,234.5"],
    ["1000", "1,000"],
  ])("groups %s as %s", (decimal, expected) => {
    expect(grouped(decimal)).toBe(expected);
  });

  test("sums exactly", () => {
    const report = {
      cashTotal: "10.000001",
      costTotal: "-0.000001",
      deposits: "12.000002",
      withdrawals: "2.000000",
    };
    expect(isConserved(report as DomainReportEvent)).toBe(true);
    expect(isConserved({ ...report, costTotal: "0.000000" } as DomainReportEvent)).toBe(false);
  });
});
