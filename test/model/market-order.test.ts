/** What a market order must be able to pay: what the book is certain to ask, not the edge of the band (rules: margin 13). */
import { describe, expect, test } from "vitest";
import { buy, codeOf, INVERSE, LATE, quarantine, quarantines, sell, stale, world } from "./doubt-setting.js";
import type { Setting } from "./setting.js";
import type { Command } from "./state.js";

/** X at 100 with a band of 50 %: at its edge a lot that is bought loses 50 and needs 20; at the mark it needs 20. */
const BAND = { marketBandPpm: 500_000 };
const market = (quantity: string, more: Command = {}): Command => {
  const { price, ...order } = buy("M", quantity, "100", more);
  return order;
};
const selling = (quantity: string, more: Command = {}) => market(quantity, { side: "sell", ...more });
/** `maker` asks for, or bids, so much. */
const asks = (setting: Setting, quantity: string, price: string, more: Command = {}) =>
  setting.do(sell("M", quantity, price, { account: "maker", ...more }));
const bids = (setting: Setting, quantity: string, price: string, more: Command = {}) =>
  setting.do(buy("M", quantity, price, { account: "maker", ...more }));

/** The most that goes, of orders that all fail but for this one. */
function expectMost(make: () => Setting, most: number, order: (quantity: string) => Command): void {
  expect(codeOf(make(), order(String(most + 1))), `${most + 1}`).toBe("INSUFFICIENT_MARGIN");
  expect(codeOf(make(), order(String(most))), `${most}`).toBe(null);
}

describe("what the book asks", () => {
  test("nobody there: the edge of the band decides, as for a limit order at it", () => {
    // 70 each of 1,000
    expectMost(
      () => world(BAND),
      14,
      (quantity) => market(quantity),
    );
    expectMost(
      () => world(BAND),
      14,
      (quantity) => buy("M", quantity, "150"),
    );
  });

  test("enough at the mark: as for a limit order there", () => {
    const make = () => {
      const setting = world(BAND);
      asks(setting, "100", "100");
      return setting;
    };
    expectMost(make, 50, (quantity) => market(quantity));
    expectMost(make, 50, (quantity) => market(quantity, { timeInForce: "FOK" }));
    // A limit order is judged at its limit.
    expectMost(make, 14, (quantity) => buy("M", quantity, "150"));
  });

  test("level by level, and what is missing at the edge", () => {
    const make = () => {
      const setting = world(BAND);
      asks(setting, "10", "101");
      asks(setting, "10", "105");
      asks(setting, "10", "300", { account: "b" });
      return setting;
    };
    // 10·21 + 10·25 are 460; seven of 70 are 490.
    expectMost(make, 27, (quantity) => market(quantity));
  });

  test("a sale, too", () => {
    const make = () => {
      const setting = world(BAND);
      bids(setting, "10", "99");
      bids(setting, "10", "95");
      bids(setting, "10", "1");
      return setting;
    };
    expectMost(make, 27, (quantity) => selling(quantity));
  });

  test("inverse", () => {
    const make = () => {
      const setting = world({ ...INVERSE, ...BAND });
      asks(setting, "100000", "125");
      return setting;
    };
    // ceil(r/100) − floor(r/125) and a fifth of ceil(r/100): 4 in a thousand.
    expect(codeOf(make(), market("250001"))).toBe("INSUFFICIENT_MARGIN");
    expect(codeOf(make(), market("100001"))).toBe(null);
    // 100,000 at 125 are 400 of 1,000; at 150 one in 300, and 1 in 500 of margin: 600/(1/300 + 1/500) = 112,500.
    expectMost(make, 212_500, (quantity) => market(quantity));
  });

  test("each part has its own fee, rounded up", () => {
    const fee = { takerFeePpm: 1 };
    const make = (orders: string[]) => () => {
      const setting = world({ ...BAND, ...fee });
      for (const quantity of orders) asks(setting, quantity, "100");
      return setting;
    };
    // 49·(20 + 0.0001)
    expectMost(make(["100"]), 49, (quantity) => market(quantity));
    expectMost(make(["20", "20", "20"]), 49, (quantity) => market(quantity));
    const poor = make(["10"])();
    poor.do({ type: "transfer", account: "a", amount: "-899.999" });
    // 100.001: five lots need 100 and 0.0005.
    expect(codeOf(poor, market("5"))).toBe(null);
  });

  test("what leaves the account's other orders as they were: all of it is the order's", () => {
    const setting = world(BAND);
    asks(setting, "100", "100");
    setting.do(buy("X", "10", "100"));
    expect(codeOf(setting, market("41"))).toBe("INSUFFICIENT_MARGIN");
    expect(codeOf(setting, market("40"))).toBe(null);
  });
});

