/** What is owed by one who has nothing but collateral that nobody can price now (rules: takeover-and-fund 13, 14, 15). */
import { describe, expect, test } from "vitest";
import { buy, codeOf, SECOND, sell, TRANSFER, tick, world } from "./doubt-setting.js";
import type { Setting } from "./setting.js";
import type { Command, Event } from "./state.js";
import { only } from "./venue-setting.js";

/** A COIN at 100 less its haircut counts 90. M, which prices it, dies after ten seconds. */
const MORTAL = { maxAge: 10 * SECOND, breakers: { resumeAfter: 0 } };
const FUND = { insuranceFund: "100000" };
const coins = (amount: string, more: Command = {}): Command => ({
  ...TRANSFER,
  asset: "COIN",
  amount,
  ...more,
});
const revive = (setting: Setting, price = "100", more = {}) => setting.do(tick(setting, price, more));
const ofDomain = (setting: Setting): Event => {
  const [report] = setting.model.apply({ type: "domainReport", domain: "D" });
  if (!report) throw new Error("no report");
  return report;
};
const balances = (setting: Setting, account = "a") => {
  const { collateral } = setting.model.account(account) as { collateral: Event[] };
  return collateral.map(({ balance }) => balance);
};
const cashOf = (setting: Setting, account = "a") => setting.model.account(account)?.cash;

/** `a` has lost so much more than it had in cash, 1,000 at first, on ten X that a venue sold for it, and owes it. */
function lose(setting: Setting, owed: string, account = "a"): Event[] {
  const perLot = (Number(owed) + 1_000) / 10;
  setting.do({ type: "position", account, market: "X", quantity: "10", entryPrice: String(100 + perLot) });
  return setting
    .order("maker", "X", "buy", "10", "100")
    .concat(
      setting.do({ type: "order", account, market: "X", side: "sell", quantity: "10", reduceOnly: true }),
    );
}

/** `a` owes 500 and has ten coins, of which nobody knows the price any more. */
function inArrears(spec: Command = MORTAL, domain: Command = {}): Setting {
  const setting = world(spec, { ...FUND, takeover: false, ...domain });
  setting.do(coins("10"));
  setting.clock(60 * SECOND);
  lose(setting, "500");
  return setting;
}

describe("case 2: a fall of the price of what is pledged is known outside before it is known here", () => {
  /** Who knows it loses 60,000 to himself; then the price comes. */
  function played(spec: Command) {
    const setting = world(spec, FUND);
    setting.do(coins("2000"));
    setting.do({ ...TRANSFER, amount: "-1000" });
    setting.do(sell("X", "6000", "105", { account: "b" }));
    setting.do(buy("X", "6000", "105"));
    setting.do(buy("X", "6000", "95", { account: "b" }));
    setting.clock(60 * SECOND);
    setting.do(sell("X", "6000", "95", { reduceOnly: true }));
    setting.do({ ...TRANSFER, account: "b", amount: "-60000" });
    const before = ofDomain(setting);
    revive(setting, "1");
    return { before, after: ofDomain(setting), left: balances(setting) };
  }

  test("nothing is seized at a price that nobody trusts: all of it goes at the first that somebody does", () => {
    const { before, after, left } = played(MORTAL);
    expect(before).toMatchObject({ fund: "100000.000000", arrears: "60000.000000", deficit: "0.000000" });
    expect(after).toMatchObject({
      fund: "40000.000000",
      arrears: "0.000000",
      cover: "41800.000000",
      seized: [{ asset: "COIN", quantity: "2000.0000", value: "1800.000000" }],
    });
    expect(left).toEqual([]);
  });

  test("at the last mark a third of it pays, and two thirds stay with him who knew", () => {
    const { before, after, left } = played({});
    expect(before).toMatchObject({ fund: "40000.000000", arrears: "0.000000" });
    expect(after).toMatchObject({ cover: "40600.000030", seized: [{ quantity: "666.6667" }] });
    expect(left).toEqual(["1333.3333"]);
  });
});

