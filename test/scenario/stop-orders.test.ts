/** Orders that wait for a stop: when they come, what they are until then, when they go and how they are judged (rules: book 21). */
import { expect } from "vitest";
import {
  account,
  at,
  type Command,
  clock,
  domain,
  feed,
  market,
  order,
  position,
  seconds,
} from "../support/commands.js";
import {
  accepted,
  cancelled,
  type Expected,
  fill,
  marked,
  opened,
  type Play,
  positionOf,
  rested,
  scenario,
} from "../support/scenario.js";

const stage = (play: Play, inMarket: Command = {}) => {
  const tick = feed("BTC");
  play.given(domain(), market("BTC", inMarket), tick("50000"));
  for (const name of ["alice", "bob", "carol"]) play.given(account(name, "100000"));
  return tick;
};
const armed = (fields: Command = {}): Expected => ({ type: "armed", ...fields });
const triggered = (fields: Command = {}): Expected => ({ type: "triggered", ...fields });
const stops = (name: string, side: "buy" | "sell", stop: string, more: Command = {}) =>
  order("alice", side, "0.01", undefined, { stop, order: name, ...more });
const cancel = (name: string): Command => ({ type: "cancel", order: name });
const amend = (name: string, more: Command): Command => ({ type: "amend", order: name, ...more });

scenario("a stop-market order waits in no book, and takes what is there once the mark has come", (play) => {
  const tick = stage(play);
  play.given(position("alice", "BTC", "0.01", "50000"), order("bob", "buy", "1", "48990"));
  play.when(stops("s", "sell", "49000", { reduceOnly: true }), [
    accepted({ command: "order", order: "s" }),
    armed({
      order: "s",
      account: "alice",
      market: "BTC",
      side: "sell",
      price: null,
      stop: "49000.00",
      stopBy: "mark",
      quantity: "0.010",
    }),
  ]);
  expect(play.depth()).toMatchObject({ asks: [] });
  play.when(tick("49000.01"), [marked()]);
  play.when(tick("49000"), [
    marked(),
    triggered({
      order: "s",
      account: "alice",
      market: "BTC",
      side: "sell",
      stop: "49000.00",
      stopBy: "mark",
      at: "49000.00",
      code: null,
    }),
    fill({ makerOrder: "O1", takerOrder: "s", price: "48990.00", quantity: "0.010" }),
    positionOf("bob"),
    positionOf("alice", { quantity: "0.000" }),
  ]);
  play.refuses(cancel("s"), "UNKNOWN_ORDER");
});

scenario("a stop-limit order rests where it does not trade, its number that of its admission", (play) => {
  const tick = stage(play);
  play.when(order("alice", "buy", "0.01", "50900", { stop: "51000" }), [
    accepted({ order: "O1" }),
    armed({ order: "O1", price: "50900.00" }),
  ]);
  play.given(order("bob", "buy", "0.01", "50900"));
  play.when(tick("51500"), [
    marked(),
    triggered({ order: "O1", at: "51500.00", code: null }),
    rested({ order: "O1", price: "50900.00", quantity: "0.010" }),
  ]);
  // Behind the one that rested before, in its level and in its account's list.
  play.when(order("carol", "sell", "0.005", "50900"), [
    accepted(),
    fill({ makerOrder: "O2" }),
    positionOf("bob"),
    positionOf("carol"),
  ]);
});

scenario("by the last trade: of any fill in the book that is not with oneself", (play) => {
  const tick = stage(play);
  const own = { selfTrade: "none" };
  play.when(stops("s", "buy", "50010", { stopBy: "last" }), [accepted(), armed({ stopBy: "last" })]);
  play.when(tick("51000"), [marked()]);
  play.given(order("bob", "sell", "0.02", "50010"), order("bob", "sell", "1", "50020"));
  play.when(order("carol", "sell", "0.001", "50009"), [accepted(), rested()]);
  play.when(order("carol", "buy", "0.001", "50009", own), [
    accepted(),
    fill({ maker: "carol", taker: "carol" }),
    positionOf("carol"),
    positionOf("carol"),
  ]);
  play.when(order("carol", "buy", "0.001", "50010"), [
    accepted(),
    fill({ price: "50010.00" }),
    positionOf("bob"),
    positionOf("carol"),
    triggered({ order: "s", stopBy: "last", at: "50010.00", code: null }),
    fill({ takerOrder: "s", price: "50010.00", quantity: "0.010" }),
    positionOf("bob"),
    positionOf("alice"),
  ]);
});

