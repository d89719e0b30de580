/** Marks and volatility with numbers computed by hand (rules: marks 3, 7, 8, 11). What an exchange sees of the feed: test/scenario. */
import { describe, expect, test } from "vitest";
import { weightLeft } from "./mark.js";
import type { Event } from "./model.js";
import { Setting } from "./setting.js";

const SECOND = 1_000_000;

describe("2^(−time/half-life) of 2^32", () => {
  test("is exact at whole half-lives, and nothing after forty", () => {
    expect(weightLeft(0, 10)).toBe(2n ** 32n);
    expect(weightLeft(10, 10)).toBe(2n ** 31n);
    expect(weightLeft(30, 10)).toBe(2n ** 29n);
    expect(weightLeft(400, 10)).toBe(0n);
  });

  test("is one factor at an eighth, and a product rounded down at three eighths", () => {
    expect(weightLeft(1, 8)).toBe(3_938_502_375n);
    expect(weightLeft(3, 8)).toBe((3_938_502_375n * 3_611_622_602n) >> 32n);
  });
});

/** 50 000 ticks as often as a premium needs to be all that the book says: its first sample gives nothing. */
function settle(setting: Setting, time: number): Event[] {
  setting.mark("BTC", "50000", SECOND);
  return setting.mark("BTC", "50000", time);
}

/** Quotes of 50 060 and 50 100 around an index of 50 000, after a trade at 50 010. */
function quoted(spec: object): Setting {
  const setting = new Setting();
  setting.market("BTC", { premiumHalfLife: SECOND / 40, ...spec });
  setting.mark("BTC", "50000", SECOND);
  for (const name of ["maker", "bob"]) setting.account(name, "1000000");
  setting.order("maker", "BTC", "sell", "0.001", "50010");
  setting.order("bob", "BTC", "buy", "0.001", "50010");
  setting.order("maker", "BTC", "buy", "1", "50060");
  setting.order("maker", "BTC", "sell", "1", "50100");
  return setting;
}

