/** Slice sizes, fees, the fund and the index against what others published (VECTORS S, F, P). */
import { describe, expect, test } from "vitest";
import { Setting } from "./setting.js";
import { cutByPolicy, shareOfDepth, type Want } from "./slicer.js";
import type { Market } from "./state.js";
import { weightedMedian, withoutOutliers } from "./trust.js";

const SECOND = 1_000_000;
const quantities = (setting: Setting) => setting.all("slice").map(({ quantity }) => quantity);

describe("slice sizes", () => {
  test("S1: Vega's pov every 10 s: 100, 90, 45, 45", () => {
    const setting = new Setting({ surplus: "fund", takeoverPpm: 1_000_000, insuranceFund: "1000" });
    setting.market("M", {
      lotSize: "1",
      policy: {
        algorithm: "pov",
        interval: 10 * SECOND,
        disposalFractionPpm: 500_000,
        fullDisposalQuantity: "50",
        depthSharePpm: 10_000,
        slippagePpm: 500_000,
      },
    });
    setting.mark("M", "100", 1);
    setting.account("maker", "10000000");
    setting.account("a", "2700");
    setting.order("maker", "M", "buy", "10000", "99");
    setting.position("a", "M", "280", "100");
    for (const seconds of [10, 20, 30, 40]) {
      // The maker tops its order up to 10,000 lots, so that 1 % of the book is 100.
      setting.do({ type: "cancelAll", account: "maker" });
      setting.order("maker", "M", "buy", "10000", "99");
      setting.clock(1 + seconds * SECOND);
    }
    expect(quantities(setting)).toEqual(["100", "90", "45", "45"]);
  });

  const marketWith = (policy: object) => ({ policy, inverse: false, multiplier: 1n }) as Market;

  test("S2: a fraction of what remains, up", () => {
    const market = marketWith({
      disposalFractionPpm: 100_000n,
      fullDisposalQuantity: 10n,
      sliceNotionalMax: null,
    });
    const want = { market, price: 1n, remaining: 51n, least: 1n } as Want;
    expect(cutByPolicy(market, want, 51n, 51n)).toBe(6n);
  });

  test("S3: a share of the depth, up", () => {
    expect(shareOfDepth(marketWith({ depthSharePpm: 500_000n }), 1n)).toBe(1n);
  });

  test("S3: nothing where a known book is empty", () => {
    const setting = new Setting();
    setting.market("M", { policy: { algorithm: "pov" } });
    setting.mark("M", "100");
    setting.account("a", "5");
    setting.position("a", "M", "1", "100");
    expect(quantities(setting)).toEqual([]);
    expect(setting.all("liquidationWaiting")).toHaveLength(1);
  });

  test.each([
    [0, "1.0001"],
    [10_000, "1.1112"],
    [20_000, "1.2501"],
  ])("S4: Drift's shortage of 10 with fees of %i ppm", (liquidationFeePpm, expected) => {
    const setting = new Setting({ targetPpm: 1_000_001, takeover: false });
    setting.market("M", { lotSize: "0.0001", execution: "external", liquidationFeePpm });
    setting.mark("M", "100");
    setting.account("a", "90");
    setting.position("a", "M", "10", "100");
    expect(setting.all("slice")).toMatchObject([{ quantity: expected, remaining: expected, side: "sell" }]);
  });
});

describe("fund", () => {
  /** 0.1 BTC long, zero value 5,100; a maker bids `bid` while the mark is 55,000. */
  function filledAt(bid: string, liquidationFeePpm: number, domain = {}): Setting {
    const setting = new Setting({ insuranceFund: "10000", ...domain });
    setting.market("BTC", {
      liquidationFeePpm,
      policy: { slippagePpm: 200_000, fullCloseNotional: "1000000" },
    });
    setting.mark("BTC", "55000", 1);
    setting.account("maker", "100000");
    setting.account("a");
    setting.order("maker", "BTC", "buy", "0.1", bid);
    setting.position("a", "BTC", "0.1", "51000");
    return setting;
  }

  test.each([
    [5_000, "28.050000"],
    [25_000, "140.250000"],
  ])("F1: a fee of %i ppm goes to the fund", (ppm, change) => {
    const setting = filledAt("56100", ppm);
    expect(setting.all("fund")).toMatchObject([{ change, reason: "fee", case: "C1" }]);
  });

  test("F2: the fee is at most what the fill brought above the zero value", () => {
    expect(filledAt("51051", 5_000).all("fund")).toMatchObject([{ change: "5.100000", reason: "fee" }]);
  });

  test("F3: taken over at the zero value, then sold below it", () => {
    const setting = filledAt("50490", 0, { takeoverPpm: 1_000_000, surplus: "fund" });
    expect(setting.all("takeover")).toMatchObject([{ price: "51000.00", quantity: "0.100" }]);
    expect(setting.all("fund")).toMatchObject([{ change: "-51.000000", reason: "unwind", case: "C2" }]);
    expect(setting.model.account("a")).toMatchObject({ cash: "0.000000", positions: [] });
  });

  test("F4: the fund pays a loss of all that it has", () => {
    const setting = new Setting({ insuranceFund: "10000" });
    setting.market("BTC", { execution: "external" });
    setting.mark("BTC", "50000", 1);
    setting.account("a");
    setting.position("a", "BTC", "1", "60000");
    setting.do({ type: "clock", time: 2 });
    setting.do({ type: "execution", order: "S1", status: "fill", price: "50000", quantity: "1", fee: "0" });
    expect(setting.all("fund")).toMatchObject([{ change: "-10000.000000", balance: "0.000000" }]);
    expect(setting.all("deficit")).toEqual([]);
  });

  test("what the fund cannot pay stays a deficit", () => {
    const setting = new Setting({ insuranceFund: "10000" });
    setting.market("BTC", { execution: "external", priceDecimals: 3 });
    setting.mark("BTC", "49999.999", 1);
    setting.account("a");
    setting.position("a", "BTC", "1", "60000");
    const events = setting.do({
      type: "execution",
      order: "S1",
      status: "fill",
      price: "49999.99",
      quantity: "1",
      fee: "0",
    });
    expect(events.filter(({ type }) => type === "deficit")).toMatchObject([{ change: "0.010000" }]);
    expect(setting.fund()).toBe("0.000000");
  });
});

describe("index", () => {
  const sources = (prices: number[], weights = prices.map(() => 1)) =>
    prices.map((price, index) => ({ price: BigInt(price), weight: BigInt(weights[index] ?? 1) }));

  test("P1: an outlier is dropped, then the median is taken again", () => {
    const counted = withoutOutliers(sources([100, 101, 99, 107]), 50_000n);
    expect(counted).toHaveLength(3);
    expect(weightedMedian(counted)).toBe(100n);
  });

  test("P2: weights", () => {
    const weights = [3, 2, 2, 1, 1, 1, 1];
    expect(weightedMedian(sources([100, 101, 99, 140, 60, 100, 100], weights))).toBe(100n);
  });
});
