/** Resting reduce-only orders sum to no more than the position (rules: book 19). */
import { describe, expect, test } from "vitest";
import type { Command, Event } from "./model.js";
import { Setting } from "./setting.js";

function quoted(spec: Command = {}): Setting {
  const setting = new Setting();
  setting.market("M", { priceDecimals: 0, tickSize: "1", lotSize: "1", marketBandPpm: 500_000, ...spec });
  setting.mark("M", "100");
  for (const name of ["a", "b", "c"]) setting.account(name, "1000000");
  return setting;
}

const reduce = (setting: Setting, side: string, quantity: string, price: string, more: Command = {}) =>
  setting.do({ type: "order", account: "a", market: "M", side, quantity, price, reduceOnly: true, ...more });

const told = (events: Event[]) =>
  events
    .filter(({ type }) => type === "rested" || type === "cancelled")
    .map(({ type, order, quantity, reason }) => [
      type,
      order,
      quantity,
      ...(reason === undefined ? [] : [reason]),
    ]);

const lots = (setting: Setting) => {
  const [depth = {}] = setting.model.apply({ type: "depth", market: "M" });
  return [...(depth.bids as string[][]), ...(depth.asks as string[][])].map(([, quantity]) => quantity);
};

describe.each([
  ["long", "7", "sell", "110", "buy"],
  ["short", "-7", "buy", "90", "sell"],
])("%s", (_, held, side, price, other) => {
  test.each(["linear", "inverse"])("whoever shows more than he can trade shows what he can: %s", (kind) => {
    const setting = quoted({ kind, minPrice: "1" });
    setting.position("a", "M", held, "100");
    expect(told(reduce(setting, side, "900", price))).toEqual([
      ["rested", "O1", "7"],
      ["cancelled", "O1", "893", "reduceOnly"],
    ]);
    expect(told(reduce(setting, side, "900", price))).toEqual([["cancelled", "O2", "900", "reduceOnly"]]);
    expect(lots(setting)).toEqual(["7"]);
  });

  test("a position that shrinks cuts the youngest first, and the rest keeps its place", () => {
    const setting = quoted();
    setting.position("a", "M", held, "100");
    for (const quantity of ["3", "2", "2"]) reduce(setting, side, quantity, price);
    setting.order("b", "M", other, "3", "100");
    expect(told(setting.order("a", "M", side, "3", "100"))).toEqual([
      ["cancelled", "O3", "2", "reduceOnly"],
      ["cancelled", "O2", "1", "reduceOnly"],
    ]);
    setting.order("c", "M", side, "1", price);
    const fills = setting.order("b", "M", other, "5", price).filter(({ type }) => type === "fill");
    expect(fills.map(({ makerOrder, quantity }) => [makerOrder, quantity])).toEqual([
      ["O1", "3"],
      ["O2", "1"],
      ["O6", "1"],
    ]);
  });

  test("a position that flips or goes takes all of them", () => {
    for (const quantity of ["7", "9"]) {
      const setting = quoted();
      setting.position("a", "M", held, "100");
      for (const part of ["3", "4"]) reduce(setting, side, part, price);
      setting.order("b", "M", other, quantity, "100");
      expect(told(setting.order("a", "M", side, quantity, "100"))).toEqual([
        ["cancelled", "O2", "4", "reduceOnly"],
        ["cancelled", "O1", "3", "reduceOnly"],
      ]);
    }
  });
});

test("others' orders of the account are not of the sum", () => {
  const setting = quoted();
  setting.position("a", "M", "7", "100");
  setting.order("a", "M", "sell", "7", "110");
  setting.order("a", "M", "buy", "7", "90");
  expect(told(reduce(setting, "sell", "7", "110"))).toEqual([["rested", "O3", "7"]]);
});

test("an amendment that leaves its place is bounded as a new order, its old self apart, and is the youngest", () => {
  const setting = quoted();
  setting.position("a", "M", "7", "100");
  reduce(setting, "sell", "3", "110");
  reduce(setting, "sell", "4", "111");
  expect(told(setting.do({ type: "amend", order: "O1", open: "6", price: "112" }))).toEqual([
    ["rested", "O1", "3"],
    ["cancelled", "O1", "3", "reduceOnly"],
  ]);
  expect(
    told(setting.do({ type: "position", account: "a", market: "M", quantity: "5", entryPrice: "100" })),
  ).toEqual([["cancelled", "O1", "2", "reduceOnly"]]);
});