scenario("what has been reached already is refused; without a last trade nothing is", (play) => {
  stage(play);
  play.refuses(stops("s", "buy", "50000"), "WOULD_TRIGGER");
  play.refuses(stops("s", "sell", "50000"), "WOULD_TRIGGER");
  play.given(stops("a", "buy", "50000.01"), stops("b", "sell", "49999.99"));
  play.given(stops("c", "buy", "1", { stopBy: "last" }));
  play.given(order("bob", "sell", "0.001", "50000"));
  play.refuses(order("alice", "sell", "0.01", undefined, { stop: "49999.999" }), "MALFORMED");
});

scenario("checks of one that comes, in their order", (play) => {
  stage(play, { minOrder: "0.002", ordersMax: 2, tickSize: "0.05" });
  const refuses = (command: Command, code: string, field: string | null) =>
    play.when(command, [{ type: "rejected", code, field }]);
  refuses(stops("s", "buy", "50000", { quantity: "0.001", stopBy: "last" }), "OUT_OF_RANGE", "quantity");
  refuses(stops("s", "buy", "60000.01", { price: "50000.02" }), "PRICE_OFF_TICK", "price");
  refuses(stops("s", "buy", "60000.01"), "PRICE_OFF_TICK", "stop");
  refuses(stops("s", "buy", "0"), "OUT_OF_RANGE", "stop");
  refuses(stops("s", "buy", "60000", { postOnly: true }), "MALFORMED", "postOnly");
  refuses(order("alice", "buy", "0.01", "50000", { stopBy: "last" }), "MALFORMED", "stopBy");
  refuses(
    at(5, stops("s", "buy", "60000", { timeInForce: "GTT", expires: seconds(5) })),
    "OUT_OF_RANGE",
    "expires",
  );
  // Neither band, margin, position nor a state that takes nothing is looked at yet.
  play.given({ type: "marketState", market: "BTC", state: "cancelOnly" });
  play.given(stops("far", "buy", "60000", { quantity: "1000", price: "90000" }));
  play.given(stops("none", "sell", "40000", { reduceOnly: true }));
  play.refuses(stops("s", "buy", "50000"), "CAPACITY");
  play.refuses(order("alice", "buy", "0.01", "50000"), "MARKET_HALTED");
  play.given({ type: "marketState", market: "BTC", state: "open" });
  play.refuses(order("alice", "buy", "0.01", "50000"), "CAPACITY");
  play.given({ type: "halt", market: "BTC" });
  play.refuses(stops("s", "buy", "50000"), "MARKET_HALTED");
  // A halt leaves them waiting.
  play.when({ type: "cancelAll", account: "alice" }, [
    accepted(),
    cancelled({ order: "far", price: "90000.00", reason: "user" }),
    cancelled({ order: "none", price: null, quantity: "0.010", reason: "user" }),
  ]);
  play.given(market("NEW"));
  play.refuses(stops("s", "buy", "50000", { market: "NEW" }), "MARKET_HALTED");
});

scenario("at its stop it is judged as a new order, and may be refused", (play) => {
  const tick = stage(play);
  play.given(stops("reduces", "sell", "49500", { reduceOnly: true }));
  play.given(stops("large", "buy", "50500", { quantity: "1000" }));
  play.given(order("alice", "buy", "0.01", "60000", { stop: "50600", order: "far" }));
  play.when(tick("49500"), [
    marked(),
    triggered({ order: "reduces", code: "REDUCE_ONLY" }),
    cancelled({ order: "reduces", price: null, quantity: "0.010", reason: "refused" }),
  ]);
  play.when(tick("50600"), [
    marked(),
    triggered({ order: "large", code: "INSUFFICIENT_MARGIN" }),
    cancelled({ order: "large", reason: "refused" }),
    triggered({ order: "far", code: "OUT_OF_RANGE" }),
    cancelled({ order: "far", price: "60000.00", reason: "refused" }),
  ]);
  play.given({ type: "cancelAll", account: "alice" });
});

scenario(
  "buys before sells, by mark before by last; the nearest first, then in order of admission",
  (play) => {
    const tick = stage(play, { jumpPpm: 1_000_000 });
    const told = (name: string) => [triggered({ order: name, code: null }), rested({ order: name })];
    const limit = (name: string, side: "buy" | "sell", stop: string, more: Command = {}) =>
      order("alice", side, "0.001", side === "buy" ? "48000" : "53000", { stop, order: name, ...more });
    play.given(market("ETH"), feed("ETH")("3000"));
    play.given({ type: "marketState", market: "BTC", state: "cancelOnly" });
    play.given(limit("b3", "buy", "50300"), limit("b1", "buy", "50100"), limit("b2", "buy", "50100"));
    play.given(limit("s3", "sell", "49700"), limit("s1", "sell", "49900"));
    play.when(tick("50300"), [marked()]);
    play.when(tick("49700"), [marked()]);
    // None of the buys is reached any more.
    play.when({ type: "marketState", market: "BTC", state: "open" }, [
      accepted(),
      ...told("s1"),
      ...told("s3"),
    ]);
    play.when(tick("50300"), [marked(), ...told("b1"), ...told("b2"), ...told("b3")]);
  },
);

