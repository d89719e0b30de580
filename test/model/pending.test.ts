/** Collateral that was deposited in doubt: who gains by it, and from when on it counts (rules: margin 18, commands 12). */
import { describe, expect, test } from "vitest";
import { buy, codeOf, expectLimit, SECOND, TRANSFER, tick, world } from "./doubt-setting.js";
import { type Setting, SUDDEN } from "./setting.js";
import type { Command } from "./state.js";

/** A COIN at 100 less its haircut counts 90. M, which prices it, dies after ten seconds. */
const MORTAL = { maxAge: 10 * SECOND, breakers: { resumeAfter: 0 } };
const coins = (amount: string, more: Command = {}): Command => ({
  ...TRANSFER,
  asset: "COIN",
  amount,
  ...more,
});
const dead = (spec: Command = MORTAL): Setting => {
  const setting = world(spec);
  setting.clock(60 * SECOND);
  return setting;
};
const revive = (setting: Setting, price = "100") => setting.do(tick(setting, price));
const report = (setting: Setting) => setting.model.account("a");
const held = (balance: string, pending: string, value: string) => ({
  collateral: [{ asset: "COIN", balance, pending, value }],
});

describe("case 2: a token whose feed is dead is pledged, and a position opened with it", () => {
  /** With nothing of his own: what 20,000 of dead coins would carry. */
  const nothing = (spec: Command) => {
    const setting = dead(spec);
    setting.do({ ...TRANSFER, amount: "-1000" });
    setting.do(coins("20000"));
    return setting;
  };

  test("it is taken, and carries nothing", () => {
    const setting = nothing(MORTAL);
    expect(report(setting)).toMatchObject({
      equity: "0.000000",
      ...held("20000.0000", "20000.0000", "0.000000"),
    });
    expect(codeOf(setting, buy("X", "0.001"))).toBe("INSUFFICIENT_MARGIN");
  });

  test("where nothing says that the price is dead it would carry 90,000 coins' worth of X", () => {
    const setting = nothing({});
    // 20,000 at 90 are 1,800,000; each X at 100 needs 20.
    expectLimit(setting, buy("X", "90000.001"), buy("X", "90000"));
  });
});

describe("a deposit into a case", () => {
  /** E = 1,000 − 950 is below the maintenance margin of 100: long 10 X from 195. */
  const ill = (spec: Command): Setting => {
    const setting = world(spec, { takeover: false });
    setting.clock(60 * SECOND);
    setting.position("a", "X", "10", "195");
    expect(setting.state("a")).toBe("liquidating");
    return setting;
  };

  test("in doubt it cures nobody; the first trusted price does", () => {
    const setting = ill(MORTAL);
    setting.do(coins("10"));
    expect(setting.all("liquidationClosed")).toEqual([]);
    expect(report(setting)).toMatchObject({ equity: "50.000000", state: "liquidating" });
    setting.clock(61 * SECOND);
    expect(setting.all("liquidationClosed")).toEqual([]);
    const events = revive(setting);
    expect(events.map(({ type }) => type)).toEqual(["breaker", "liquidationClosed"]);
    expect(events[1]).toMatchObject({ outcome: "cured", equity: "950.000000" });
  });

  test("trusted, it cures at once", () => {
    const setting = ill({});
    expect(setting.do(coins("10")).map(({ type }) => type)).toEqual(["accepted", "liquidationClosed"]);
  });

  test("what the first trusted price says is what it counts: nothing, and the case goes on", () => {
    const setting = ill(MORTAL);
    setting.do(coins("10"));
    revive(setting, "0.01");
    expect(setting.all("liquidationClosed")).toEqual([]);
    expect(report(setting)).toMatchObject({ equity: "50.090000", ...held("10.0000", "0.0000", "0.090000") });
  });

  test("below nothing, too: it is taken over as if nothing had been pledged", () => {
    const played = (spec: Command) => {
      const setting = world(spec, { insuranceFund: "1000000" });
      setting.clock(60 * SECOND);
      setting.do(coins("10"));
      setting.position("a", "X", "10", "205");
      return setting.all("takeover");
    };
    // E = −50; counted, it would have been 850 of a margin of 100.
    expect(played(MORTAL)).toMatchObject([{ market: "X", quantity: "10.000", price: "105.00" }]);
    expect(played({})).toEqual([]);
  });
});

