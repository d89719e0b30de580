/** Orders that are good till a time: who meets them, when they go, and what a refused command leaves (rules: book 20). */
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
  seconds,
} from "../support/commands.js";
import { accepted, cancelled, fill, type Play, positionOf, rested, scenario } from "../support/scenario.js";

const stage = (play: Play) => {
  play.given(domain(), market("BTC"), feed("BTC")("50000"));
  for (const name of ["alice", "bob"]) play.given(account(name, "100000"));
};
const till = (second: number, more: Command = {}) => ({
  timeInForce: "GTT",
  expires: seconds(second),
  ...more,
});
const gone = (order: string, more: Command = {}) => cancelled({ order, reason: "expired", ...more });
const amend = (name: string, more: Command): Command => ({ type: "amend", order: name, ...more });

scenario("it rests till its time; a command at that time no longer meets it", (play) => {
  stage(play);
  play.when(order("alice", "sell", "0.01", "50000", till(10, { order: "a" })), [
    accepted(),
    rested({ order: "a", quantity: "0.010" }),
  ]);
  play.when(at(9.999999, order("bob", "buy", "0.004", "50000")), [
    accepted(),
    fill({ makerOrder: "a" }),
    positionOf("alice"),
    positionOf("bob"),
  ]);
  play.when(at(10, order("bob", "buy", "0.004", "50000", { order: "b" })), [
    gone("a", { quantity: "0.006", account: "alice", time: seconds(10) }),
    accepted({ order: "b" }),
    rested({ order: "b" }),
  ]);
  expect(play.depth()).toMatchObject({ asks: [] });
});

scenario("by their times, then in the order in which they were accepted", (play) => {
  stage(play);
  for (const [name, second] of [
    ["late", 3],
    ["one", 2],
    ["two", 2],
    ["early", 1],
    ["stays", 9],
  ] as const)
    play.given(order("alice", "buy", "0.001", "49000", till(second, { order: name })));
  play.given(order("alice", "buy", "0.001", "49000", till(2)));
  play.given({ type: "cancel", order: "two" });
  play.when(clock(5), [gone("early"), gone("one"), gone("O1"), gone("late")]);
  play.when(at(9, { type: "cancel", order: "stays" }), [
    gone("stays"),
    { type: "rejected", code: "UNKNOWN_ORDER" },
  ]);
});

scenario(
  "a refused command leaves time as it was, unless orders expired by it; a query expires nothing",
  (play) => {
    stage(play);
    play.given(order("alice", "buy", "0.001", "49000", till(10, { order: "a" })));
    play.refuses(at(9, { type: "cancel", order: "none" }), "UNKNOWN_ORDER");
    play.when(at(11, { type: "depth", market: "BTC" }), [{ type: "depth" }]);
    play.refuses(at(11, order("alice", "buy", "x")), "MALFORMED");
    play.when(clock(8), []);
    play.when(at(11, { type: "cancel", order: "none" }), [
      gone("a", { time: seconds(11) }),
      { type: "rejected", code: "UNKNOWN_ORDER", time: seconds(11) },
    ]);
    // What is older than that comes at that time.
    play.when(at(8, order("bob", "buy", "0.001", "49000")), [accepted({ time: seconds(11) }), rested()]);
  },
);

scenario("what may be refused of it", (play) => {
  stage(play);
  const refuses = (command: Command, code: string, field: string) =>
    play.when(command, [{ type: "rejected", code, field }]);
  const buys = (more: Command, price: string | undefined = "49000") =>
    order("alice", "buy", "0.001", price, more);
  refuses(buys({ expires: seconds(5) }), "MALFORMED", "expires");
  refuses(buys({ expires: seconds(5), timeInForce: "IOC" }), "MALFORMED", "expires");
  refuses(buys({ timeInForce: "GTT" }), "MISSING_FIELD", "expires");
  refuses(order("alice", "buy", "0.001", undefined, till(5)), "MISSING_FIELD", "price");
  refuses(at(5, buys(till(5))), "OUT_OF_RANGE", "expires");
  // Before a market's state is looked at, after the form of the order.
  play.given({ type: "marketState", market: "BTC", state: "cancelOnly" });
  refuses(at(5, buys(till(5))), "OUT_OF_RANGE", "expires");
  play.refuses(buys(till(5)), "MARKET_HALTED");
  play.given({ type: "marketState", market: "BTC", state: "auction" });
  play.when(buys(till(5, { order: "a" })), [accepted(), rested()]);
  refuses(amend("a", {}), "MISSING_FIELD", "quantity");
  refuses(at(4, amend("a", { expires: seconds(4) })), "OUT_OF_RANGE", "expires");
  play.given(buys({ order: "b" }));
  refuses(amend("b", { expires: seconds(9) }), "FORBIDDEN", "expires");
});

scenario("post-only, and in an auction's book", (play) => {
  stage(play);
  play.given(order("bob", "sell", "0.001", "50000", { order: "ask" }));
  play.refuses(order("alice", "buy", "0.001", "50000", till(9, { postOnly: true })), "WOULD_CROSS");
  play.given(order("alice", "buy", "0.001", "49990", till(9, { postOnly: true, order: "bid" })));
  play.given({ type: "marketState", market: "BTC", state: "auction" });
  play.when(at(9, { type: "marketState", market: "BTC", state: "open" }), [
    gone("bid"),
    accepted({ command: "marketState" }),
  ]);
});

scenario("another time keeps the place; another place keeps the time", (play) => {
  stage(play);
  play.given(order("alice", "sell", "0.002", "50000", till(5, { order: "a" })));
  play.given(order("alice", "sell", "0.002", "50000", till(5, { order: "b" })));
  play.when(amend("a", { expires: seconds(20), open: "0.001" }), [accepted(), rested({ quantity: "0.001" })]);
  play.when(amend("b", { price: "50010" }), [accepted(), rested({ order: "b", price: "50010.00" })]);
  play.when(clock(5), [gone("b", { price: "50010.00" })]);
  play.given(order("alice", "sell", "0.002", "50000", { order: "c" }));
  play.when(order("bob", "buy", "0.001", "50000"), [
    accepted(),
    fill({ makerOrder: "a" }),
    positionOf("alice"),
    positionOf("bob"),
  ]);
  play.given(order("alice", "sell", "0.002", "50000", till(30, { order: "d" })));
  play.given(amend("d", { price: "50020", expires: seconds(25) }));
  play.when(clock(24), []);
  play.when(clock(25), [gone("d")]);
  play.when(clock(40), []);
});
