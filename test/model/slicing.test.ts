/** The cuts of a slice, its algorithms and ladders (rules: slicing 5, 17), VECTORS S5, X2. Numbers by hand. */
import { describe, expect, test } from "vitest";
import { keptShare } from "./adaptive.js";
import { commitmentOf } from "./jitter.js";
import type { Command, Event } from "./model.js";
import { Setting } from "./setting.js";

const SECOND = 1_000_000;

/** Whole lots at 100, closed in full and never cured: `remaining` is all that `a` has, E is 1 below MM. */
function selling(lots: number, policy: Command, spec: Command = {}, domain: Command = {}): Setting {
  const setting = new Setting({ takeover: false, targetPpm: 10_000_000, ...domain });
  setting.market("M", {
    lotSize: "1",
    policy: { fullCloseNotional: "1000000", slippagePpm: 100_000, ...policy },
    ...spec,
  });
  setting.mark("M", "100", SECOND);
  setting.account("maker", "1000000");
  setting.account("a", String(lots * 10 - 1));
  return setting;
}

const quantities = (setting: Setting) => setting.all("slice").map(({ quantity }) => quantity);
const only = (events: Event[], type: string) => events.filter((event) => event.type === type);

describe("cascade", () => {
  /** `a` sells 20 into 10 lots each at 99, 98 and 97; `b` has 131 and 8 lots from 105. */
  function cascade(branchingMaxPpm: number): Setting {
    const setting = selling(20, { branchingMaxPpm });
    for (const price of ["99", "98", "97"]) setting.order("maker", "M", "buy", "10", price);
    setting.account("b", "131");
    setting.position("b", "M", "8", "105");
    setting.position("a", "M", "20", "100");
    return setting;
  }

  test("the other's trigger lies between the levels", () => {
    // 131 + 8·(p − 105) < 0.8·p, that is 7.2·p < 709.
    expect(cascade(1_000_000).leg("b", "M").liquidationPrice).toBe("98.47");
  });

  test.each([
    [400_000, ["20"], "all: 8 triggered by 20 is 0.4"],
    [399_999, ["10"], "half: 10 lots end at 99, above the trigger"],
  ])("%i ppm", (ppm, expected) => {
    expect(quantities(cascade(ppm))).toEqual(expected);
  });

  test("where even one lot would trigger too much, the leg waits", () => {
    const setting = selling(20, { branchingMaxPpm: 100_000 });
    setting.order("maker", "M", "buy", "30", "98");
    setting.account("b", "131");
    setting.position("b", "M", "8", "105");
    setting.position("a", "M", "20", "100");
    expect(quantities(setting)).toEqual([]);
    expect(setting.all("liquidationWaiting")).toHaveLength(1);
  });
});

describe("pace", () => {
  test("S5: 100 in any ten seconds of a position of 150: 100, none, 50", () => {
    const setting = selling(
      150,
      { rateNotional: "10000", rateWindow: 10 * SECOND },
      { execution: "external" },
    );
    setting.position("a", "M", "150", "100");
    setting.do({ type: "execution", order: "S1", status: "fill", price: "100", quantity: "100", fee: "0" });
    const after6 = setting.clock(7 * SECOND);
    expect(only(after6, "breaker")).toMatchObject([{ breaker: "LIQUIDATION_RATE", state: "tripped" }]);
    expect(only(after6, "liquidationBlocked")).toMatchObject([{ breaker: "LIQUIDATION_RATE", market: "M" }]);
    expect(setting.state("a")).toBe("blocked");
    expect(setting.clock(11 * SECOND - 1)).toEqual([]);
    expect(setting.clock(12 * SECOND).map(({ type }) => type)).toEqual([
      "breaker",
      "liquidationUnblocked",
      "slice",
    ]);
    expect(quantities(setting)).toEqual(["100", "50"]);
  });

  test("a rate of less than a lot blocks for a window at a time; a policy without one lets go", () => {
    const setting = selling(10, { rateNotional: "99", rateWindow: 2 * SECOND }, { execution: "external" });
    setting.position("a", "M", "10", "100");
    expect(quantities(setting)).toEqual([]);
    const states = (events: Event[]) => only(events, "breaker").map(({ state }) => state);
    expect(states(setting.clock(3 * SECOND))).toEqual(["cleared", "tripped"]);
    const free = setting.do({ type: "policy", market: "M", policy: {} });
    expect(free.map(({ type }) => type)).toEqual(["accepted", "breaker", "liquidationUnblocked", "slice"]);
  });
});

describe("grade", () => {
  test("the worse of spread and age, at least a tenth", () => {
    const setting = new Setting({ takeover: false, targetPpm: 10_000_000 });
    setting.market("M", {
      lotSize: "1",
      sources: [{ source: "s" }, { source: "t" }],
      graded: true,
      maxAge: 10 * SECOND,
      outlierPpm: 50_000,
      execution: "external",
      policy: { fullCloseNotional: "1000000", interval: 2 * SECOND, sliceLifetime: SECOND },
    });
    setting.do({ type: "tick", market: "M", source: "t", price: "101", sequence: 1, time: SECOND });
    setting.mark("M", "100", 2 * SECOND);
    setting.account("a", "190");
    setting.position("a", "M", "20", "100");
    // Index 100. Spread 1 of the 5 allowed: 0.8; t is 1 s old of 10: 0.9.
    expect(quantities(setting)).toEqual(["16"]);
    setting.do({ type: "execution", order: "S1", status: "cancelled", time: 2 * SECOND });
    setting.clock(5 * SECOND);
    // t is 4 s old: 0.6.
    expect(quantities(setting)).toEqual(["16", "12"]);
  });
});

