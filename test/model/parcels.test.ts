/** Where the lots of `@liquidation` came from, and where they went (rules: takeover-and-fund 17). */
import { describe, expect, test } from "vitest";
import { Setting } from "./setting.js";
import type { Command, Event } from "./state.js";
import { fill, only, reconcile, report, SUDDEN } from "./venue-setting.js";

/** V at 100, a venue's; nobody is deleveraged, and what was taken over waits until the venue answers. */
function world(spec: Command = {}, domain: Command = {}, limits = {}): Setting {
  const setting = new Setting({ insuranceFund: "1000000", ...domain }, limits);
  setting.market("V", { lotSize: "1", execution: "external", maxPrice: "1000", ...SUDDEN, ...spec });
  setting.mark("V", "100", 1);
  return setting;
}

/** So many lots of an account without money are taken over at their entry price: worse than the mark by 10. */
function fails(setting: Setting, account: string, quantity: string): Event[] {
  setting.account(account);
  return setting.position(account, "V", quantity, quantity.startsWith("-") ? "90" : "110");
}

const unwound = (events: Event[]) =>
  only(events, "unwound").map(({ case: of, side, quantity, price, takenAt }) =>
    [of, side, quantity, "at", price, "from", takenAt].join(" "),
  );
const lastSlice = (setting: Setting) => String(setting.all("slice").at(-1)?.order);
const elsewhere = (side: string, quantity: string, price: string) => ({
  ...fill("", quantity, price, { account: "@liquidation", market: "V", side }),
  order: undefined,
});

describe.each([
  ["long", "", "sell", "buy", "110.00", "-10"],
  ["short", "-", "buy", "sell", "90.00", "10"],
])("%s", (_, sign, side, other, takenAt, opposite) => {
  test("the oldest goes first, and each lot is told with its case, right before the charge", () => {
    const setting = world();
    fails(setting, "a", `${sign}10`);
    fails(setting, "b", `${sign}5`);
    expect(setting.all("unwound")).toEqual([]);
    const events = setting.do(fill(lastSlice(setting), "10", "99"));
    expect(unwound(events)).toEqual([`C1 ${side} 10 at 99.00 from ${takenAt}`]);
    expect(events.slice(0, 4).map(({ type }) => type)).toEqual(["fill", "position", "unwound", "fund"]);
    setting.clock(2_000_000);
    expect(unwound(setting.do(fill(lastSlice(setting), "2", "98")))).toEqual([
      `C3 ${side} 2 at 98.00 from ${takenAt}`,
    ]);
  });

  test("one fill of the lots of two cases tells both", () => {
    const setting = world();
    fails(setting, "a", `${sign}10`);
    fails(setting, "b", `${sign}5`);
    expect(unwound(setting.do(elsewhere(side, "12", "99")))).toEqual([
      `C1 ${side} 10 at 99.00 from ${takenAt}`,
      `C3 ${side} 2 at 99.00 from ${takenAt}`,
    ]);
  });

  test("what is taken over against them meets them at its own price, and tells its own part too", () => {
    const setting = world({ policy: { slippagePpm: 0 } });
    fails(setting, "a", `${sign}4`);
    fails(setting, "b", `${sign}3`);
    const events = fails(setting, "c", opposite);
    const at = sign === "" ? "90.00" : "110.00";
    expect(unwound(events)).toEqual([
      `C1 ${side} 4 at ${at} from ${takenAt}`,
      `C3 ${side} 3 at ${at} from ${takenAt}`,
      `C4 ${other} 7 at ${at} from ${at}`,
    ]);
    const types = events.map(({ type }) => type);
    const first = types.indexOf("unwound");
    expect([types[first - 1], types[first + 3], events[first + 3]?.reason]).toEqual([
      ...["position", "fund", "takeover"],
    ]);
    // Three of it are left, the other way.
    expect(unwound(setting.do(elsewhere(other, "3", "100")))).toEqual([`C4 ${other} 3 at 100.00 from ${at}`]);
  });

  test("a fill that turns it: what it opens came from nobody knows where", () => {
    const setting = world();
    fails(setting, "a", `${sign}4`);
    expect(unwound(setting.do(elsewhere(side, "6", "100")))).toEqual([
      `C1 ${side} 4 at 100.00 from ${takenAt}`,
    ]);
    expect(unwound(setting.do(elsewhere(other, "2", "101")))).toEqual([` ${other} 2 at 101.00 from `]);
  });

  test("reconcile takes the oldest at no price; what it adds is nobody's, and so is what it sets anew", () => {
    const setting = world();
    fails(setting, "a", `${sign}4`);
    expect(unwound(setting.do(reconcile("@liquidation", `${sign}3`)))).toEqual([
      `C1 ${side} 1 at  from ${takenAt}`,
    ]);
    setting.do(reconcile("@liquidation", `${sign}5`));
    const flipped = sign === "" ? "-2" : "2";
    expect(unwound(setting.do(reconcile("@liquidation", flipped)))).toEqual([
      `C1 ${side} 3 at  from ${takenAt}`,
      ` ${side} 2 at  from `,
    ]);
    expect(unwound(setting.do(reconcile("@liquidation", "0")))).toEqual([` ${other} 2 at  from `]);
  });
});

