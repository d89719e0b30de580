/** What leaves an account while prices are in doubt (rules: commands 12, 13, margin 17). */
import { describe, expect, test } from "vitest";
import {
  buy,
  codeOf,
  expectLimit,
  quarantine,
  quarantines,
  refusal,
  SECOND,
  SOURCES,
  sell,
  TIERS,
  TRANSFER,
  tick,
  world,
} from "./doubt-setting.js";
import { Setting } from "./setting.js";
import type { Command } from "./state.js";

/** How M comes into doubt, and how it gets out of it. */
interface Doubt {
  readonly spec?: Command;
  begin(setting: Setting): void;
  end(setting: Setting): void;
  /** Orders do not survive a halt. */
  readonly cancels?: true;
}
const goodTick = (setting: Setting) => setting.do(tick(setting, "100"));
const AT_ONCE = { resumeAfter: 0 };

const DOUBTS: Record<string, Doubt> = {
  FEED_STALE: {
    spec: { maxAge: 10 * SECOND, breakers: AT_ONCE },
    begin: (setting) => setting.clock(60 * SECOND),
    end: goodTick,
  },
  "a feed that is stale without a clock": {
    spec: { maxAge: 10 * SECOND, breakers: AT_ONCE },
    // Nothing tells the engine of the time but the transfer itself.
    begin: () => {},
    end: (setting) => setting.do(tick(setting, "100", { time: 61 * SECOND })),
  },
  FEED_GAP: {
    spec: { gapAction: "block" },
    begin: goodTick,
    end: (setting) => {
      const { sequence } = setting.model.world.market("M").sources[0] ?? { sequence: 0 };
      setting.do(tick(setting, "100", { sequence: (sequence ?? 0) + 1 }));
    },
  },
  PRICE_BAND: {
    spec: { breakers: { ...AT_ONCE, bandPpm: 50_000, bandWindow: 16 * SECOND } },
    begin: (setting) => setting.do(tick(setting, "106", { time: 2 * SECOND })),
    end: goodTick,
  },
  DIVERGENCE: {
    spec: { breakers: { ...AT_ONCE, divergencePpm: 20_000 } },
    begin: (setting) => {
      setting.order("maker", "M", "buy", "1", "110");
      setting.order("maker", "M", "sell", "1", "112");
      setting.clock(2 * SECOND);
    },
    end: (setting) => {
      setting.do({ type: "cancelAll", account: "maker" });
      setting.clock(3 * SECOND);
    },
  },
  WARMUP: {
    begin: (setting) => setting.do({ type: "resume", market: "M" }),
    end: goodTick,
  },
  "a halted market": {
    cancels: true,
    begin: (setting) => setting.do({ type: "halt", market: "M" }),
    end: (setting) => {
      setting.do({ type: "resume", market: "M" });
      goodTick(setting);
    },
  },
  "a halted domain": {
    cancels: true,
    begin: (setting) => setting.do({ type: "halt", domain: "D" }),
    end: (setting) => {
      setting.do({ type: "resume", domain: "D" });
      setting.mark("X", "100");
      goodTick(setting);
    },
  },
};

const HOLDINGS: Record<string, (setting: Setting) => void> = {
  "a long": (setting) => setting.position("a", "M", "1", "100"),
  "a short": (setting) => setting.position("a", "M", "-1", "100"),
  "an order": (setting) => setting.do(buy("M", "1", "50")),
  "an order that reduces": (setting) => {
    setting.position("a", "M", "1", "100");
    setting.do(sell("M", "1", "150"));
  },
  "a balance": (setting) => setting.do({ ...TRANSFER, asset: "COIN", amount: "1" }),
};

const EXITS: Record<string, Command> = {
  "a withdrawal": { amount: "-1" },
  "a move to another account": { amount: "1", to: "b" },
  "a move to the fund": { amount: "1", to: "@fund" },
};

