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

test("accounts by index, then markets; of an isolated account too", () => {
  const setting = quoted();
  setting.market("N", { lotSize: "1" });
  setting.mark("N", "100");
  setting.do({ type: "account", account: "i", domain: "D", cash: "1000", mode: "isolated", parent: "a" });
  for (const [account, market, side] of [
    ["i", "M", "buy"],
    ["b", "N", "buy"],
    ["b", "M", "buy"],
  ] as const) {
    setting.position(account, market, "-5", "100");
    setting.do({ type: "order", account, market, side, quantity: "5", price: "90", reduceOnly: true });
  }
  setting.order("c", "M", "sell", "6", "100");
  const events = setting.do({
    type: "order",
    account: "b",
    market: "M",
    side: "buy",
    quantity: "2",
    price: "100",
  });
  expect(told(events)).toEqual([["cancelled", "O3", "2", "reduceOnly"]]);
});
