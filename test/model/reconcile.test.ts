/** What a venue says that there is becomes true, and fills that no slice brought (rules: venue-reports 13, 14). */
import { describe, expect, test } from "vitest";
import type { Setting } from "./setting.js";
import type { Command, Event } from "./state.js";
import {
  failing,
  fill,
  only,
  reconcile,
  refusalOf,
  report,
  SECOND,
  SUDDEN,
  said,
  sent,
  typesOf,
  venue,
} from "./venue-setting.js";

const THIRD = { policy: { closeFactorPpm: 300_000 } };
const LADDER = { policy: { algorithm: "ladder", rungs: 3, fullCloseNotional: "100000000" } };
const elsewhere = (account: string, side: string, quantity: string, price: string, more: Command = {}) => ({
  ...fill("", quantity, price, { account, market: "V", side, ...more }),
  order: undefined,
});
const money = (setting: Setting, name: string): string => {
  const [report] = setting.model.apply({ type: "domainReport", domain: "D" });
  return String(report?.[name]);
};

describe("reconcile: refusals, in order", () => {
  /** `a` has a slice out; `iso` is isolated; I is a market inside, E another domain's. */
  function world(): Setting {
    const setting = venue({ ...THIRD, maxPosition: "100", maxOpenInterest: "150", maxPrice: "1000" });
    failing(setting, "a");
    setting.market("I", { lotSize: "1" });
    setting.market("W", { lotSize: "1", execution: "external" });
    setting.do({ type: "account", account: "iso", domain: "D", mode: "isolated", parent: "a", cash: "1000" });
    setting.do({ type: "domain", domain: "E", asset: "EUR", settleDecimals: 2 });
    setting.do({ type: "account", account: "other", domain: "E" });
    return setting;
  }
  const big = String(2n ** 60n);
  const most = `${big.slice(0, -6)}.${big.slice(-6)}`;
  const wrong = { quantity: "0.5", cash: "1.0000001", entryPrice: undefined, keep: ["S9"] };

  test.each([
    ["an account that is none", "UNKNOWN_ACCOUNT account", { account: "nobody", market: "none" }],
    ["a market that is none", "UNKNOWN_MARKET market", { market: "none", ...wrong }],
    ["of another domain", "UNKNOWN_MARKET market", { account: "other", ...wrong }],
    ["one that matches inside", "SPEC_INVALID market", { market: "I", ...wrong }],
    ["part of a lot", "QUANTITY_OFF_LOT quantity", wrong],
    ["cash of `@liquidation`", "SPEC_INVALID cash", { ...wrong, account: "@liquidation", quantity: "1" }],
    ["decimals of cash", "MALFORMED cash", { ...wrong, quantity: "1" }],
    ["no entry price", "MISSING_FIELD entryPrice", { ...wrong, quantity: "1", cash: "1" }],
    ["an entry price out of range", "OUT_OF_RANGE entryPrice", { entryPrice: "1000.001", keep: ["S9"] }],
    ["a slice that is none", "UNKNOWN_ORDER keep", { keep: ["S9"], quantity: "101" }],
    ["one twice", "UNKNOWN_ORDER keep", { keep: ["S1", "S1"] }],
    ["another account's", "UNKNOWN_ORDER keep", { account: "iso", keep: ["S1"] }],
    ["one of another market", "UNKNOWN_ORDER keep", { market: "W", keep: ["S1"] }],
    ["`@liquidation`'s it is not", "UNKNOWN_ORDER keep", { account: "@liquidation", keep: ["S1"] }],
    ["too large a position", "CAPACITY quantity", { quantity: "101", cash: most }],
    ["too large, of `@liquidation`", "CAPACITY quantity", { account: "@liquidation", quantity: "-101" }],
    ["too much cash", "CAPACITY cash", { cash: `${most.slice(0, -1)}7` }],
    ["too little", "CAPACITY cash", { cash: `-${most.slice(0, -1)}7` }],
    ["`@street`'s would be too little", "CAPACITY cash", { cash: most, quantity: "0" }],
    ["nothing wrong", null, { quantity: "100" }],
  ] as [string, string | null, Command][])("%s", (_, refusal, more) => {
    const setting = world();
    if (refusal === "CAPACITY cash" && more.quantity === "0") {
      // It has paid somebody already.
      setting.account("rich", "0");
      setting.do(reconcile("rich", "0", { cash: "100" }));
    }
    const before = setting.model.account("a");
    expect(refusalOf(setting, reconcile("a", "7", more))).toBe(refusal);
    if (refusal !== null) expect(setting.model.account("a")).toEqual(before);
  });

  test("open interest, and the one leg of an isolated account", () => {
    const setting = world();
    setting.account("b", "100000");
    setting.do(reconcile("b", "100"));
    setting.account("c", "100000");
    expect(refusalOf(setting, reconcile("c", "41"))).toBe("CAPACITY quantity");
    expect(refusalOf(setting, reconcile("c", "40"))).toBe(null);
    setting.do({ ...reconcile("iso", "-5"), market: "W" });
    expect(refusalOf(setting, reconcile("iso", "-5"))).toBe("CAPACITY quantity");
    // `@liquidation` may have any number of legs, and what it has is counted too.
    expect(refusalOf(setting, reconcile("@liquidation", "1"))).toBe("CAPACITY quantity");
    expect(refusalOf(setting, reconcile("@liquidation", "-1"))).toBe(null);
  });
});

