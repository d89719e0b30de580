/** Orders that go at a time (rules: book 20). */
import { describe, expect, test } from "vitest";
import { Setting } from "./setting.js";
import type { Command, Event } from "./state.js";
import { only, refusalOf, SECOND, SUDDEN, typesOf } from "./venue-setting.js";

function quoted(spec: Command = {}): Setting {
  const setting = new Setting();
  setting.market("M", {
    priceDecimals: 0,
    tickSize: "1",
    lotSize: "1",
    marketBandPpm: 500_000,
    ...SUDDEN,
    ...spec,
  });
  setting.mark("M", "100", SECOND);
  for (const name of ["a", "b"]) setting.account(name, "1000000");
  return setting;
}

const until = (expires: number, more: Command = {}): Command => ({
  type: "order",
  account: "a",
  market: "M",
  side: "buy",
  quantity: "5",
  price: "90",
  timeInForce: "GTT",
  expires,
  ...more,
});

const gone = (events: Event[]) =>
  only(events, "cancelled").map(({ order, quantity, reason, time }) => [order, quantity, reason, time]);

describe("admission", () => {
  test("a time that has come is refused, of the command's own time too, after the sizes and before the market's state", () => {
    const setting = quoted();
    const refused = "OUT_OF_RANGE expires";
    expect(refusalOf(setting, until(SECOND))).toBe(refused);
    expect(refusalOf(setting, until(2 * SECOND, { time: 2 * SECOND }))).toBe(refused);
    expect(refusalOf(setting, until(SECOND, { quantity: "0.5" }))).toBe("QUANTITY_OFF_LOT quantity");
    setting.do({ type: "halt", market: "M" });
    expect(refusalOf(setting, until(SECOND))).toBe(refused);
    expect(refusalOf(setting, until(SECOND + 1))).toBe("MARKET_HALTED null");
  });

  test.each(["buy", "sell"])("%s: it rests, takes and is post-only as a GTC order", (side) => {
    const setting = quoted();
    const other = side === "buy" ? "sell" : "buy";
    setting.order("b", "M", other, "2", "100");
    expect(typesOf(setting.do(until(9 * SECOND, { side, price: "100" })))).toEqual([
      ...["accepted", "fill", "position", "position", "rested"],
    ]);
    setting.do(until(9 * SECOND, { side, price: side === "buy" ? "99" : "101", postOnly: true }));
    expect(
      refusalOf(setting, until(9 * SECOND, { account: "b", side: other, price: "100", postOnly: true })),
    ).toBe("WOULD_CROSS null");
  });

  test("an auction gathers it", () => {
    const setting = quoted();
    setting.do({ type: "marketState", market: "M", state: "auction" });
    setting.do(until(3 * SECOND, { price: "110" }));
    setting.order("b", "M", "sell", "5", "95");
    const events = setting.do({ type: "marketState", market: "M", state: "open", time: 3 * SECOND });
    expect(typesOf(events)).toEqual(["cancelled", "accepted"]);
  });
});

