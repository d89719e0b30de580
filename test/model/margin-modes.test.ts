/** Trigger at equality, margin calls, isolated accounts, leg order, settings (rules: margin 5, 6, 8, commands 17). */
import { describe, expect, test } from "vitest";
import { Setting } from "./setting.js";

const TIERS = [{ from: "0", initialPpm: 200_000, maintenancePpm: 100_000 }];
const rejected = (setting: Setting, command: object) => setting.model.apply({ ...command })[0];

test("triggerAtEquality: E = MM is liquidatable, E one above is not", () => {
  const setting = new Setting({ triggerAtEquality: true, takeover: false });
  setting.market("M", {});
  setting.mark("M", "100");
  setting.account("at", "10");
  setting.account("above", "10.000001");
  setting.position("at", "M", "1", "100");
  setting.position("above", "M", "1", "100");
  expect(setting.state("at")).toBe("liquidating");
  expect(setting.state("above")).toBe("healthy");
  expect(setting.leg("above", "M").liquidationPrice).toBe("99.99");
});

describe("margin call", () => {
  function called(): Setting {
    const setting = new Setting({ marginCallPpm: 1_000_000 });
    setting.market("M", { tiers: TIERS });
    setting.mark("M", "100");
    setting.account("a", "20");
    setting.position("a", "M", "1", "100");
    return setting;
  }
  const calls = (setting: Setting) => setting.all("marginCall").length;

  test("warns once below the initial margin, at it not", () => {
    const setting = called();
    expect(calls(setting)).toBe(0);
    setting.mark("M", "99.99");
    expect(setting.all("marginCall")).toMatchObject([
      { account: "a", equity: "19.990000", initialMargin: "19.998000", maintenanceMargin: "9.999000" },
    ]);
    expect(setting.state("a")).toBe("marginCall");
    setting.mark("M", "99.98");
    setting.mark("M", "101");
    expect(setting.state("a")).toBe("healthy");
    setting.mark("M", "99");
    expect(calls(setting)).toBe(1);
  });

  test("again only after the account itself has left it above", () => {
    const setting = called();
    setting.mark("M", "99");
    setting.do({ type: "transfer", account: "a", amount: "0.5" });
    setting.mark("M", "98.9");
    expect(calls(setting)).toBe(1);
    setting.do({ type: "transfer", account: "a", amount: "5" });
    setting.mark("M", "90");
    expect(calls(setting)).toBe(2);
  });

  test("opening a case counts as called", () => {
    const setting = new Setting({ marginCallPpm: 1_000_000, takeover: false });
    setting.market("M", { tiers: TIERS, execution: "external" });
    setting.mark("M", "100");
    setting.account("a", "20");
    setting.position("a", "M", "1", "100");
    setting.mark("M", "88");
    expect(setting.all("liquidationOpened")).toHaveLength(1);
    setting.mark("M", "100");
    setting.do({ type: "execution", order: "S1", status: "cancelled" });
    expect(setting.all("liquidationClosed")).toHaveLength(1);
    setting.mark("M", "95");
    expect(calls(setting)).toBe(0);
  });

  test("comes before liquidation in every tier", () => {
    const setting = new Setting({ marginCallPpm: 499_999 });
    expect(() => setting.market("M", { tiers: TIERS })).toThrow(/SPEC_INVALID.*tiers/);
    const other = new Setting();
    other.market("M", { tiers: TIERS });
    expect(rejected(other, { type: "domainSettings", domain: "D", marginCallPpm: 499_999 })).toMatchObject({
      code: "SPEC_INVALID",
      field: "marginCallPpm",
    });
    other.do({ type: "domainSettings", domain: "D", marginCallPpm: 500_000 });
  });
});