describe("jitter", () => {
  test("splitmix64 from seed 0: e220a839…, 6e789e6a…", () => {
    const setting = selling(1_000, { jitterPpm: 200_000 }, { execution: "external" });
    setting.position("a", "M", "1000", "100");
    // 1000·0.2·0xe220a839/2^32 = 176.7 less; 1 s·0.2·0x6e789e6a/2^32 = 86 305 µs later.
    expect(quantities(setting)).toEqual(["824"]);
    setting.do({ type: "execution", order: "S1", status: "cancelled" });
    expect(setting.clock(2 * SECOND + 86_304)).toEqual([]);
    expect(setting.clock(2 * SECOND + 86_305).map(({ type }) => type)).toEqual(["slice"]);
  });

  test("a seed is committed to, and revealed by the next", () => {
    expect(commitmentOf(1n)).toBe("7c9fa136d4413fa6173637e883b6998d32e1d675f88cddff9dcbcf331820f4b8");
    const setting = new Setting({ seed: 1 });
    expect(setting.events.map(({ type }) => type)).toEqual(["accepted", "jitterSeed", "breaker"]);
    expect(setting.all("jitterSeed")).toMatchObject([
      { domain: "D", commitment: commitmentOf(1n), revealed: null },
    ]);
    const change = (seed: number) =>
      only(setting.do({ type: "domainSettings", domain: "D", seed }), "jitterSeed").map(
        ({ commitment, revealed }) => [commitment, revealed],
      );
    expect(change(1)).toEqual([]);
    expect(change(2)).toEqual([
      [commitmentOf(1n), 1],
      [commitmentOf(2n), null],
    ]);
    expect(change(0)).toEqual([[commitmentOf(2n), 2]]);
  });
});

describe("adaptive", () => {
  test("X2: the schedule of Almgren and Chriss, κ̃² = λσ²/(η − γτ/2) = 0.38", () => {
    const trades: number[] = [];
    let left = 1_000_000;
    for (let parts = 5n; parts >= 1n; parts -= 1n) {
      const kept = (left * Number(keptShare(380_000n, parts))) / 2 ** 32;
      trades.push(left - kept);
      left = kept;
    }
    expect(trades.map(Math.round)).toEqual([458_044, 252_101, 141_957, 85_756, 62_142]);
  });

  test("without risk, equal parts", () => {
    expect(keptShare(0n, 1n)).toBe(0n);
    expect(keptShare(0n, 2n)).toBe(2n ** 31n);
    const setting = selling(100, { algorithm: "adaptive", horizon: 4 * SECOND }, { execution: "external" });
    setting.position("a", "M", "100", "100");
    expect(quantities(setting)).toEqual(["25"]);
  });

  test("measures what refills the book since its last slice", () => {
    const setting = selling(100, { algorithm: "adaptive", horizon: 10 * SECOND });
    setting.order("maker", "M", "buy", "50", "99");
    setting.position("a", "M", "100", "100");
    const refill = () => setting.model.world.market("M").refills.sell;
    // 10 of 100 lots; 40 of 50 stay.
    expect(refill()).toEqual({ rate: null, left: 40n, sizedAt: SECOND });
    setting.order("maker", "M", "buy", "30", "98");
    setting.clock(3 * SECOND);
    // 70 − 40 in two seconds are 15 a second; 8 parts are left of 90 lots: 12 go.
    expect(refill()).toEqual({ rate: 15n, left: 58n, sizedAt: 3 * SECOND });
    setting.clock(4 * SECOND);
    // Nothing came: halfway from 15 to 0.
    expect(refill().rate).toBe(7n);
  });
});

describe("ladder", () => {
  const ladder = { algorithm: "ladder", slippagePpm: 10_000 };
  const rungs = (events: Event[]) =>
    only(events, "slice").map(({ limitPrice, quantity }) => [limitPrice, quantity]);

  test("stands from the mark to the limit, clear of the book, and is put up anew", () => {
    const setting = selling(12, ladder);
    setting.order("maker", "M", "buy", "1", "99.60");
    expect(rungs(setting.position("a", "M", "12", "100"))).toEqual([
      ["100.00", "3"],
      ["99.75", "3"],
      ["99.61", "2"],
      ["99.61", "2"],
      ["99.61", "2"],
    ]);
    const replaced = setting.clock(2 * SECOND);
    expect(replaced.map(({ type }) => type)).toEqual([
      ...Array(5).fill(["cancelSlice", "cancelled"]).flat(),
      ...Array(5).fill("slice"),
    ]);
    expect(rungs(replaced)).toHaveLength(5);
    const end = setting.clock(61 * SECOND);
    expect(only(end, "cancelSlice")).toHaveLength(5);
    expect(only(end, "slice")).toMatchObject([{ timeInForce: "IOC", postOnly: false, quantity: "12" }]);
    expect(only(end, "fill")).toMatchObject([{ price: "99.60", quantity: "1" }]);
  });

  test("a purchase mirrors, to the tick below", () => {
    const setting = selling(3, { ...ladder, rungs: 3 }, { tickSize: "0.5", execution: "external" });
    expect(rungs(setting.position("a", "M", "-3", "100"))).toEqual([
      ["100.00", "1"],
      ["100.50", "1"],
      ["101.00", "1"],
    ]);
  });
});