test("an operator who reconciles a loss away and back has it told: the case's lots have gone, and what came back is nobody's", () => {
  const setting = world();
  fails(setting, "a", "10");
  setting.do(reconcile("@liquidation", "0"));
  setting.do(reconcile("@liquidation", "10"));
  setting.do(report(String(setting.all("slice")[0]?.order), "cancelled"));
  setting.do(elsewhere("sell", "10", "50"));
  expect(unwound(setting.events)).toEqual(["C1 sell 10 at  from 110.00", " sell 10 at 50.00 from "]);
});

test.each([
  ["a rung", { algorithm: "ladder", rungs: 1 }, "90.00"],
  ["a slice", {}, "95.00"],
])("inside, by a fill of %s of it, at its price", (_, policy, price) => {
  const setting = new Setting({ insuranceFund: "1000000" });
  setting.market("V", {
    lotSize: "1",
    marketBandPpm: 500_000,
    ...SUDDEN,
    policy: { slippagePpm: 100_000, ...policy },
  });
  setting.mark("V", "100", 1);
  setting.account("m", "100000");
  fails(setting, "a", "10");
  setting.order("m", "V", "buy", "4", "95");
  setting.clock(2_000_000);
  expect(unwound(setting.events)).toEqual([`C1 sell 4 at ${price} from 110.00`]);
});

test("crossing inside with `@liquidation` goes at the mark", () => {
  const setting = new Setting({ insuranceFund: "1000000", crossInside: true });
  setting.market("V", { lotSize: "1", ...SUDDEN, policy: { fullCloseNotional: "1000000" } });
  setting.mark("V", "100", 1);
  fails(setting, "a", "10");
  setting.account("s", "30");
  const events = setting.position("s", "V", "-4", "100");
  expect(only(events, "crossedInside")).toMatchObject([{ price: "100.00", quantity: "4" }]);
  expect(unwound(events)).toEqual(["C1 sell 4 at 100.00 from 110.00"]);
});

test("what it deleverages later goes at the price of `adl`", () => {
  const setting = new Setting({ adl: true, insuranceFund: "101" });
  setting.market("M", { lotSize: "1", execution: "external", ...SUDDEN });
  setting.mark("M", "100", 1);
  setting.account("w", "10000");
  setting.account("a");
  setting.position("w", "M", "-20", "100");
  setting.position("a", "M", "10", "110");
  expect(setting.all("adl")).toEqual([]);
  setting.mark("M", "89", 1_000_000);
  setting.do(report(lastSlice(setting), "cancelled"));
  setting.clock(3_000_000);
  const [piece] = setting.all("adl");
  expect(piece).toMatchObject({ loser: "@liquidation" });
  expect(unwound(setting.events)[0]).toBe(`C1 sell ${piece?.quantity} at ${piece?.price} from 110.00`);
});

test("their gains and losses are what the fund was charged for them: nobody's loss is put on another's case", () => {
  const setting = world();
  for (const [account, quantity] of [
    ["a", "10"],
    ["b", "7"],
    ["c", "-12"],
    ["d", "-9"],
    ["e", "6"],
  ] as const) {
    fails(setting, account, quantity);
  }
  setting.do(elsewhere("sell", "2", "97"));
  const fund = only(setting.events, "fund")
    .filter(({ reason }) => reason === "unwind" || reason === "takeover")
    .reduce((sum, { change }) => sum + Number(change), 0);
  const told = only(setting.events, "unwound").map(({ side, quantity, price, takenAt }) => {
    const gain = (Number(price) - Number(takenAt)) * Number(quantity);
    return side === "sell" ? gain : -gain;
  });
  expect(told.reduce((sum, gain) => sum + gain, 0)).toBe(fund);
});

describe("a full table", () => {
  test("the youngest of the market takes what has no room, and forgets whose it is", () => {
    const setting = world({}, {}, { positions: 2 });
    for (const account of ["a", "b", "c"]) fails(setting, account, "10");
    expect(unwound(setting.do(elsewhere("sell", "30", "100")))).toEqual([
      "C1 sell 10 at 100.00 from 110.00",
      " sell 20 at 100.00 from ",
    ]);
  });

  test("a market without any keeps nothing, until there is room again", () => {
    const setting = world({}, {}, { positions: 1 });
    setting.market("W", { lotSize: "1", execution: "external", maxPrice: "1000" });
    setting.mark("W", "100");
    fails(setting, "a", "10");
    setting.account("b");
    setting.position("b", "W", "5", "110");
    setting.do(elsewhere("sell", "10", "100"));
    setting.account("c");
    setting.position("c", "W", "5", "120");
    const events = setting.do({ ...elsewhere("sell", "10", "100"), market: "W" });
    expect(unwound(events)).toEqual(["C5 sell 5 at 100.00 from 120.00", " sell 5 at 100.00 from "]);
  });
});
