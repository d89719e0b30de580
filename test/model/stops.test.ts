/** Orders that wait for a price (rules: book 21). */
import { describe, expect, test } from "vitest";
import { Setting } from "./setting.js";
import type { Command, Event } from "./state.js";
import { only, refusalOf, SECOND, SUDDEN, typesOf } from "./venue-setting.js";

function quoted(spec: Command = {}, limits = {}): Setting {
  const setting = new Setting({ insuranceFund: "1000000" }, limits);
  setting.market("M", { ...PLAIN, ...spec });
  setting.mark("M", "100", SECOND);
  for (const name of ["a", "b", "c"]) setting.account(name, "1000000");
  return setting;
}

const PLAIN = { priceDecimals: 0, tickSize: "1", lotSize: "1", marketBandPpm: 500_000, ...SUDDEN };

const stop = (side: string, at: string, more: Command = {}): Command => ({
  type: "order",
  account: "a",
  market: "M",
  side,
  quantity: "5",
  stop: at,
  ...more,
});

/** Orders and what became of them, in a few words. */
const told = (events: Event[]) =>
  only(events, "armed", "triggered", "fill", "rested", "cancelled").map((event) => {
    const { type, order, takerOrder, price, at, code, quantity, reason } = event;
    if (type === "triggered") return `${order} at ${at}${code === null ? "" : ` ${code}`}`;
    if (type === "fill") return `${takerOrder} fills ${quantity} at ${price}`;
    return [order, type, quantity, ...(reason === undefined ? [] : [reason])].join(" ");
  });

const FAR = { buy: "110", sell: "90" } as const;

describe.each([
  ["buy", "sell", "110", "109"],
  ["sell", "buy", "90", "91"],
] as const)("%s", (side, other, reached, short) => {
  test("waits until the mark is there, and then takes what there is", () => {
    const setting = quoted();
    const events = setting.do(stop(side, reached));
    expect(typesOf(events)).toEqual(["accepted", "armed"]);
    expect(events[1]).toMatchObject({
      ...{ order: "O1", account: "a", market: "M", side, price: null, stop: reached, stopBy: "mark" },
      quantity: "5",
    });
    setting.order("b", "M", other, "3", reached);
    expect(told(setting.mark("M", short))).toEqual([]);
    const triggering = setting.mark("M", reached);
    expect(told(triggering)).toEqual([`O1 at ${reached}`, `O1 fills 3 at ${reached}`, "O1 cancelled 2 ioc"]);
    expect(only(triggering, "triggered")).toMatchObject([
      { order: "O1", account: "a", market: "M", side, stop: reached, stopBy: "mark", code: null },
    ]);
    expect(refusalOf(setting, { type: "cancel", order: "O1" })).toBe("UNKNOWN_ORDER order");
  });

  test("with a price it rests then, as the last of its level", () => {
    const setting = quoted();
    setting.do(stop(side, reached, { price: "100", order: "mine" }));
    setting.order("b", "M", side, "1", "100");
    expect(told(setting.mark("M", reached))).toEqual([`mine at ${reached}`, "mine rested 5"]);
    const [first] = only(setting.order("c", "M", other, "1", "100"), "fill");
    expect(first).toMatchObject({ makerOrder: "O1" });
  });

  test("by the last fill: of clients, whatever the mark", () => {
    const setting = quoted();
    setting.do(stop(side, reached, { stopBy: "last", price: reached }));
    expect(told(setting.mark("M", reached))).toEqual([]);
    setting.mark("M", "100");
    setting.order("b", "M", other, "1", reached);
    setting.order("b", "M", other, "5", reached);
    expect(told(setting.order("c", "M", side, "1", reached))).toEqual([
      `O4 fills 1 at ${reached}`,
      `O1 at ${reached}`,
      `O1 fills 5 at ${reached}`,
    ]);
  });

  test("is refused where its price has been reached already, by its own reference", () => {
    const setting = quoted();
    const refused = "WOULD_TRIGGER stop";
    expect(refusalOf(setting, stop(side, "100"))).toBe(refused);
    setting.do(stop(side, "100", { stopBy: "last", order: "last" }));
    setting.do({ type: "cancel", order: "last" });
    setting.order("b", "M", other, "1", "100");
    setting.order("c", "M", side, "1", "100");
    expect(refusalOf(setting, stop(side, "100", { stopBy: "last" }))).toBe(refused);
    setting.do({ type: "marketState", market: "M", state: "cancelOnly" });
    expect(refusalOf(setting, stop(side, "100"))).toBe(refused);
    setting.do(stop(side, reached));
  });

  test("several go by the nearest stop, then by admission; by mark before by last", () => {
    const setting = quoted();
    const nearer = side === "buy" ? "105" : "95";
    const more = { price: "100", quantity: "1" };
    setting.order("b", "M", other, "1", reached);
    setting.do(stop(side, reached, { ...more, stopBy: "last", order: "last" }));
    setting.do(stop(side, reached, { ...more, order: "far" }));
    setting.do(stop(side, nearer, { ...more, order: "near" }));
    setting.do(stop(side, nearer, { ...more, order: "nearToo" }));
    setting.do({ type: "marketState", market: "M", state: "auction" });
    expect(told(setting.mark("M", reached))).toEqual([]);
    setting.order("c", "M", side, "1", reached);
    const goes = only(setting.do({ type: "marketState", market: "M", state: "open" }), "triggered");
    expect(goes.map(({ order }) => order)).toEqual(["near", "nearToo", "far", "last"]);
  });
});