test("isolated: one leg, its own cash, a cross parent", () => {
  const setting = new Setting();
  setting.market("M", {});
  setting.market("N", {});
  setting.mark("M", "100");
  setting.mark("N", "100");
  setting.account("parent", "100");
  const isolated = { type: "account", domain: "D", mode: "isolated", cash: "50" };
  setting.do({ ...isolated, account: "child", parent: "parent" });
  expect(rejected(setting, { ...isolated, account: "x", parent: "nobody" })).toMatchObject({
    code: "UNKNOWN_ACCOUNT",
    field: "parent",
  });
  expect(rejected(setting, { ...isolated, account: "x", parent: "child" })).toMatchObject({
    code: "SPEC_INVALID",
    field: "parent",
  });
  expect(setting.model.account("child")).toMatchObject({ mode: "isolated" });
  setting.order("child", "M", "buy", "0.1", "99");
  expect(
    rejected(setting, { type: "position", account: "child", market: "N", quantity: "1", entryPrice: "100" }),
  ).toMatchObject({ code: "CAPACITY" });
  setting.position("child", "M", "1", "100");
  expect(
    rejected(setting, {
      type: "order",
      account: "child",
      market: "N",
      side: "buy",
      quantity: "0.1",
      price: "1",
    }),
  ).toMatchObject({ code: "CAPACITY" });
});

describe("leg order", () => {
  /** Three external legs of 3, 2 and 1; N loses nothing in its book, the others 1 % at their limit. */
  function three(legOrder: string, account = {}): unknown[] {
    const setting = new Setting({ takeover: false, legOrder });
    for (const market of ["L", "M", "N"]) {
      setting.market(market, { execution: "external" });
      setting.do({ type: "book", market, bids: [["100", market === "N" ? "10" : "0.001"]], asks: [] });
    }
    setting.do({ type: "account", account: "a", domain: "D", cash: "0", ...account });
    for (const [market, quantity] of Object.entries({ L: "3", M: "2", N: "1" })) {
      setting.position("a", market, quantity, "99.99");
    }
    for (const market of ["L", "M", "N"]) setting.mark(market, "100");
    return setting.all("slice").map(({ market }) => market);
  }

  test("largestMargin", () => expect(three("largestMargin")).toEqual(["L", "M", "N"]));
  // L frees 30 for 2.999 lost, M 20 for 1.999.
  test("release: margin set free for what it loses", () => expect(three("release")).toEqual(["N", "M", "L"]));
  test("user: as named, then by index", () =>
    expect(three("user", { unwindOrder: ["M"] })).toEqual(["M", "L", "N"]));

  test("an unwind order names each market once", () => {
    const setting = new Setting();
    setting.market("M", {});
    const account = { type: "account", account: "a", domain: "D" };
    expect(rejected(setting, { ...account, unwindOrder: ["Q"] })).toMatchObject({ code: "UNKNOWN_MARKET" });
    expect(rejected(setting, { ...account, unwindOrder: ["M", "M"] })).toMatchObject({
      code: "SPEC_INVALID",
    });
  });
});

describe("settings", () => {
  test("tiers are replaced, and whoever they leave short is liquidated", () => {
    const setting = new Setting({ takeover: false });
    setting.market("M", {});
    setting.mark("M", "100");
    setting.account("a", "15");
    setting.position("a", "M", "1", "100");
    const tiers = [{ from: "0", initialPpm: 200_000, maintenancePpm: 200_000 }];
    const events = setting.do({ type: "tiers", market: "M", tiers });
    expect(events.slice(0, 2)).toMatchObject([{ type: "accepted" }, { type: "liquidationOpened" }]);
  });

  test("a new floor trips FUND_FLOOR after accepted; an open case keeps its horizon", () => {
    const setting = new Setting({ insuranceFund: "100" });
    const events = setting.do({ type: "domainSettings", domain: "D", fundFloor: "100" });
    expect(events).toMatchObject([
      { type: "accepted", warning: null },
      { type: "breaker", breaker: "FUND_FLOOR", state: "tripped" },
    ]);
  });

  test("feedSettings change weights of exactly the market's sources", () => {
    const setting = new Setting();
    setting.market("M", { sources: [{ source: "s" }, { source: "t" }] });
    const change = (sources: object[]) => rejected(setting, { type: "feedSettings", market: "M", sources });
    expect(change([{ source: "s" }])).toMatchObject({ code: "SPEC_INVALID", field: "sources" });
    expect(change([{ source: "s" }, { source: "s" }])).toMatchObject({ code: "SPEC_INVALID" });
    setting.mark("M", "100");
    setting.do({ type: "tick", market: "M", source: "t", price: "110", sequence: 1 });
    expect(change([{ source: "t", weight: 3 }, { source: "s" }])).toMatchObject({ type: "accepted" });
    expect(setting.do({ type: "clock", time: 1 })[0]).toMatchObject({ type: "mark", index: "110.00" });
  });
});
