/** Nobody is taken over or deleveraged at a mark that nothing has confirmed (rules: breakers 17, evaluation 14, margin 17). */
import { describe, expect, test } from "vitest";
import { SECOND } from "./doubt-setting.js";
import { bankrupts, gone, type Heard, hear, INVERSE, SOURCES, told, typesOf } from "./move-setting.js";
import { Setting, SUDDEN } from "./setting.js";
import type { Command } from "./state.js";

describe("when it trips, and what confirms a mark", () => {
  test.each([
    ["five percent are near", {}, [[2, "s", "95"]], []],
    ["a unit more is not", {}, [[2, "s", "94.99"]], ["tripped 2"]],
    ["nor is it above", {}, [[2, "s", "105.01"]], ["tripped 2"]],
    ["`jumpPpm` says how near", { jumpPpm: 200_000 }, [[2, "s", "80"]], []],
    [
      "the move is taken back",
      {},
      [
        [2, "s", "70"],
        [2.1, "s", "95"],
      ],
      ["tripped 2", "cleared 2.1"],
    ],
    [
      "a second moment: a microsecond too early, then not",
      {},
      [
        [2, "s", "70"],
        [2.499999, "s", "70"],
        [2.5, "s", "73.5"],
      ],
      ["tripped 2", "cleared 2.5"],
    ],
    [
      "a second moment of a price that is not near begins anew, from where it came",
      {},
      [
        [2, "s", "70"],
        [3, "s", "73.51"],
        [3.4, "s", "73.51"],
        [3.5, "s", "73.51"],
      ],
      ["tripped 2", "cleared 3.5"],
    ],
    [
      "`confirmAfter` of nothing: a second tick of the same time",
      { confirmAfter: 0 },
      [
        [2, "s", "70"],
        [2, "s", "70"],
      ],
      ["tripped 2", "cleared 2"],
    ],
    [
      "a clock in between, or after, confirms nothing",
      { maxAge: 100 * SECOND },
      [
        [2, "s", "70"],
        [2.5, "clock", ""],
        [9, "clock", ""],
        [10, "s", "70"],
      ],
      ["tripped 2", "cleared 10"],
    ],
    [
      "a feed that flickers between two prices is never confirmed",
      {},
      [
        [2, "s", "70"],
        [2.4, "s", "50"],
        [2.8, "s", "70"],
        [3.2, "s", "50"],
        [3.6, "s", "70"],
        [4, "s", "50"],
      ],
      ["tripped 2"],
    ],
    [
      "between a wrong price and the right one neither",
      {},
      [
        [2, "s", "70"],
        [2.4, "s", "100"],
        [2.8, "s", "70"],
        [3.2, "s", "100"],
        [3.6, "s", "70"],
      ],
      ["tripped 2", "cleared 2.4", "tripped 2.8", "cleared 3.2", "tripped 3.6"],
    ],
    [
      "two sources near each other, though the first has come before",
      { sources: SOURCES },
      [
        [1, "t", "100"],
        [2, "s", "70"],
        [2.001, "t", "71"],
      ],
      ["tripped 2", "cleared 2.001"],
    ],
    [
      "a second source too far from the first is none",
      { sources: SOURCES },
      [
        [1, "t", "100"],
        [2, "s", "70"],
        [2.001, "t", "78"],
      ],
      ["tripped 2"],
    ],
    [
      "a price that was accepted before the move confirms nothing",
      { sources: [...SOURCES, { source: "u" }] },
      [
        [1, "t", "100"],
        [1, "u", "70"],
        [2, "s", "70"],
      ],
      ["tripped 2"],
    ],
    [
      "two that are believed at once: it does not trip",
      { sources: SOURCES, jumpPpm: 50_000 },
      [
        [1, "t", "100"],
        [3, "t", "71"],
      ],
      [],
    ],
  ] as [string, Command, Heard[], string[]][])("%s", (name, spec, heard, expected) => {
    const setting = bankrupts(spec, { takeover: false });
    // Of two sources the price of `s` waits in quarantine until that of `t` confirms both.
    if (name.startsWith("two that")) {
      hear(setting, ...heard.slice(0, 1));
      setting.model.apply({
        type: "tick",
        market: "M",
        source: "s",
        price: "70",
        sequence: 90,
        time: 2 * SECOND,
      });
      expect(told(hear(setting, ...heard.slice(1)))).toEqual(expected);
      expect(setting.model.world.market("M").mark).toBe(7_050n);
      return;
    }
    expect(told(hear(setting, ...heard))).toEqual(expected);
  });

  test("the first mark of a market is confirmed, and a recompute without an index changes nothing", () => {
    const setting = new Setting();
    setting.market("M", { sources: SOURCES, minSources: 2, maxAge: 10 * SECOND });
    expect(told(hear(setting, [1, "s", "100"], [1, "t", "100"]))).toEqual([]);
    expect(told(hear(setting, [2, "s", "70"]))).toEqual(["tripped 2"]);
    expect(told(hear(setting, [12.5, "s", "70"]))).toEqual([]); // `t` is too old
    expect(told(hear(setting, [12.6, "t", "100"], [12.7, "s", "100"]))).toEqual(["cleared 12.7"]);
  });

  test("who contradicts the move does not confirm it, however much later", () => {
    const setting = new Setting();
    setting.market("M", { sources: [{ source: "s", weight: 2 }, { source: "t" }] });
    hear(setting, [1, "s", "100"], [1, "t", "100"]);
    expect(told(hear(setting, [2, "s", "70"], [3, "t", "100"], [60, "t", "99"]))).toEqual(["tripped 2"]);
    expect(told(hear(setting, [61, "s", "70"]))).toEqual(["cleared 61"]);
  });

  test("its event comes right after the mark, before the others", () => {
    const setting = bankrupts({ breakers: { bandPpm: 50_000 } }, { takeover: false });
    hear(setting, [1.1, "s", "100"]);
    expect(hear(setting, [2, "s", "70"])).toMatchObject([
      { type: "mark", mark: "70.00" },
      { type: "breaker", market: "M", breaker: "UNCONFIRMED", state: "tripped" },
      { type: "breaker", breaker: "PRICE_BAND" },
      { type: "liquidationOpened" },
      { type: "liquidationBlocked", breaker: "PRICE_BAND" },
    ]);
  });

  test("`resume` forgets it, before it warms up; settings do not", () => {
    const setting = bankrupts({}, { takeover: false });
    hear(setting, [2, "s", "70"]);
    expect(told(setting.do({ type: "feedSettings", market: "M", jumpPpm: 500_000 }))).toEqual([]);
    setting.do({ type: "halt", market: "M" });
    expect(setting.do({ type: "resume", market: "M" }).slice(1, 4)).toMatchObject([
      { breaker: "HALTED", state: "cleared" },
      { breaker: "UNCONFIRMED", state: "cleared" },
      { breaker: "WARMUP", state: "tripped" },
    ]);
    expect(told(hear(setting, [3, "s", "71"]))).toEqual([]);
  });

  test("how near is near, and how much later, are those set now", () => {
    const setting = bankrupts({}, { takeover: false });
    hear(setting, [2, "s", "70"]);
    setting.do({ type: "feedSettings", market: "M", confirmAfter: 100 });
    expect(told(hear(setting, [2.0001, "s", "70"]))).toEqual(["cleared 2.0001"]);
  });
});

