/** The book is asked before anybody is deleveraged (rules: adl 12). */
import { describe, expect, test } from "vitest";
import { Setting, SUDDEN } from "./setting.js";
import type { Command, Event } from "./state.js";
import { fill, only, report, SECOND, said, typesOf } from "./venue-setting.js";

const INVERSE = { kind: "inverse", minPrice: "10" };
const WIDE = { lotSize: "1", maxPrice: "1000", marketBandPpm: 1_000_000, ...SUDDEN };

/**
 * M at 100, where `a` has ten lots from 100 with 150 of cash (or is as many short), and `w` has won from them. At 80 (120)
 * it is 50 short of nothing: its zero price is 85 (115).
 */
function bankrupt(spec: Command = {}, domain: Command = {}, sign = 1): Setting {
  const setting = new Setting({ adl: true, insuranceFund: "0", ...domain });
  setting.market("M", { ...WIDE, ...spec });
  setting.mark("M", "100", SECOND);
  setting.account("a", "150");
  setting.account("w", "10000");
  setting.account("maker", "1000000");
  setting.position("a", "M", String(10 * sign), "100");
  setting.position("w", "M", String(-10 * sign), "100");
  return setting;
}
const bid = (setting: Setting, quantity: string, price: string, market = "M") =>
  setting.order("maker", market, "buy", quantity, price);
const ask = (setting: Setting, quantity: string, price: string) =>
  setting.order("maker", "M", "sell", quantity, price);
const fall = (setting: Setting): Event[] => setting.mark("M", "80", 2 * SECOND);
const venueBook = (setting: Setting, bids: [string, string][], market = "M") =>
  setting.do({ type: "book", market, bids, asks: [], snapshot: true });

const slices = (events: Event[]) =>
  only(events, "slice").map(({ account, quantity, limitPrice }) => `${account} ${quantity} at ${limitPrice}`);
const lost = (setting: Setting) =>
  setting.all("adl").map(({ account, quantity, price }) => `${account} ${quantity} at ${price}`);
const outcome = (setting: Setting) => setting.all("liquidationClosed").at(-1)?.outcome;

