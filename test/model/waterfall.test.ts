/** Deleveraging and what is kept from `@liquidation` (rules: adl 1, 2), VECTORS F4. Numbers by hand. */
import { describe, expect, test } from "vitest";
import { lotsForCap, lotsForNeed } from "./adl.js";
import { Setting, SUDDEN } from "./setting.js";
import type { Market } from "./state.js";

describe("how many lots go", () => {
  test("F4: a loss that the fund has is paid, a unit more is not", () => {
    expect(lotsForNeed(100n, 10_000n, 10_000n)).toBe(0n);
    expect(lotsForNeed(100n, 10_001n, 10_000n)).toBe(1n);
  });

  test("the smallest number that leaves no more than the means", () => {
    // 7 lots lose 10: floor(10·k/7) ≥ 10 − 4 from k = 5 on (7.1); with k = 4 it is 5.
    expect(lotsForNeed(7n, 10n, 4n)).toBe(5n);
    expect(lotsForNeed(7n, 10n, 0n)).toBe(7n);
    expect(lotsForNeed(7n, 10n, -1n)).toBe(7n);
    expect(lotsForNeed(7n, 0n, -1n)).toBe(0n);
  });

  test.each([
    // @liquidation holds, the leg has, go
    [0n, 30n, 20n],
    [6n, 30n, 26n],
    [25n, 30n, 30n],
    [-15n, 30n, 5n],
    [-100n, 30n, 0n],
    [-6n, -30n, 26n],
  ])("cap of 10 lots: with %i, of %i lots go %i", (held, quantity, expected) => {
    const market = { takeoverNotionalMax: 1_050n, mark: 100n, multiplier: 1n, inverse: false } as Market;
    const legs = new Map(held === 0n ? [] : [[market, { quantity: held }]]);
    market.domain = { liquidation: { legs } } as unknown as Market["domain"];
    expect(lotsForCap(market, quantity)).toBe(expected);
  });
});

describe("at takeover", () => {
  /** `a` has 150 and 10 lots from 120: at 100 it owes 50. Shorts of 4 and 20 from 120 and 105 stand against it. */
  function bankrupt(insuranceFund: string, domain = {}): Setting {
    const setting = new Setting({ adl: true, insuranceFund, ...domain });
    setting.market("M", { lotSize: "1", execution: "external", ...SUDDEN });
    setting.mark("M", "120", 1);
    setting.account("a", "150");
    setting.account("b", "300");
    setting.account("c", "3000");
    setting.position("a", "M", "10", "120");
    setting.position("b", "M", "-4", "120");
    setting.position("c", "M", "-20", "105");
    return setting;
  }

  test("the better half of the loss goes to the first in line", () => {
    const setting = bankrupt("25");
    const rank = (name: string) => setting.leg(name, "M").adlRank;
    expect([rank("a"), rank("b"), rank("c")]).toEqual([null, null, null]); // nobody has won yet
    const events = setting.mark("M", "100");
    // L = 50, means 25: k = 5 of 10. The value of all is 1000 + 50; 4 lots of b bring 420, 1 of c 105.
    expect(events.slice(2).map(({ type }) => type)).toEqual([
      ...["adl", "position", "position", "adl", "position", "position"],
      ...["takeover", "position", "position", "liquidationClosed", "slice"],
    ]);
    expect(setting.all("adl")).toMatchObject([
      { case: "C1", account: "b", quantity: "4", price: "105.00", rank: 1, overshoot: "5.000000" },
      { case: "C1", account: "c", quantity: "1", price: "105.00", rank: 2, overshoot: "5.000000" },
    ]);
    expect(setting.all("takeover")).toMatchObject([{ quantity: "5", price: "105.00" }]);
    expect(setting.all("liquidationClosed")).toMatchObject([{ outcome: "deleveraged", equity: "0.000000" }]);
    // 300 + 480 − 420; @liquidation has 5 lots for 525, which the fund's 25 suffice for.
    expect(setting.model.account("b")).toMatchObject({ cash: "360.000000", positions: [] });
    expect(rank("c")).toBe(1);
    expect(setting.fund()).toBe("25.000000");
  });

  test("later the rest goes at the price that restores what the fund lacks", () => {
    const setting = bankrupt("50");
    setting.mark("M", "100");
    expect(setting.all("adl")).toEqual([]);
    expect(setting.all("slice")).toMatchObject([{ order: "S1", account: "@liquidation", quantity: "10" }]);
    setting.do({ type: "execution", order: "S1", status: "cancelled" });
    // 10 lots at 1050 are worth 990: the fund's 50 lack 10, which 10 lots at 100 bring.
    const events = setting.mark("M", "99", 2_000_000);
    expect(events.map(({ type }) => type)).toEqual([
      ...["mark", "adl", "position", "position", "unwound", "fund"],
      ...["adl", "position", "position", "unwound", "fund", "breaker"],
    ]);
    expect(setting.all("adl")).toMatchObject([
      { case: "C2", account: "b", quantity: "4", price: "100.00", rank: 1, overshoot: "1.000000" },
      { case: "C2", account: "c", quantity: "6", price: "100.00", rank: 2, overshoot: "1.000000" },
    ]);
    expect(setting.fund()).toBe("0.000000");
    expect(setting.all("deficit")).toEqual([]);
  });

  test("with `adl` off the fund pays what it has, and the rest is a deficit", () => {
    const setting = bankrupt("25", { adl: false });
    setting.mark("M", "100");
    expect(setting.all("adl")).toEqual([]);
    expect(setting.all("takeover")).toMatchObject([{ quantity: "10", price: "105.00" }]);
    expect(setting.all("liquidationClosed")).toMatchObject([{ outcome: "takenOver" }]);
  });
});

describe("crossing inside", () => {
  test("a long and a short case meet at the mark, and what is left is sliced", () => {
    const setting = new Setting({ crossInside: true, takeover: false, targetPpm: 10_000_000 });
    setting.market("M", {
      lotSize: "1",
      execution: "external",
      takerFeePpm: 1_000,
      policy: { fullCloseNotional: "1000000", disposalFractionPpm: 500_000 },
    });
    setting.mark("M", "100", 1);
    setting.account("a", "99");
    setting.account("b", "29");
    setting.position("a", "M", "10", "100");
    setting.do({ type: "execution", order: "S1", status: "cancelled" });
    // a wants 10 and has nothing out; b comes, buys 3 back from it, and needs no slice.
    const events = setting.position("b", "M", "-3", "100");
    expect(events.map(({ type }) => type)).toEqual([
      ...["accepted", "liquidationOpened", "crossedInside", "position", "position"],
    ]);
    expect(setting.all("crossedInside")).toMatchObject([
      { market: "M", price: "100.00", quantity: "3", cases: ["C2", "C1"] },
    ]);
    expect(setting.leg("a", "M").quantity).toBe("7");
    const closed = setting.clock(1_000_001);
    expect(closed.filter(({ type }) => type === "slice")).toMatchObject([
      { account: "a", remaining: "7", quantity: "4" },
    ]);
    expect(closed.filter(({ type }) => type === "liquidationClosed")).toMatchObject([
      { account: "b", outcome: "closed", closed: { M: "3" }, slippagePpm: 0 },
    ]);
  });
});