describe("expiry", () => {
  test("by time, then by admission, before whatever the command is; at the last moment it is there", () => {
    const setting = quoted();
    setting.do(until(4 * SECOND));
    setting.do(until(3 * SECOND));
    setting.do(until(4 * SECOND));
    setting.do(until(5 * SECOND));
    expect(gone(setting.clock(3 * SECOND - 1))).toEqual([]);
    setting.do({ type: "amend", order: "O1", price: "91" }); // it keeps its number
    const events = setting.clock(4 * SECOND);
    expect(gone(events)).toEqual([
      ["O2", "5", "expired", 4 * SECOND],
      ["O1", "5", "expired", 4 * SECOND],
      ["O3", "5", "expired", 4 * SECOND],
    ]);
    expect(typesOf(events)).toEqual(["cancelled", "cancelled", "cancelled"]);
  });

  test.each(["buy", "sell"])(
    "%s: whoever comes at that time meets nobody; a moment before, he does",
    (side) => {
      const other = side === "buy" ? "sell" : "buy";
      const meets = (time: number) => {
        const setting = quoted();
        setting.do(until(5 * SECOND, { side, price: "100" }));
        const taker = { type: "order", account: "b", market: "M", side: other, quantity: "5", price: "100" };
        return typesOf(setting.do({ ...taker, timeInForce: "IOC", time }));
      };
      expect(meets(5 * SECOND - 1)).toEqual(["accepted", "fill", "position", "position"]);
      expect(meets(5 * SECOND)).toEqual(["cancelled", "accepted", "cancelled"]);
    },
  );

  test("a slice of the same command meets nobody, either, and depth does not count it", () => {
    const setting = quoted({ policy: { slippagePpm: 200_000 } });
    setting.do(until(5 * SECOND, { quantity: "50" }));
    setting.account("poor", "140");
    setting.position("poor", "M", "10", "100");
    const sells = setting.model.apply({
      ...{ type: "tick", market: "M", source: "s", price: "94", sequence: 9 },
      time: 5 * SECOND,
    });
    expect(typesOf(sells)).toEqual(["cancelled", "mark", "liquidationOpened", "liquidationWaiting"]);
  });

  test("a refused command expires, too, and time has moved by it; it evaluates nothing", () => {
    const setting = quoted({ maxAge: 2 * SECOND });
    setting.do(until(9 * SECOND));
    const events = setting.model.apply({ type: "cancel", order: "nothing", time: 9 * SECOND });
    expect(events).toMatchObject([
      { type: "cancelled", order: "O1", reason: "expired", time: 9 * SECOND },
      { type: "rejected", code: "UNKNOWN_ORDER", time: 9 * SECOND },
    ]);
    expect(setting.model.invariants()).toEqual([]);
    expect(setting.model.apply({ type: "depth", market: "M" })).toMatchObject([{ time: 9 * SECOND }]);
    const next = setting.do({ type: "policy", market: "M", policy: {} });
    expect(only(next, "breaker")).toMatchObject([{ breaker: "FEED_STALE" }]);
    // Without any that expires a refused command leaves time as it was.
    expect(setting.model.apply({ type: "cancel", order: "nothing", time: 12 * SECOND })).toMatchObject([
      { type: "rejected", time: 9 * SECOND },
    ]);
  });

  test("of its own order by its own command: it is gone before it can be cancelled or moved", () => {
    for (const command of [
      { type: "cancel", order: "O1" },
      { type: "amend", order: "O1", expires: 20 * SECOND },
      { type: "amend", order: "O1", quantity: "1" },
    ]) {
      const setting = quoted();
      setting.do(until(5 * SECOND));
      const events = setting.model.apply({ ...command, time: 5 * SECOND });
      expect(events).toMatchObject([{ type: "cancelled" }, { type: "rejected", code: "UNKNOWN_ORDER" }]);
    }
  });

  test("what its form refuses, and a query, expire nothing", () => {
    const setting = quoted();
    setting.do(until(5 * SECOND));
    const static_ = { code: "MALFORMED", field: "price" };
    expect(typesOf(setting.model.apply({ type: "order", time: 9 * SECOND }, static_))).toEqual(["rejected"]);
    expect(setting.model.apply({ type: "depth", market: "M", time: 9 * SECOND })).toMatchObject([
      { bids: [["90", "5"]] },
    ]);
    expect(gone(setting.clock(5 * SECOND))).toHaveLength(1);
  });

  test.each(["cancelOnly", "auction"])("%s: it goes as well", (state) => {
    const setting = quoted();
    setting.do(until(5 * SECOND));
    setting.do({ type: "marketState", market: "M", state });
    expect(gone(setting.clock(5 * SECOND))).toEqual([["O1", "5", "expired", 5 * SECOND]]);
  });

  test("of an account with a suspended case, which keeps its orders, too", () => {
    const setting = quoted();
    setting.market("V", { lotSize: "1", maxAge: SECOND });
    setting.mark("V", "100", SECOND);
    setting.account("poor", "700");
    setting.do(until(9 * SECOND, { account: "poor" }));
    setting.position("poor", "V", "10", "100");
    setting.position("poor", "M", "-10", "100");
    setting.clock(4 * SECOND);
    setting.mark("M", "150", 5 * SECOND);
    expect([setting.all("liquidationOpened").length, gone(setting.events)]).toEqual([1, []]);
    expect(gone(setting.clock(9 * SECOND))).toHaveLength(1);
  });

  test("it frees its margin and its place among ordersMax for the very command that expires it", () => {
    const setting = quoted({ ordersMax: 1 });
    setting.account("small", "50");
    const all = until(5 * SECOND, { account: "small", price: "100" });
    setting.do(all);
    expect(refusalOf(setting, { ...all, time: 4 * SECOND })).toBe("CAPACITY null");
    expect(gone(setting.do({ ...all, expires: 9 * SECOND, time: 5 * SECOND }))).toHaveLength(1);
  });
});

describe("amend", () => {
  test("its time alone keeps its place; with less, too; another price takes the time along", () => {
    const setting = quoted();
    setting.do(until(5 * SECOND));
    setting.order("b", "M", "buy", "5", "90");
    expect(setting.do({ type: "amend", order: "O1", expires: 7 * SECOND })).toMatchObject([
      { type: "accepted" },
      { type: "rested", order: "O1", quantity: "5" },
    ]);
    setting.do({ type: "amend", order: "O1", open: "3", expires: 8 * SECOND });
    expect(gone(setting.clock(7 * SECOND))).toEqual([]);
    const [fill] = only(setting.order("b", "M", "sell", "1", "90"), "fill");
    expect(fill).toMatchObject({ makerOrder: "O1" });
    setting.do({ type: "amend", order: "O1", price: "91" });
    expect(gone(setting.clock(8 * SECOND))).toEqual([["O1", "2", "expired", 8 * SECOND]]);
  });

  test("only of one that has a time, and to one that is still to come", () => {
    const setting = quoted();
    setting.order("a", "M", "buy", "5", "90");
    setting.do(until(5 * SECOND));
    const amend = (order: string, more: Command) => refusalOf(setting, { type: "amend", order, ...more });
    expect(amend("O1", { expires: 9 * SECOND })).toBe("FORBIDDEN expires");
    expect(amend("O1", { expires: 9 * SECOND, quantity: "0.5" })).toBe("FORBIDDEN expires");
    expect(amend("O2", { expires: SECOND })).toBe("OUT_OF_RANGE expires");
    expect(amend("O2", { expires: SECOND, quantity: "0.5" })).toBe("QUANTITY_OFF_LOT quantity");
    expect(amend("O2", {})).toBe("MISSING_FIELD quantity");
    setting.do({ type: "marketState", market: "M", state: "cancelOnly" });
    expect(amend("O2", { expires: SECOND, price: "91" })).toBe("OUT_OF_RANGE expires");
    expect(amend("O2", { expires: 9 * SECOND, price: "91" })).toBe("MARKET_HALTED null");
    setting.do({ type: "amend", order: "O2", expires: 9 * SECOND });
  });
});