describe("from when on", () => {
  test("what was there before counts as ever, what comes in doubt does not, also in the report", () => {
    const setting = world(MORTAL);
    setting.do(coins("1"));
    setting.clock(60 * SECOND);
    setting.do(coins("2"));
    expect(report(setting)).toMatchObject({
      equity: "1090.000000",
      ...held("3.0000", "2.0000", "90.000000"),
    });
    revive(setting);
    expect(report(setting)).toMatchObject({
      equity: "1270.000000",
      ...held("3.0000", "0.0000", "270.000000"),
    });
  });

  test("the deposit's own time makes it late: the first to know is the one who pledges", () => {
    const setting = world(MORTAL);
    setting.do(coins("1", { time: 11 * SECOND }));
    setting.do(coins("1", { time: 11 * SECOND + 1 }));
    expect(report(setting)).toMatchObject(held("2.0000", "1.0000", "90.000000"));
  });

  test.each([
    ["halted", { type: "halt", market: "M" }],
    ["its domain halted", { type: "halt", domain: "D" }],
    ["warming up", { type: "resume", market: "M" }],
  ] as [string, Command][])("%s", (_, begin) => {
    const setting = world();
    setting.do(begin);
    setting.do(coins("1"));
    expect(report(setting)).toMatchObject(held("1.0000", "1.0000", "0.000000"));
    // A price that nobody trusts yet changes nothing.
    if (begin["type"] === "halt") {
      revive(setting);
      expect(report(setting)).toMatchObject(held("1.0000", "1.0000", "0.000000"));
      setting.do({ ...begin, type: "resume" });
      expect(report(setting)).toMatchObject(held("1.0000", "1.0000", "0.000000"));
    }
    revive(setting);
    expect(report(setting)).toMatchObject(held("1.0000", "0.0000", "90.000000"));
  });

  test("enough again, but not for long enough: it waits until the breaker has cleared", () => {
    const setting = dead({ maxAge: 10 * SECOND });
    setting.do(coins("1"));
    setting.do(tick(setting, "100", { time: 70 * SECOND }));
    expect(report(setting)).toMatchObject(held("1.0000", "1.0000", "0.000000"));
    setting.clock(75 * SECOND);
    expect(report(setting)).toMatchObject(held("1.0000", "0.0000", "90.000000"));
  });

  test("who has no case is not looked at, and gets no call undone", () => {
    const setting = dead();
    setting.do(coins("1"));
    expect(revive(setting).map(({ type }) => type)).toEqual(["breaker"]);
  });
});

describe("trusted by a setting, before any recompute", () => {
  /** PRICE_BAND trips, two coins are pledged, and the operator switches the breaker off. */
  const released = () => {
    const setting = world({ ...SUDDEN, breakers: { bandPpm: 50_000, bandWindow: 16 * SECOND } });
    setting.do(coins("1"));
    setting.do(tick(setting, "106", { time: 2 * SECOND }));
    setting.do(coins("2"));
    setting.do({ type: "breakers", market: "M", breakers: {} });
    return setting;
  };
  const worth = (amount: string, pending: string, value: string) =>
    held(`${amount}.0000`, `${pending}.0000`, value);

  test("it is pending still; what comes in now counts", () => {
    const setting = released();
    expect(report(setting)).toMatchObject(worth("3", "2", "95.400000"));
    setting.do(coins("1"));
    expect(report(setting)).toMatchObject(worth("4", "2", "190.800000"));
    setting.clock(3 * SECOND);
    expect(report(setting)).toMatchObject(worth("4", "0", "381.600000"));
  });

  test("what leaves is what counts, then what is pending; and is counted as such", () => {
    const setting = released();
    // 1,000 and 95.4 less 20 a lot: 54 lots leave 15.4, less than the 95.4 that the first coin counts.
    setting.do(buy("X", "54", "100"));
    expect(codeOf(setting, coins("-0.1615"))).toBe("INSUFFICIENT_MARGIN");
    expect(codeOf(setting, coins("-0.1614"))).toBe(null);
    setting.do({ type: "cancelAll", account: "a" });
    setting.do(coins("-1.8386"));
    expect(report(setting)).toMatchObject(held("1.0000", "1.0000", "0.000000"));
    setting.do(coins("1", { to: "b" }));
    expect(setting.model.account("b")).toMatchObject(worth("1", "0", "95.400000"));
    expect(report(setting)).toMatchObject({ collateral: [] });
  });
});

test("nothing moves what is in doubt, pending or not, and no cash leaves beside it", () => {
  const setting = dead();
  setting.do(coins("1"));
  for (const command of [coins("-1"), coins("1", { to: "b" }), { ...TRANSFER, amount: "-1" }]) {
    expect(codeOf(setting, command)).toBe("PRICE_IN_DOUBT");
  }
  revive(setting);
  expect(codeOf(setting, coins("-1"))).toBe(null);
});