scenario("one sets off the next, and each goes once", (play) => {
  const tick = stage(play);
  play.given(
    order("bob", "sell", "0.01", "50100"),
    order("bob", "sell", "0.01", "50200"),
    order("bob", "sell", "1", "50300"),
  );
  play.given(stops("a", "buy", "50050"), stops("b", "buy", "50100", { stopBy: "last" }));
  play.given(stops("c", "buy", "50300", { stopBy: "last", account: "carol" }));
  const goes = (name: string, price: string, who = "alice") => [
    triggered({ order: name, code: null }),
    fill({ takerOrder: name, price }),
    positionOf("bob"),
    positionOf(who),
  ];
  play.when(tick("50050"), [marked(), ...goes("a", "50100.00"), ...goes("b", "50200.00")]);
  play.when(order("carol", "buy", "0.001", "50300"), [
    accepted(),
    fill({ price: "50300.00" }),
    positionOf("bob"),
    positionOf("carol"),
    ...goes("c", "50300.00", "carol"),
  ]);
});

scenario("not while the market is in doubt, but once it may be relied on", (play) => {
  stage(play, { gapAction: "block" });
  const tick = (sequence: number, price: string) => ({
    type: "tick",
    market: "BTC",
    source: "s",
    price,
    sequence,
  });
  const limit = (name: string, stop: string, more: Command = {}) =>
    order("alice", "sell", "0.001", "52000", { stop, order: name, ...more });
  play.given(limit("low", "48500"), limit("lower", "48000"), limit("last", "48000", { stopBy: "last" }));
  play.when(tick(3, "48000"), [marked(), { type: "breaker", breaker: "FEED_GAP", state: "tripped" }]);
  play.given(order("bob", "buy", "0.001", "48000"), order("carol", "sell", "0.001", "48000"));
  expect(play.events(clock(1)).filter(({ type }) => type === "triggered")).toEqual([]);
  // The lower one was reached in doubt alone.
  play.when(tick(4, "48300"), [
    marked(),
    { type: "breaker", breaker: "FEED_GAP", state: "cleared" },
    triggered({ order: "low", at: "48300.00", code: null }),
    rested({ order: "low" }),
    triggered({ order: "last", at: "48000.00", code: null }),
    rested({ order: "last" }),
  ]);
  play.given({ type: "cancel", order: "lower" });
});

scenario("an unconfirmed move sets off what waits for a trade, not what waits for the mark", (play) => {
  const tick = feed("BTC");
  play.given(domain(), market("BTC"), at(1, tick("50000")));
  for (const name of ["alice", "bob", "carol"]) play.given(account(name, "100000"));
  const limit = (name: string, more: Command) =>
    order("alice", "sell", "0.001", "48000", { stop: "47000", order: name, ...more });
  play.given(limit("mark", {}), limit("last", { stopBy: "last" }));
  const events = play.events(at(2, tick("46000")));
  expect(events.map(({ type }) => type)).toEqual(["mark", "breaker"]);
  play.given(order("bob", "buy", "0.001", "46000"));
  play.when(order("carol", "sell", "0.001", "46000"), [
    accepted(),
    fill({ price: "46000.00" }),
    positionOf("bob"),
    positionOf("carol"),
    triggered({ order: "last", at: "46000.00", code: null }),
    rested({ order: "last" }),
  ]);
  play.when(at(3, tick("46000")), [
    { type: "breaker", breaker: "UNCONFIRMED", state: "cleared" },
    triggered({ order: "mark", at: "46000.00", code: null }),
    rested({ order: "mark" }),
  ]);
});

scenario("liquidations go first: who has a case has no stops left", (play) => {
  const tick = stage(play);
  play.given(account("dave", "550"), position("dave", "BTC", "0.1", "50000"));
  play.given(order("dave", "sell", "0.1", undefined, { stop: "49000", reduceOnly: true, order: "late" }));
  play.when(tick("49000"), [
    marked(),
    opened({ account: "dave" }),
    cancelled({ order: "late", price: null, reason: "liquidation" }),
    { type: "liquidationWaiting" },
  ]);
});