describe("nobody is taken over or deleveraged meanwhile", () => {
  test.each([
    ["a long", {}, {}, 1, ["70", "100"]],
    ["a short", {}, {}, -1, ["130", "100"]],
    ["in the middle of both", {}, { takeoverPpm: 1_000_000 }, 1, ["70", "100"]],
    ["whose horizon is over", {}, { caseHorizon: 0 }, 1, ["94", "100"]],
    ["at a fund's floor, too", {}, { takeoverPpm: 1_000_000, floorAction: "block" }, 1, ["94", "100"]],
  ] as [string, Command, Command, number, [string, string]][])(
    "%s",
    (_, spec, domain, sign, [wrong, right]) => {
      const setting = bankrupts(spec, domain, sign);
      const events = hear(setting, [2, "s", wrong]);
      expect(typesOf(events)).toEqual(
        expect.arrayContaining(["mark", "breaker", "liquidationOpened", "liquidationBlocked", "slice"]),
      );
      expect(setting.all("liquidationBlocked")).toMatchObject([
        { case: "C1", account: "a", market: null, breaker: "UNCONFIRMED" },
      ]);
      hear(setting, [2.1, "s", right]);
      expect(gone(setting)).toBe(0);
      setting.do({ type: "execution", order: "S1", status: "cancelled" });
      expect(setting.all("liquidationUnblocked")).toMatchObject([{ market: null, breaker: "UNCONFIRMED" }]);
      expect(setting.all("liquidationClosed")).toMatchObject([{ outcome: "cured", equity: "150.000000" }]);
      expect(setting.leg("a", "M").quantity).toBe(String(10 * sign));
    },
  );

  test("inverse, both sides", () => {
    for (const [sign, wrong] of [
      [1, "70"],
      [-1, "150"],
    ] as [number, string][]) {
      const setting = new Setting({ adl: true });
      setting.market("M", INVERSE);
      setting.mark("M", "100", SECOND);
      setting.account("a", "20");
      setting.account("w", "1000");
      setting.position("a", "M", String(10_000 * sign), "100");
      setting.position("w", "M", String(-10_000 * sign), "100");
      setting.mark("M", wrong, 2 * SECOND);
      expect(setting.all("liquidationBlocked")).toMatchObject([{ breaker: "UNCONFIRMED" }]);
      setting.mark("M", wrong, 3 * SECOND);
      expect([setting.all("adl").length, setting.all("liquidationClosed")[0]?.outcome]).toEqual([
        1,
        "deleveraged",
      ]);
    }
  });

  test("the same prices are taken over at where any move is confirmed: the rule is what holds it back", () => {
    const setting = bankrupts(SUDDEN);
    hear(setting, [2, "s", "70"]);
    expect(gone(setting)).toBe(1);
  });

  test("confirmed, the case is due, and taken over once what is out has been answered", () => {
    const setting = bankrupts();
    hear(setting, [2, "s", "70"]);
    expect(typesOf(hear(setting, [2.5, "s", "70"]))).toEqual([
      "breaker",
      "liquidationUnblocked",
      "cancelSlice",
    ]);
    setting.do({ type: "execution", order: "S1", status: "cancelled" });
    expect(setting.all("adl")).toMatchObject([{ account: "w", quantity: "10", price: "85.00" }]);
  });

  test("the floor of the fund holds back what was unconfirmed", () => {
    const setting = bankrupts({}, { takeoverPpm: 1_000_000, floorAction: "block" });
    hear(setting, [2, "s", "94"], [2.5, "s", "94"]);
    const blocks = setting.events.filter(({ type }) => String(type).startsWith("liquidation"));
    expect(blocks.slice(1).map(({ type, breaker }) => `${type} ${breaker}`)).toEqual([
      "liquidationBlocked UNCONFIRMED",
      "liquidationUnblocked UNCONFIRMED",
      "liquidationBlocked FUND_FLOOR",
    ]);
  });

  test("any market of a leg or of a balance; one of neither does not", () => {
    for (const [holds, blocked] of [
      ["leg", true],
      ["balance", true],
      ["nothing", false],
    ] as [string, boolean][]) {
      const setting = bankrupts(SUDDEN);
      setting.market("X", { execution: "external" });
      setting.do({ type: "collateral", domain: "D", asset: "COIN", market: "X", haircutPpm: 0, decimals: 4 });
      setting.mark("X", "10", SECOND);
      if (holds === "leg") setting.position("a", "X", "0.001", "10");
      if (holds === "balance") setting.do({ type: "transfer", account: "a", asset: "COIN", amount: "0.001" });
      setting.mark("X", "11");
      hear(setting, [2, "s", "70"]);
      expect([holds, setting.all("liquidationBlocked").length, gone(setting) > 0]).toEqual([
        holds,
        blocked ? 1 : 0,
        !blocked,
      ]);
      if (!blocked) continue;
      // With the balance's market confirmed, the case is due and taken over.
      expect(typesOf(setting.mark("X", "11", 3 * SECOND))).toContain("cancelSlice");
    }
  });

  test("a look for the takeover level alone names it, and sends nothing", () => {
    const setting = bankrupts({ policy: { interval: 60 * SECOND } });
    hear(setting, [2, "s", "95"]);
    setting.account("b", "1000");
    expect(setting.all("slice")).toHaveLength(0);
    hear(setting, [3, "s", "93"]); // 80 of 93: a slice goes
    expect(setting.all("slice")).toHaveLength(1);
    expect(typesOf(hear(setting, [4, "s", "60"]))).toEqual(["mark", "breaker", "liquidationBlocked"]);
  });

  test("what was taken over before is not deleveraged at it either; its slices go on", () => {
    const setting = bankrupts({ policy: { interval: SECOND } }, { insuranceFund: "100" });
    hear(setting, [2, "s", "95.5"], [3, "s", "91.5"], [4, "s", "87.5"], [5, "s", "84"]);
    setting.do({ type: "execution", order: "S1", status: "cancelled" });
    expect(setting.all("takeover")).toMatchObject([{ quantity: "10", price: "85.00" }]);
    hear(setting, [6, "s", "60"]);
    const name = () => setting.all("slice").at(-1)?.order;
    setting.do({ type: "execution", order: name(), status: "cancelled", time: 8 * SECOND });
    setting.clock(10 * SECOND);
    expect(gone(setting)).toBe(1);
    expect(setting.all("slice").at(-1)).toMatchObject({ account: "@liquidation", limitPrice: "59.40" });
    // Confirmed, what the fund cannot carry goes.
    hear(setting, [11, "s", "60"]);
    setting.do({ type: "execution", order: name(), status: "cancelled", time: 12 * SECOND });
    setting.clock(14 * SECOND);
    expect(setting.all("adl")).toMatchObject([{ account: "w", quantity: "10" }]);
  });
});