describe("what is offered, inside", () => {
  test("the lots that stand at the zero price or better; what is left is taken over in the same act, at what is left of E", () => {
    const setting = bankrupt();
    bid(setting, "4", "86");
    bid(setting, "3", "85");
    bid(setting, "9", "84.99");
    const events = fall(setting);
    expect(typesOf(events)).toEqual([
      ...["mark", "liquidationOpened", "slice"],
      ...["fill", "position", "position", "fill", "position", "position"],
      ...["adl", "position", "position", "liquidationClosed"],
    ]);
    expect(only(events, "slice")).toMatchObject([
      {
        order: "S1",
        case: "C1",
        quantity: "7",
        remaining: "7",
        limitPrice: "85.00",
        timeInForce: "IOC",
        reduceOnly: true,
        algorithm: "immediate",
      },
    ]);
    // 344 + 255 of 700: E = 150 − 101 − 60 = −11, and three lots must bring 251.
    expect(lost(setting)).toEqual(["w 3 at 83.67"]);
    expect(setting.all("liquidationClosed")).toMatchObject([{ outcome: "deleveraged", closed: { M: "7" } }]);
  });

  test("a tick below is not asked", () => {
    const setting = bankrupt();
    bid(setting, "10", "84.99");
    expect(slices(fall(setting))).toEqual([]);
    expect(lost(setting)).toEqual(["w 10 at 85.00"]);
  });

  test("a short buys back at its zero price or better", () => {
    const setting = bankrupt({}, {}, -1);
    ask(setting, "4", "114");
    ask(setting, "9", "115.01");
    expect(slices(setting.mark("M", "120", 2 * SECOND))).toEqual(["a 4 at 115.00"]);
    // 456 for 400: E = 150 − 56 − 120 = −26, and six may cost 694.
    expect(lost(setting)).toEqual(["w 6 at 115.67"]);
  });

  test.each([
    // 100 coins at 100 are 125 at 80: 5 are missing of 20, so 120 may be owed: 83.34, on the tick.
    [1, "80", "83.34", "83.33"],
    // They are 80 at 125, and 85 must come: 117.64.
    [-1, "125", "117.64", "117.65"],
  ] as [number, string, string, string][])("inverse, of sign %i: to the tick", (sign, mark, at, beyond) => {
    for (const [price, goes] of [
      [at, true],
      [beyond, false],
    ] as [string, boolean][]) {
      const setting = new Setting({ adl: true, insuranceFund: "0" });
      setting.market("M", { ...WIDE, ...INVERSE });
      setting.mark("M", "100", SECOND);
      setting.account("a", sign > 0 ? "20" : "15");
      setting.account("w", "10000");
      setting.account("maker", "1000000");
      setting.position("a", "M", String(10_000 * sign), "100");
      setting.position("w", "M", String(-10_000 * sign), "100");
      setting.order("maker", "M", sign > 0 ? "buy" : "sell", "10000", price);
      expect(slices(setting.mark("M", mark, 2 * SECOND))).toEqual(goes ? [`a 10000 at ${price}`] : []);
      expect(setting.all("adl").length).toBe(goes ? 0 : 1);
    }
  });

  test("an isolated account", () => {
    const setting = bankrupt();
    setting.do({ type: "account", account: "iso", domain: "D", mode: "isolated", parent: "a", cash: "150" });
    setting.position("iso", "M", "10", "100");
    bid(setting, "20", "90");
    expect(slices(fall(setting))).toEqual(["a 10 at 85.00", "iso 10 at 85.00"]);
    expect(setting.all("adl")).toEqual([]);
  });

  test("only with E < 0, and not at a mark that nothing confirms", () => {
    const solvent = bankrupt(
      { ...SUDDEN, policy: { slippagePpm: 0 } },
      { takeoverPpm: 1_000_000, insuranceFund: "1" },
    );
    bid(solvent, "10", "86");
    expect(slices(solvent.mark("M", "86", 2 * SECOND))).toEqual(["@liquidation 10 at 86.00"]);
    expect(solvent.all("takeover")).toHaveLength(1);
    const sudden = bankrupt({ jumpPpm: undefined });
    bid(sudden, "10", "84");
    expect(slices(fall(sudden))).toEqual(["a 10 at 79.20"]);
    expect(sudden.all("adl")).toEqual([]);
  });

  test("its fees are those of a liquidation fill: from what it brought above the zero value", () => {
    const setting = bankrupt({ takerFeePpm: 10_000, liquidationFeePpm: 500_000 });
    bid(setting, "4", "86");
    bid(setting, "3", "85");
    expect(only(fall(setting), "fill")).toMatchObject([
      { takerFee: "3.440000", liquidationFee: "0.560000", case: "C1" },
      { takerFee: "0.000000", liquidationFee: "0.000000" },
    ]);
  });

  test("what is out is called back first; rungs in the book go at once", () => {
    const setting = bankrupt({ policy: { algorithm: "ladder", rungs: 2, slippagePpm: 50_000 } });
    setting.mark("M", "94", 1.5 * SECOND); // 90 of 94
    bid(setting, "2", "86");
    expect(typesOf(fall(setting)).slice(0, 6)).toEqual([
      ...["mark", "cancelSlice", "cancelled", "cancelSlice", "cancelled", "slice"],
    ]);
    expect(setting.all("slice").at(-1)).toMatchObject({
      quantity: "2",
      algorithm: "ladder",
      timeInForce: "IOC",
    });
  });

  test("`@liquidation` offers nothing: it sells into the book anyway", () => {
    const setting = bankrupt({}, { insuranceFund: "60" });
    fall(setting);
    expect(setting.all("takeover")).toMatchObject([{ quantity: "10", price: "85.00" }]);
    setting.mark("M", "70", 4 * SECOND);
    setting.clock(5 * SECOND);
    expect(setting.all("adl")).toMatchObject([{ loser: "@liquidation" }]);
    expect(setting.all("slice")).toEqual([]);
  });
});