describe("mark", () => {
  test("median of three: funding that is still to come moves the index", () => {
    const setting = quoted({ mark: "median3", fundingInterval: 4 * SECOND });
    setting.do({ type: "funding", market: "BTC", ratePpb: 1_000_000 });
    // Half of the interval is left: 50 000·(1 + 0.1 %·½) = 50 025, between the trade's 50 010 and the book's 50 080.
    expect(settle(setting, 3 * SECOND)).toMatchObject([{ index: "50000.00", mark: "50025.00" }]);
    expect(setting.clock(5 * SECOND)).toMatchObject([{ index: "50000.00", mark: "50010.00" }]);
  });

  test("the evidence of a case has the index, the case the mark", () => {
    const setting = quoted({ mark: "premium" });
    settle(setting, 2 * SECOND);
    setting.account("alice", "400");
    const [opened] = setting
      .position("alice", "BTC", "0.1", "50080")
      .filter(({ type }) => type !== "accepted");
    expect(opened).toMatchObject({
      type: "liquidationOpened",
      marks: { BTC: "50080.00" },
      evidence: { BTC: { index: "50000.00", sources: [{ source: "s", price: "50000.00" }] } },
    });
  });

  test("the first sample of a premium gives nothing: a book of one moment is no premium", () => {
    const setting = quoted({ mark: "premium", premiumHalfLife: SECOND });
    expect(setting.mark("BTC", "50000")).toEqual([]);
    expect(setting.mark("BTC", "50000")).toEqual([]); // no time has passed
    // A half-life later half of the 80 that the mid is above the index.
    expect(setting.mark("BTC", "50000", 2 * SECOND)).toMatchObject([{ mark: "50040.00" }]);
    setting.do({ type: "feedSettings", market: "BTC" });
    setting.do({ type: "feedSettings", market: "BTC", mark: "premium", premiumHalfLife: SECOND });
    expect(setting.mark("BTC", "50000", 3 * SECOND)).toMatchObject([{ mark: "50000.00" }]);
  });

  test("who shows a book far off for one tick moves no mark, and for long at most one percent", () => {
    const setting = new Setting();
    setting.market("BTC", {
      mark: "premium",
      premiumHalfLife: SECOND,
      maxPrice: "1000000",
      execution: "external",
    });
    setting.mark("BTC", "50000", SECOND);
    setting.do({ type: "book", market: "BTC", bids: [["119990", "0.001"]], asks: [["120010", "0.001"]] });
    setting.account("short", "10000");
    setting.position("short", "BTC", "-1", "50000");
    expect(setting.mark("BTC", "50000")).toEqual([]);
    expect(setting.mark("BTC", "50000", 60 * SECOND)).toMatchObject([{ mark: "50500.00" }]);
    const settings = { type: "feedSettings", market: "BTC", mark: "premium", premiumHalfLife: SECOND };
    setting.do({ ...settings, premiumCapPpm: 1_000_000 });
    expect(setting.clock(60 * SECOND)[0]).toMatchObject({ mark: "120000.00" });
  });

  test("a trade at the venue is the last one, wherever the tick is, and touches nobody", () => {
    const setting = new Setting();
    const spec = { mark: "median3", premiumHalfLife: SECOND, minPrice: "100", maxPrice: "100000" };
    setting.market("BTC", { ...spec, execution: "external", tickSize: "0.5" });
    setting.mark("BTC", "50000", SECOND);
    setting.do({ type: "book", market: "BTC", bids: [["50060", "1"]], asks: [["50100", "1"]] });
    settle(setting, 60 * SECOND);
    const trade = { type: "trade", market: "BTC", price: "50010.01", quantity: "0.5" };
    expect(setting.do({ ...trade, time: 61 * SECOND })).toEqual([]);
    expect(setting.clock(61 * SECOND)).toMatchObject([{ type: "mark", mark: "50010.01" }]);
    setting.do({ ...trade, price: "60000" });
    expect(setting.clock(61 * SECOND)).toMatchObject([{ type: "mark", mark: "50080.00" }]);
    const refusal = (command: object) => {
      const [event] = setting.model.apply({ ...trade, ...command });
      return `${event?.code} ${event?.field}`;
    };
    expect(refusal({ market: "none" })).toBe("UNKNOWN_MARKET market");
    expect(refusal({ price: "50000.001", quantity: "0" })).toBe("MALFORMED price");
    expect(refusal({ price: "99.99" })).toBe("OUT_OF_RANGE price");
    expect(refusal({ price: "100000.01" })).toBe("OUT_OF_RANGE price");
    expect(refusal({ quantity: "0.0000" })).toBe("OUT_OF_RANGE quantity");
    expect(refusal({ quantity: "0.0005" })).toBe("QUANTITY_OFF_LOT quantity");
    expect(refusal({ quantity: "0.5000" })).toBe("MALFORMED quantity");
    expect(refusal({ quantity: "9007199254740.992" })).toBe("undefined undefined"); // 2^53 lots
    expect(refusal({ quantity: "9007199254740.993" })).toBe("OUT_OF_RANGE quantity");
    setting.market("ETH");
    expect(refusal({ market: "ETH", price: "0.001" })).toBe("FORBIDDEN market");
  });

  test("a trade lets what is due be done, as any command does", () => {
    const setting = new Setting();
    setting.market("BTC", { execution: "external", maxAge: SECOND });
    setting.mark("BTC", "50000", SECOND);
    const trade = { type: "trade", market: "BTC", price: "50000", quantity: "1", time: 3 * SECOND };
    expect(setting.do(trade)).toMatchObject([{ breaker: "FEED_STALE", state: "tripped", time: 3 * SECOND }]);
  });

  test("a number skipped before the first mark is no breaker until there is one", () => {
    const setting = new Setting();
    setting.market("BTC", { gapAction: "block", minSources: 2, sources: [{ source: "s" }, { source: "t" }] });
    const tick = (source: string, sequence: number) =>
      setting.do({ type: "tick", market: "BTC", source, sequence, price: "50000" });
    tick("s", 1);
    expect(tick("s", 3)).toEqual([]);
    expect(tick("t", 1)).toMatchObject([
      { type: "mark" },
      { breaker: "FEED_GAP", state: "tripped" },
      { breaker: "WARMUP", state: "cleared" },
    ]);
  });
});

describe("volatility", () => {
  test("squared moves a second in ppm, smoothed by their half-life, under `adaptive` alone", () => {
    const setting = new Setting();
    setting.market("BTC", { volatilityHalfLife: SECOND, policy: { algorithm: "adaptive" } });
    const variance = () => setting.model.world.market("BTC").variance;
    setting.mark("BTC", "50000", SECOND);
    expect(variance()).toBe(null);
    setting.mark("BTC", "50500", 2 * SECOND);
    expect(variance()).toBe(100_000_000n); // r = 10 000
    setting.mark("BTC", "50400", 2 * SECOND);
    expect(variance()).toBe(100_000_000n); // no time has passed: the reference stays 50 500
    setting.mark("BTC", "50000", 3 * SECOND);
    expect(variance()).toBe(99_005_000n); // r = 9 900: 98 010 000 + (100 000 000 − 98 010 000)/2
    setting.do({ type: "policy", market: "BTC", policy: {} });
    expect(variance()).toBe(null);
  });
});