describe("admission", () => {
  test("refusals, in order", () => {
    const setting = quoted({ minOrder: "2", ordersMax: 2 });
    const refused = (more: Command) => refusalOf(setting, stop("buy", "110", more));
    const bad = { quantity: "1", price: "0", stop: "0", postOnly: true, expires: SECOND };
    expect(refused({ ...bad, account: "nobody" })).toBe("UNKNOWN_ACCOUNT account");
    expect(refused(bad)).toBe("OUT_OF_RANGE quantity");
    expect(refused({ ...bad, quantity: "5" })).toBe("OUT_OF_RANGE price");
    expect(refused({ ...bad, quantity: "5", price: "100" })).toBe("OUT_OF_RANGE stop");
    expect(refused({ stop: "110.5", postOnly: true })).toMatch(/ stop$/);
    expect(refused({ postOnly: true })).toBe("MALFORMED postOnly");
    expect(refused({ postOnly: true, price: "100", timeInForce: "FOK" })).toBe("MALFORMED postOnly");
    expect(refused({ timeInForce: "GTT", expires: SECOND, stop: "90" })).toBe("OUT_OF_RANGE expires");
    setting.do(stop("buy", "110"));
    setting.do(stop("sell", "90", { price: "100", postOnly: true }));
    expect(refused({ stop: "90" })).toBe("CAPACITY null");
    expect(refused({ stop: "90", reduceOnly: true })).toBe("WOULD_TRIGGER stop");
    setting.do({ type: "halt", market: "M" });
    expect(refused({ stop: "90" })).toBe("MARKET_HALTED null");
  });

  test("who is in liquidation sets none", () => {
    const setting = quoted();
    setting.account("poor", "50");
    setting.position("poor", "M", "10", "100");
    expect(refusalOf(setting, stop("buy", "110", { account: "poor" }))).toBe("IN_LIQUIDATION null");
  });

  test("neither margin, band, position nor legs are looked at, and it holds nothing and shows nowhere", () => {
    const setting = quoted({ marketBandPpm: 10_000 });
    setting.account("poor", "1");
    setting.do(stop("sell", "90", { account: "poor", price: "500" }));
    setting.do(stop("sell", "90", { account: "poor", reduceOnly: true }));
    const [depth] = setting.model.apply({ type: "depth", market: "M" });
    expect(depth).toMatchObject({ bids: [], asks: [] });
    setting.do({ type: "transfer", account: "poor", amount: "-1" });
  });

  test("a market that is not open takes it; one without a mark does not", () => {
    const setting = quoted();
    setting.do({ type: "marketState", market: "M", state: "auction" });
    setting.do(stop("buy", "110"));
    setting.do({ type: "marketState", market: "M", state: "open" });
    setting.market("N", PLAIN);
    expect(refusalOf(setting, { ...stop("buy", "110"), market: "N" })).toBe("MARKET_HALTED null");
  });

  test("it is live: for its name, for `ordersMax`, for the table of orders", () => {
    const setting = quoted({ ordersMax: 2 }, { orders: 3 });
    setting.do(stop("buy", "110", { order: "mine" }));
    expect(refusalOf(setting, stop("buy", "110", { order: "mine" }))).toBe("ALREADY_EXISTS order");
    setting.order("a", "M", "buy", "1", "90");
    expect(refusalOf(setting, { ...stop("buy", "110"), stop: undefined, price: "90" })).toBe("CAPACITY null");
    setting.order("b", "M", "buy", "1", "90");
    expect(refusalOf(setting, stop("buy", "110", { account: "b" }))).toBe("CAPACITY null");
  });
});

