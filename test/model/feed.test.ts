/** Marks and volatility with numbers computed by hand (rules: marks 3, 7, 8, 11). What an exchange sees of the feed: test/scenario. */
import { describe, expect, test } from "vitest";
import { weightLeft } from "./mark.js";
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

/** Quotes of 50 060 and 50 100 around an index of 50 000, after a trade at 50 010. */
function quoted(spec: object): Setting {
  const setting = new Setting();
  setting.market("BTC", { premiumHalfLife: 10 * SECOND, ...spec });
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
    expect(setting.mark("BTC", "50000", 3 * SECOND)).toMatchObject([{ index: "50000.00", mark: "50025.00" }]);
    expect(setting.clock(5 * SECOND)).toMatchObject([{ index: "50000.00", mark: "50010.00" }]);
  });

  test("the evidence of a case has the index, the case the mark", () => {
    const setting = quoted({ mark: "premium" });
    setting.mark("BTC", "50000");
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
