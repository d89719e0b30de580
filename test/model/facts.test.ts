/** What events tell so that nobody need look it up: marks at fills, who lost lots, what a case lost since it opened (rules: evaluation 17, book 12, adl 8). */
import { describe, expect, test } from "vitest";
import { Setting, SUDDEN } from "./setting.js";
import type { Command, Event } from "./state.js";
import { failing, fill, report, SECOND, venue } from "./venue-setting.js";

const marks = (setting: Setting) => setting.all("fill").map(({ mark }) => mark);
const closed = (setting: Setting): Event => setting.all("liquidationClosed").at(-1) ?? {};

describe("`mark` of a fill: the last one at that moment, whoever traded", () => {
  test("inside: clients, an auction, a slice", () => {
    const setting = new Setting({ takeover: false });
    setting.market("M", { lotSize: "1", marketBandPpm: 1_000_000, policy: { slippagePpm: 100_000 } });
    setting.mark("M", "100", 1);
    for (const name of ["a", "b", "c"]) setting.account(name, name === "c" ? "100" : "100000");
    setting.order("b", "M", "buy", "1", "101");
    setting.order("a", "M", "sell", "1", "99");
    setting.do({ type: "marketState", market: "M", state: "auction" });
    setting.order("b", "M", "buy", "1", "104");
    setting.order("a", "M", "sell", "1", "98");
    setting.mark("M", "102", 2);
    setting.do({ type: "marketState", market: "M", state: "open" });
    setting.order("b", "M", "buy", "20", "97");
    setting.position("c", "M", "10", "102.5");
    expect(marks(setting)).toEqual(["100.00", "102.00", "102.00"]);
  });

  test("at a venue: a report, a fill from elsewhere; null where there never was one", () => {
    const setting = venue();
    const slice = failing(setting, "a");
    setting.market("NEW", { lotSize: "1", execution: "external" });
    setting.mark("V", "101");
    setting.do(fill(slice, "1", "99"));
    const elsewhere = { ...fill("", "1", "100"), order: undefined, account: "a", side: "buy" };
    setting.do({ ...elsewhere, market: "V" });
    setting.do({ ...elsewhere, market: "NEW" });
    expect(marks(setting)).toEqual(["101.00", "101.00", null]);
  });
});

test("`loser` of a deleveraging: whose leg goes, `@liquidation`'s too", () => {
  const setting = new Setting({ adl: true, insuranceFund: "1" });
  setting.market("M", { lotSize: "1", execution: "external", ...SUDDEN });
  setting.mark("M", "100", SECOND);
  for (const [account, cash, quantity] of [
    ["a", "199", "10"],
    ["w", "10000", "-20"],
    ["b", "100", "10"],
  ] as const) {
    setting.account(account, cash);
    setting.position(account, "M", quantity, "100");
  }
  // `b` owes nothing at 90, and is taken over at its value there; `@liquidation` loses at 79 what nobody has.
  setting.do({ type: "domainSettings", domain: "D", takeoverPpm: 1_000_000, surplus: "fund" });
  setting.mark("M", "90", 2 * SECOND);
  setting.mark("M", "79", 4 * SECOND);
  setting.do(report(String(setting.all("slice").at(-1)?.order), "cancelled"));
  setting.clock(6 * SECOND);
  const told = setting.all("adl").map(({ account, loser }) => `${account} takes from ${loser}`);
  expect(new Set(told)).toEqual(new Set(["w takes from a", "w takes from @liquidation"]));
});