describe("once nothing is out the case is looked at from the beginning", () => {
  test("all of it sold: closed, and nobody is deleveraged", () => {
    const setting = bankrupt();
    bid(setting, "10", "90");
    fall(setting);
    expect([setting.all("adl"), setting.all("liquidationClosed")]).toMatchObject([
      [],
      [{ outcome: "closed", equity: "50.000000", closed: { M: "10" } }],
    ]);
  });

  test("cured by it", () => {
    const setting = bankrupt();
    bid(setting, "6", "95"); // 150 − 30 − 80 = 40 of 32
    fall(setting);
    expect([setting.all("adl"), outcome(setting), setting.leg("a", "M").quantity]).toEqual([
      [],
      "cured",
      "4",
    ]);
  });

  test("taken over by its level, without another offer", () => {
    const setting = bankrupt({}, { takeoverPpm: 1_000_000, insuranceFund: "100", surplus: "fund" });
    bid(setting, "4", "93"); // 150 − 28 − 120 = 2 of 48
    expect(slices(fall(setting))).toEqual(["a 4 at 85.00"]);
    expect([setting.all("adl"), outcome(setting)]).toEqual([[], "takenOver"]);
  });

  test("worked on within its bounds", () => {
    const setting = bankrupt();
    bid(setting, "5", "92"); // 150 − 40 − 100 = 10 of 40
    fall(setting);
    expect([setting.all("adl"), outcome(setting), setting.state("a")]).toEqual([
      [],
      undefined,
      "liquidating",
    ]);
    bid(setting, "5", "79.5");
    setting.clock(3 * SECOND);
    expect(setting.all("slice").at(-1)).toMatchObject({ account: "a", limitPrice: "79.20" });
  });

  test("held back by the floor of the fund", () => {
    const setting = bankrupt({}, { takeoverPpm: 1_000_000, floorAction: "block" });
    bid(setting, "4", "93");
    expect(said(fall(setting))).toEqual(["a blocked FUND_FLOOR"]);
  });

  test("once a leg and case: back below nothing it is taken over", () => {
    const setting = bankrupt({ policy: { interval: 60 * SECOND } });
    bid(setting, "5", "92");
    fall(setting);
    bid(setting, "5", "92");
    expect(slices(setting.mark("M", "70", 3 * SECOND))).toEqual([]);
    expect(setting.all("adl")).toMatchObject([{ quantity: "5" }]);
  });
});

describe("several legs", () => {
  /** And ten of X, in the same way: 100 short of nothing at 80, half of it each; the zero price of both is 85. */
  function two(spec: Command = {}): Setting {
    const setting = bankrupt();
    setting.market("X", { ...WIDE, ...spec });
    setting.mark("X", "100", SECOND);
    setting.do({ type: "transfer", account: "a", amount: "150" });
    setting.position("a", "X", "10", "100");
    setting.position("w", "X", "-10", "100");
    return setting;
  }

  test("by market, each at the zero price that it had before the first went", () => {
    const setting = two();
    setting.mark("X", "80", 1.5 * SECOND);
    bid(setting, "10", "87");
    bid(setting, "10", "85", "X");
    expect(slices(fall(setting))).toEqual(["a 10 at 85.00", "a 10 at 85.00"]);
    expect([setting.all("adl"), outcome(setting)]).toEqual([[], "closed"]);
  });

  test("a tick below it stays unasked, though the first leg has brought more", () => {
    const setting = two();
    setting.mark("X", "80", 1.5 * SECOND);
    bid(setting, "10", "87");
    bid(setting, "10", "84", "X");
    expect(slices(fall(setting))).toEqual(["a 10 at 85.00"]);
    expect(lost(setting)).toEqual(["w 10 at 83.00"]);
  });

  test("a leg in doubt is neither asked for nor moved, and counts at its doubtful price", () => {
    const setting = two({ maxAge: 10 * SECOND });
    bid(setting, "10", "90");
    bid(setting, "10", "90", "X");
    setting.clock(20 * SECOND);
    // X counts 110: E = 300 − 10·z' + 100 … at 50: −100 of 160, of which M has 50: its zero price is 53.13.
    expect(slices(setting.mark("M", "50", 21 * SECOND))).toEqual(["a 10 at 53.13"]);
    expect(setting.leg("a", "X").quantity).toBe("10");
    expect(setting.all("adl")).toEqual([]);
  });

  test("a venue's and one of ours: ours at once, and then it waits for the venue", () => {
    const setting = two({ execution: "external" });
    venueBook(setting, [["90", "3"]], "X");
    bid(setting, "2", "90");
    setting.mark("X", "80", 1.5 * SECOND);
    expect(typesOf(fall(setting))).toEqual([...["mark", "slice", "fill", "position", "position", "slice"]]);
    expect(setting.all("adl")).toEqual([]);
    expect(typesOf(setting.do(fill("S2", "3", "90")))).toContain("adl");
    expect(outcome(setting)).toBe("deleveraged");
  });
});