describe("where it waits on", () => {
  const triggeredBy = (setting: Setting, command: Command) =>
    only(setting.do(command), "triggered").map(({ order }) => order);

  test("halted, and until it has warmed up", () => {
    const setting = quoted();
    setting.do(stop("buy", "110"));
    setting.do({ type: "halt", market: "M" });
    expect(told(setting.mark("M", "120"))).toEqual([]);
    expect(triggeredBy(setting, { type: "resume", market: "M" })).toEqual([]);
    expect(only(setting.mark("M", "120"), "triggered")).toHaveLength(1);
  });

  test.each(["cancelOnly", "auction"])("%s", (state) => {
    const setting = quoted();
    setting.do(stop("buy", "110"));
    setting.do({ type: "marketState", market: "M", state });
    expect(told(setting.mark("M", "120"))).toEqual([]);
    expect(triggeredBy(setting, { type: "marketState", market: "M", state: "open" })).toEqual(["O1"]);
  });

  test("while its market's feed is stale, also where it goes by the last fill", () => {
    const setting = quoted({ maxAge: 2 * SECOND });
    setting.order("b", "M", "sell", "5", "110");
    setting.do(stop("buy", "110", { stopBy: "last" }));
    setting.clock(9 * SECOND);
    const events = setting.do({
      ...stop("buy", "110"),
      account: "c",
      stop: undefined,
      quantity: "1",
      price: "110",
    });
    expect(told(events)).toEqual(["O3 fills 1 at 110"]);
    // Three seconds of a calm feed clear it.
    for (const second of [10, 11, 13, 15]) setting.mark("M", "100", second * SECOND);
    expect(told(setting.events).slice(-1)).toEqual(["O2 cancelled 1 ioc"]);
  });

  test("one wrong tick triggers nothing: it waits in quarantine, and a move that is told waits to be confirmed", () => {
    const setting = quoted({ jumpPpm: 100_000, confirmations: 2, confirmAfter: SECOND });
    setting.do(stop("buy", "110"));
    setting.do(stop("buy", "130", { order: "far" }));
    const stray = { ...TICK, type: "tick", price: "140" };
    const [quarantined] = setting.model.apply({ ...stray, sequence: 50, time: 2 * SECOND });
    expect(quarantined).toMatchObject({ type: "rejected", code: "QUARANTINED" });
    expect(told(setting.do({ ...stray, price: "100", sequence: 51, time: 3 * SECOND }))).toEqual([]);
    setting.model.apply({ ...stray, sequence: 52, time: 4 * SECOND });
    const moved = setting.do({ ...stray, sequence: 53, time: 5 * SECOND });
    expect([only(moved, "breaker")[0]?.breaker, told(moved)]).toEqual(["UNCONFIRMED", []]);
    const confirmed = setting.do({ ...stray, sequence: 54, time: 7 * SECOND });
    expect(only(confirmed, "triggered").map(({ order }) => order)).toEqual(["O1", "far"]);
  });
});

describe("whoever would print a price", () => {
  test("alone prints none: a fill with oneself is not the last one", () => {
    const setting = quoted();
    setting.do(stop("buy", "105", { stopBy: "last" }));
    setting.order("b", "M", "sell", "1", "110");
    const own = { ...stop("buy", "1"), stop: undefined, account: "b", price: "110", quantity: "1" };
    expect(told(setting.do({ ...own, selfTrade: "none" }))).toEqual(["O3 fills 1 at 110"]);
    expect(only(setting.events, "triggered")).toEqual([]);
  });

  test("by a slice: it counts", () => {
    const setting = quoted({ policy: { slippagePpm: 100_000, fullCloseNotional: "100000" } });
    setting.do(stop("sell", "98", { stopBy: "last", price: "90" }));
    setting.order("b", "M", "buy", "20", "97");
    setting.account("poor", "50");
    const events = setting.position("poor", "M", "10", "100");
    expect(told(events)).toEqual(["S1 fills 10 at 97", "O1 at 97", "O1 fills 5 at 97"]);
  });

  test("by an auction: it counts when it has ended", () => {
    const setting = quoted();
    setting.do(stop("buy", "105", { stopBy: "last" }));
    setting.do({ type: "marketState", market: "M", state: "auction" });
    setting.order("b", "M", "sell", "1", "110");
    setting.order("c", "M", "buy", "1", "110");
    const events = setting.do({ type: "marketState", market: "M", state: "open" });
    expect(told(events)).toEqual(["O3 fills 1 at 110", "O1 at 110", "O1 cancelled 5 ioc"]);
  });
});