describe("who could make use of it: what is not certain to trade does not count", () => {
  /** `mate` has `lots` to sell at 100, which are gone when their turn comes, or cannot be had; behind them 100 at 150. */
  const wall = (setting: Setting) => asks(setting, "100", "150", { account: "b" });

  test("an order that reduces, and is beyond the zero price of its account when its turn comes", () => {
    const played = (reduceOnly: boolean) => {
      const setting = world(BAND);
      setting.account("mate", reduceOnly ? "1000" : "1000000");
      if (reduceOnly) setting.position("mate", "M", "50", "100");
      setting.do(sell("M", "50", "100", { account: "mate", reduceOnly }));
      wall(setting);
      return { setting, code: codeOf(setting, market("50")) };
    };
    const safe = played(true);
    expect(safe.code).toBe("INSUFFICIENT_MARGIN");
    // An order that nobody takes back is had at its price.
    const certain = played(false);
    expect(certain.code).toBe(null);
    expect(certain.setting.leg("a", "M")).toMatchObject({ quantity: "50", cost: "5000.000000" });
    // Were the first one counted, 50 lots would be bought at 150 with 1,000: a loss of 2,500 at once.
    const setting = world(BAND);
    wall(setting);
    setting.do({ type: "transfer", account: "a", amount: "2500" });
    setting.do(market("50"));
    expect(setting.model.account("a")).toMatchObject({ equity: "1000.000000", initialMargin: "1000.000000" });
  });

  test("his own", () => {
    const setting = world(BAND);
    setting.do(sell("M", "10", "100"));
    wall(setting);
    // With ten of them at 100, 15 would need 300 and five times 50.
    for (const selfTrade of ["newest", "oldest", "both"]) {
      expect(codeOf(setting, market("15", { selfTrade })), selfTrade).toBe("INSUFFICIENT_MARGIN");
    }
    expect(codeOf(setting, market("14", { selfTrade: "oldest" }))).toBe(null);
  });

  test("a rung of somebody's liquidation", () => {
    const setting = world(
      { ...BAND, policy: { algorithm: "ladder", rungs: 1, slippagePpm: 0, interval: 100_000_000 } },
      { takeover: false, targetPpm: 10_000_000 },
    );
    setting.account("ill", "199");
    setting.position("ill", "M", "20", "100");
    expect(setting.all("slice")).toMatchObject([{ account: "ill", limitPrice: "100.00", quantity: "19" }]);
    wall(setting);
    expect(codeOf(setting, market("15"))).toBe("INSUFFICIENT_MARGIN");
    expect(codeOf(setting, market("14"))).toBe(null);
  });

  test("beyond the band: no price there is counted, and none is paid", () => {
    const setting = world({ marketBandPpm: 10_000 });
    asks(setting, "5", "101");
    setting.do({ type: "feedSettings", market: "M", marketBandPpm: 5_000 });
    // At the edge of 100.5 each loses 0.5 and needs 20.
    expect(codeOf(setting, market("49"))).toBe("INSUFFICIENT_MARGIN");
    expect(codeOf(setting, market("48"))).toBe(null);
    expect(setting.model.account("a")).toMatchObject({ positions: [] });
  });
});

describe("in doubt it is judged at adverse prices", () => {
  test.each([
    // A lot at 100 loses 10 against 90, and needs 18.
    ["stale", { ...BAND, ...stale }, [], LATE, 35],
    // It loses 20 against 80 and needs 16.
    ["a quarantined fall", { ...BAND, ...quarantines }, [["s", "80"]], {}, 27],
  ] as [string, Command, [string, string][], Command, number][])("%s", (_, spec, prices, at, most) => {
    const make = () => {
      const setting = world(spec);
      asks(setting, "100", "100");
      if (prices.length > 0) quarantine(setting, ...prices);
      return setting;
    };
    expectMost(make, most, (quantity) => market(quantity, at));
  });
});

test("what is taken is never dearer than it was judged: what is left covers its margin", () => {
  const setting = world({ ...BAND, takerFeePpm: 1_000 });
  asks(setting, "7", "103");
  asks(setting, "9", "111");
  asks(setting, "11", "120", { account: "b" });
  for (let lots = 60; lots > 0; lots -= 1) if (codeOf(setting, market(String(lots))) === null) break;
  const { equity, initialMargin, positions } = setting.model.account("a") as Record<string, string>;
  expect(positions).toHaveLength(1);
  expect(Number(equity)).toBeGreaterThanOrEqual(Number(initialMargin));
});