describe("at a venue", () => {
  function out(policy: Command = {}): Setting {
    const setting = bankrupt({ execution: "external", policy: { sliceLifetime: 3 * SECOND, ...policy } });
    venueBook(setting, [
      ["86", "4"],
      ["85", "3"],
      ["84.99", "50"],
    ]);
    expect(slices(fall(setting))).toEqual(["a 7 at 85.00"]);
    expect(setting.all("adl")).toEqual([]);
    return setting;
  }
  const gone = (setting: Setting) => setting.all("adl").length > 0;

  test("the takeover waits while it is out, without a name; with the answer it runs", () => {
    const setting = out();
    expect(typesOf(setting.clock(3 * SECOND))).toEqual([]);
    expect(typesOf(setting.do(fill("S1", "4", "86")))).toEqual(["fill", "position"]);
    expect(setting.state("a")).toBe("liquidating");
    setting.do(report("S1", "cancelled"));
    expect(lost(setting)).toEqual(["w 6 at 84.33"]); // 150 − 56 − 120 = −26
    expect(setting.all("slice")).toHaveLength(1);
  });

  test.each(["cancelled", "rejected"] as const)(
    "%s: no second offer, though the book is there still",
    (status) => {
      const setting = out();
      setting.do(report("S1", status));
      expect([gone(setting), setting.all("slice").length]).toEqual([true, 1]);
    },
  );

  test("expiry calls it back, and its answer or its silence lets go", () => {
    const setting = out();
    expect(setting.clock(5 * SECOND)).toMatchObject([
      { type: "cancelSlice", order: "S1", reason: "expired" },
    ]);
    expect(gone(setting)).toBe(false);
    setting.clock(8 * SECOND);
    expect(gone(setting)).toBe(true);
    // What fills after all is `@liquidation`'s.
    expect(setting.do(fill("S1", "1", "86"))[0]).toMatchObject({ taker: "@liquidation" });
  });

  test("a takeover of any kind waits for it; a cure calls it back", () => {
    const setting = out();
    expect(typesOf(setting.do({ type: "domainSettings", domain: "D", takeoverPpm: 1_000_000 }))).toEqual([
      "accepted",
    ]);
    setting.mark("M", "86", 2.5 * SECOND);
    expect(setting.all("cancelSlice")).toEqual([]);
    setting.mark("M", "110", 2.6 * SECOND);
    setting.do({ type: "domainSettings", domain: "D", takeoverPpm: 0 });
    expect(setting.all("cancelSlice")).toMatchObject([{ order: "S1", reason: "cured" }]);
  });

  test("no book is known, or nobody stands there: none", () => {
    for (const known of [false, true]) {
      const setting = bankrupt({ execution: "external" });
      if (known) venueBook(setting, []);
      expect([slices(fall(setting)), gone(setting)]).toEqual([[], true]);
    }
  });

  test("what was out before is called back first, and then the book is asked", () => {
    const setting = bankrupt({ execution: "external", policy: { interval: 60 * SECOND } });
    setting.mark("M", "94", 1.5 * SECOND);
    venueBook(setting, [["86", "4"]]);
    expect(typesOf(fall(setting))).toEqual(["mark", "cancelSlice"]);
    expect(slices(setting.do(report("S1", "cancelled")))).toEqual(["a 4 at 85.00"]);
  });
});

