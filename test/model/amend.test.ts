/** What an amended order keeps, what its quantity means, and whose it is (rules: book 14, 15, 12). */
import { describe, expect, test } from "vitest";
import type { Command, Event } from "./model.js";
import { Setting } from "./setting.js";

/** A book in whole coins at 100, and three who may trade. */
function quoted(spec: Command = {}): Setting {
  const setting = new Setting();
  setting.market("M", { lotSize: "1", marketBandPpm: 900_000, ...spec });
  setting.mark("M", "100");
  for (const name of ["a", "b", "c"]) setting.account(name, "1000000");
  return setting;
}

const put = (
  setting: Setting,
  account: string,
  order: string,
  side: string,
  price: string,
  more: Command = {},
) => setting.do({ type: "order", account, order, market: "M", side, price, quantity: "5", ...more });

const refusal = (setting: Setting, command: Command) =>
  setting.model.apply(command).map(({ type, code, field }) => (type === "rejected" ? [code, field] : type));

const seen = (events: Event[], ...types: string[]) =>
  events.filter(({ type }) => types.includes(type as string));

describe("what an amended order keeps", () => {
  test.each([
    ["sell", "100", "101"],
    ["buy", "101", "100"],
  ])("post-only that would cross is refused and stays: %s", (side, other, own) => {
    const setting = quoted();
    put(setting, "a", "first", side === "sell" ? "buy" : "sell", other);
    put(setting, "b", "po", side, own, { postOnly: true });
    expect(refusal(setting, { type: "amend", order: "po", price: other })).toEqual([["WOULD_CROSS", null]]);
    expect(setting.do({ type: "cancel", order: "po" })).toMatchObject([
      {},
      { price: `${own}.00`, quantity: "5" },
    ]);
  });

  test("post-only is kept by every amendment: behind a first one that was taken, too", () => {
    const setting = quoted();
    put(setting, "a", "bid", "buy", "100");
    put(setting, "b", "po", "sell", "102", { postOnly: true });
    setting.do({ type: "amend", order: "po", price: "101" });
    expect(refusal(setting, { type: "amend", order: "po", price: "100" })).toEqual([["WOULD_CROSS", null]]);
  });

  test("self-trade by its own mode: oldest, both, newest", () => {
    const amended = (selfTrade: string) => {
      const setting = quoted();
      put(setting, "b", "s", "sell", "101");
      put(setting, "b", "o", "buy", "99", { selfTrade });
      const events = setting.model.apply({ type: "amend", order: "o", price: "101" });
      return events
        .slice(selfTrade === "newest" ? 0 : 1)
        .map(({ type, order, code }) => [type, order ?? code]);
    };
    expect(amended("oldest")).toEqual([
      ["cancelled", "s"],
      ["rested", "o"],
    ]);
    expect(amended("both")).toEqual([
      ["cancelled", "s"],
      ["cancelled", "o"],
    ]);
    expect(amended("newest")).toEqual([["rejected", "SELF_TRADE"]]);
  });
});