describe("reconcile: what becomes true", () => {
  test("case 8: in a case, where `position` is refused; the case goes on with what there is", () => {
    const setting = venue(THIRD);
    failing(setting, "a");
    expect(refusalOf(setting, { ...reconcile("a", "8"), type: "position" })).toBe("IN_LIQUIDATION null");
    const events = setting.do(reconcile("a", "8", { entryPrice: "99.3333333", cash: "70.5" }));
    expect(typesOf(events)).toEqual(["accepted", "position", "cancelSlice"]);
    expect(events[0]).toMatchObject({ command: "reconcile" });
    // 8·99.3333333 = 794.6666664, up
    expect(events[1]).toMatchObject({
      account: "a",
      quantity: "8",
      cost: "794.666667",
      realised: "0.000000",
      cash: "70.500000",
    });
    expect(events[2]).toMatchObject({ order: "S1", reason: "reconciled" });
    expect(money(setting, "cashTotal")).toBe("1000090.000000");
    expect(money(setting, "costTotal")).toBe("0.000000");
    expect(sent(setting.do(report("S1", "cancelled")))).toEqual([]);
    expect(sent(setting.clock(2 * SECOND))).toEqual(["a 2"]);
  });

  test.each([
    ["a halted market", { type: "halt", market: "V" }],
    ["a halted domain", { type: "halt", domain: "D" }],
    ["a market in doubt", { type: "resume", market: "V" }],
  ])("in %s", (_, command) => {
    const setting = venue(THIRD);
    failing(setting, "a");
    setting.do(command);
    setting.do(reconcile("a", "5", { cash: "500" }));
    expect(setting.model.account("a")).toMatchObject({ cash: "500.000000", equity: "500.000000" });
    expect(setting.all("cancelSlice")).toHaveLength(1);
  });

  test("cash alone cures; a position of nothing ends the case once the venue has answered", () => {
    const setting = venue(THIRD);
    failing(setting, "a");
    expect(typesOf(setting.do(reconcile("a", "0", { cash: "-5" })))).toEqual([
      ...["accepted", "position", "cancelSlice"],
      ...["fund"], // the shortfall of an account that has nothing
    ]);
    expect(setting.do(report("S1", "cancelled"))).toMatchObject([
      { type: "liquidationClosed", outcome: "closed" },
    ]);
  });

  test("a leg that the case did not have appears, and sends", () => {
    const setting = venue(THIRD);
    setting.market("W", { lotSize: "1", execution: "external" });
    setting.mark("W", "100");
    failing(setting, "a");
    const events = setting.do({ ...reconcile("a", "10"), market: "W" });
    expect(only(events, "slice")).toMatchObject([{ account: "a", market: "W" }]);
  });

  test("funding that is pending is settled first, and then the cash is what was said", () => {
    const setting = venue(THIRD);
    failing(setting, "a");
    setting.do({ type: "funding", market: "V", ratePpb: 1_000_000 }); // 0.1 a lot
    setting.do(reconcile("a", "10"));
    expect(setting.model.account("a")).toMatchObject({ cash: "89.000000", equity: "89.000000" });
    setting.do({ type: "funding", market: "V", ratePpb: 1_000_000 });
    setting.do(reconcile("a", "10", { cash: "89" }));
    expect(setting.model.account("a")).toMatchObject({ cash: "89.000000", equity: "89.000000" });
    expect(setting.model.world.domain("D").rounding.cash).toBe(0n);
  });

  test("`@liquidation`: its case begins and ends, and its funding is the fund's", () => {
    const setting = venue(THIRD);
    const begins = setting.do(reconcile("@liquidation", "4"));
    expect(begins.slice(0, 2)).toMatchObject([
      { type: "accepted" },
      { type: "position", account: "@liquidation" },
    ]);
    expect(only(begins, "slice")).toMatchObject([{ case: "C1", account: "@liquidation", quantity: "4" }]);
    setting.do({ type: "funding", market: "V", ratePpb: 1_000_000 });
    const ends = setting.do(reconcile("@liquidation", "0"));
    expect(typesOf(ends)).toEqual(["accepted", "position", "unwound", "fund", "cancelSlice"]);
    expect(ends[3]).toMatchObject({ case: "C1", change: "-0.400000", reason: "unwind" });
    expect(sent(setting.do(reconcile("@liquidation", "2")))).toEqual([]); // S1 is out
    expect(setting.model.world.market("V").unwinding.caseName).toBe("C2");
  });
});