test("at a takeover what nobody can price stays, and the fund pays nothing for it", () => {
  const played = (spec: Command) => {
    const setting = world(spec, { ...FUND, surplus: "fund" });
    setting.do(coins("10"));
    setting.clock(60 * SECOND);
    // E = 1,000 − 2,000 + 990 with ten percent of doubt in its favour, or 900 without.
    setting.position("a", "X", "10", "300");
    return setting;
  };
  const setting = played(MORTAL);
  expect(setting.all("takeover")).toMatchObject([{ account: "a", price: "101.00" }]);
  expect(setting.all("fund")).toEqual([]);
  expect(setting.model.account("a")).toMatchObject({ cash: "-990.000000", state: "healthy", case: null });
  expect(ofDomain(setting)).toMatchObject({ arrears: "990.000000" });
  // 10·95·0.9 are 855 of 990.
  expect(revive(setting, "95").map(({ type }) => type)).toEqual(["mark", "breaker", "fund", "fund"]);
  expect(setting.all("fund")).toMatchObject([
    { change: "-855.000000", reason: "shortfall", case: null },
    { change: "-135.000000", reason: "shortfall", case: null },
  ]);
  const trusted = played({});
  expect(trusted.all("takeover")).toMatchObject([{ price: "110.00" }]);
  expect(trusted.all("fund")).toMatchObject([{ change: "-900.000000", reason: "takeover", case: "C1" }]);
});

describe("when it is looked at again", () => {
  test("with the first trusted price, before anybody is evaluated, accounts by index", () => {
    const setting = world(MORTAL, { ...FUND, takeover: false });
    for (const [name, cash] of [
      ["c", "1000"],
      ["d", "100"],
    ] as const)
      setting.account(name, cash);
    setting.position("d", "M", "10", "100");
    for (const account of ["c", "a"]) setting.do(coins("10", { account }));
    setting.clock(60 * SECOND);
    lose(setting, "300", "c");
    lose(setting, "500");
    // `d` has 50 for a margin of 95.
    const events = revive(setting, "95");
    expect(events.map(({ type }) => type).slice(0, 5)).toEqual([
      "mark",
      "breaker",
      "fund",
      "fund",
      "liquidationOpened",
    ]);
    expect(events.slice(2, 5)).toMatchObject([
      { change: "-500.000000" },
      { change: "-300.000000" },
      { account: "d" },
    ]);
  });

  test("a price that is not trusted yet ends nothing, and time alone does not", () => {
    const setting = inArrears({ maxAge: 10 * SECOND });
    expect(cashOf(setting)).toBe("-500.000000");
    revive(setting, "100", { time: 70 * SECOND });
    expect(cashOf(setting)).toBe("-500.000000");
    const events = setting.clock(75 * SECOND);
    expect(events.map(({ type }) => type)).toEqual(["breaker", "fund"]);
    expect(balances(setting)).toEqual(["4.4444"]);
  });

  test.each([
    ["halted", { type: "halt", market: "M" }, { type: "resume", market: "M" }],
    ["its domain halted", { type: "halt", domain: "D" }, { type: "resume", domain: "D" }],
  ] as [string, Command, Command][])("%s: not by `resume`, but by the price after it", (_, halt, resume) => {
    const setting = world({}, { ...FUND, takeover: false });
    setting.do(coins("10"));
    setting.position("a", "X", "10", "250");
    setting.do({ type: "halt", market: "X" });
    setting.do(halt);
    setting.do({ type: "position", account: "a", market: "X", quantity: "0" });
    setting.do({ ...TRANSFER, amount: "1" });
    expect(setting.all("fund")).toEqual([]);
    setting.do(resume);
    expect(setting.all("fund")).toEqual([]);
  });

  test("a setting that makes the market trusted is a price, too", () => {
    const setting = world(
      { breakers: { bandPpm: 50_000, bandWindow: 16 * SECOND } },
      { ...FUND, takeover: false },
    );
    setting.do(coins("10"));
    revive(setting, "110", { time: 2 * SECOND });
    lose(setting, "500");
    expect(cashOf(setting)).toBe("-500.000000");
    const events = setting.do({ type: "breakers", market: "M", breakers: {} });
    expect(events.map(({ type }) => type)).toEqual(["accepted", "breaker", "fund"]);
    // 500 of 99 each
    expect(balances(setting)).toEqual(["4.9494"]);
  });

  test("what it gets pays: a part, and then all", () => {
    const setting = inArrears();
    setting.do({ ...TRANSFER, amount: "300" });
    expect(ofDomain(setting)).toMatchObject({ arrears: "200.000000", fund: "100000.000000" });
    setting.do({ ...TRANSFER, account: "b", to: "a", amount: "250" });
    expect(ofDomain(setting)).toMatchObject({ arrears: "0.000000" });
    revive(setting);
    expect(setting.model.account("a")).toMatchObject({
      cash: "50.000000",
      collateral: [{ balance: "10.0000" }],
    });
    expect(setting.all("fund")).toEqual([]);
  });

  test("a deposit of what nobody can price pays nothing; it pays with the rest, when it counts", () => {
    const setting = inArrears();
    setting.do(coins("2"));
    expect(cashOf(setting)).toBe("-500.000000");
    revive(setting, "50");
    // 500 of 45 each
    expect(balances(setting)).toEqual(["0.8888"]);
  });
});