describe("the total of an order", () => {
  /** A bid of 100, of which 60 were sold to it. */
  function filled(): Setting {
    const setting = quoted();
    setting.do({
      type: "order",
      account: "a",
      order: "q",
      market: "M",
      side: "buy",
      price: "100",
      quantity: "100",
    });
    setting.order("b", "M", "sell", "60", "100");
    return setting;
  }

  test("whoever sells into an order that its owner has made smaller meets no more than that", () => {
    const setting = filled();
    expect(setting.do({ type: "amend", order: "q", quantity: "80" })[1]).toMatchObject({ quantity: "20" });
    setting.order("b", "M", "sell", "100", "100");
    expect(setting.leg("a", "M").quantity).toBe("80");
  });

  test("fills as taker count as those as maker do", () => {
    const setting = quoted();
    setting.order("b", "M", "sell", "30", "100");
    setting.do({
      type: "order",
      account: "a",
      order: "q",
      market: "M",
      side: "buy",
      price: "100",
      quantity: "50",
    });
    setting.order("c", "M", "sell", "10", "100");
    expect(setting.do({ type: "amend", order: "q", quantity: "45" })[1]).toMatchObject({ quantity: "5" });
  });

  test("`open` is what is left, and the total follows it", () => {
    const setting = filled();
    expect(setting.do({ type: "amend", order: "q", open: "30" })[1]).toMatchObject({ quantity: "30" });
    expect(setting.do({ type: "amend", order: "q", quantity: "90" })[1]).toMatchObject({ quantity: "30" });
  });

  test("the same total with fills in it keeps its place; more loses it", () => {
    const queue = (amendment: Command) => {
      const setting = filled();
      put(setting, "c", "behind", "buy", "100");
      setting.do({ type: "amend", order: "q", ...amendment });
      return seen(setting.order("b", "M", "sell", "1", "100"), "fill")[0]?.makerOrder;
    };
    expect(queue({ quantity: "100" })).toBe("q");
    expect(queue({ open: "40" })).toBe("q");
    expect(queue({ quantity: "101" })).toBe("behind");
    expect(queue({ open: "41" })).toBe("behind");
  });

  test.each(["60", "59", "1"])("a total of %s, all of it filled, ends the order", (quantity) => {
    const setting = filled();
    expect(setting.do({ type: "amend", order: "q", quantity, price: "90" }).slice(1)).toMatchObject([
      { type: "cancelled", order: "q", side: "buy", price: "100.00", quantity: "40", reason: "user" },
    ]);
  });

  test("an amendment that is matched goes on counting", () => {
    const setting = filled();
    setting.order("b", "M", "sell", "10", "101");
    setting.do({ type: "amend", order: "q", price: "101" });
    expect(setting.do({ type: "amend", order: "q", quantity: "75" })[1]).toMatchObject({ quantity: "5" });
  });

  test("one of both; neither is nothing", () => {
    const setting = filled();
    expect(refusal(setting, { type: "amend", order: "q", quantity: "1", open: "1" })).toEqual([
      ["MALFORMED", "open"],
    ]);
    expect(refusal(setting, { type: "amend", order: "q" })).toEqual([["MISSING_FIELD", "quantity"]]);
    expect(refusal(setting, { type: "amend", order: "q", open: "0" })).toEqual([["OUT_OF_RANGE", "open"]]);
  });

  test("sizes are those of the number given; what is open of it may close a small position", () => {
    const setting = quoted({ minOrder: "10" });
    setting.position("a", "M", "13", "100");
    setting.do({
      type: "order",
      account: "a",
      order: "r",
      market: "M",
      side: "sell",
      price: "100",
      quantity: "13",
      reduceOnly: true,
    });
    setting.do({ type: "order", account: "b", market: "M", side: "buy", price: "100", quantity: "10" });
    expect(refusal(setting, { type: "amend", order: "r", open: "2" })).toEqual([["OUT_OF_RANGE", "open"]]);
    expect(setting.do({ type: "amend", order: "r", open: "3" })[1]).toMatchObject({ quantity: "3" });
    expect(setting.do({ type: "amend", order: "r", quantity: "13" })[1]).toMatchObject({ quantity: "3" });
    expect(setting.do({ type: "amend", order: "r", quantity: "12" })[1]).toMatchObject({ quantity: "2" });
  });
});

describe("whose order it is", () => {
  test("nobody ends or moves an order in another's name", () => {
    const setting = quoted();
    put(setting, "a", "mine", "buy", "99");
    for (const command of [{ type: "cancel" }, { type: "amend", quantity: "4" }]) {
      const of = (account: string) => ({ ...command, order: "mine", account });
      expect(refusal(setting, of("b"))).toEqual([["UNKNOWN_ORDER", "order"]]);
      expect(refusal(setting, of("nobody"))).toEqual([["UNKNOWN_ACCOUNT", "account"]]);
    }
    setting.do({ type: "amend", order: "mine", account: "a", quantity: "4" });
    expect(setting.do({ type: "cancel", order: "mine", account: "a" })).toHaveLength(2);
  });

  test("all of a side, of one market or of all", () => {
    const setting = quoted();
    setting.market("N", { lotSize: "1" });
    setting.mark("N", "100");
    put(setting, "a", "m1", "buy", "99");
    put(setting, "a", "m2", "sell", "101");
    setting.do({
      type: "order",
      account: "a",
      order: "n1",
      market: "N",
      side: "buy",
      price: "99",
      quantity: "5",
    });
    put(setting, "a", "m3", "buy", "98");
    const gone = (more: Command) =>
      seen(setting.do({ type: "cancelAll", account: "a", ...more }), "cancelled").map(({ order }) => order);
    expect(gone({ market: "N", side: "sell" })).toEqual([]);
    expect(gone({ market: "M", side: "buy" })).toEqual(["m1", "m3"]);
    expect(gone({ side: "buy" })).toEqual(["n1"]);
    expect(gone({})).toEqual(["m2"]);
  });
});

test("side and price of what rests and what is cancelled; none of a market order", () => {
  const setting = quoted();
  expect(put(setting, "a", "x", "sell", "101")[1]).toMatchObject({
    type: "rested",
    side: "sell",
    price: "101.00",
  });
  const { price, ...market } = {
    type: "order",
    account: "b",
    market: "M",
    side: "buy",
    price: "0",
    quantity: "6",
  };
  expect(seen(setting.do(market), "cancelled")).toMatchObject([
    { side: "buy", price: null, quantity: "1", reason: "ioc" },
  ]);
  expect(put(setting, "b", "y", "buy", "99.5", { timeInForce: "IOC" })[1]).toMatchObject({
    type: "cancelled",
    side: "buy",
    price: "99.50",
  });
  void price;
});