describe("at its trigger it is judged as any order", () => {
  test.each([
    ["margin", { account: "poor" }, "INSUFFICIENT_MARGIN"],
    ["the band", { price: "300" }, "OUT_OF_RANGE"],
    ["a position to reduce", { reduceOnly: true }, "REDUCE_ONLY"],
    ["post-only", { price: "110", postOnly: true }, "WOULD_CROSS"],
    ["fill or kill", { timeInForce: "FOK" }, "WOULD_NOT_FILL"],
  ])("%s", (_, more, code) => {
    const setting = quoted();
    setting.account("poor", "1");
    setting.order("b", "M", "sell", "1", "108");
    setting.do(stop("buy", "110", more));
    const events = setting.mark("M", "110");
    expect(told(events)).toEqual([`O2 at 110 ${code}`, "O2 cancelled 5 refused"]);
    expect(setting.model.world.orders.has("O2")).toBe(false);
  });

  test("what closes is reduce-only of what is left by then", () => {
    const setting = quoted();
    setting.position("a", "M", "3", "100");
    setting.do(stop("sell", "90", { reduceOnly: true, quantity: "9" }));
    setting.order("b", "M", "buy", "9", "88");
    expect(told(setting.mark("M", "90"))).toEqual([
      "O1 at 90",
      "O1 fills 3 at 88",
      "O1 cancelled 6 reduceOnly",
    ]);
  });

  test("one that rests reduce-only is bounded with the others, and the cut comes last of all", () => {
    const setting = quoted();
    setting.position("a", "M", "5", "100");
    const reduce = { reduceOnly: true };
    setting.do({ ...stop("sell", "90", reduce), stop: undefined, price: "130", quantity: "3" });
    setting.do(stop("sell", "95", { ...reduce, price: "120", quantity: "4" }));
    setting.do(stop("sell", "94", { quantity: "2" }));
    setting.order("b", "M", "buy", "2", "93");
    expect(told(setting.mark("M", "94"))).toEqual([
      "O2 at 94",
      "O2 rested 2",
      "O2 cancelled 2 reduceOnly",
      "O3 at 94",
      "O3 fills 2 at 93",
      "O2 cancelled 2 reduceOnly",
    ]);
  });

  test("a time to go stays with it", () => {
    const setting = quoted();
    setting.do(stop("buy", "110", { price: "90", timeInForce: "GTT", expires: 9 * SECOND }));
    setting.mark("M", "110", 2 * SECOND);
    expect(told(setting.clock(9 * SECOND))).toEqual(["O1 cancelled 5 expired"]);
  });

  test("inverse, too", () => {
    const setting = quoted({ kind: "inverse", minPrice: "1" });
    setting.do(stop("buy", "110"));
    setting.order("b", "M", "sell", "5", "112");
    expect(told(setting.mark("M", "111"))).toEqual(["O1 at 111", "O1 fills 5 at 112"]);
  });
});

describe("beside liquidations", () => {
  test("they go first: who gets a case loses his stops before they go", () => {
    const setting = quoted({ policy: { slippagePpm: 200_000 } });
    setting.account("poor", "150");
    setting.position("poor", "M", "10", "100");
    setting.do(stop("sell", "93", { account: "poor", reduceOnly: true, quantity: "10" }));
    setting.do(stop("sell", "93", { quantity: "1" }));
    setting.order("b", "M", "buy", "11", "90");
    const events = setting.mark("M", "93");
    expect(told(events)[0]).toBe("O1 cancelled 10 liquidation");
    expect(typesOf(events).indexOf("slice")).toBeLessThan(typesOf(events).indexOf("triggered"));
    expect(told(events).slice(-2)).toEqual(["O2 at 93", "O2 fills 1 at 90"]);
  });

  test("after each of them those are looked at whom it has touched, before the next goes", () => {
    const setting = quoted();
    setting.account("poor", "70");
    setting.do(stop("buy", "110", { quantity: "5" }));
    setting.do(stop("sell", "80", { account: "poor", order: "theirs" }));
    setting.do(stop("buy", "110", { quantity: "1", price: "90" }));
    setting.order("poor", "M", "sell", "5", "105");
    const events = setting.mark("M", "110");
    expect(
      only(events, "triggered", "liquidationOpened", "cancelled").map(
        ({ order, account }) => order ?? account,
      ),
    ).toEqual(["O1", "poor", "theirs", "O2"]);
  });

  test("a suspended case keeps its stops, and one that is reached is refused", () => {
    const setting = quoted();
    setting.market("V", { lotSize: "1", maxAge: SECOND });
    setting.mark("V", "100", SECOND);
    setting.account("poor", "700");
    setting.position("poor", "V", "10", "100");
    setting.position("poor", "M", "-10", "100");
    setting.do(stop("buy", "151", { account: "poor", reduceOnly: true }));
    setting.clock(4 * SECOND);
    setting.mark("M", "150", 5 * SECOND);
    expect(setting.all("liquidationOpened")).toHaveLength(1);
    expect(told(setting.mark("M", "151", 6 * SECOND))).toEqual([
      "O1 at 151 IN_LIQUIDATION",
      "O1 cancelled 5 refused",
    ]);
  });
});