describe("what leaves", () => {
  const rows = Object.entries(DOUBTS).flatMap(([doubt, how]) =>
    Object.keys(HOLDINGS)
      .filter((holding) => !(how.cancels && holding === "an order"))
      .map((holding) => [doubt, holding] as const),
  );

  test.each(rows)("%s, %s: refused while it lasts, taken before and after", (name, holding) => {
    const doubt = DOUBTS[name] as Doubt;
    const setting = world(doubt.spec);
    HOLDINGS[holding]?.(setting);
    const at = name.includes("without a clock") ? { time: 60 * SECOND } : {};
    for (const exit of Object.values(EXITS)) expect(codeOf(setting, { ...TRANSFER, ...exit })).toBe(null);
    doubt.begin(setting);
    for (const [way, exit] of Object.entries(EXITS)) {
      const { time } = setting.model.world;
      expect(refusal(setting, { ...TRANSFER, ...exit, ...at }), way).toMatchObject({
        code: "PRICE_IN_DOUBT",
        field: "amount",
        market: "M",
        time,
      });
    }
    // What comes in is always taken, and who has nothing there may always take his cash.
    expect(codeOf(setting, { ...TRANSFER, amount: "1" })).toBe(null);
    expect(codeOf(setting, { ...TRANSFER, account: "b", amount: "-1", ...at })).toBe(null);
    doubt.end(setting);
    for (const exit of Object.values(EXITS)) expect(codeOf(setting, { ...TRANSFER, ...exit })).toBe(null);
  });

  test.each(Object.keys(DOUBTS))("%s: collateral does not leave either", (name) => {
    const doubt = DOUBTS[name] as Doubt;
    const setting = world(doubt.spec);
    const at = name.includes("without a clock") ? { time: 60 * SECOND } : {};
    setting.do({ ...TRANSFER, asset: "COIN", amount: "2" });
    doubt.begin(setting);
    for (const exit of [{ amount: "-1" }, { amount: "1", to: "b" }]) {
      const { code, market } = refusal(setting, { ...TRANSFER, asset: "COIN", ...exit, ...at }) ?? {};
      expect([code, market]).toEqual(["PRICE_IN_DOUBT", "M"]);
    }
    doubt.end(setting);
    expect(codeOf(setting, { ...TRANSFER, asset: "COIN", amount: "-1" })).toBe(null);
  });

  test("a market that never had a mark: a leg, an order and a balance there hold what leaves", () => {
    const setting = world();
    setting.market("N", { tiers: TIERS, sources: SOURCES, minSources: 2 });
    setting.account("flat", "10");
    setting.position("a", "N", "1", "100");
    expect(refusal(setting, { ...TRANSFER, amount: "-1" })).toMatchObject({
      code: "PRICE_IN_DOUBT",
      field: "amount",
      market: "N",
    });
    // Orders are refused there as ever.
    expect(codeOf(setting, buy("N", "1"))).toBe("MARKET_HALTED");
    expect(codeOf(setting, buy("X", "1"))).toBe("MARKET_HALTED");
    expect(codeOf(setting, { ...TRANSFER, account: "flat", amount: "-10" })).toBe(null);
  });

  test("the first market by index is named, be it a leg's or an order's", () => {
    const setting = world();
    setting.position("a", "X", "1", "100");
    setting.do(buy("M", "1", "50"));
    setting.do({ type: "resume", market: "X" });
    expect(refusal(setting, { ...TRANSFER, amount: "-1" })).toMatchObject({ market: "X" });
    setting.do({ type: "resume", market: "M" });
    expect(refusal(setting, { ...TRANSFER, amount: "-1" })).toMatchObject({ market: "M" });
  });

  test("a market that is merely not open is trusted", () => {
    const setting = world();
    setting.position("a", "M", "1", "100");
    for (const state of ["auction", "cancelOnly"]) {
      setting.do({ type: "marketState", market: "M", state });
      expect(codeOf(setting, { ...TRANSFER, amount: "-1" })).toBe(null);
    }
  });

  test("DEPTH_LOW is no doubt", () => {
    const setting = world({ breakers: { depthMin: "1" } });
    setting.clock(2 * SECOND);
    expect([...setting.model.world.market("M").tripped]).toEqual(["DEPTH_LOW"]);
    setting.position("a", "M", "1", "100");
    expect(codeOf(setting, { ...TRANSFER, amount: "-1" })).toBe(null);
  });

  test("an account with a case hears of the case first", () => {
    const setting = world({ execution: "external" });
    setting.do({ type: "resume", market: "M" });
    setting.position("a", "M", "150", "100");
    expect(setting.state("a")).toBe("blocked");
    expect(refusal(setting, { ...TRANSFER, amount: "-1" })).toMatchObject({ code: "IN_LIQUIDATION" });
    expect(refusal(setting, { ...TRANSFER, amount: "-1" })).not.toHaveProperty("market");
  });

  test("what was wrong with the amount is said first", () => {
    const setting = world();
    setting.position("a", "M", "1", "100");
    setting.do({ type: "resume", market: "M" });
    expect(codeOf(setting, { ...TRANSFER, amount: "0" })).toBe("OUT_OF_RANGE");
    expect(codeOf(setting, { ...TRANSFER, amount: "-1", asset: "EUR" })).toBe("SPEC_INVALID");
    expect(codeOf(setting, { ...TRANSFER, amount: "-1000000" })).toBe("PRICE_IN_DOUBT");
  });

  test("an asset that the account does not have is no market of it", () => {
    const setting = world();
    setting.do({ type: "resume", market: "M" });
    expect(codeOf(setting, { ...TRANSFER, asset: "COIN", amount: "-1" })).toBe("INSUFFICIENT_MARGIN");
  });

  test("an isolated account likewise, and its parent is not held by it", () => {
    const setting = world();
    setting.do({
      type: "account",
      account: "sub",
      domain: "D",
      mode: "isolated",
      parent: "a",
      cash: "100",
    });
    setting.position("sub", "M", "1", "100");
    setting.do({ type: "resume", market: "M" });
    const out = { type: "transfer", account: "sub", amount: "1", to: "a" };
    expect(refusal(setting, out)).toMatchObject({ code: "PRICE_IN_DOUBT", market: "M" });
    expect(codeOf(setting, { ...TRANSFER, amount: "1", to: "sub" })).toBe(null);
    expect(codeOf(setting, { ...TRANSFER, amount: "-1" })).toBe(null);
  });

  test("a feed whose sources are each other's outliers when the third has aged is stale", () => {
    const sources = [{ source: "s", weight: 2 }, { source: "t", weight: 2 }, { source: "u" }];
    const setting = world({ maxAge: 10 * SECOND, sources, minSources: 2, outlierPpm: 50_000 });
    setting.do(tick(setting, "104", { source: "t", time: 2 * SECOND }));
    setting.do(tick(setting, "96", { source: "u" }));
    setting.position("a", "M", "1", "100");
    // 96, 100 and 104 count; without the 100 of `s` the median is 104, and 96 is an outlier.
    expect(codeOf(setting, { ...TRANSFER, amount: "-1", time: 11 * SECOND })).toBe(null);
    expect(codeOf(setting, { ...TRANSFER, amount: "-1", time: 11 * SECOND + 1 })).toBe("PRICE_IN_DOUBT");
  });
});

