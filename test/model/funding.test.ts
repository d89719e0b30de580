/** Funding: cumulative per lot, part of equity until it is settled (rules: funding 2, 3, 4). */
import { expect, test } from "vitest";
import { Setting } from "./setting.js";

/** A lot of 0.001 at a mark of 100 is worth 0.1: with 10^-4 it pays 0.00001. */
function funded(ratePpb: number): Setting {
  const setting = new Setting();
  setting.market("M", {});
  setting.mark("M", "100");
  setting.account("long", "100");
  setting.account("short", "100");
  setting.position("long", "M", "1", "100");
  setting.position("short", "M", "-1", "100");
  setting.do({ type: "funding", market: "M", ratePpb });
  return setting;
}
const rounding = (setting: Setting) =>
  setting.model.apply({ type: "domainReport", domain: "D" })[0]?.rounding;

test("longs pay shorts: in equity at once, in cash when the position changes", () => {
  const setting = funded(100_000);
  expect(setting.all("funding")).toMatchObject([{ market: "M", rate: 100_000, mark: "100.00" }]);
  expect(setting.model.account("long")).toMatchObject({ cash: "100.000000", equity: "99.990000" });
  expect(setting.model.account("short")).toMatchObject({ cash: "100.000000", equity: "100.010000" });
  expect(setting.leg("long", "M")).toMatchObject({ unrealised: "0.000000" });
  setting.position("long", "M", "0.5", "100");
  expect(setting.model.account("long")).toMatchObject({ cash: "99.990000", equity: "99.990000" });
  expect(rounding(setting)).toBe("0.010000");
  setting.position("short", "M", "0", "1");
  expect(setting.model.account("short")).toMatchObject({ cash: "100.010000", positions: [] });
  expect(rounding(setting)).toBe("0.000000");
});

test("is rounded once, against the account", () => {
  // 1 ppb of 100 is 0.1 money units.
  const setting = funded(1);
  setting.do({ type: "funding", market: "M", ratePpb: 1 });
  expect(setting.model.account("long")).toMatchObject({ equity: "99.999999" });
  expect(setting.model.account("short")).toMatchObject({ equity: "100.000000" });
});

test("moves a liquidation price, and liquidates", () => {
  const setting = funded(0);
  const before = setting.leg("long", "M").liquidationPrice;
  expect(before).toBeNull();
  // 95 of the 100: E = 5, and 10 are needed.
  setting.do({ type: "funding", market: "M", ratePpb: 950_000_000 });
  expect(setting.all("liquidationOpened")).toMatchObject([{ account: "long", equity: "5.000000" }]);
});

test("inverse: per lot C·rate/mark toward zero", () => {
  const setting = new Setting({ asset: "BTC", settleDecimals: 8 });
  setting.market("X", { kind: "inverse", lotSize: "1", minPrice: "10", maxPrice: "1000000" });
  setting.mark("X", "7777.77");
  setting.account("a", "1");
  setting.position("a", "X", "-1000", "7777.77");
  // 10^10·(−300,000)/777,777 = −3,857,146,714.2: a short of 1,000 lots owes ceil(3,857,146,714,000/10^9) = 3,858.
  // Its value floor(12,857,155.8) lies one below its cost: E is 10^8 − 1 − 3,858.
  setting.do({ type: "funding", market: "X", ratePpb: -300_000 });
  expect(setting.model.account("a")).toMatchObject({ equity: "0.99996141" });
});

test("needs a mark", () => {
  const setting = new Setting();
  setting.market("M", {});
  expect(setting.model.apply({ type: "funding", market: "M", ratePpb: 1 })).toMatchObject([
    { type: "rejected", code: "MARKET_HALTED" },
  ]);
});
