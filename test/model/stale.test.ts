/** The stale moment is a deadline: whatever command comes first finds it (rules: breakers 4, evaluation 1). */
import { describe, expect, test } from "vitest";
import { Setting, SUDDEN } from "./setting.js";
import type { Command, Event } from "./state.js";

const SECOND = 1_000_000;
const AGE = 10 * SECOND;
const TIERS = [{ from: "0", initialPpm: 200_000, maintenancePpm: 100_000 }];

/** A, whose prices age after ten seconds, and B, whose do not; `a` and `b` have 1,000. */
function world(spec: Command = {}): Setting {
  const setting = new Setting();
  const common = { tiers: TIERS, maxPrice: "1000", marketBandPpm: 1_000_000 };
  setting.market("A", { ...common, maxAge: AGE, ...spec });
  setting.market("B", common);
  setting.mark("A", "100", SECOND);
  setting.mark("B", "100", SECOND);
  for (const name of ["a", "b"]) setting.account(name, "1000");
  return setting;
}

const breakersOf = (events: Event[]) =>
  events
    .filter(({ type }) => type === "breaker")
    .map(({ market, breaker, state }) => `${market} ${breaker} ${state}`);
const TRIPPED = ["A FEED_STALE tripped"];
const LAST = SECOND + AGE;

const COMMANDS: Record<string, Command> = {
  deposit: { type: "transfer", account: "a", amount: "1" },
  withdrawal: { type: "transfer", account: "a", amount: "-1" },
  account: { type: "account", account: "c", domain: "D" },
  order: { type: "order", account: "a", market: "B", side: "buy", quantity: "1", price: "90" },
  "order in the market itself": {
    type: "order",
    account: "a",
    market: "A",
    side: "buy",
    quantity: "1",
    price: "90",
  },
  "tick of another market": { type: "tick", market: "B", source: "s", price: "101", sequence: 99 },
  position: { type: "position", account: "a", market: "B", quantity: "1", entryPrice: "100" },
  policy: { type: "policy", market: "B", policy: {} },
  funding: { type: "funding", market: "B", ratePpb: 1 },
  "halt of the market itself": { type: "halt", market: "A" },
  domain: { type: "domain", domain: "E", asset: "USD", settleDecimals: 6, insuranceFund: "1" },
  snapshot: { type: "snapshot" },
  clock: { type: "clock" },
};

test.each(Object.entries(COMMANDS))("%s: not at the last moment, a microsecond later", (_, command) => {
  const early = world();
  expect(breakersOf(early.do({ ...command, time: LAST })).filter((text) => text.includes("STALE"))).toEqual(
    [],
  );
  const late = world();
  const events = late.do({ ...command, time: LAST + 1 });
  expect(breakersOf(events)).toContain("A FEED_STALE tripped");
  expect(events.find(({ breaker }) => breaker === "FEED_STALE")).toMatchObject({
    time: LAST + 1,
    cause: expect.any(String),
  });
  // Only once.
  expect(breakersOf(late.do({ ...COMMANDS.deposit, time: LAST + 2 }))).toEqual([]);
});

test("its event comes after the command's own, before a case", () => {
  const setting = world();
  const events = setting.do({
    type: "position",
    account: "a",
    market: "B",
    quantity: "100",
    entryPrice: "101",
    time: LAST + 1,
  });
  expect(events.map(({ type }) => type).slice(0, 3)).toEqual(["accepted", "breaker", "liquidationOpened"]);
  const halted = world().do({ ...COMMANDS["halt of the market itself"], time: LAST + 1 });
  expect(breakersOf(halted)).toEqual(["A HALTED tripped", ...TRIPPED]);
});

test("before pace windows that have moved on, as with a clock", () => {
  for (const command of [COMMANDS.deposit, COMMANDS.clock]) {
    const setting = world();
    // Not a lot fits, so that one window after the other is used up.
    setting.do({ type: "policy", market: "B", policy: { rateNotional: "0.05", rateWindow: 2 * SECOND } });
    setting.order("b", "B", "buy", "1", "100");
    setting.position("a", "B", "50", "115");
    expect(breakersOf(setting.events).at(-1)).toBe("B LIQUIDATION_RATE tripped");
    expect(breakersOf(setting.do({ ...command, time: LAST + 1 })).slice(0, 2)).toEqual([
      ...TRIPPED,
      "B LIQUIDATION_RATE cleared",
    ]);
  }
});

test("neither a query nor a refused command finds it", () => {
  const setting = world();
  const time = LAST + 1;
  for (const command of [
    { type: "report", account: "a", time },
    { type: "transfer", account: "nobody", amount: "1", time },
    { type: "transfer", account: "a", amount: "-2000", time },
  ]) {
    expect(breakersOf(setting.model.apply(command))).toEqual([]);
  }
  expect(breakersOf(setting.do({ ...COMMANDS.deposit, time }))).toEqual(TRIPPED);
});

describe("who is not concerned", () => {
  const late = { ...COMMANDS.deposit, time: 100 * SECOND };

  test("a market without `maxAge`", () => {
    expect(breakersOf(world({ maxAge: undefined }).do(late))).toEqual([]);
  });

  test("one in WARMUP, and one that never had a mark", () => {
    const setting = world();
    setting.market("N", { maxAge: AGE, sources: [{ source: "s" }, { source: "t" }], minSources: 2 });
    setting.do({ type: "resume", market: "A" });
    expect(breakersOf(setting.do(late))).toEqual([]);
    expect(breakersOf(setting.do({ type: "clock", time: 101 * SECOND }))).toEqual([]);
  });

  test("one that has enough of other sources", () => {
    const setting = world({ sources: [{ source: "s" }, { source: "t" }] });
    setting.do({ type: "tick", market: "A", source: "t", price: "100", sequence: 1, time: 5 * SECOND });
    expect(breakersOf(setting.do({ ...COMMANDS.deposit, time: LAST + 1 }))).toEqual([]);
    expect(breakersOf(setting.do({ ...COMMANDS.deposit, time: 15 * SECOND + 1 }))).toEqual(TRIPPED);
  });
});