describe("a quarantined price, and a withdrawal before it is confirmed", () => {
  test.each([
    ["a fall, long", "10", "80", "640.000000", "640.000001"],
    ["a rise, short", "-10", "125", "500.000000", "500.000001"],
    ["a fall, short", "-10", "80", "800.000000", "800.000001"],
  ])("%s", (_, quantity, price, enough, tooMuch) => {
    const setting = world(quarantines);
    setting.position("a", "M", quantity, "100");
    quarantine(setting, ["s", price]);
    expectLimit(setting, { ...TRANSFER, amount: `-${tooMuch}` }, { ...TRANSFER, amount: `-${enough}` });
  });

  test("what is forgotten counts no more", () => {
    const setting = world(quarantines);
    setting.position("a", "M", "10", "100");
    quarantine(setting, ["s", "80"]);
    expect(codeOf(setting, { ...TRANSFER, amount: "-800" })).toBe("INSUFFICIENT_MARGIN");
    setting.do(tick(setting, "100"));
    expect(codeOf(setting, { ...TRANSFER, amount: "-800" })).toBe(null);
  });
});

test("case 1: what was not let out pays the loss, and the fund pays nothing", () => {
  const tiers = [{ from: "0", initialPpm: 100_000, maintenancePpm: 50_000 }];
  const setting = new Setting({ insuranceFund: "20000" });
  setting.market("BTC", { tiers, maxAge: 10 * SECOND });
  setting.account("a", "20000");
  setting.account("m", "1000000");
  setting.mark("BTC", "50000", SECOND);
  setting.position("a", "BTC", "1", "50000");
  setting.clock(60 * SECOND);
  expect(refusal(setting, { ...TRANSFER, amount: "-15000" })).toMatchObject({ code: "PRICE_IN_DOUBT" });
  setting.mark("BTC", "30000", 70 * SECOND);
  setting.order("m", "BTC", "buy", "1", "30000");
  setting.clock(80 * SECOND);
  expect(setting.all("fund")).toEqual([]);
  expect(setting.fund()).toBe("20000.000000");
  expect(setting.model.account("a")).toMatchObject({ cash: "0.000000", positions: [] });
});