scenario("whom a triggered order touches is evaluated before the next one goes", (play) => {
  const tick = stage(play);
  play.given(account("dave", "1100"), position("dave", "BTC", "0.1", "50000"));
  // Dave's own stop buys at a price so bad that he is liquidatable, which takes his second one.
  play.given(order("bob", "sell", "0.02", "51000"));
  play.given(order("dave", "buy", "0.01", undefined, { stop: "50001", order: "one" }));
  play.given(order("dave", "buy", "0.01", undefined, { stop: "50002", order: "two" }));
  const events = play.events(tick("50002"));
  expect(events.map(({ type }) => type).slice(0, 2)).toEqual(["mark", "triggered"]);
});

scenario("amended it is judged as when it came, and keeps its number and place", (play) => {
  const tick = stage(play);
  play.given(
    stops("a", "buy", "51000"),
    order("alice", "buy", "0.01", "50900", { stop: "51000", order: "b" }),
  );
  const refuses = (command: Command, code: string, field: string) =>
    play.when(command, [{ type: "rejected", command: "amend", code, field }]);
  refuses(amend("a", { price: "50000" }), "FORBIDDEN", "price");
  refuses(amend("a", { expires: seconds(9) }), "FORBIDDEN", "expires");
  refuses(amend("a", { stop: "50000" }), "WOULD_TRIGGER", "stop");
  refuses(amend("a", { stop: "51000.001" }), "MALFORMED", "stop");
  refuses(amend("a", { quantity: "0" }), "OUT_OF_RANGE", "quantity");
  play.when(amend("a", { quantity: "0.02" }), [
    accepted(),
    armed({ order: "a", quantity: "0.020", stop: "51000.00" }),
  ]);
  play.when(amend("b", { open: "0.03", price: "50800", stop: "50500" }), [
    accepted(),
    armed({ order: "b", quantity: "0.030", price: "50800.00", stop: "50500.00" }),
  ]);
  play.given(order("bob", "buy", "0.01", "49000", { order: "rests" }));
  refuses(amend("rests", { stop: "51000" }), "FORBIDDEN", "stop");
  play.when(tick("50500"), [
    marked(),
    triggered({ order: "b", code: null }),
    rested({ order: "b", quantity: "0.030" }),
  ]);
  refuses(amend("b", { stop: "51000" }), "FORBIDDEN", "stop");
  play.when({ type: "cancelAll", account: "alice" }, [
    accepted(),
    cancelled({ order: "a", quantity: "0.020", price: null }),
    cancelled({ order: "b" }),
  ]);
});

scenario("one that is good till a time expires while it waits, and after it", (play) => {
  const tick = stage(play);
  const till = (second: number) => ({ timeInForce: "GTT", expires: seconds(second) });
  play.given(stops("a", "buy", "51000", till(5)), stops("b", "buy", "51000", { price: "50000", ...till(9) }));
  play.given(stops("c", "sell", "49000", till(5)));
  play.given(amend("c", { expires: seconds(20) }));
  play.when(clock(5), [cancelled({ order: "a", price: null, reason: "expired" })]);
  play.when(at(6, tick("51000")), [marked(), triggered({ order: "b", code: null }), rested({ order: "b" })]);
  play.when(clock(9), [cancelled({ order: "b", reason: "expired" })]);
  // A command at that time does not trigger it any more.
  play.when(at(20, tick("49000")), [cancelled({ order: "c", reason: "expired" }), marked()]);
});

scenario("reduce-only: cut once all is done", (play) => {
  const tick = stage(play);
  play.given(position("alice", "BTC", "0.02", "50000"));
  play.given(order("alice", "sell", "0.02", "52000", { reduceOnly: true, order: "takes" }));
  play.given(order("bob", "buy", "1", "48990"));
  play.given(stops("s", "sell", "49000", { reduceOnly: true }));
  play.when(tick("49000"), [
    marked(),
    triggered({ code: null }),
    fill({ takerOrder: "s" }),
    positionOf("bob"),
    positionOf("alice", { quantity: "0.010" }),
    cancelled({ order: "takes", quantity: "0.010", reason: "reduceOnly" }),
  ]);
});

scenario(
  "it holds no margin, and counts for its name and the number of its account's orders alone",
  (play) => {
    stage(play);
    play.given(account("eve", "1000"));
    play.given(order("eve", "buy", "1", "50000", { stop: "51000", order: "waits" }));
    play.refuses(order("eve", "buy", "0.001", "49000", { order: "waits" }), "ALREADY_EXISTS");
    play.given(order("eve", "buy", "0.09", "49000"), { type: "transfer", account: "eve", amount: "-10" });
    play.given(cancel("waits"), { type: "cancelAll", account: "eve" }, order("eve", "buy", "0.09", "49000"));
    expect(play.report("eve")).toMatchObject({ state: "healthy" });
  },
);
