/** Orders that meet their own account: decrement and none (rules: book 10, marks 6). */
import { describe, expect, test } from "vitest";
import type { Command } from "./model.js";
import { Setting } from "./setting.js";

function quoted(spec: Command = {}): Setting {
  const setting = new Setting();
  setting.market("M", { priceDecimals: 0, tickSize: "1", lotSize: "1", marketBandPpm: 500_000, ...spec });
  setting.mark("M", "100");
  for (const name of ["a", "b", "c"]) setting.account(name, "1000000");
  return setting;
}

const own = (
  setting: Setting,
  selfTrade: string,
  side: string,
  quantity: string,
  price: string,
  more: Command = {},
) =>
  setting
    .do({ type: "order", account: "a", market: "M", side, quantity, price, selfTrade, ...more })
    .filter(({ type }) => type !== "accepted");

describe("decrement", () => {
  test.each([
    ["buy", "sell"],
    ["sell", "buy"],
  ])("the maker keeps its place with what is left: %s", (side, other) => {
    const setting = quoted();
    setting.order("a", "M", other, "5", "100");
    setting.order("b", "M", other, "5", "100");
    expect(own(setting, "decrement", side, "3", "100")).toMatchObject([
      { type: "cancelled", order: "O1", side: other, price: "100", quantity: "3", reason: "selfTrade" },
      { type: "cancelled", order: "O3", side, price: "100", quantity: "3", reason: "selfTrade" },
    ]);
    const [, fill] = setting.order("c", "M", side, "2", "100");
    expect(fill).toMatchObject({ type: "fill", makerOrder: "O1", quantity: "2" });
  });

  test("a taker goes on with the rest, at the market, too", () => {
    const setting = quoted();
    setting.order("a", "M", "sell", "2", "100");
    setting.order("b", "M", "sell", "5", "101");
    const { price, ...market } = {
      type: "order",
      account: "a",
      market: "M",
      side: "buy",
      quantity: "4",
      price: "",
    };
    expect(price).toBe("");
    expect(setting.do({ ...market, selfTrade: "decrement" }).slice(1)).toMatchObject([
      { type: "cancelled", order: "O1", quantity: "2" },
      { type: "cancelled", order: "O3", quantity: "2", price: null },
      { type: "fill", price: "101", quantity: "2" },
      { type: "position" },
      { type: "position", account: "a", quantity: "2" },
    ]);
  });

  test("both are gone where both are used up, and the total of a maker falls", () => {
    const setting = quoted();
    setting.order("a", "M", "sell", "5", "100");
    expect(own(setting, "decrement", "buy", "5", "100")).toHaveLength(2);
    expect(setting.model.apply({ type: "depth", market: "M" })[0]).toMatchObject({ bids: [], asks: [] });
    setting.do({
      type: "order",
      account: "a",
      order: "m",
      market: "M",
      side: "sell",
      quantity: "5",
      price: "100",
    });
    own(setting, "decrement", "buy", "2", "100");
    expect(setting.do({ type: "amend", order: "m", quantity: "3" })[1]).toMatchObject({ quantity: "3" });
  });
});

describe("none", () => {
  test("both fees are paid, both positions are told, and nothing is held of it", () => {
    const setting = quoted({ makerFeePpm: 10_000, takerFeePpm: 20_000 });
    setting.order("a", "M", "sell", "5", "100");
    expect(own(setting, "none", "buy", "5", "100")).toMatchObject([
      { type: "fill", maker: "a", taker: "a", makerFee: "5.000000", takerFee: "10.000000" },
      { type: "position", account: "a", quantity: "-5", realised: "0.000000", cash: "999995.000000" },
      { type: "position", account: "a", quantity: "0", cash: "999985.000000" },
    ]);
  });

  test("whoever washes a position gains nothing by it; in coins the rounding is his", () => {
    for (const kind of ["linear", "inverse"]) {
      const setting = quoted({ kind, minPrice: "1" });
      setting.position("a", "M", "7", "90");
      const before = setting.model.account("a");
      for (const price of ["103", "97", "101"]) {
        setting.order("a", "M", "sell", "3", price);
        own(setting, "none", "buy", "3", price);
      }
      const after = setting.model.account("a");
      expect(setting.leg("a", "M").quantity).toBe("7");
      expect(Number(after?.equity)).toBeLessThanOrEqual(Number(before?.equity));
      expect(Number(before?.equity) - Number(after?.equity)).toBeLessThan(0.0001);
    }
  });

  test("nobody prints a price alone: it is no last trade", () => {
    const setting = quoted({ mark: "median3", premiumHalfLife: 1_000_000 });
    const market = setting.model.world.markets[0];
    setting.order("b", "M", "sell", "1", "101");
    setting.order("c", "M", "buy", "1", "101");
    expect(market?.lastTrade).toBe(101n);
    setting.order("a", "M", "sell", "1", "140");
    own(setting, "none", "buy", "1", "140");
    expect(market?.lastTrade).toBe(101n);
  });

  test("an own maker is checked as any other: reduce-only without a position goes", () => {
    const setting = quoted();
    setting.position("a", "M", "3", "100");
    own(setting, "newest", "sell", "3", "101", { reduceOnly: true });
    setting.order("a", "M", "sell", "3", "100");
    setting.order("b", "M", "buy", "3", "100");
    own(setting, "none", "buy", "2", "101");
    expect(setting.all("fill")).toHaveLength(1);
    expect(setting.all("cancelled")).toMatchObject([{ order: "O1", reason: "reduceOnly" }]);
  });
});