describe("what may not be sent is not offered", () => {
  /** A book at a venue in which so many lots stand above the zero price. */
  function sized(spec: Command, standing = "4"): string[] {
    const setting = bankrupt({ execution: "external", ...spec });
    venueBook(setting, [["86", standing]]);
    return slices(fall(setting)).filter((slice) => slice.startsWith("a "));
  }

  test.each([
    ["DEPTH_LOW", { breakers: { depthMin: "10000" } }],
    ["a minimum of lots", { minOrder: "5" }],
    ["a minimum of money", { minNotional: "340.01" }],
  ] as [string, Command][])("%s", (_, spec) => {
    expect(sized(spec)).toEqual([]);
  });

  test.each([
    ["at the minimum of lots", { minOrder: "4" }, "4", "4"],
    ["at the minimum of money, at its limit", { minNotional: "340" }, "4", "4"],
    ["all of it, whatever the minimum", { minOrder: "11" }, "12", "10"],
    ["no more than one order may have", { maxOrder: "3" }, "4", "3"],
    ["which goes before what an order must be worth", { maxOrder: "3", minNotional: "600" }, "4", "3"],
    [
      "no policy, depth share or jitter cuts it",
      { policy: { algorithm: "pov", depthSharePpm: 1, jitterPpm: 1_000_000 } },
      "4",
      "4",
    ],
  ] as [string, Command, string, string][])("%s", (_, spec, standing, quantity) => {
    expect(sized(spec, standing)).toEqual([`a ${quantity} at 85.00`]);
  });

  test("nor while the pace is used up; what is offered counts in it", () => {
    const setting = bankrupt({ policy: { rateNotional: "400", rateWindow: 60 * SECOND, interval: SECOND } });
    bid(setting, "4", "86");
    // Four at 80 are 320 of 400: `@liquidation` and others have room for one more.
    fall(setting);
    expect(setting.all("slice")).toHaveLength(1);
    expect(setting.model.world.market("M").sends).toMatchObject([{ notional: 320_000_000n }]);
    const used = bankrupt({ policy: { rateNotional: "1", rateWindow: 60 * SECOND } });
    used.mark("M", "94", 1.5 * SECOND);
    bid(used, "10", "93.5");
    used.clock(2.5 * SECOND);
    expect(used.all("breaker").at(-1)).toMatchObject({ breaker: "LIQUIDATION_RATE", state: "tripped" });
    used.mark("M", "80", 3 * SECOND);
    expect([used.all("slice"), used.all("adl").length]).toEqual([[], 1]);
  });

  test("nor by a leg that is silent, or that its venue rejects", () => {
    for (const status of ["silent", "rejected"]) {
      const setting = bankrupt({
        execution: "external",
        policy: { rejectMax: 1, interval: 60 * SECOND, sliceLifetime: SECOND },
      });
      setting.mark("M", "94", 1.5 * SECOND);
      if (status === "rejected") setting.do(report("S1", "rejected"));
      else for (const at of [3, 5]) setting.clock(at * SECOND);
      venueBook(setting, [["90", "20"]]);
      expect([status, slices(setting.mark("M", "80", 6 * SECOND)), setting.all("adl").length]).toEqual([
        status,
        [],
        1,
      ]);
    }
  });
});

describe("who makes money with it", () => {
  /** What the winner keeps of his short, and what the bidder has paid above the mark. */
  function played(price: string | null) {
    const setting = bankrupt();
    if (price !== null) bid(setting, "10", price);
    fall(setting);
    const equity = (name: string) => Number(setting.model.account(name)?.equity);
    return {
      winner: equity("w") - 10_000,
      position: setting.model.account("w")?.positions,
      bidder: equity("maker") - 1_000_000,
    };
  }

  test("the winner keeps what he won where somebody would rather have the lots; nobody is paid by it", () => {
    expect(played(null)).toMatchObject({ winner: 150, position: [], bidder: 0 });
    // 50 of what he had won went to those who were owed; with a bid the bidder pays it, of his own accord.
    expect(played("85")).toMatchObject({ winner: 200, position: [{ quantity: "-10" }], bidder: -50 });
    expect(played("84.99")).toMatchObject({ winner: 150, bidder: 0 });
  });

  test("bids that vanish at a venue gain the bankrupt one lifetime of a slice and its answer, once", () => {
    const setting = bankrupt({ execution: "external", policy: { sliceLifetime: SECOND } });
    for (let at = 0; at < 8; at += 1) {
      venueBook(setting, [["90", String(20 - at)]]);
      setting.mark("M", "80", (2 + at / 2) * SECOND);
    }
    expect(setting.all("slice").map(({ order, time }) => [order, time])).toEqual([["S1", 2 * SECOND]]);
    expect(setting.all("adl")).toMatchObject([{ time: 4 * SECOND }]);
  });
});