test("one may set off the next by its fill; a thousand of one account go once each in one tick", () => {
  const setting = quoted();
  for (let count = 0; count < 1_000; count += 1) setting.model.apply(stop("buy", "110", { quantity: "1" }));
  expect(refusalOf(setting, stop("buy", "110"))).toBe("CAPACITY null");
  setting.do(stop("buy", "112", { account: "c", stopBy: "last", quantity: "1" }));
  for (const price of ["111", "112"]) setting.order("b", "M", "sell", "1", price);
  const events = setting.mark("M", "110");
  const goes = only(events, "triggered").map(({ order }) => order);
  expect(goes).toHaveLength(1_001);
  expect(new Set(goes).size).toBe(1_001);
  expect(goes.at(-1)).toBe("O1001");
});

describe("amend, cancel and expiry of what waits", () => {
  test("its size, price, stop and time: armed again, with its number and place", () => {
    const setting = quoted();
    setting.do(stop("buy", "110", { price: "90" }));
    setting.do(stop("buy", "110", { price: "90" }));
    expect(setting.do({ type: "amend", order: "O1", stop: "111", price: "91", open: "7" })).toMatchObject([
      { type: "accepted" },
      { type: "armed", order: "O1", stop: "111", price: "91", quantity: "7" },
    ]);
    setting.do({ type: "amend", order: "O2", stop: "111", quantity: "4" });
    expect(told(setting.mark("M", "111"))).toEqual(["O1 at 111", "O1 rested 7", "O2 at 111", "O2 rested 4"]);
  });

  test("is judged as when it came", () => {
    const setting = quoted({ minOrder: "2" });
    setting.do(stop("buy", "110"));
    setting.order("a", "M", "buy", "5", "90");
    const amend = (more: Command, order = "O1") => refusalOf(setting, { type: "amend", order, ...more });
    expect(amend({})).toBe("MISSING_FIELD quantity");
    expect(amend({ expires: 1, stop: "99", price: "1" })).toBe("FORBIDDEN expires");
    expect(amend({ stop: "99" }, "O2")).toBe("FORBIDDEN stop");
    expect(amend({ stop: "99", price: "100" })).toBe("FORBIDDEN price");
    expect(amend({ quantity: "1", stop: "0" })).toBe("OUT_OF_RANGE quantity");
    expect(amend({ stop: "0" })).toBe("OUT_OF_RANGE stop");
    expect(amend({ stop: "99" })).toBe("WOULD_TRIGGER stop");
    setting.do({ type: "halt", market: "M" });
    expect(amend({ stop: "120" })).toBe("MARKET_HALTED null");
  });

  test("cancel and cancelAll find it among the others, in order of admission, with the price that it has", () => {
    const setting = quoted();
    setting.do(stop("buy", "110"));
    setting.order("a", "M", "buy", "5", "90");
    setting.do(stop("buy", "110", { price: "95" }));
    setting.do(stop("sell", "90"));
    setting.do({ type: "cancel", order: "O4" });
    const events = setting.do({ type: "cancelAll", account: "a", side: "buy" });
    expect(only(events, "cancelled").map(({ order, price }) => [order, price])).toEqual([
      ["O1", null],
      ["O2", "90"],
      ["O3", "95"],
    ]);
  });

  test("its time ends it while it waits, with or without a price", () => {
    const setting = quoted();
    setting.do(stop("buy", "110", { timeInForce: "GTT", expires: 5 * SECOND }));
    setting.do({ type: "amend", order: "O1", expires: 6 * SECOND });
    const events = setting.do({ type: "tick", ...TICK, time: 6 * SECOND });
    expect(told(events)).toEqual(["O1 cancelled 5 expired"]);
  });

  test("a halt leaves it waiting", () => {
    const setting = quoted();
    setting.do(stop("buy", FAR.buy));
    setting.do(stop("sell", FAR.sell));
    expect(told(setting.do({ type: "halt", domain: "D" }))).toEqual([]);
  });
});

const TICK = { market: "M", source: "s", price: "120", sequence: 99 };