test("what is left of one that has traded rests under what the position is by then", () => {
  const setting = quoted();
  setting.position("a", "M", "7", "100");
  reduce(setting, "sell", "4", "111");
  setting.order("b", "M", "buy", "2", "100");
  expect(told(reduce(setting, "sell", "5", "100"))).toEqual([
    ["rested", "O3", "1"],
    ["cancelled", "O3", "2", "reduceOnly"],
  ]);
});

test("an auction shows no more than the position, either", () => {
  const setting = quoted();
  setting.position("a", "M", "7", "100");
  setting.do({ type: "marketState", market: "M", state: "auction" });
  reduce(setting, "sell", "900", "90");
  setting.order("b", "M", "buy", "900", "110");
  const events = setting.do({ type: "marketState", market: "M", state: "open" });
  expect(events.find(({ type }) => type === "uncrossed")).toMatchObject({ price: "110", quantity: "7" });
});

test("accounts by index, then markets by index, the isolated too", () => {
  const setting = quoted();
  setting.market("N", { lotSize: "1" });
  setting.mark("N", "100");
  setting.do({ type: "account", account: "i", domain: "D", cash: "1000", mode: "isolated", parent: "a" });
  for (const account of ["i", "b", "a"]) {
    setting.position(account, "M", "-5", "100");
    reduce(setting, "buy", "5", "90", { account });
    setting.order(account, "M", "buy", "1", "100");
  }
  setting.position("a", "N", "-5", "100");
  reduce(setting, "buy", "5", "98", { account: "a", market: "N" });
  const events = setting.order("c", "M", "sell", "3", "100");
  expect(told(events)).toEqual([
    ["cancelled", "O5", "1", "reduceOnly"],
    ["cancelled", "O3", "1", "reduceOnly"],
    ["cancelled", "O1", "1", "reduceOnly"],
  ]);
});

const BUYER = {
  lotSize: "1",
  marketBandPpm: 500_000,
  policy: { slippagePpm: 200_000, algorithm: "pov", depthSharePpm: 100_000 },
};

describe("before the evaluation, and after it", () => {
  test("what a command has made too much goes before anybody is evaluated", () => {
    const setting = quoted();
    setting.account("poor", "60");
    setting.position("a", "M", "7", "100");
    reduce(setting, "sell", "7", "110");
    setting.order("poor", "M", "buy", "5", "100");
    setting.mark("M", "90");
    const events = setting.order("a", "M", "sell", "5", "100");
    const types = events.map(({ type }) => type);
    expect(told(events)[0]).toEqual(["cancelled", "O1", "5", "reduceOnly"]);
    expect(types.indexOf("cancelled")).toBeLessThan(types.indexOf("liquidationOpened"));
  });

  test("what a slice has made too much goes after it", () => {
    const setting = quoted({ policy: { slippagePpm: 200_000, fullCloseNotional: "1000000" } });
    setting.position("a", "M", "-7", "100");
    reduce(setting, "buy", "7", "85");
    setting.order("a", "M", "buy", "4", "99");
    setting.account("poor", "30");
    const events = setting.position("poor", "M", "4", "100");
    const types = events.map(({ type }) => type);
    expect(told(events)).toEqual([["cancelled", "O1", "4", "reduceOnly"]]);
    expect(types.at(-1)).toBe("cancelled");
  });
});

test("whoever shows bids that cannot trade makes no slice larger: a tenth of what can is sold", () => {
  const soldInto = (quantity: string) => {
    const setting = quoted(BUYER);
    setting.position("a", "M", "-20", "100");
    reduce(setting, "buy", quantity, "95");
    setting.account("poor", "500");
    setting.position("poor", "M", "100", "100");
    return setting.all("slice").map((slice) => slice.quantity);
  };
  expect(soldInto("9000")).toEqual(soldInto("20"));
  expect(soldInto("20")).toEqual(["2"]);
});

test("the total of an order falls by what is cut: an amendment of it brings nothing back", () => {
  const setting = quoted();
  setting.position("a", "M", "7", "100");
  reduce(setting, "sell", "7", "110");
  setting.order("b", "M", "buy", "3", "100");
  setting.order("a", "M", "sell", "3", "100");
  expect(told(setting.do({ type: "amend", order: "O1", quantity: "7" }))).toEqual([
    ["rested", "O1", "4"],
    ["cancelled", "O1", "3", "reduceOnly"],
  ]);
});