describe("reconcile: what is out", () => {
  test("has no lots left: each fill of it is booked, and a mismatch by quantity", () => {
    const setting = venue({ policy: { ...THIRD.policy, silentMax: 16 } });
    failing(setting, "a");
    setting.do(reconcile("a", "7", { cash: "62" }));
    const events = setting.do(fill("S1", "1", "95"));
    expect(events[0]).toMatchObject({ type: "fill", quantity: "1", case: "C1" });
    expect(said(events)).toEqual(["a quantity", "a blocked EXECUTION_MISMATCH"]);
    // It has ended.
    expect(refusalOf(setting, report("S1", "cancelled"))).toBe("DUPLICATE status");
  });

  test("does not count in the plan: nothing of the leg is as good as closed", () => {
    const setting = venue({ ...THIRD });
    setting.market("W", { lotSize: "1", execution: "external" });
    setting.mark("W", "100");
    setting.account("a", "190");
    setting.position("a", "V", "10", "100");
    setting.position("a", "W", "10", "100");
    // 190 of 240: five lots cure, three of which a slice of V is to close, and the rest one of W.
    expect(sent(setting.events)).toEqual(["a 3", "a 2"]);
    setting.do(report("S2", "cancelled"));
    const events = [...setting.do(reconcile("a", "10")), ...setting.clock(2 * SECOND)];
    // With S1's three counted two more of V would do, and W would send nothing.
    expect(only(events, "slice")).toMatchObject([{ market: "W", quantity: "2" }]);
  });

  test("is kept where it is named; called back once where it is not, by number; the silent ones have no lots either", () => {
    const setting = venue(LADDER);
    failing(setting, "a");
    expect(sent(setting.events)).toHaveLength(3);
    const events = setting.do(reconcile("a", "9", { keep: ["S2"] }));
    expect(only(events, "cancelSlice")).toMatchObject([{ order: "S1" }, { order: "S3" }]);
    expect(only(setting.do(reconcile("a", "9", { keep: ["S2"] })), "cancelSlice")).toEqual([]);
    setting.clock(6 * SECOND);
    setting.clock(11 * SECOND);
    expect(setting.model.world.slices.get("S2")).toMatchObject({ state: "silent" });
    const { quantity, filled } = setting.model.world.slices.get("S2") ?? { quantity: 0n, filled: 0n };
    expect(quantity - filled).toBeGreaterThan(0n);
    setting.do(reconcile("a", "9"));
    expect(setting.model.world.slices.get("S2")).toMatchObject({ quantity: 0n, state: "silent" });
    expect(said(setting.do(fill("S2", "1", "99")))).toContain("a quantity");
  });

  test("falls silent like any other, and then its leg is silent again", () => {
    const setting = venue(THIRD);
    failing(setting, "a");
    setting.do(reconcile("a", "10"));
    expect(said(setting.clock(6 * SECOND))).toEqual(["a blocked EXECUTION_SILENT"]);
    expect(said(setting.do(reconcile("a", "10")))).toEqual(["a unblocked EXECUTION_SILENT"]);
  });

  test("what belongs to `@liquidation` since the takeover is called back with it, not with the account", () => {
    const setting = venue({ ...THIRD, ...SUDDEN }, { takeover: true, adl: false });
    failing(setting, "a");
    setting.mark("V", "80");
    setting.clock(6 * SECOND);
    expect(setting.all("takeover")).toHaveLength(1);
    setting.do(reconcile("a", "0"));
    expect(setting.model.world.slices.get("S1")).toMatchObject({ quantity: 3n });
    expect(refusalOf(setting, reconcile("@liquidation", "10", { keep: ["S1"] }))).toBe(null);
    setting.do(reconcile("@liquidation", "10"));
    expect(setting.model.world.slices.get("S1")).toMatchObject({ quantity: 0n });
    expect(said(setting.do(fill("S1", "1", "79")))).toEqual(["@liquidation quantity"]);
  });
});