describe("`openingLossPpm`: what its fills lost against the marks at its opening", () => {
  /** Ten of V from 100 with 90; the rest of the case is told by fills at the venue, after marks. */
  function sold(
    quantity: string,
    steps: [mark: string | null, lots: string, price: string][],
    spec: Command = {},
  ) {
    const setting = venue({ ...SUDDEN, ...spec, policy: { fullCloseNotional: "1000000" } });
    const slice = failing(setting, "a", quantity);
    for (const [mark, lots, price] of steps) {
      if (mark !== null) setting.mark("V", mark);
      setting.do(fill(slice, lots, price));
    }
    return closed(setting);
  }

  test.each([
    ["at the mark nothing", "10", [[null, "10", "100"]], 0, 0],
    ["below it", "10", [[null, "10", "99"]], 10_000, 10_000],
    ["a mark that falls first is counted by this alone", "10", [["95", "10", "95"]], 50_000, 50_000],
    [
      "half at the mark, half lower: 5 of 100 and 10 of 100 each",
      "10",
      [
        [null, "5", "99"],
        ["90", "5", "90"],
      ],
      55_000,
      55_000,
    ],
    ["above it: a gain, rounded up", "10", [[null, "10", "101.01"]], -10_100, -10_100],
    [
      "a third of a millionth is rounded toward less of a gain",
      "10",
      [
        [null, "7", "100.01"],
        [null, "3", "100"],
      ],
      -70,
      -70,
    ],
    ["a purchase", "-10", [["105", "10", "104"]], 40_000, 40_000],
  ] as [string, string, [string | null, string, string][], number, number][])(
    "%s",
    (_, quantity, steps, opening, slippage) => {
      const events = sold(quantity, steps);
      expect(events).toMatchObject({ openingLossPpm: opening, slippagePpm: slippage });
    },
  );

  test("the mark of a later slice is not it: slippage is small, the loss since the opening is not", () => {
    const setting = venue({ ...SUDDEN, policy: { fullCloseNotional: "1000000" } });
    setting.do(report(failing(setting, "a"), "cancelled"));
    setting.mark("V", "95", 3 * SECOND);
    setting.do(fill("S2", "10", "94.05"));
    // 0.95 of 95, and 5.95 of 100.
    expect(closed(setting)).toMatchObject({ slippagePpm: 10_000, openingLossPpm: 59_500 });
  });

  test("inverse: in coins, both sides", () => {
    const spec = { kind: "inverse", lotSize: "1", minPrice: "10", maxPrice: "1000" };
    const setting = venue({ ...spec, ...SUDDEN, policy: { fullCloseNotional: "1000000" } });
    setting.do(report(failing(setting, "a", "10000", "9"), "cancelled"));
    setting.mark("V", "80", 3 * SECOND);
    setting.do(fill("S2", "10000", "80"));
    // 100 coins at 100 are 125 at 80: the long owes 25 more.
    expect(closed(setting)).toMatchObject({ slippagePpm: 0, openingLossPpm: 250_000 });
    const short = venue({ ...spec, ...SUDDEN, policy: { fullCloseNotional: "1000000" } });
    short.do(report(failing(short, "a", "-10000", "9"), "cancelled"));
    short.mark("V", "125", 3 * SECOND);
    short.do(fill("S2", "10000", "125"));
    expect(closed(short)).toMatchObject({ slippagePpm: 0, openingLossPpm: 200_000 });
  });

  test("a gain of more than a thousandfold is told as that", () => {
    const setting = venue({ policy: { fullCloseNotional: "1000000" }, maxPrice: "100000000" });
    setting.mark("V", "0.01");
    setting.account("a", "0");
    setting.position("a", "V", "10", "0.01");
    setting.do(fill("S1", "10", "1000000"));
    expect(closed(setting)).toMatchObject({ openingLossPpm: -1_000_000_000 });
  });

  test("of two legs each has its own; one that comes later that of its first slice, one without fills none", () => {
    const setting = venue({ ...SUDDEN, policy: { fullCloseNotional: "1000000" } });
    setting.market("X", {
      lotSize: "1",
      execution: "external",
      ...SUDDEN,
      policy: { fullCloseNotional: "1000000", slippagePpm: 100_000 },
    });
    setting.mark("X", "100");
    failing(setting, "a", "10", "50");
    setting.mark("X", "50");
    const elsewhere = { ...fill("", "10", "50"), order: undefined, account: "a", side: "buy", market: "X" };
    setting.do(elsewhere);
    expect(setting.all("slice").map(({ market }) => market)).toEqual(["V", "X"]);
    setting.mark("X", "40");
    setting.do(fill("S2", "10", "45"));
    setting.do(fill("S1", "10", "100"));
    // 50 of 500 in X, nothing of 1,000 in V.
    expect(closed(setting)).toMatchObject({ openingLossPpm: 33_334, closed: { V: "10", X: "10" } });
  });

  test("nothing closed: nothing", () => {
    const setting = venue();
    failing(setting, "a");
    setting.do({ type: "transfer", account: "a", amount: "1000" });
    setting.do(report("S1", "cancelled"));
    expect(closed(setting)).toMatchObject({ outcome: "cured", openingLossPpm: 0, slippagePpm: 0 });
  });

  test("lots that cross inside count at the mark of the crossing", () => {
    const setting = new Setting({ takeover: false, crossInside: true });
    setting.market("M", { lotSize: "1", ...SUDDEN, policy: { fullCloseNotional: "1000000" } });
    setting.mark("M", "100", 1);
    setting.account("long", "60");
    setting.account("short", "150");
    setting.position("long", "M", "10", "100");
    setting.position("short", "M", "-10", "100");
    setting.mark("M", "105", 2);
    setting.clock(SECOND);
    expect(setting.all("crossedInside")).toMatchObject([{ price: "105.00", quantity: "10" }]);
    setting.clock(3 * SECOND);
    const told = setting
      .all("liquidationClosed")
      .map((event) => [event.account, event.openingLossPpm, event.slippagePpm]);
    // The long opened at 100 and gained five; the short opened at 105.
    expect(Object.fromEntries(told.map(([name, ...rest]) => [name, rest]))).toEqual({
      long: [-50_000, 0],
      short: [0, 0],
    });
  });

  test("who makes money with it: nobody hides what waiting cost behind a good last slice", () => {
    const setting = venue({ ...SUDDEN, policy: { closeFactorPpm: 500_000 } });
    setting.do(fill(failing(setting, "a", "10", "10"), "5", "100"));
    setting.mark("V", "98", 3 * SECOND);
    for (const order of setting.all("slice").slice(1)) setting.do(fill(String(order.order), "3", "98.5"));
    for (let at = 4; setting.all("liquidationClosed").length === 0; at += 1) {
      for (const { order } of setting.clock(at * SECOND).filter(({ type }) => type === "slice")) {
        const { quantity } = setting.all("slice").at(-1) ?? {};
        setting.do(fill(String(order), String(quantity), "98.5"));
      }
    }
    const { slippagePpm, openingLossPpm } = closed(setting) as {
      slippagePpm: number;
      openingLossPpm: number;
    };
    expect(slippagePpm).toBeLessThan(0);
    expect(openingLossPpm).toBeGreaterThan(0);
  });
});