test.each([
  ["FEED_STALE", { type: "clock", time: 60 * SECOND }],
  ["WARMUP", { type: "resume", market: "A" }],
])("a market in %s is left to a clock or a tick of its own", (breaker, command) => {
  const setting = world({ breakers: { divergencePpm: 20_000 } });
  setting.do(command);
  setting.order("a", "A", "buy", "0.001", "104");
  setting.order("b", "A", "sell", "0.001", "106");
  expect([...setting.model.world.market("A").tripped]).toEqual([breaker]);
  expect(breakersOf(setting.do({ ...COMMANDS.deposit, time: 100 * SECOND }))).toEqual([]);
  expect(breakersOf(setting.clock(100 * SECOND))).toEqual(["A DIVERGENCE tripped"]);
});

test("those that are stale are recomputed whole, by index, and no others", () => {
  const breakers = { divergencePpm: 20_000 };
  const setting = world({ breakers });
  setting.market("C", { tiers: TIERS, maxAge: AGE, breakers });
  setting.market("E", { tiers: TIERS, maxAge: 20 * SECOND, breakers, marketBandPpm: 1_000_000 });
  setting.mark("E", "100");
  setting.mark("C", "100");
  for (const market of ["A", "E"]) {
    setting.order("a", market, "buy", "0.001", "104");
    setting.order("b", market, "sell", "0.001", "106");
  }
  // The mids of A and E are five percent off; of E, which has a fresh price, nobody asks.
  expect(breakersOf(setting.do({ ...COMMANDS.deposit, time: LAST + 1 }))).toEqual([
    ...TRIPPED,
    "A DIVERGENCE tripped",
    "C FEED_STALE tripped",
  ]);
  expect(breakersOf(setting.clock(LAST + 1))).toEqual(["E DIVERGENCE tripped"]);
});

test("what another breaker waits for may be over in the same recompute", () => {
  const setting = world({ breakers: { bandPpm: 50_000, bandWindow: 1_600, resumeAfter: 0 } });
  setting.mark("A", "110", 2 * SECOND);
  expect(breakersOf(setting.events).at(-1)).toBe("A PRICE_BAND tripped");
  expect(breakersOf(setting.do({ ...COMMANDS.deposit, time: 2 * SECOND + AGE + 1 }))).toEqual([
    ...TRIPPED,
    "A PRICE_BAND cleared",
  ]);
});

test("settings of a feed that make it stale now are found by their own command", () => {
  const setting = world({ sources: [{ source: "s" }, { source: "t" }] });
  const settings = { type: "feedSettings", market: "A" };
  setting.clock(5 * SECOND);
  expect(breakersOf(setting.do({ ...settings, maxAge: 4 * SECOND }))).toEqual([]);
  expect(breakersOf(setting.do({ ...settings, maxAge: 4 * SECOND - 1 }))).toEqual(TRIPPED);
  const fewer = world({ sources: [{ source: "s" }, { source: "t" }] });
  expect(breakersOf(fewer.do({ ...settings, minSources: 2 }))).toEqual([]);
  expect(breakersOf(fewer.do({ ...settings, minSources: 2, maxAge: AGE }))).toEqual(TRIPPED);
});

test("two that are each other's outliers when the third has aged", () => {
  const sources = [{ source: "s", weight: 2 }, { source: "t", weight: 2 }, { source: "u" }];
  const setting = world({ sources, minSources: 2, outlierPpm: 50_000 });
  setting.do({ type: "tick", market: "A", source: "t", price: "104", sequence: 1, time: 2 * SECOND });
  setting.do({ type: "tick", market: "A", source: "u", price: "96", sequence: 1 });
  expect(breakersOf(setting.do({ ...COMMANDS.deposit, time: LAST }))).toEqual([]);
  expect(breakersOf(setting.do({ ...COMMANDS.deposit, time: LAST + 1 }))).toEqual(TRIPPED);
});

/** 90 of equity for 103 of margin at the marks; A ten percent in the account's favour makes 190. */
test.each([
  ["10", "-10", "106"],
  ["-10", "10", "94"],
])("case 5: a leg of %s whose feed died long ago liquidates nobody", (dead, alive, price) => {
  const setting = new Setting({ insuranceFund: "1000" });
  const tiers = [{ from: "0", initialPpm: 100_000, maintenancePpm: 50_000 }];
  for (const market of ["A", "B"]) {
    const sizes = { lotSize: "1", maxPrice: "10000", maxPosition: "1000" };
    setting.market(market, { ...sizes, ...SUDDEN, tiers, maxAge: AGE });
  }
  setting.account("h", "150");
  setting.mark("A", "100", SECOND);
  setting.mark("B", "100");
  setting.position("h", "A", dead, "100");
  setting.position("h", "B", alive, "100");
  expect(setting.mark("B", price, 1_200 * SECOND)).toMatchObject([
    { type: "mark", market: "B" },
    { type: "breaker", market: "A", breaker: "FEED_STALE", state: "tripped" },
    { type: "liquidationOpened", account: "h", equity: "90.000000" },
    { type: "liquidationBlocked", market: "A", breaker: "FEED_STALE" },
  ]);
  setting.clock(1_300 * SECOND);
  expect([...setting.all("slice"), ...setting.all("takeover")]).toEqual([]);
});
