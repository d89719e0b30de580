/** A fund at its floor takes over what cannot cost it (rules: takeover-and-fund 2, 11, evaluation 14). */
import { describe, expect, test } from "vitest";
import { SECOND } from "./doubt-setting.js";
import { Setting } from "./setting.js";
import type { Command } from "./state.js";

const MORTAL = { maxAge: 10 * SECOND, breakers: { resumeAfter: 0 } };
const INVERSE = { kind: "inverse", lotSize: "1", minPrice: "10" };

/** The fund has nothing above its floor; everybody below maintenance margin (10 %) is to be taken over. M is at 100, its bound 1 % away. */
function poor(domain: Command = {}, spec: Command = {}): Setting {
  const settings = { insuranceFund: "0", takeoverPpm: 1_000_000, surplus: "fund" };
  const setting = new Setting({ ...settings, ...domain });
  setting.market("M", { execution: "external", ...spec });
  setting.mark("M", "100", SECOND);
  setting.account("a");
  setting.account("rich", "1000");
  return setting;
}

/** Long ten from a price that leaves this equity; or short. */
const own = (setting: Setting, equity: string, market = "M", sign = 1) =>
  setting.position("a", market, String(10 * sign), String(100 - (sign * Number(equity)) / 10));
const outcome = (setting: Setting) => [
  ...setting.all("liquidationBlocked").map(({ breaker }) => breaker),
  ...setting.all("takeover").map(({ price }) => price),
];

describe("surplus to the fund: what the account has pays for the way to the bound, or not", () => {
  test.each([
    ["a long with just enough", "10", 1, ["99.00"]],
    ["a long with one unit less", "9.999999", 1, ["FUND_FLOOR"]],
    ["a short with just enough", "10", -1, ["101.00"]],
    ["a short with one unit less", "9.999999", -1, ["FUND_FLOOR"]],
    ["with nothing left", "0", 1, ["FUND_FLOOR"]],
    ["below nothing, whatever it costs", "-0.01", 1, ["100.00"]],
  ] as [string, string, number, unknown[]][])("%s", (_, equity, sign, then) => {
    const setting = poor();
    own(setting, equity, "M", sign);
    expect(outcome(setting)).toEqual(then);
  });

  /** 100 coins of 1,000 contracts each: 10,000 at 100. Sold at 99 they owe ceil(10,000/99) = 101.010102. */
  test.each([
    ["an inverse long with just enough", 1, "1.010102", ["99.00"]],
    ["an inverse long with one unit less", 1, "1.010101", ["FUND_FLOOR"]],
    // Bought at 101 a short has floor(10,000/101) = 99.009900.
    ["an inverse short with just enough", -1, "0.990100", ["101.00"]],
    ["an inverse short with one unit less", -1, "0.990099", ["FUND_FLOOR"]],
  ] as [string, number, string, unknown[]][])("%s", (_, sign, equity, then) => {
    const setting = poor({}, INVERSE);
    setting.do({ type: "transfer", account: "a", amount: equity });
    setting.position("a", "M", String(10_000 * sign), "100");
    expect(outcome(setting)).toEqual(then);
  });
});

describe("surplus to the user: at the bound it costs nothing, at a zero price that is nearer it may", () => {
  test.each([
    ["the zero price is the bound", "10", ["99.00"]],
    ["the zero price is far", "50", ["99.00"]],
    ["the zero price is a tick nearer", "9.9", ["FUND_FLOOR"]],
    ["nothing is left to keep", "0", ["FUND_FLOOR"]],
  ] as [string, string, unknown[]][])("%s", (_, equity, then) => {
    const setting = poor({ surplus: "user" });
    own(setting, equity);
    expect(outcome(setting)).toEqual(then);
  });
});

describe("several legs", () => {
  test.each([
    // Ten of each, half of what there is for each: 10 and 20 to the bounds.
    ["30", ["98.50", "98.50"]],
    ["29.999999", ["FUND_FLOOR"]],
  ])("what one of them has may pay for the other: %s", (cash, then) => {
    const setting = poor();
    setting.market("X", { execution: "external", policy: { slippagePpm: 20_000 } });
    setting.mark("X", "100");
    setting.mark("M", "200");
    setting.do({ type: "transfer", account: "a", amount: cash });
    for (const market of ["M", "X"]) setting.position("a", market, "10", "100");
    setting.mark("M", "100");
    expect(outcome(setting)).toEqual(then);
  });

  test("a leg that is in doubt does not move, and costs nothing now; with none that moves nothing is blocked by the floor", () => {
    const setting = poor({ doubtPpm: 0 }, MORTAL);
    setting.clock(60 * SECOND);
    own(setting, "5");
    expect(outcome(setting)).toEqual(["FEED_STALE"]);
    const block = poor({ doubtPpm: 0, floorAction: "block" }, MORTAL);
    block.clock(60 * SECOND);
    own(block, "5");
    expect(outcome(block)).toEqual(["FEED_STALE", "FUND_FLOOR"]);
  });
});

describe("with and without", () => {
  /** Ten sold for 99.5 each by whoever has them, after the price has gone on falling. */
  function played(floorAction: string) {
    const setting = poor(
      { floorAction, insuranceFund: "10", fundFloor: "10", caseHorizon: 0 },
      { execution: "internal" },
    );
    own(setting, "20");
    setting.order("rich", "M", "buy", "10", "99.5");
    setting.clock(2 * SECOND);
    setting.mark("M", "97.9");
    setting.clock(4 * SECOND);
    return setting;
  }

  test("`take`: the fund has what the account had left, above its floor again", () => {
    const setting = played("take");
    expect(outcome(setting)).toEqual(["98.00"]);
    expect(setting.fund()).toBe("25.000000");
  });

  test("`block`: held back until it is cured or below nothing", () => {
    const setting = played("block");
    expect(setting.all("liquidationBlocked")).toMatchObject([{ market: null, breaker: "FUND_FLOOR" }]);
    expect(setting.all("takeover")).toEqual([]);
    expect(setting.fund()).toBe("10.000000");
  });

  test("a case held back is looked at whenever it is evaluated: a price that makes it free of cost lets it go", () => {
    const setting = poor();
    own(setting, "9");
    expect(outcome(setting)).toEqual(["FUND_FLOOR"]);
    // E = 20 of a margin of 101.1, and 10.1 to the bound of 100.09; its slice is out, and nothing of it is due.
    setting.mark("M", "101.10", 2 * SECOND);
    expect(setting.all("takeover")).toEqual([]);
    setting.do({ type: "execution", order: "S1", status: "cancelled" });
    expect(setting.all("liquidationUnblocked")).toMatchObject([{ breaker: "FUND_FLOOR" }]);
    expect(setting.all("takeover")).toMatchObject([{ account: "a", price: "99.10" }]);
  });

  test("and due when the fund is above its floor", () => {
    const setting = poor();
    own(setting, "5");
    setting.do({ type: "transfer", account: "rich", amount: "1", to: "@fund" });
    setting.do({ type: "execution", order: "S1", status: "cancelled" });
    expect(outcome(setting)).toEqual(["FUND_FLOOR", "99.50"]);
  });
});