describe("what it may do", () => {
  test("take nothing out", () => {
    const setting = inArrears();
    expect(codeOf(setting, { ...TRANSFER, amount: "-1" })).toBe("PRICE_IN_DOUBT");
    expect(codeOf(setting, coins("-1"))).toBe("PRICE_IN_DOUBT");
  });

  test("open with what is trusted: then it is an account like others", () => {
    const setting = inArrears(MORTAL);
    expect(codeOf(setting, buy("X", "1", "100"))).toBe("INSUFFICIENT_MARGIN");
    setting.do({
      type: "collateral",
      domain: "D",
      asset: "GOLD",
      market: "X",
      haircutPpm: 0,
      decimals: 4,
      seizeAt: "500",
    });
    setting.do({ ...coins("6"), asset: "GOLD" });
    expect(cashOf(setting)).toBe("-500.000000");
    // 600 − 500 carry five of 20.
    setting.do(sell("X", "6", "100", { account: "maker" }));
    expect(codeOf(setting, buy("X", "6", "100"))).toBe("INSUFFICIENT_MARGIN");
    setting.do(buy("X", "5", "100"));
    revive(setting);
    expect(balances(setting)).toEqual(["10.0000", "6.0000"]);
    expect(ofDomain(setting)).toMatchObject({ arrears: "0.000000" });
  });
});

describe("several assets", () => {
  /** GOLD counts 100 at X, is trusted, and defined after COIN. */
  function two(owed: string, coin: Command = {}, gold: Command = {}): Setting {
    const setting = world(MORTAL, { ...FUND, takeover: false });
    for (const [asset, market, more] of [
      ["SILVER", "M", coin],
      ["GOLD", "X", gold],
    ] as const) {
      setting.do({ type: "collateral", domain: "D", asset, market, haircutPpm: 0, decimals: 4, ...more });
      setting.do(coins("10", { asset }));
    }
    return owing(setting, owed);
  }
  const owing = (setting: Setting, owed: string) => {
    setting.clock(60 * SECOND);
    lose(setting, owed);
    return setting;
  };

  test("one that waits does not stop the next from paying", () => {
    const setting = two("300");
    expect(balances(setting)).toEqual(["10.0000", "7.0000"]);
    expect(cashOf(setting)).toBe("0.000000");
  });

  test("but it keeps the fund from paying what is left", () => {
    const setting = two("1300");
    expect(balances(setting)).toEqual(["10.0000"]);
    expect(ofDomain(setting)).toMatchObject({ arrears: "300.000000", fund: "99000.000000" });
    revive(setting);
    expect(balances(setting)).toEqual(["7.0000"]);
    expect(ofDomain(setting)).toMatchObject({ arrears: "0.000000", fund: "98700.000000" });
  });

  test("`seizeAt`: so little is owed that nothing is sold out for it; one more, and it is", () => {
    const little = two("300", {}, { seizeAt: "300" });
    expect(balances(little)).toEqual(["10.0000", "10.0000"]);
    expect(ofDomain(little)).toMatchObject({ arrears: "300.000000", fund: "100000.000000" });
    const more = two("300.000001", {}, { seizeAt: "300" });
    expect(balances(more)).toEqual(["10.0000", "6.9999"]);
  });

  test("`seizeAt`: what is owed shrinks on the way, so that a later one may come to wait", () => {
    const setting = world({}, { ...FUND, takeover: false });
    for (const [asset, seizeAt] of [
      ["SILVER", "0"],
      ["GOLD", "200"],
    ] as const) {
      setting.do({
        type: "collateral",
        domain: "D",
        asset,
        market: "X",
        haircutPpm: 0,
        decimals: 4,
        seizeAt,
      });
      setting.do(coins("5", { asset }));
    }
    owing(setting, "700");
    expect(balances(setting)).toEqual(["5.0000"]);
    expect(ofDomain(setting)).toMatchObject({
      arrears: "200.000000",
      seized: [{}, { quantity: "5.0000" }, {}],
    });
    // Its price falls to less than is owed: what a domain lends by `seizeAt` it may lose.
    setting.mark("X", "1");
    expect(ofDomain(setting)).toMatchObject({ arrears: "200.000000" });
    expect(codeOf(setting, { ...TRANSFER, amount: "-0.0001", asset: "GOLD" })).toBe("INSUFFICIENT_MARGIN");
  });
});