describe("who makes money with it: a venue that fills after all what was reconciled away", () => {
  /** The venue says 7 lots, keeps quiet about S1, and fills it whole later; what does the engine send? */
  function filledTwice(guarded: boolean): unknown[] {
    const setting = venue(THIRD);
    failing(setting, "a");
    setting.do(reconcile("a", "7", { cash: "63" }));
    const slice = setting.model.world.slices.get("S1");
    if (!guarded && slice) Object.assign(slice, { quantity: 3n });
    setting.do(fill("S1", "3", "92"));
    setting.mark("V", "99");
    setting.clock(20 * SECOND);
    setting.clock(40 * SECOND);
    return [setting.leg("a", "V").mismatch, ...sent(setting.events)];
  }

  test("nothing more, until somebody says what is true", () => {
    expect(filledTwice(true)).toEqual([true, "a 3"]);
  });

  test("without it the fill would count as what was asked for, and the leg is sold on", () => {
    expect(filledTwice(false).slice(0, 3)).toEqual([false, "a 3", "a 2"]);
  });
});

describe("fills from elsewhere", () => {
  const sell = (account: string, quantity = "1", price = "95", more: Command = {}) =>
    elsewhere(account, "sell", quantity, price, more);

  test.each([
    ["an account that is none", "UNKNOWN_ACCOUNT account", sell("nobody")],
    ["a market that is none", "UNKNOWN_MARKET market", sell("a", "1", "0", { market: "none" })],
    ["one that matches inside", "SPEC_INVALID market", sell("a", "1", "0", { market: "I", execution: "e1" })],
    ["a price", "OUT_OF_RANGE price", sell("a", "0.5", "0")],
    ["a quantity", "QUANTITY_OFF_LOT quantity", sell("a", "0.5")],
    ["more than any position", "CAPACITY quantity", sell("a", "61", "95", { fee: "0.0000001" })],
    ["a fee", "MALFORMED fee", sell("a", "1", "95", { fee: "0.0000001" })],
    ["too large a position", "CAPACITY quantity", elsewhere("a", "buy", "51", "95")],
    ["open interest", "CAPACITY quantity", elsewhere("b", "buy", "52", "95")],
    ["a leg too many", "CAPACITY quantity", sell("iso")],
    ["an id that was taken", "DUPLICATE execution", sell("a", "1", "95", { execution: "e0" })],
    ["the same id of another account", null, sell("b", "1", "95", { execution: "e0" })],
    ["the id of a slice's report", null, sell("a", "1", "95", { execution: "s0" })],
  ])("%s", (_, refusal, command) => {
    const setting = venue({ ...THIRD, maxPosition: "60", maxOpenInterest: "61" });
    setting.market("I", { lotSize: "1" });
    setting.market("W", { lotSize: "1", execution: "external" });
    failing(setting, "a");
    setting.account("b", "1000");
    setting.do({ type: "account", account: "iso", domain: "D", mode: "isolated", parent: "b", cash: "1000" });
    setting.do({ ...reconcile("iso", "1"), market: "W" });
    setting.do(fill("S1", "1", "95", { execution: "s0" }));
    setting.do(elsewhere("a", "buy", "1", "95", { execution: "e0" }));
    expect(refusalOf(setting, command)).toBe(refusal);
  });

  test("trades with `@street`, pays the venue, and has no case", () => {
    const setting = venue({ ...THIRD, takerFeePpm: 10_000, liquidationFeePpm: 10_000 });
    failing(setting, "a");
    expect(setting.do(sell("a", "4", "99.5"))).toMatchObject([
      {
        type: "fill",
        price: "99.50",
        side: "sell",
        makerOrder: null,
        takerOrder: null,
        maker: "@street",
        taker: "a",
        takerFee: "3.980000",
        liquidationFee: "0.000000",
        case: null,
      },
      { type: "position", quantity: "6", realised: "-2.000000", cash: "84.020000" },
      // 84.02 of 72: what is out is called back
      { type: "cancelSlice", order: "S1", reason: "cured" },
    ]);
    const [closed] = setting.do(report("S1", "cancelled"));
    expect(closed).toMatchObject({ type: "liquidationClosed", closed: {}, slippagePpm: 0 });
  });

  test("is no trade of the market: the last one, and when liquidations were, stay", () => {
    const setting = venue(THIRD);
    setting.account("a", "1000");
    setting.do(sell("a"));
    expect(setting.model.world.market("V")).toMatchObject({ lastTrade: null, liquidationFillAt: null });
  });

  test("ends neither silence nor mismatch, and is none; but a position that it ends has neither", () => {
    const setting = venue({ policy: { ...THIRD.policy, silentMax: 16 } });
    failing(setting, "a");
    setting.clock(6 * SECOND);
    setting.clock(11 * SECOND);
    setting.do(sell("a", "12"));
    expect(setting.leg("a", "V")).toMatchObject({ quantity: "-2", mismatch: false });
    expect(setting.model.world.account("a").silent.size).toBe(1);
    setting.do(elsewhere("a", "buy", "2", "95"));
    expect(setting.model.world.account("a").silent.size).toBe(0);
  });

  test("of `@liquidation`: no fee of its own, the charge is its case's as it was", () => {
    const setting = venue({ ...THIRD, takerFeePpm: 10_000, maxPosition: "100" });
    expect(setting.do(elsewhere("@liquidation", "buy", "2", "100"))).toMatchObject([
      { type: "fill", takerFee: "0.000000", taker: "@liquidation" },
      { type: "position", account: "@liquidation", quantity: "2" },
      { type: "slice", case: "C1" },
    ]);
    expect(setting.do(sell("@liquidation", "2", "99", { fee: "0.5" }))).toMatchObject([
      { type: "fill" },
      { type: "position", quantity: "0" },
      { type: "unwound", case: null, quantity: "2", price: "99.00", takenAt: null },
      { type: "fund", case: "C1", change: "-2.500000", reason: "unwind" },
    ]);
  });

  test("a position that is larger than it may be becomes smaller all the same", () => {
    const setting = venue({ ...THIRD, maxPosition: "10" }, { takeover: true });
    for (const name of ["a", "b"]) {
      setting.account(name, "0");
      setting.position(name, "V", "9", "101");
    }
    expect(setting.model.world.domain("D").liquidation.legs.size).toBe(1);
    expect(refusalOf(setting, elsewhere("@liquidation", "buy", "1", "95"))).toBe("CAPACITY quantity");
    expect(refusalOf(setting, sell("@liquidation", "1"))).toBe(null);
  });

  test("the shortfall of who has nothing left is the fund's, under its case", () => {
    const setting = venue(THIRD);
    failing(setting, "a");
    const events: Event[] = setting.do(sell("a", "10", "90"));
    expect(typesOf(events)).toEqual(["fill", "position", "fund", "cancelSlice"]);
    expect(events[2]).toMatchObject({ case: "C1", change: "-10.000000", reason: "shortfall" });
  });
});