describe("`depositMax`", () => {
  const capped = (depositMax: string) => {
    const setting = world({}, { ...FUND, takeover: false });
    const gold = { type: "collateral", domain: "D", asset: "GOLD", market: "X", haircutPpm: 0, decimals: 4 };
    setting.do({ ...gold, depositMax });
    return setting;
  };
  const gold = (amount: string, more: Command = {}) => coins(amount, { asset: "GOLD", ...more });

  test("all that the domain has of it, withdrawn and sold apart", () => {
    const setting = capped("10");
    expect(codeOf(setting, gold("10.0001"))).toBe("CAPACITY");
    setting.do(gold("4"));
    setting.do(gold("6", { account: "b" }));
    expect(codeOf(setting, gold("0.0001"))).toBe("CAPACITY");
    setting.do(gold("6", { account: "b", to: "a" }));
    setting.do(gold("-1"));
    expect(codeOf(setting, gold("1.0001"))).toBe("CAPACITY");
    lose(setting, "300");
    expect(codeOf(setting, gold("1.0001"))).toBe("CAPACITY");
    setting.do({ type: "collateralSale", domain: "D", asset: "GOLD", quantity: "3", proceeds: "300" });
    expect(codeOf(setting, gold("4.0001"))).toBe("CAPACITY");
    expect(codeOf(setting, gold("4"))).toBe(null);
  });

  test("of nothing: none is taken", () => {
    expect(codeOf(capped("0"), gold("0.0001"))).toBe("CAPACITY");
  });

  test("one person's many accounts are no way around it, and it bounds what a dead token can cost", () => {
    const setting = capped("10");
    setting.do(gold("10"));
    for (const account of ["b", "maker"]) expect(codeOf(setting, gold("1", { account }))).toBe("CAPACITY");
  });

  test("both settings are read as amounts, after the scale", () => {
    const setting = world();
    const define = (more: Command) =>
      codeOf(setting, {
        type: "collateral",
        domain: "D",
        asset: "GOLD",
        market: "X",
        haircutPpm: 0,
        decimals: 4,
        ...more,
      });
    expect(define({ decimals: 3, seizeAt: "0.0000001" })).toBe("SPEC_INVALID");
    expect(define({ seizeAt: "0.0000001", depositMax: "0.00001" })).toBe("MALFORMED");
    expect(define({ depositMax: "0.00001" })).toBe("MALFORMED");
    expect(define({ seizeAt: "0.000001", depositMax: "0.0001" })).toBe(null);
  });
});

describe("what the venue says", () => {
  /** `a`, whose ten coins nobody can price now, has ten V at a venue, at 100, that lost 500 more than its cash. */
  function holding(): Setting {
    const setting = world(MORTAL, { ...FUND, takeover: false });
    setting.market("V", { lotSize: "1", execution: "external", maxPrice: "1000" });
    setting.mark("V", "100");
    setting.do(coins("10"));
    setting.clock(60 * SECOND);
    setting.position("a", "V", "10", "100");
    return setting;
  }
  const gone = { type: "reconcile", account: "a", market: "V", quantity: "0", cash: "-500" };
  const sold = {
    ...{ type: "execution", account: "a", market: "V", side: "sell", status: "fill" },
    ...{ quantity: "10", price: "100", fee: "1500" },
  };

  test.each([
    ["reconcile", gone],
    ["a fill from elsewhere", sold],
  ])(
    "%s leaves it in arrears while its coins wait, and they pay at the first trusted price",
    (_, command) => {
      const setting = holding();
      expect(only(setting.do(command), "fund")).toEqual([]);
      expect(cashOf(setting)).toBe("-500.000000");
      expect(ofDomain(setting)).toMatchObject({ fund: "100000.000000", arrears: "500.000000" });
      expect(only(revive(setting), "fund")).toMatchObject([{ change: "-500.000000", reason: "shortfall" }]);
      expect(ofDomain(setting)).toMatchObject({ arrears: "0.000000", seized: [{ quantity: "5.5556" }] });
    },
  );

  test("cash that was there after all ends the arrears", () => {
    const setting = holding();
    setting.do(gone);
    expect(only(setting.do({ ...gone, cash: "0" }), "fund")).toEqual([]);
    expect(ofDomain(setting)).toMatchObject({ fund: "100000.000000", arrears: "0.000000" });
    expect(balances(setting)).toEqual(["10.0000"]);
  });
});
